"""A refused number: by everybody, or by one campaign; and a file of them. What is listed is never dialled."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base

_GLOBAL = text("campaign_id IS NULL")
_OF_A_CAMPAIGN = text("campaign_id IS NOT NULL")


class DncSource(StrEnum):
    """How a number came onto the list."""

    CALL = "call"
    HAND = "hand"
    FILE = "file"


class DncNumber(Base):
    __tablename__ = "dnc_number"
    __table_args__ = (
        # Two, because for the one over both columns no two NULLs are alike.
        Index(
            "uq_dnc_number_global",
            "phone_number",
            unique=True,
            sqlite_where=_GLOBAL,
            postgresql_where=_GLOBAL,
        ),
        Index("uq_dnc_number_phone_number_campaign_id", "phone_number", "campaign_id", unique=True),
        Index(
            "ix_dnc_number_campaign_id_id",
            "campaign_id",
            "id",
            sqlite_where=_OF_A_CAMPAIGN,
            postgresql_where=_OF_A_CAMPAIGN,
        ),
    )

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    """Rises with time."""
    phone_number: Mapped[str] = mapped_column(String(16))
    """E.164, so every notation of one number is one entry."""
    campaign_id: Mapped[UUID | None] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"))
    """None: no campaign may call it, nor may anybody by hand."""
    source: Mapped[str] = mapped_column(String(8), default=DncSource.HAND)
    reason: Mapped[str] = mapped_column(String(200), default="")
    added_at: Mapped[datetime]
    added_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))


class DncImport(Base):
    """A file of refused numbers, and what came of it."""

    __tablename__ = "dnc_import"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    campaign_id: Mapped[UUID | None] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"))
    """None: its numbers are refused for all campaigns."""
    file_name: Mapped[str] = mapped_column(String(200))
    job_id: Mapped[UUID] = mapped_column(ForeignKey("job.id"))
    added: Mapped[int] = mapped_column(default=0)
    known: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
    """Values that are no numbers, and lines without any."""
    rejected_lines: Mapped[list[Any]] = mapped_column(JSON, default=list)
    """The first of them: line, value, code, parameters."""
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime] = mapped_column(index=True)
