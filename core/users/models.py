"""A user and the sessions in which a user is logged in."""

from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class Role(StrEnum):
    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    SALES = "sales"
    ADMIN = "admin"


WITH_SOFTPHONE: Final = frozenset({Role.OPERATOR, Role.SALES})


class Language(StrEnum):
    RUSSIAN = "ru"
    ENGLISH = "en"


class User(Base):
    __tablename__ = "user_account"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    login: Mapped[str] = mapped_column(String(64), unique=True)
    """Kept in lower case; compared so."""
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(2), default=Language.RUSSIAN)
    password_hash: Mapped[str] = mapped_column(String(200))
    is_active: Mapped[bool] = mapped_column(default=True)
    """False: switched off; has no session and cannot log in."""
    last_login_at: Mapped[datetime | None]
    """None: never, as far as is known."""


class UserSession(Base):
    """One log-in in one browser. The cookie holds a random token; here is only its hash."""

    __tablename__ = "user_session"
    __table_args__ = (Index("ix_user_session_expires_at", "expires_at"),)

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of the token, hexadecimal: a stolen backup opens no session."""
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
