"""What a shift came to: by the database, and by the carrier's own log."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from sqlalchemy import func, select

from core.calls.models import Call
from core.calls.state_machine import AnsweredBy, CallOutcome
from core.db import Database
from core.operators.models import OperatorStateChange
from core.operators.state_machine import OperatorState
from tests.fixtures.sipp import Invite
from tests.load.floor.scene import Scene

_WORKING: Final = (OperatorState.ON_CALL, OperatorState.WRAP_UP)
_AWAY: Final = (OperatorState.LOGGED_OUT, OperatorState.PAUSED)


@dataclass(frozen=True, slots=True)
class Period:
    """A part of the shift in which nothing was switched."""

    name: str
    began_at: datetime
    ended_at: datetime

    @property
    def hours(self) -> float:
        return (self.ended_at - self.began_at) / timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Measured:
    launched: int
    answered: int
    abandoned: int
    handled: int
    utilisation: float
    """Talk and wrap-up over staffed time."""
    staffed_hours: float

    @property
    def abandon_rate(self) -> float:
        return self.abandoned / self.answered if self.answered else 0.0

    @property
    def calls_per_operator_hour(self) -> float:
        return self.handled / self.staffed_hours if self.staffed_hours else 0.0


async def measured(scene: Scene, period: Period, grace_seconds: float) -> Measured:
    database = Database(scene.product.database_url)
    try:
        async with database.reading() as session:
            within = (Call.placed_at >= period.began_at, Call.placed_at < period.ended_at)
            calls = (await session.scalars(select(Call).where(Call.lead_id.is_not(None), *within))).all()
            changes = (
                await session.scalars(select(OperatorStateChange).order_by(OperatorStateChange.id))
            ).all()
    finally:
        await database.close()
    seconds = seconds_by_state(changes, period)
    staffed = sum(spent for state, spent in seconds.items() if state not in _AWAY)
    return Measured(
        launched=len(calls),
        answered=sum(call.answered_by == AnsweredBy.PERSON for call in calls),
        abandoned=sum(_is_abandoned(call, grace_seconds) for call in calls),
        handled=sum(call.outcome == CallOutcome.HANDLED for call in calls),
        utilisation=sum(seconds[state] for state in _WORKING) / staffed if staffed else 0.0,
        staffed_hours=staffed / 3600,
    )


def seconds_by_state(changes: Iterable[OperatorStateChange], period: Period) -> Counter[str]:
    """Seconds that all operators together spent in each state during the period."""
    by_operator = defaultdict(list)
    for change in changes:
        by_operator[change.operator_id].append((change.since_at, change.state))
    spent: Counter[str] = Counter()
    for states in by_operator.values():
        for (since_at, state), (until_at, _) in pairwise([*states, (period.ended_at, "")]):
            began, ended = max(since_at, period.began_at), min(until_at, period.ended_at)
            spent[state] += max(0.0, (ended - began).total_seconds())  # type: ignore[assignment]
    return spent


def _is_abandoned(call: Call, grace_seconds: float) -> bool:
    if call.answered_by != AnsweredBy.PERSON or call.answered_at is None:
        return False
    if call.connected_at is None:
        return True
    return (call.connected_at - call.answered_at).total_seconds() > grace_seconds


@dataclass(frozen=True, slots=True)
class CarrierFindings:
    """What the law and the contract with the carrier forbid, as the carrier has seen it."""

    invites: int
    stored: int
    """Calls that the product knows of, also those that were placed while a period came to its end."""
    most_in_one_second: int
    most_in_five_seconds: int
    refused: Sequence[Invite]
    """Numbers that nobody may call."""
    outside_hours: Sequence[Invite]
    unknown: Sequence[Invite]
    """Numbers that are no lead's."""


async def judged(scene: Scene, invites: Sequence[Invite]) -> CarrierFindings:
    database = Database(scene.product.database_url)
    try:
        async with database.reading() as session:
            stored = await session.scalar(select(func.count()).where(Call.lead_id.is_not(None))) or 0
    finally:
        await database.close()
    return CarrierFindings(
        invites=len(invites),
        stored=stored,
        most_in_one_second=most_within(1, [one.at for one in invites]),
        most_in_five_seconds=most_within(5, [one.at for one in invites]),
        refused=[one for one in invites if _e164(one) in scene.refused],
        outside_hours=[
            one
            for one in invites
            if (zone := scene.zones.get(_e164(one))) and not scene.hours.is_open(one.at, zone)
        ],
        unknown=[one for one in invites if _e164(one) not in scene.zones],
    )


def most_within(seconds: float, moments: Sequence[datetime]) -> int:
    """The most of them in any time so long, wherever it begins."""
    ordered = sorted(moments)
    most = first = 0
    for last, moment in enumerate(ordered):
        while moment - ordered[first] >= timedelta(seconds=seconds):
            first += 1
        most = max(most, last - first + 1)
    return most


def _e164(invite: Invite) -> str:
    return "+" + invite.number.removeprefix("+")
