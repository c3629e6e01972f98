"""A contact: one interaction with a client, planned or done."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class ContactKind(StrEnum):
    CALL = "call"


class Direction(StrEnum):
    OUTBOUND = "outbound"
    INBOUND = "inbound"


class Contact(Base):
    __tablename__ = "contact"
    __table_args__ = (Index("ix_contact_client_id_started_at", "client_id", "started_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str] = mapped_column(String(16))
    direction: Mapped[str] = mapped_column(String(16))
    client_id: Mapped[UUID] = mapped_column(ForeignKey("client.id"))
    responsible_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    """Whose work it was; None: nobody's, as when no operator was free."""
    campaign_id: Mapped[UUID | None] = mapped_column(ForeignKey("campaign.id"))
    call_id: Mapped[UUID | None] = mapped_column(ForeignKey("call.id"), unique=True)
    """One call is one contact at most."""
    phone_number: Mapped[str | None] = mapped_column(String(16))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(16))
    disposition: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text, default="")
