"""A preview: a lead that is offered to one operator, who looks at it and has it dialled or skips it."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base

# A dialler that died with its offers lets go of their leads so long after the operators' time is up.
_LEAD_KEPT: Final = timedelta(minutes=1)


class SkipReason(StrEnum):
    """Why an operator would not have a lead dialled now."""

    BAD_TIME = "bad_time"
    """Not an hour at which this client should be called."""
    NOT_PREPARED = "not_prepared"
    """Something must be found out or done first."""
    TALKED_LATELY = "talked_lately"
    """Somebody has spoken to the client only just now."""
    ANOTHER_OPERATOR = "another_operator"
    """A colleague should call: one who knows the client, or another language."""
    WRONG_CARD = "wrong_card"
    """The card is plainly wrong or of somebody else."""
    OTHER = "other"


class PreviewEnding(StrEnum):
    ACCEPTED = "accepted"
    """The operator had it dialled."""
    DIALLED = "dialled"
    """The time ran out, and it was dialled by itself."""
    SKIPPED = "skipped"
    PUT_OFF = "put_off"
    """The time ran out, and the lead was skipped by itself."""
    MISSED = "missed"
    """The time ran out, and the operator was paused; the lead went back."""
    WITHDRAWN = "withdrawn"
    """The operator left, or the campaign no longer offers leads; the lead went back."""
    BARRED = "barred"
    """When it was to be dialled, the number might not be called any more; the lead went back."""


class Preview(Base):
    """Open until `ended_at`; the lead is held for the operator meanwhile."""

    __tablename__ = "preview"
    __table_args__ = (
        # Few are open: whoever looks for those must not read all that ever were.
        Index(
            "ix_preview_open_node",
            "node",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_preview_lead_id", "lead_id"),
        Index("ix_preview_client_id", "client_id"),
        Index("ix_preview_campaign_id_offered_at", "campaign_id", "offered_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    node: Mapped[str] = mapped_column(String(64))
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"))
    lead_id: Mapped[UUID] = mapped_column(ForeignKey("lead.id", ondelete="CASCADE"))
    client_id: Mapped[UUID] = mapped_column(ForeignKey("client.id", ondelete="CASCADE"))
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    phone_number: Mapped[str] = mapped_column(String(16))
    offered_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    """How long the operator has to decide."""
    on_timeout: Mapped[str] = mapped_column(String(8))
    """What happens then (`core.campaigns.models.PreviewTimeout`), as it was set when this was offered."""
    ended_at: Mapped[datetime | None]
    ending: Mapped[str | None] = mapped_column(String(16))
    skip_reason: Mapped[str | None] = mapped_column(String(32))
    call_id: Mapped[UUID | None] = mapped_column(ForeignKey("call.id", ondelete="SET NULL"))
    """The call that came of it."""

    @property
    def lead_held_until(self) -> datetime:
        """Of the lead, while this is open: by it is seen whether the hold is still this one's."""
        return self.expires_at + _LEAD_KEPT
