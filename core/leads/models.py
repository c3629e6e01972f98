"""A lead: one client's number placed on one campaign's list, to be called until it is closed."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class Lead(Base):
    __tablename__ = "lead"
    __table_args__ = (
        # In the hopper's order, zone by zone, so that it reads no further than it takes. The attempts stand
        # last, so that leads that have used theirs up are passed over without being read.
        Index("ix_lead_hopper", "list_id", "is_refused", "time_zone", "next_attempt_at", "id", "attempts"),
        Index("ix_lead_campaign_id_time_zone", "campaign_id", "time_zone"),
        # Few: whose next number may not be called at this hour, and another of theirs perhaps may.
        Index(
            "ix_lead_several_zones",
            "list_id",
            "is_refused",
            "next_attempt_at",
            "id",
            sqlite_where=text("has_several_zones = 1"),
            postgresql_where=text("has_several_zones"),
        ),
        Index("ix_lead_phone_number", "phone_number"),
        Index(
            "ix_lead_callback",
            "campaign_id",
            "time_zone",
            "next_attempt_at",
            "id",
            sqlite_where=text("callback_at IS NOT NULL"),
            postgresql_where=text("callback_at IS NOT NULL"),
        ),
        Index(
            "ix_lead_import_id",
            "import_id",
            sqlite_where=text("import_id IS NOT NULL"),
            postgresql_where=text("import_id IS NOT NULL"),
        ),
        Index(
            "ix_lead_selection_id",
            "selection_id",
            sqlite_where=text("selection_id IS NOT NULL"),
            postgresql_where=text("selection_id IS NOT NULL"),
        ),
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
    list_id: Mapped[UUID] = mapped_column(ForeignKey("lead_list.id", ondelete="CASCADE"))
    client_id: Mapped[UUID] = mapped_column(ForeignKey("client.id", ondelete="CASCADE"))
    phone_number: Mapped[str] = mapped_column(String(16))
    """The number that is dialled next, E.164 with the plus."""
    is_refused: Mapped[bool] = mapped_column(default=False, server_default="0")
    """All its numbers are on the register of refused ones, of all or of this campaign (`core.dnc.marks`)."""
    time_zone: Mapped[str] = mapped_column(String(64))
    """IANA name of the place where that phone rings, not of our office."""
    has_several_zones: Mapped[bool] = mapped_column(default=False, server_default="0")
    """Its numbers do not all ring in one time zone."""
    attempts: Mapped[int] = mapped_column(default=0)
    """Since it was put on the list, or back on it."""
    endings: Mapped[dict[str, int]] = mapped_column(JSON, default=dict, server_default="{}")
    """How many of these attempts ended how (`core.leads.recycling.Ending`)."""
    not_placed: Mapped[int] = mapped_column(default=0, server_default="0")
    """Calls in a row that no exchange or trunk got out: no attempts yet."""
    last_outcome: Mapped[str | None] = mapped_column(String(16))
    last_disposition: Mapped[str | None] = mapped_column(String(40))
    next_attempt_at: Mapped[datetime | None]
    """None: closed, never to be dialled again by this campaign."""
    closed_because: Mapped[str | None] = mapped_column(String(16))
    """Means something of a closed lead only (`core.leads.closing`); None: closed before that was kept."""
    closed_detail: Mapped[str | None] = mapped_column(String(40))
    held_until: Mapped[datetime | None]
    """A dialler has taken the lead; the hold lapses at this moment if no call comes of it."""
    callback_operator_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    """Who promised to call back at `callback_at`; None: nobody in particular."""
    callback_at: Mapped[datetime | None]
    """The moment that was promised; None: no promise stands. It wins over all fresh leads."""
    import_id: Mapped[UUID | None] = mapped_column(ForeignKey("lead_import.id", ondelete="SET NULL"))
    """What made it, so that it can be taken back."""
    selection_id: Mapped[UUID | None]
    """The selection (its job) that made it, for the same."""


class LeadNumber(Base):
    """One of several numbers of a lead. A lead with one number only has none of these."""

    __tablename__ = "lead_number"
    __table_args__ = (
        UniqueConstraint("campaign_id", "phone_number"),
        Index("ix_lead_number_phone_number", "phone_number"),
        Index("ix_lead_number_campaign_id_time_zone", "campaign_id", "time_zone"),
    )

    lead_id: Mapped[UUID] = mapped_column(ForeignKey("lead.id", ondelete="CASCADE"), primary_key=True)
    rank: Mapped[int] = mapped_column(primary_key=True)
    """The order in which they are tried."""
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"))
    phone_number: Mapped[str] = mapped_column(String(16))
    time_zone: Mapped[str] = mapped_column(String(64))
    """Where this phone rings."""
    is_dead: Mapped[bool] = mapped_column(default=False, server_default="0")
    """A wrong number: passed over from now on."""
    rests_until: Mapped[datetime | None]
    """It was tried, and by its campaign's rule is not tried again before, unless its turn comes."""
