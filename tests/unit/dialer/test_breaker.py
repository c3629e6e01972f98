"""A trunk whose calls fail gets none for a while, then single ones, and all again when they come through."""

from typing import Final
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.trunks.figures import TrunkState
from dialer.trunks.breaker import (
    FEWEST_FAILURES,
    FIRST_PAUSE_SECONDS,
    LONGEST_PAUSE_SECONDS,
    PROBES_THAT_CLOSE,
    WINDOW_SECONDS,
    Breaker,
)
from tests.factories import some_id

FAILS: Final = "x"
COMES: Final = "o"
WORKING, BROKEN, PROBED = TrunkState.WORKING, TrunkState.BROKEN, TrunkState.PROBED


class Line:
    """A breaker that is told of calls one by one: `x` fails, `o` comes through, `?` nobody knows."""

    def __init__(self) -> None:
        self.breaker = Breaker()
        self._serial = 0

    def launched(self, now: float) -> UUID:
        self._serial += 1
        call_id = some_id(self._serial)
        self.breaker.launched(call_id, now)
        return call_id

    def told(self, calls: str, now: float = 0.0) -> "Line":
        for what in calls:
            call_id = self.launched(now)
            if what == FAILS:
                self.breaker.failed(call_id, now)
            if what == COMES:
                self.breaker.came_through(call_id, now)
            self.breaker.ended(call_id)
        return self


@pytest.mark.parametrize(
    ("calls", "state"),
    [
        pytest.param("", WORKING, id="nothing happened"),
        pytest.param("xxxx", WORKING, id="too few to say"),
        pytest.param("xxxxx", BROKEN, id="all fail"),
        pytest.param("ooooxxxx", WORKING, id="half fail, too few of them"),
        pytest.param("ooooxxxxx", BROKEN, id="the fifth failure is more than half"),
        pytest.param("oooooxxxxx", BROKEN, id="exactly half"),
        pytest.param("ooooooxxxxx", WORKING, id="less than half"),
        pytest.param("????????xxxxx", BROKEN, id="what nobody knows of is left out"),
        pytest.param("o" * 100, WORKING, id="all come through"),
    ],
)
def test_a_share_of_failures_breaks_it(calls: str, state: TrunkState) -> None:
    assert Line().told(calls).breaker.state(0.0) is state


def test_what_is_long_past_does_not_count() -> None:
    line = Line().told("xxxx", now=0.0).told("x", now=WINDOW_SECONDS + 1)

    assert line.breaker.state(WINDOW_SECONDS + 1) is WORKING


def test_it_is_probed_after_a_pause_by_one_call_at_a_time() -> None:
    line = Line().told("xxxxx")
    assert line.breaker.room(FIRST_PAUSE_SECONDS - 0.1) == 0

    assert line.breaker.state(FIRST_PAUSE_SECONDS) is PROBED
    assert line.breaker.room(FIRST_PAUSE_SECONDS) == 1
    probe = line.launched(FIRST_PAUSE_SECONDS)
    assert line.breaker.room(FIRST_PAUSE_SECONDS) == 0
    line.breaker.ended(probe)
    assert line.breaker.room(FIRST_PAUSE_SECONDS) == 1, "it said nothing; the next one may"


def test_probes_that_come_through_close_it() -> None:
    line = Line().told("xxxxx").told(COMES * PROBES_THAT_CLOSE, now=FIRST_PAUSE_SECONDS)

    assert line.breaker.state(FIRST_PAUSE_SECONDS) is WORKING
    assert line.breaker.room(FIRST_PAUSE_SECONDS) is None
    # And it begins with a clean sheet.
    assert line.told("xxxx", now=FIRST_PAUSE_SECONDS).breaker.state(FIRST_PAUSE_SECONDS) is WORKING


def test_each_probe_that_fails_doubles_the_pause_up_to_a_limit() -> None:
    line, now, pauses = Line().told("xxxxx"), 0.0, []
    for _ in range(7):
        assert line.breaker.probed_at is not None
        pauses.append(line.breaker.probed_at - now)
        now = line.breaker.probed_at
        line.told(FAILS, now)

    assert pauses == [15, 30, 60, 120, 240, 240, 240]
    assert pauses[-1] == LONGEST_PAUSE_SECONDS


def test_calls_from_before_it_broke_decide_nothing_after() -> None:
    line = Line()
    early = [line.launched(0.0) for _ in range(PROBES_THAT_CLOSE)]
    line.told("xxxxx")
    for call_id in early:
        line.breaker.came_through(call_id, FIRST_PAUSE_SECONDS)
    assert line.breaker.state(FIRST_PAUSE_SECONDS) is PROBED

    line.breaker.failed(line.launched(0.0), 1.0)
    assert line.breaker.probed_at == FIRST_PAUSE_SECONDS


def test_a_call_counts_once_by_what_is_heard_of_it_first() -> None:
    line = Line()
    for _ in range(FEWEST_FAILURES):
        call_id = line.launched(0.0)
        line.breaker.came_through(call_id, 0.0)
        line.breaker.failed(call_id, 1.0)

    assert line.breaker.state(1.0) is WORKING


@given(st.lists(st.tuples(st.sampled_from("xo?"), st.floats(0, 400)), max_size=80))
def test_it_gives_room_to_none_one_or_all_and_never_for_good_to_none(calls: list[tuple[str, float]]) -> None:
    line = Line()
    for what, now in sorted(calls, key=lambda one: one[1]):
        if line.breaker.room(now) != 0:
            line.told(what, now)
        assert line.breaker.room(now) in {0, 1, None}

    assert line.breaker.room(400 + LONGEST_PAUSE_SECONDS + 1) != 0
