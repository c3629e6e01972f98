"""Which calls are given up: whatever has rung for long enough, and sooner what nobody wants any more."""

from datetime import timedelta

import pytest

from core.calls.models import CallKind
from core.calls.state_machine import Answered, Ringing, advance
from core.operators.state_machine import OperatorState
from dialer.floor import CallFloor, LiveCall
from dialer.ring_watch import rung_in_vain, unwanted_calls
from tests.fakes.clock import T0
from tests.unit.dialer.floors import a_campaign_id, a_floor, a_ringing_call, an_operator


def ringing(call: LiveCall, after_seconds: float = 0.0) -> LiveCall:
    call.progress = advance(call.progress, Ringing(T0 + timedelta(seconds=after_seconds)))
    return call


def given_up(floor: CallFloor, seconds: float) -> bool:
    return bool(rung_in_vain(floor, T0 + timedelta(seconds=seconds)))


def test_what_has_rung_for_its_time_is_given_up() -> None:
    floor = a_floor([], [ringing(a_ringing_call(), after_seconds=5.0)])

    assert not given_up(floor, 29.9)
    assert given_up(floor, 30.0)


def test_what_was_answered_is_not_given_up_however_long_it_lasts() -> None:
    call = ringing(a_ringing_call())
    call.progress = advance(call.progress, Answered(T0 + timedelta(seconds=24)))
    floor = a_floor([], [call])
    floor.stopped_at[a_campaign_id(1)] = T0

    assert not given_up(floor, 3600.0)


@pytest.mark.parametrize(
    ("campaign", "kind", "stopped_after", "unwanted"),
    [
        pytest.param(1, CallKind.DIALLER, 5.0, True, id="placed before the stop"),
        pytest.param(1, CallKind.DIALLER, 0.0, True, id="placed in the moment of the stop"),
        pytest.param(1, CallKind.DIALLER, -1.0, False, id="placed after it: the campaign was started again"),
        pytest.param(2, CallKind.DIALLER, 5.0, False, id="another campaign's"),
        pytest.param(1, CallKind.CLICK_TO_DIAL, 5.0, False, id="placed by hand"),
    ],
)
def test_a_stopped_campaigns_calls_are_unwanted_and_ring_for_the_minimum(
    campaign: int, kind: CallKind, stopped_after: float, *, unwanted: bool
) -> None:
    waits = an_operator("Anna", OperatorState.AVAILABLE)
    floor = a_floor([waits], [ringing(a_ringing_call(campaign=campaign, kind=kind, intended="Anna"), 4.0)])
    floor.stopped_at[a_campaign_id(1)] = T0 + timedelta(seconds=stopped_after)

    assert bool(list(unwanted_calls(floor, T0))) is unwanted
    assert not given_up(floor, 18.9)
    assert given_up(floor, 19.0) is unwanted


def test_a_call_whose_operator_left_rings_for_the_minimum() -> None:
    left = an_operator("Anna", OperatorState.LOGGED_OUT)
    floor = a_floor([left], [ringing(a_ringing_call(kind=CallKind.PREVIEW, intended="Anna"), 4.0)])

    assert not given_up(floor, 18.9)
    assert given_up(floor, 19.0)
