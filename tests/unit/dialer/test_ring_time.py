"""How long a call rings is counted from its first ring, and never from its launch."""

from datetime import datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.calls.state_machine import CallProgress, Ringing, advance
from dialer.ring_time import SET_UP_SECONDS, RingTime
from tests.factories import some_id
from tests.fakes.clock import T0

LONGEST, MINIMUM = 25, 15
RING_TIME = RingTime(LONGEST, MINIMUM)


def a_call(rings_after: float | None) -> CallProgress:
    """Launched at T0; None: it is not heard to ring."""
    call = CallProgress(some_id(1), T0)
    return call if rings_after is None else advance(call, Ringing(after(rings_after)))


def after(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("rings_after", "seconds", "over", "may_end_early"),
    [
        pytest.param(0.0, 14.9, False, False, id="rings at once, below the minimum"),
        pytest.param(0.0, 15.0, False, True, id="the minimum is reached"),
        pytest.param(0.0, 25.0, True, True, id="the longest is reached"),
        pytest.param(6.0, 20.9, False, False, id="a slow carrier: launched long ago, rings for 14.9 s"),
        pytest.param(6.0, 21.0, False, True, id="a slow carrier: rings for the minimum"),
        pytest.param(6.0, 30.9, False, True, id="a slow carrier: launched long ago, rings for 24.9 s"),
        pytest.param(6.0, 31.0, True, True, id="a slow carrier: rings for the longest"),
        pytest.param(None, 24.9, False, False, id="not heard: it may not have rung for the minimum"),
        pytest.param(None, 25.0, False, True, id="not heard: whenever it began, it was the minimum"),
        pytest.param(None, 34.9, False, True, id="not heard: it may have begun to ring at the last moment"),
        pytest.param(None, 35.0, True, True, id="not heard: whenever it began, it was the longest"),
        pytest.param(14.0, 28.9, False, False, id="a very slow carrier: rings for 14.9 s"),
        pytest.param(14.0, 39.0, True, True, id="a very slow carrier: rings for the longest"),
    ],
)
def test_ringing_is_counted_from_the_first_ring(
    rings_after: float | None, seconds: float, *, over: bool, may_end_early: bool
) -> None:
    call, now = a_call(rings_after), after(seconds)

    assert RING_TIME.is_over(call, now) is over
    assert RING_TIME.may_end_early(call, now) is may_end_early


def test_without_a_minimum_what_nobody_wants_ends_at_once() -> None:
    ring_time = RingTime(LONGEST, minimum_seconds=0)

    assert ring_time.may_end_early(a_call(None), T0)
    assert ring_time.may_end_early(a_call(0.0), T0)


@given(st.integers(0, 120), st.integers(0, 120), st.floats(0, SET_UP_SECONDS))
def test_the_exchange_gives_up_nothing_that_rings_within_the_set_up_time_before_we_do(
    longest: int, minimum: int, rings_after: float
) -> None:
    ring_time = RingTime(max(longest, minimum), minimum)
    gives_up_at = after(ring_time.unanswered_seconds)

    assert ring_time.is_over(a_call(rings_after), gives_up_at)
    assert ring_time.may_end_early(a_call(rings_after), gives_up_at)


@given(st.integers(0, 120), st.integers(0, 120), st.floats(0, 300))
def test_however_slow_the_carrier_the_exchange_lets_what_we_still_wait_for_ring_for_the_minimum(
    longest: int, minimum: int, rings_after: float
) -> None:
    ring_time = RingTime(max(longest, minimum), minimum)
    assume(not ring_time.is_over(a_call(None), after(rings_after)))

    assert ring_time.unanswered_seconds - rings_after > minimum - 1e-6


def test_we_give_up_what_is_not_heard_to_ring_before_the_exchange_does() -> None:
    assert not RING_TIME.is_over(a_call(None), after(RING_TIME.unheard_seconds - 0.1))
    assert RING_TIME.is_over(a_call(None), after(RING_TIME.unheard_seconds))
    assert RING_TIME.unheard_seconds < RING_TIME.unanswered_seconds
