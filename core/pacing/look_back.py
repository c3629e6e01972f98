"""A look back: one decision of a campaign's pacing as it was made, and as it comes out when replayed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from core.campaigns.models import DialMode
from core.floor.figures import PaceReason
from core.trunks.figures import LineLimit


class PacingNewsKind(StrEnum):
    """What the pacer is told between two decisions."""

    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    ABANDONED = "abandoned"
    TALK_ENDED = "talk_ended"
    WRAP_UP_ENDED = "wrap_up_ended"


class ReplayVerdict(StrEnum):
    SAME = "same"
    """Replayed from the log, the same decision comes out."""
    DIFFERS = "differs"
    """Another decision comes out: another version of the pacing rules made it, or the log has a hole."""
    IMPOSSIBLE = "impossible"
    """What had been learned was written down by a version that is no longer understood."""


@dataclass(frozen=True, slots=True)
class PacingNews:
    at: datetime
    kind: PacingNewsKind
    seconds: float
    """How long it rang, waited, talked or wrapped up."""
    outcome: str | None
    """Of a call that no person answered."""


@dataclass(frozen=True, slots=True)
class PacingInputs:
    """What the decision saw, beside the news."""

    mode: DialMode
    idle: int
    """Operators who are available and have no call coming."""
    available: int
    talking: int
    wrapping_up: int
    paused: int
    leaving: int
    """Of all these: will pause or log out after the call at hand."""
    ringing: int
    waiting: int
    answered: int
    """By a person, as the tally says that bound: of the policy's window, or of that day."""
    abandoned: int
    launched: int
    abandon_rate: float
    abandon_limit: float
    most: int
    """Calls that lines and caller IDs still allowed."""


@dataclass(frozen=True, slots=True)
class PacingForecast:
    """What the pacer made of it."""

    horizon_seconds: float
    freed_within_seconds: float
    """The horizon and the time for which a caller may wait."""
    freed: float
    """Operators to be expected to become free within that."""
    answers: float
    """To be expected by the horizon, of calls that ring."""
    answers_due: float
    """To be expected of all calls that ring, whenever."""
    answer_rate: float
    """The chance that a call launched then is answered by a person."""
    balance: float
    """Of the abandon account: calls that may still be lost."""
    reserve: float
    """The balance it is steered to."""
    risk_allowed: float
    """The chance of finding nobody that a call may run."""
    risk_of_last: float | None
    """Of the last call that the pacer would launch; None: it would launch none."""
    risk_of_next: float
    """Of the first that it would not."""


@dataclass(frozen=True, slots=True)
class PacingVerdict:
    calls: int
    reason: PaceReason
    predicted: int
    """What the pacer would launch, whether it is followed or not."""


@dataclass(frozen=True, slots=True)
class PacingMoment:
    decided_at: datetime
    node: str
    inputs: PacingInputs
    news: Sequence[PacingNews]
    """Since the decision before."""
    decided: PacingVerdict
    launched: int | None
    """Calls that came of it. None: it is not known."""
    limited_by: LineLimit | None
    """What kept it from launching more. None: nothing, or it is not known."""
    replay: ReplayVerdict
    replayed: PacingVerdict | None
    """None: replay is impossible."""
    forecast: PacingForecast | None
    """Worked out anew by the replay."""


@dataclass(frozen=True, slots=True)
class PacingLookBack:
    asked_at: datetime
    moment: PacingMoment | None
    """The last decision at that moment or before; None: nothing is kept of it."""
    previous_at: datetime | None
    next_at: datetime | None
    """The kept decisions before and after that one."""


class PacingHistory(Protocol):
    """Reads the pacing log."""

    async def look_back(self, campaign_id: UUID, at: datetime) -> PacingLookBack:
        """
        Raises:
            NotFound: there is no such campaign.
        """
        ...
