"""Every change of an operator's state, and every softphone that was let in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class OperatorStateChange(Base):
    """One row for each change; the newest row of an operator says what the operator does now."""

    __tablename__ = "operator_state_change"
    __table_args__ = (
        Index("ix_operator_state_change_operator_id_id", "operator_id", "id"),
        Index("ix_operator_state_change_operator_id_since_at", "operator_id", "since_at"),
    )

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    """Rises with time: two changes may bear one moment, and their order matters."""
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    since_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(String(32))
    call_id: Mapped[UUID | None]
    wrap_up_ends_at: Mapped[datetime | None]
    pausing_reason: Mapped[str | None] = mapped_column(String(32))
    """The pause asked for during the call, that begins after it."""


class OperatorLine(Base):
    """A softphone that may register now. The password is nowhere but in the exchange and the browser."""

    __tablename__ = "operator_line"

    operator_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    line_id: Mapped[str] = mapped_column(String(32), unique=True)
    console_id: Mapped[UUID | None]
    """Whose softphone it is; None: let in before consoles had ids."""
    opened_at: Mapped[datetime]
