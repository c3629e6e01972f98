"""A call that an operator asked for and was denied, as it is stored."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class DeniedCall(Base):
    __tablename__ = "denied_call"
    __table_args__ = (Index("ix_denied_call_phone_number_denied_at", "phone_number", "denied_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    phone_number: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(16))
    """Of the call that would have come of it (`core.calls.models.CallKind`)."""
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    denied_at: Mapped[datetime]
    because: Mapped[str] = mapped_column(String(16))
    bars: Mapped[list[str]] = mapped_column(JSON)
    """Those that stood against it, by their codes."""
