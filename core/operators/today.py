"""One operator's own day in figures: what came of the calls, and what the time went to.

A call belongs to the day on which it was placed, as on the floor's board.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate, pairwise
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call
from core.calls.state_machine import CallOutcome
from core.campaigns.dispositions import WITHOUT_CAMPAIGN, DispositionChoice, DispositionShown
from core.campaigns.editions import EditionKey, editions_of
from core.clients.models import Client
from core.operators.models import OperatorStateChange
from core.operators.state_machine import OperatorState, PauseReason

LAST_CALLS: Final = 8


@dataclass(frozen=True, slots=True)
class DispositionShare:
    """How often one verdict was given."""

    disposition: DispositionShown
    calls: int


@dataclass(frozen=True, slots=True)
class CallToday:
    call_id: UUID
    client_id: UUID
    client_name: str
    ended_at: datetime
    talk_seconds: float
    disposition: DispositionShown | None
    """None: no verdict was given yet."""


@dataclass(frozen=True, slots=True)
class TimeSpent:
    """What the day's time went to; what goes on counts up to the moment of counting."""

    on_line_seconds: float = 0.0
    """With a telephone: everything but logged out and a lost line."""
    available_seconds: float = 0.0
    preview_seconds: float = 0.0
    """Looking at offered leads."""
    wrap_up_seconds: float = 0.0
    paused_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class OperatorToday:
    counted_at: datetime
    calls_handled: int
    talk_seconds: float
    average_talk_seconds: float | None
    average_wrap_up_seconds: float | None
    calls_successful: int
    """With a verdict of positive tone."""
    conversion: float | None
    """Successful / all calls with a verdict, 0 to 1; None: no verdict yet."""
    dispositions: Sequence[DispositionShare]
    """The most frequent first."""
    time: TimeSpent
    last_calls: Sequence[CallToday]
    """The newest first."""


class HandledCall(NamedTuple):
    """A talk that is over, and its verdict if there is one."""

    call_id: UUID
    client_id: UUID
    client_name: str
    connected_at: datetime
    ended_at: datetime
    disposition: DispositionShown | None

    @property
    def talk_seconds(self) -> float:
        return (self.ended_at - self.connected_at).total_seconds()


class StateSince(NamedTuple):
    state: OperatorState
    reason: PauseReason | None
    since_at: datetime


async def operator_today(
    session: AsyncSession, operator_id: UUID, *, began_at: datetime, now: datetime
) -> OperatorToday:
    """What is stored of the day that began at `began_at`."""
    calls = await _handled_calls(session, operator_id, began_at)
    states = await _states(session, operator_id, began_at)
    return figures_of(calls, time_spent(states, began_at=began_at, now=now), now)


def figures_of(calls: Sequence[HandledCall], time: TimeSpent, now: datetime) -> OperatorToday:
    """Add up the day's calls, which come newest first."""
    talk_seconds = sum(call.talk_seconds for call in calls)
    verdicts = [call.disposition for call in calls if call.disposition is not None]
    successful = sum(verdict.tone == "positive" for verdict in verdicts)
    return OperatorToday(
        counted_at=now,
        calls_handled=len(calls),
        talk_seconds=round(talk_seconds, 1),
        average_talk_seconds=round(talk_seconds / len(calls), 1) if calls else None,
        average_wrap_up_seconds=round(time.wrap_up_seconds / len(calls), 1) if calls else None,
        calls_successful=successful,
        conversion=successful / len(verdicts) if verdicts else None,
        dispositions=_shares(verdicts),
        time=time,
        last_calls=[
            CallToday(
                call_id=call.call_id,
                client_id=call.client_id,
                client_name=call.client_name,
                ended_at=call.ended_at,
                talk_seconds=round(call.talk_seconds, 1),
                disposition=call.disposition,
            )
            for call in calls[:LAST_CALLS]
        ],
    )


