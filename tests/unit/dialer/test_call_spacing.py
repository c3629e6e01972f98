"""No second has more calls than the carrier takes, however slow the exchange and however late the wire."""

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer.trunks.spacing import JITTER_SECONDS, CallSpacing

moments = st.floats(0, 30, allow_nan=False)


@st.composite
def demands(draw: st.DrawFn) -> list[tuple[float, float, float]]:
    """When each call is wanted, how long the exchange takes to accept it, and when it leaves."""
    wanted = sorted(draw(st.lists(moments, min_size=1, max_size=60)))
    return [
        (
            at,
            draw(st.sampled_from([0.0, 0.001, 0.2, 1.7])),
            draw(st.floats(0, 1)),
        )
        for at in wanted
    ]


def carried(limit: int, calls: Sequence[tuple[float, float, float]]) -> list[float]:
    """When each call reaches the carrier, if all are handed over as soon as they may be."""
    spacing, now, arrivals = CallSpacing(limit, now=0.0), 0.0, []
    for wanted_at, left_after, share in calls:
        now = max(now, wanted_at, spacing.free_at)
        spacing.handed_over(now)
        arrivals.append(now + share * (left_after + JITTER_SECONDS))
        now += left_after
        spacing.left(now)
    return sorted(arrivals)


def most_in_a_second(arrivals: Sequence[float]) -> int:
    # A hair less than a second: sums of floats are not exact to the last bit.
    return max(sum(start <= at < start + 1.0 - 1e-9 for at in arrivals) for start in arrivals)


@given(st.integers(1, 12), demands())
def test_no_second_at_the_carrier_has_more_calls_than_it_takes(
    limit: int, calls: list[tuple[float, float, float]]
) -> None:
    assert most_in_a_second(carried(limit, calls)) <= limit


@given(st.integers(1, 50))
def test_whoever_begins_waits_a_second_and_then_spreads_the_calls_evenly(limit: int) -> None:
    arrivals = carried(limit, [(0.0, 0.0, 0.0)] * (2 * limit + 1))

    gaps = [later - earlier for earlier, later in itertools.pairwise(arrivals)]
    assert arrivals[0] == pytest.approx(1 + JITTER_SECONDS)
    assert gaps == pytest.approx([(1 + JITTER_SECONDS) / limit] * len(gaps))


def test_a_call_that_hangs_in_the_exchange_counts_from_when_it_was_let_go() -> None:
    spacing = CallSpacing(2, now=0.0)
    for handed_over, left in ((2.0, 2.0), (3.0, 7.0), (7.0, 7.0)):
        spacing.handed_over(handed_over)
        spacing.left(left)

    assert spacing.free_at == pytest.approx(8 + JITTER_SECONDS)


@pytest.mark.parametrize(
    ("limit", "now", "seconds", "room"),
    [
        pytest.param(1, 0.0, 0.5, 0, id="it has only begun"),
        pytest.param(1, 1.0, 0.5, 1, id="the first second is over within the time asked for"),
        pytest.param(10, 5.0, 0.5, 5, id="half a second of ten"),
        pytest.param(10, 5.0, 0.0, 1, id="the next one at once"),
    ],
)
def test_room_is_what_may_begin_in_the_time_to_come(
    limit: int, now: float, seconds: float, room: int
) -> None:
    assert CallSpacing(limit, now=0.0).room(now, seconds) == room


@given(st.integers(1, 20), demands(), st.floats(0, 3))
def test_room_promises_no_more_than_is_kept(
    limit: int, calls: list[tuple[float, float, float]], seconds: float
) -> None:
    spacing, now = CallSpacing(limit, now=0.0), 0.0
    for wanted_at, *_ in calls:
        now = max(now, wanted_at, spacing.free_at)
        spacing.handed_over(now)
        spacing.left(now)
    promised, until = spacing.room(now, seconds), now + seconds
    for _ in range(promised):
        now = max(now, spacing.free_at)
        spacing.handed_over(now)
        spacing.left(now)

    assert promised == 0 or now <= until + 1e-6
