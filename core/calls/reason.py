"""Why a number was dialled, as it is stored with each call."""

from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class ReasonKind(StrEnum):
    FRESH = "fresh"
    """The lead's first attempt."""
    RETRY = "retry"
    CALLBACK = "callback"
    """Somebody had promised it."""
    PREVIEW = "preview"
    """An operator looked at the lead and accepted it."""
    CLICK_TO_DIAL = "click_to_dial"


class DialReason(BaseModel):
    """Together with the moment the call was placed, which the pacing log is asked by."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: ReasonKind
    mode: str | None = None
    """The campaign's mode of dialling at that moment."""
    attempt: int | None = None
    attempts_allowed: int | None = None
    after: str | None = None
    """What the attempt before came to: the operator's disposition, or else the outcome."""
    operator_id: UUID | None = None
    """Whose promise or click it was."""
    policy_id: UUID | None = None
    policy_revision: int | None = None
    """What the policy said then is in its revisions."""
    overruled: tuple[str, ...] | None = None
    """The policy's bars (`core.leads.bars.BarCode`) that stood against the call, which a person made all the
    same; None: none did."""
