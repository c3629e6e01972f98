"""Stopping a campaign: which calls are up for it, and which of them nobody wants any more. Pure."""

from collections.abc import Iterator
from typing import Final

from core.calls.models import CallKind
from core.calls.state_machine import CallState
from dialer.floor import CallFloor, LiveCall

_UNANSWERED: Final = (CallState.ORIGINATING, CallState.RINGING)


def stopped_calls(floor: CallFloor) -> Iterator[LiveCall]:
    """Unanswered calls of campaigns that were stopped after the calls were placed.

    Also what was about to be placed just then; not what a campaign places that was started again.
    """
    for call in floor.calls.values():
        stopped_at = floor.stopped_at.get(call.campaign_id) if call.campaign_id else None
        was_placed_before = stopped_at is not None and call.progress.placed_at <= stopped_at
        if was_placed_before and is_dialled_and_up(call) and is_unanswered(call):
            yield call


def is_dialled_and_up(call: LiveCall) -> bool:
    """Whether it is a campaign's own call; what people place by hand is left to them."""
    return call.kind is not CallKind.CLICK_TO_DIAL and call.progress.state is not CallState.ENDED


def is_unanswered(call: LiveCall) -> bool:
    return call.progress.state in _UNANSWERED