def time_spent(states: Sequence[StateSince], *, began_at: datetime, now: datetime) -> TimeSpent:
    """Add up the states from the day's beginning to now; they come in the order in which they followed.

    A pause that lasts since the day before is an operator who went home without logging out, and no
    time at work.
    """
    seconds: defaultdict[OperatorState, float] = defaultdict(float)
    # Two sources tell of changes, so that one may be dated a little before the one it followed.
    starts = list(accumulate((min(max(one.since_at, began_at), now) for one in states), max))
    for one, (from_at, until_at) in zip(states, pairwise([*starts, now]), strict=True):
        went_home = one.state is OperatorState.PAUSED and one.since_at < began_at
        if not went_home and one.reason is not PauseReason.LINE_LOST:
            seconds[one.state] += (until_at - from_at).total_seconds()
    seconds.pop(OperatorState.LOGGED_OUT, None)
    return TimeSpent(
        on_line_seconds=round(sum(seconds.values()), 1),
        available_seconds=round(seconds[OperatorState.AVAILABLE], 1),
        preview_seconds=round(seconds[OperatorState.PREVIEW], 1),
        wrap_up_seconds=round(seconds[OperatorState.WRAP_UP], 1),
        paused_seconds=round(seconds[OperatorState.PAUSED], 1),
    )


def _shares(verdicts: Sequence[DispositionShown]) -> list[DispositionShare]:
    """Of a code that several campaigns have, the wording is that of the newest call."""
    newest: dict[str, DispositionShown] = {}
    for verdict in verdicts:
        newest.setdefault(verdict.code, verdict)
    return [
        DispositionShare(newest[code], calls)
        for code, calls in Counter(verdict.code for verdict in verdicts).most_common()
    ]


async def _handled_calls(session: AsyncSession, operator_id: UUID, began_at: datetime) -> list[HandledCall]:
    """The newest first."""
    columns = select(
        Call.id,
        Call.client_id,
        Client.name,
        Call.connected_at,
        Call.ended_at,
        Call.campaign_id,
        Call.campaign_edition,
        Call.disposition,
    )
    rows = (
        await session.execute(
            columns.join(Client, Client.id == Call.client_id)
            .where(
                Call.operator_id == operator_id,
                Call.placed_at >= began_at,
                Call.outcome == CallOutcome.HANDLED,
            )
            .order_by(Call.ended_at.desc(), Call.id)
        )
    ).all()
    choices = await _choices(
        session, {(row.campaign_id, row.campaign_edition) for row in rows if row.campaign_id}
    )
    return [
        HandledCall(
            call_id=row.id,
            client_id=row.client_id,
            client_name=row.name,
            connected_at=row.connected_at,
            ended_at=row.ended_at,
            disposition=_shown(
                row.disposition,
                choices[row.campaign_id, row.campaign_edition] if row.campaign_id else WITHOUT_CAMPAIGN,
            ),
        )
        for row in rows
        if row.connected_at is not None and row.ended_at is not None
    ]


async def _choices(
    session: AsyncSession, wanted: Collection[EditionKey]
) -> Mapping[EditionKey, Sequence[DispositionChoice]]:
    editions = await editions_of(session, wanted)
    return {key: editions.documents(key).dispositions for key in wanted}


def _shown(code: str | None, choices: Sequence[DispositionChoice]) -> DispositionShown | None:
    return DispositionShown.of(code, choices) if code is not None else None


async def _states(session: AsyncSession, operator_id: UUID, began_at: datetime) -> list[StateSince]:
    """What the operator was doing when the day began, and every change since."""
    change = OperatorStateChange
    columns = select(change.state, change.reason, change.since_at).where(change.operator_id == operator_id)
    before = columns.where(change.since_at < began_at).order_by(change.since_at.desc(), change.id.desc())
    today = columns.where(change.since_at >= began_at).order_by(change.id)
    rows = [*(await session.execute(before.limit(1))), *(await session.execute(today))]
    return [
        StateSince(OperatorState(state), PauseReason(reason) if reason else None, since_at)
        for state, reason, since_at in rows
    ]
