"""One campaign's part of the call floor, as the arrays that pacing reads. Pure.

An operator who works on several running campaigns is forecast for one of them only, the first: two forecasts
that count on the same person would each launch calls for that person.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import numpy as np

from core.calls.models import CallKind
from core.calls.state_machine import CallState
from core.law.tally import CountedTally
from core.operators.state_machine import OperatorNow, OperatorState
from dialer.floor import CallFloor, LiveCall
from dialer.pacing import AVAILABLE, PAUSED, TALKING, WRAP_UP, Floor

_PACED_AS: Final = {
    OperatorState.AVAILABLE: AVAILABLE,
    # Of another campaign's lead: nobody can say how long, or whether a talk follows.
    OperatorState.PREVIEW: PAUSED,
    # The customer has answered and the bridge is a matter of milliseconds.
    OperatorState.RESERVED: TALKING,
    OperatorState.ON_CALL: TALKING,
    OperatorState.WRAP_UP: WRAP_UP,
    OperatorState.PAUSED: PAUSED,
    OperatorState.LOGGED_OUT: PAUSED,
}
_NOT_RESOLVED: Final = (CallState.ORIGINATING, CallState.RINGING)


def forecast_for(floor: CallFloor, running: Sequence[UUID]) -> dict[UUID, list[OperatorNow]]:
    """Whom each running campaign forecasts; `running` in the order in which they dial."""
    staff: dict[UUID, list[OperatorNow]] = {campaign_id: [] for campaign_id in running}
    for operator in floor.operators.values():
        first = next((one for one in running if floor.works_on(operator.operator_id, one)), None)
        if first is not None:
            staff[first].append(operator)
    return staff


def campaign_floor(
    operators: Collection[OperatorNow],
    calls: Iterable[LiveCall],
    tally: CountedTally,
    *,
    now: datetime,
    max_new: int,
    grace_seconds: float,
) -> Floor:
    """`calls`: those of this campaign that have not ended. `grace_seconds`: what pacing reckons with.

    Where greetings are listened to, that is less than what the law allows: when it is known that a person has
    answered, part of the time is over. Such a call waits since a moment that leaves it what is really left.
    """
    dialled = [call for call in calls if call.kind is CallKind.DIALLER]
    ringing = [call.progress.placed_at for call in dialled if call.progress.state in _NOT_RESOLVED]
    waiting = [
        call.progress.waits_since + timedelta(seconds=call.grace_seconds - grace_seconds)
        for call in dialled
        if call.progress.state is CallState.ANSWERED
        and call.progress.counts_as_answered
        and call.progress.waits_since is not None
        and call.operator_id is None
    ]
    return Floor(
        now=now.timestamp(),
        operator_state=np.array([_PACED_AS[one.state] for one in operators], dtype=np.int8),
        operator_since=_moments(one.since_at for one in operators),
        operator_leaving=np.array([one.pausing_reason is not None for one in operators], dtype=bool),
        ringing_since=np.sort(_moments(ringing)),
        waiting_since=np.sort(_moments(waiting)),
        answered=round(tally.answered),
        abandoned=round(tally.abandoned),
        launched=tally.launched,
        max_new=max_new,
    )


def _moments(moments: Iterable[datetime]) -> np.ndarray:
    return np.array([moment.timestamp() for moment in moments], dtype=float)
