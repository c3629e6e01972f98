"""A call as it is stored, and the answers given in it."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from core.calls.reason import DialReason
from core.calls.state_machine import AnsweredBy, CallOutcome, CallProgress, CallState
from core.db import Base


class CallKind(StrEnum):
    """Who wanted the call."""

    DIALLER = "dialler"
    CLICK_TO_DIAL = "click_to_dial"
    PREVIEW = "preview"
    """The dialler offered the lead, and an operator, who waits for the answer, had it dialled."""
    CALLBACK = "callback"
    """Promised: the dialler had it dialled when it was due, and who promised it waits for the answer."""


class Call(Base):
    """Written before the number is dialled, so that no ringing telephone is unknown to us."""

    __tablename__ = "call"
    __table_args__ = (
        # No number rings twice at once, whoever dials it: two switchboards that claim at the same moment see
        # nothing of each other's calls. Few calls are open: what is asked of them need not read the others.
        Index(
            "uq_call_open_phone_number",
            "phone_number",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_call_placed_at", "placed_at"),
        Index("ix_call_operator_id_placed_at", "operator_id", "placed_at"),
        Index("ix_call_lead_id", "lead_id"),
        # How often a number was called lately is asked before each call.
        Index("ix_call_phone_number_placed_at", "phone_number", "placed_at"),
        Index("ix_call_campaign_id_placed_at", "campaign_id", "placed_at"),
        # Few: what was promised in calls of no campaign.
        Index(
            "ix_call_promised",
            "operator_id",
            "callback_at",
            sqlite_where=text("callback_at IS NOT NULL AND campaign_id IS NULL"),
            postgresql_where=text("callback_at IS NOT NULL AND campaign_id IS NULL"),
        ),
        # For each client that is removed, as when an import is undone, the database looks for calls of it.
        Index("ix_call_client_id", "client_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    """Also the name under which the exchange knows it."""
    node: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))
    phone_number: Mapped[str] = mapped_column(String(16))
    campaign_id: Mapped[UUID | None] = mapped_column(ForeignKey("campaign.id"))
    campaign_edition: Mapped[int] = mapped_column(default=1, server_default="1")
    """Of its campaign's documents, when it was placed; means nothing without a campaign."""
    lead_id: Mapped[UUID | None] = mapped_column(ForeignKey("lead.id", ondelete="SET NULL"))
    client_id: Mapped[UUID] = mapped_column(ForeignKey("client.id"))
    intended_operator_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    """Whose callback or click-to-dial this is; None: for whoever has waited longest."""
    operator_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    """Who talked."""
    recording: Mapped[str | None] = mapped_column(String(200))
    """Path under the recordings folder."""

    reason_document: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """Why it was dialled; None: placed before reasons were kept."""
    grace_seconds: Mapped[float] = mapped_column(default=2.0, server_default="2")
    """How long whoever answers may wait for an operator, by the policy of that moment."""

    placed_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16), default=CallState.ORIGINATING)
    ringing_at: Mapped[datetime | None]
    answered_by: Mapped[str | None] = mapped_column(String(16))
    answered_at: Mapped[datetime | None]
    grace_began_at: Mapped[datetime | None]
    """From when on the wait for an operator is counted; None: from the answer."""
    connected_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(16))
    cause: Mapped[int | None]
    """Q.850, as the exchange reported it, or as `Ended` says of a call that it never heard of."""
    # No foreign key: the call outlives the trunk.
    trunk_id: Mapped[UUID | None]
    """None: the one trunk of the settings."""
    caller_id: Mapped[str | None] = mapped_column(String(16))
    """What the client saw; None: the trunk's own number."""

    disposition: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text, default="")
    callback_at: Mapped[datetime | None]
    callback_is_shared: Mapped[bool] = mapped_column(default=False, server_default="0")
    """The promised call may be made by anybody of the campaign."""
    disposed_at: Mapped[datetime | None]

    @property
    def edition(self) -> tuple[UUID, int] | None:
        """By which `core.campaigns.editions` finds its documents; None: it serves no campaign."""
        return (self.campaign_id, self.campaign_edition) if self.campaign_id else None

    @property
    def reason(self) -> DialReason | None:
        return DialReason.model_validate(self.reason_document) if self.reason_document else None

    @property
    def progress(self) -> CallProgress:
        """The exchange's side of the call, for the state machine."""
        return CallProgress(
            call_id=self.id,
            placed_at=self.placed_at,
            state=CallState(self.state),
            ringing_at=self.ringing_at,
            answered_by=AnsweredBy(self.answered_by) if self.answered_by else None,
            answered_at=self.answered_at,
            grace_began_at=self.grace_began_at,
            connected_at=self.connected_at,
            ended_at=self.ended_at,
            outcome=CallOutcome(self.outcome) if self.outcome else None,
            cause=self.cause,
        )


class Answer(Base):
    """One answer of one call, as given; a later answer to the same question replaces it."""

    __tablename__ = "answer"

    call_id: Mapped[UUID] = mapped_column(ForeignKey("call.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    answered_at: Mapped[datetime]
