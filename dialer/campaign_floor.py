"""One campaign's part of the call floor: whom it counts on, and the arrays that pacing reads. Pure.

Who works on several running campaigns is counted by one of them only (`dialer/operator_shares.py`); which
twenty of forty is of no account to a forecast, as whoever is free takes the call.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import numpy as np

from core.calls.models import CallKind
from core.calls.state_machine import CallState
from core.campaigns.models import DialMode
from core.law.tally import CountedTally
from core.operators.state_machine import OperatorNow, OperatorState
from dialer.floor import CallFloor, LiveCall
from dialer.operator_shares import Employable, deal_out
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
_AWAY_AFTER: Final = timedelta(minutes=5)
"""A shorter pause moves nobody from one campaign to another."""
_NOT_RESOLVED: Final = (CallState.ORIGINATING, CallState.RINGING)


def counted_by(
    floor: CallFloor,
    modes: Mapping[UUID, DialMode],
    without_leads: Collection[UUID] = (),
    *,
    now: datetime,
) -> dict[UUID, UUID]:
    """The one running campaign that counts on each operator; `modes`: of all, in the order they dial in.

    Predictive campaigns are dealt the operators: nobody else forecasts. The others count whom no predictive
    one could employ, and whoever is theirs this moment: looks at their lead, or has their call. A campaign
    `without_leads` that may be called now is given nobody whom another could employ.
    """
    forecasting = [one for one, mode in modes.items() if mode is DialMode.PREDICTIVE]
    supplied = [one for one in modes if one not in without_leads]
    employable = []
    held = {}
    for operator in floor.operators.values():
        theirs = [one for one in modes if floor.works_on(operator.operator_id, one)]
        with_leads = [one for one in theirs if one in supplied]
        wanted = [one for one in with_leads if one in forecasting] or with_leads or theirs
        if wanted:
            is_away = operator.state is OperatorState.PAUSED and now - operator.since_at >= _AWAY_AFTER
            employable.append(Employable(operator.operator_id, wanted, is_away))
            holder = _holder(floor, operator, [one for one in theirs if one not in forecasting], modes)
            if holder is not None:
                held[operator.operator_id] = holder
    return deal_out(employable, [one for one in forecasting if one in supplied]) | held


def _holder(
    floor: CallFloor, operator: OperatorNow, others: Sequence[UUID], modes: Mapping[UUID, DialMode]
) -> UUID | None:
    """Which of the campaigns that do not forecast has the operator this moment."""
    if operator.state is OperatorState.PREVIEW:
        return next((one for one in others if modes[one] is DialMode.PREVIEW), None)
    call = floor.calls.get(operator.call_id) if operator.call_id else None
    return call.campaign_id if call is not None and call.campaign_id in others else None


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
