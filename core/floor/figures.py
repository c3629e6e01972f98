"""What is counted on the floor: calls by state now, and what came of the calls of today."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call
from core.calls.state_machine import CallOutcome, CallProgress, CallState
from core.campaigns.halts import Halt, running_campaigns
from core.campaigns.models import Campaign, DialMode
from core.leads.shortage import LeadShortage
from core.operators.state_machine import OperatorNow
from core.trunks.figures import LineLimit, TrunkFigures


@dataclass(frozen=True, slots=True)
class CallsByState:
    originating: int = 0
    ringing: int = 0
    answered: int = 0
    connected: int = 0


@dataclass(frozen=True, slots=True)
class Today:
    placed: int = 0
    answered: int = 0
    """By a person."""
    handled: int = 0
    abandoned: int = 0
    machine: int = 0
    no_answer: int = 0
    busy: int = 0
    failed: int = 0
    talk_seconds: float = 0.0
    dispositions: Mapping[str, int] = field(default_factory=dict)


class PaceReason(StrEnum):
    """Why a campaign launches as many calls as it does."""

    PREVIEW_MODE = "preview_mode"
    PROGRESSIVE_MODE = "progressive_mode"
    PREDICTED = "predicted"
    FEW_OPERATORS = "few_operators"
    FEW_CALLS_SEEN = "few_calls_seen"
    ACCOUNT_EMPTY = "account_empty"
    NOTHING_MAY_BE_LOST = "nothing_may_be_lost"
    """The policy's abandon limit is 0."""


@dataclass(frozen=True, slots=True)
class FulfilledForecast:
    """A forecast whose time has passed, beside what came."""

    made_at: datetime
    freed: float
    freed_came: int
    answers: float
    answers_came: int


@dataclass(frozen=True, slots=True)
class PaceForecast:
    """What the pacer expects, and the account it steers by. Renewed once a second."""

    horizon_seconds: float
    freed_within_seconds: float
    """The horizon and the time for which a caller may wait."""
    freed: float
    """Operators to be expected to become free within that."""
    answers: float
    """People to be expected to answer by the horizon, of the calls that ring."""
    balance: float
    """Of the abandon account: calls that may still be lost."""
    reserve: float
    """The balance it is steered to."""
    fulfilled: FulfilledForecast | None
    """The newest of which everything has come; None: none is old enough."""


@dataclass(frozen=True, slots=True)
class LostToday:
    """The abandon tally of one campaign's day so far, people taken for machines included."""

    answered: int
    abandoned: int
    abandon_rate: float


@dataclass(frozen=True, slots=True)
class PaceFigures:
    """What a campaign's last decision was made of."""

    reason: PaceReason
    available: int
    """Operators, of those whom this campaign forecasts."""
    previewing: int
    """Looking at an offered lead."""
    talking: int
    """Or waiting for the answer to a call that is dialled for them."""
    wrapping_up: int
    paused: int
    ringing: int
    """Calls that are launched and not resolved."""
    waiting: int
    """People who have answered and have no operator yet."""
    answered: int
    """By a person, in the policy's window."""
    abandoned: int
    machines: int
    """Calls in that window that ended as a machine's."""
    people_taken_for_machines: float
    """Estimated by the policy's rate; each of them answered, and was abandoned."""
    abandon_rate: float
    """With them."""
    abandon_limit: float
    window_days: int
    today: LostToday
    owed_by_earlier_days: float
    """Calls that the earlier days of the window lost beyond the limit: today's answers pay for them."""
    forecast: PaceForecast | None = None
    """None: nothing was decided yet."""
    limited_by: LineLimit | None = None
    """Why it did not launch as many calls as it would; None: it did."""
    lead_shortage: LeadShortage | None = None
    """What stands against its leads, where these limit it; None then: it is being counted."""
    counted_elsewhere: int = 0
    """Operators who work on it too and are counted by another running campaign."""


