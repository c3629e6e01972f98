"""A lead: one client's number placed on one campaign's list, to be called until it is closed."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class Lead(Base):
    __tablename__ = "lead"
    __table_args__ = (
        # In the hopper's order, so that it reads no further than it takes.
        Index("ix_lead_campaign_id_next_attempt_at_id", "campaign_id", "next_attempt_at", "id"),
        Index("ix_lead_campaign_id_time_zone", "campaign_id", "time_zone"),
        Index(
            "ix_lead_promised",
            "callback_operator_id",
            "next_attempt_at",
            sqlite_where=text("callback_operator_id IS NOT NULL"),
            postgresql_where=text("callback_operator_id IS NOT NULL"),
        ),
        Index("uq_lead_campaign_id_phone_number", "campaign_id", "phone_number", unique=True),
        Index("ix_lead_client_id", "client_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"))
    client_id: Mapped[UUID] = mapped_column(ForeignKey("client.id", ondelete="CASCADE"))
    phone_number: Mapped[str] = mapped_column(String(16))
    """E.164, with the plus."""
    time_zone: Mapped[str] = mapped_column(String(64))
    """IANA name of the place where the phone rings, not of our office."""
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None]
    """None: closed, never to be dialled again by this campaign."""
    held_until: Mapped[datetime | None]
    """A dialler has taken the lead; the hold lapses at this moment if no call comes of it."""
    callback_operator_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    """Who promised to call back at `next_attempt_at`; None: nobody in particular."""
