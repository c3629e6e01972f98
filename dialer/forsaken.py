"""Calls that ring for one person who is gone: nobody may pick up, find nobody there, and be sent away."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from core.calls.models import CallKind
from core.operators.state_machine import OperatorNow, OperatorState
from dialer.floor import CallFloor, LiveCall
from dialer.stopping import is_unanswered

# A page that is loaded anew brings its telephone back within a few seconds.
_COMES_BACK_WITHIN: Final = timedelta(seconds=5)
_FOR_ONE_PERSON: Final = (CallKind.CLICK_TO_DIAL, CallKind.PREVIEW, CallKind.CALLBACK)


def forsaken_calls(floor: CallFloor, now: datetime) -> Iterator[LiveCall]:
    """Unanswered calls for one person who logged out, or has not been there for five seconds.

    A promised call rings on if a colleague is free who can keep the promise.
    """
    for call in floor.calls.values():
        if call.kind not in _FOR_ONE_PERSON or not is_unanswered(call):
            continue
        if call.kind is CallKind.CALLBACK and call.campaign_id and floor.available(call.campaign_id):
            continue
        operator = floor.operators.get(call.intended_operator_id) if call.intended_operator_id else None
        if not _waits(operator, call, now):
            yield call


def _waits(operator: OperatorNow | None, call: LiveCall, now: datetime) -> bool:
    if operator is None or operator.state is OperatorState.LOGGED_OUT:
        return False
    if operator.call_id == call.call_id or operator.state is OperatorState.AVAILABLE:
        return True
    return now - operator.since_at < _COMES_BACK_WITHIN