@dataclass(frozen=True, slots=True)
class CampaignFigures:
    id: UUID
    name: str
    is_running: bool
    mode: DialMode
    leads_open: int
    leads_total: int
    leads_counted_at: datetime | None
    """As of when these two are; None: they were not counted yet, and are nought."""
    halted_by: Halt | None = None
    """Why it places no calls although it runs."""
    calls_up: int = 0
    """Of the dialler's, not those that people place by hand."""
    calls_unanswered: int = 0
    """Those of them that nobody has answered yet: what stopping hangs up."""
    pace: PaceFigures | None = None
    """None: it does not dial, or has only begun to."""


@dataclass(frozen=True, slots=True)
class FloorFigures:
    calls_by_state: CallsByState
    today: Today
    abandon_rate: float
    """Abandoned / answered by a person, of the campaigns' calls of today; counted as in each campaign."""
    campaigns: Sequence[CampaignFigures]
    people_taken_for_machines: float = 0.0
    """Estimated by the policies' rates, and in the abandon rate."""
    trunks: Sequence[TrunkFigures] = ()
    may_dial: bool = True
    """The exchange is heard; without it nothing is dialled."""


@dataclass(frozen=True, slots=True)
class FloorSnapshot:
    operators: Sequence[OperatorNow]
    figures: FloorFigures


def calls_by_state(calls: Iterable[CallProgress]) -> CallsByState:
    counted = Counter(call.state for call in calls)
    return CallsByState(
        originating=counted[CallState.ORIGINATING],
        ringing=counted[CallState.RINGING],
        answered=counted[CallState.ANSWERED],
        connected=counted[CallState.CONNECTED],
    )


class DayCount:
    """Adds up the calls of one day, each once: when it is placed and when it ends."""

    def __init__(self) -> None:
        self._placed = 0
        self._answered = 0
        self._outcomes: Counter[str] = Counter()
        self._dispositions: Counter[str] = Counter()
        self._talk_seconds = 0.0

    def placed(self, calls: int = 1) -> None:
        self._placed += calls

    def ended(self, call: CallProgress) -> None:
        if call.outcome is not None:
            self._outcomes[call.outcome] += 1
        self._answered += call.counts_as_answered
        if call.connected_at is not None and call.ended_at is not None:
            self._talk_seconds += (call.ended_at - call.connected_at).total_seconds()

    def disposed(self, disposition: str) -> None:
        self._dispositions[disposition] += 1

    @property
    def today(self) -> Today:
        return Today(
            placed=self._placed,
            answered=self._answered,
            handled=self._outcomes[CallOutcome.HANDLED],
            abandoned=self._outcomes[CallOutcome.ABANDONED],
            machine=self._outcomes[CallOutcome.MACHINE],
            no_answer=self._outcomes[CallOutcome.NO_ANSWER],
            busy=self._outcomes[CallOutcome.BUSY],
            failed=self._outcomes[CallOutcome.FAILED] + self._outcomes[CallOutcome.NOT_PLACED],
            talk_seconds=round(self._talk_seconds, 1),
            dispositions=dict(self._dispositions),
        )


async def count_day(session: AsyncSession, since: datetime) -> DayCount:
    """Count the stored calls that were placed since then, as after a restart in the middle of a day."""
    day = DayCount()
    for call in await session.scalars(select(Call).where(Call.placed_at >= since)):
        day.placed()
        if call.state == CallState.ENDED:
            day.ended(call.progress)
        if call.disposition is not None:
            day.disposed(call.disposition)
    return day


async def campaign_figures(session: AsyncSession) -> list[CampaignFigures]:
    """All campaigns by name, their leads not counted: that takes too long to be done at each look."""
    campaigns = await session.scalars(select(Campaign).order_by(Campaign.name))
    halted = (await running_campaigns(session)).halted
    return [
        CampaignFigures(
            id=campaign.id,
            name=campaign.name,
            is_running=campaign.is_running,
            mode=DialMode(campaign.mode),
            leads_open=0,
            leads_total=0,
            leads_counted_at=None,
            halted_by=halted.get(campaign.id),
        )
        for campaign in campaigns
    ]
