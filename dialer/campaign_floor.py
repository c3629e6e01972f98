"""One campaign's part of the call floor, as the arrays that pacing reads. Pure.

An operator who works on several running campaigns is forecast for one of them only: two forecasts that count
on the same person would each launch calls for that person. Such operators are dealt out evenly, so that of
two campaigns with the same twenty operators each counts on ten; which ten is of no account to a forecast, as
whoever of the twenty is free takes the call.
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


def forecast_for(
    floor: CallFloor, running: Sequence[UUID], without_leads: Collection[UUID] = ()
) -> dict[UUID, list[OperatorNow]]:
    """Whom each running campaign forecasts; `running` in the order in which they dial.

    Who works on one campaign only is that one's; then, in an order that stays, each of the others goes to
    whichever of their campaigns has the fewest yet, the first of those that have as few. A campaign
    `without_leads` that may be called now is given nobody whom another could employ.
    """
    campaigns_of = {}
    for operator_id in floor.operators:
        theirs = [one for one in running if floor.works_on(operator_id, one)]
        campaigns_of[operator_id] = [one for one in theirs if one not in without_leads] or theirs
    staff: dict[UUID, list[OperatorNow]] = {campaign_id: [] for campaign_id in running}
    for operator in sorted(
        floor.operators.values(), key=lambda now: (len(campaigns_of[now.operator_id]), now.operator_id)
    ):
        if campaigns := campaigns_of[operator.operator_id]:
            staff[min(campaigns, key=lambda one: len(staff[one]))].append(operator)
    return staff


def campaign_floor(
    operators: Collection[OperatorNow],
    calls: Iterable[LiveCall],
    tally: CountedTally,
    *,
    now: datetime,
    max_new: int,
    grace_seconds: float,
    awaiting: Collection[UUID] = (),
) -> Floor:
    """`calls`: those of this campaign that have not ended. `grace_seconds`: what pacing reckons with.
    `awaiting`: who is reserved for a call that was dialled for them. As with an offered lead nobody can say
    whether a talk follows, so they are not counted on.

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
        operator_state=np.array(
            [PAUSED if one.operator_id in awaiting else _PACED_AS[one.state] for one in operators],
            dtype=np.int8,
        ),
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
