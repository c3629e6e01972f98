"""A trunk whose calls fail gets none for a while, then single ones, and all again when they come through."""

from typing import Final
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.trunks.figures import TrunkFault, TrunkState
from dialer.trunks.breaker import (
    FEWEST_FAILURES,
    FIRST_PAUSE_SECONDS,
    LONGEST_PAUSE_SECONDS,
    MOST_IN_VAIN,
    PROBES_THAT_CLOSE,
    WINDOW_SECONDS,
    Breaker,
)
from tests.factories import some_id

FAILS: Final = "x"
COMES: Final = "o"
REFUSED: Final = "r"
SILENT: Final = "s"
REFUSES, REACHES_NOBODY = TrunkFault.REFUSES, TrunkFault.REACHES_NOBODY
RUN: Final = REFUSED * MOST_IN_VAIN
WORKING, BROKEN, PROBED = TrunkState.WORKING, TrunkState.BROKEN, TrunkState.PROBED


class Line:
    """A breaker that is told of calls one by one.

    `x` fails, `o` comes through, `r` is refused, `s` is not heard of before it ends, `?` nobody knows.
    """

    def __init__(self) -> None:
        self.breaker = Breaker()
        self.given_back = 0
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
                self.given_back += len(self.breaker.failed(call_id, now))
            if what == COMES:
                self.breaker.came_through(call_id, now)
            if what == REFUSED:
                self.given_back += len(self.breaker.refused(call_id, now))
            if what == SILENT:
                self.given_back += len(self.breaker.stayed_silent(call_id, now))
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


@pytest.mark.parametrize(
    ("calls", "fault"),
    [
        pytest.param(REFUSED * (MOST_IN_VAIN - 1), None, id="one less than too many unknown numbers"),
        pytest.param(RUN, REACHES_NOBODY, id="every number is unknown"),
        pytest.param(REFUSED * 19 + COMES + REFUSED * 19, None, id="one of them reached somebody"),
        pytest.param(REFUSED * 19 + "???" + REFUSED, REACHES_NOBODY, id="what nobody knows of is left out"),
        pytest.param((REFUSED * 4 + FAILS) * 4, REACHES_NOBODY, id="whatever the cause"),
        pytest.param(REFUSED * 3 + FAILS * 5, REFUSES, id="the share of failures is reached sooner"),
        pytest.param(SILENT * 100, None, id="nobody answers, on a trunk that never says that it rings"),
    ],
)
def test_a_run_of_calls_that_reach_nobody_breaks_it_and_says_why(
    calls: str, fault: TrunkFault | None
) -> None:
    line = Line().told(calls)

    assert line.breaker.fault is fault
    assert line.breaker.state(0.0) is (WORKING if fault is None else BROKEN)
    assert line.given_back == (MOST_IN_VAIN if fault is REACHES_NOBODY else 0)


def test_silence_counts_on_a_trunk_that_has_told_of_ringing() -> None:
    line = Line()
    line.breaker.rang()

    assert line.told(SILENT * 10 + REFUSED * 10).breaker.fault is REACHES_NOBODY


@pytest.mark.parametrize(
    ("probes", "fault"),
    [
        pytest.param(COMES * PROBES_THAT_CLOSE, None, id="they reach somebody"),
        pytest.param(REFUSED, REACHES_NOBODY, id="refused once more"),
        pytest.param(COMES + REFUSED, REACHES_NOBODY, id="the second is refused"),
    ],
)
def test_what_reached_nobody_is_opened_by_reaching_somebody(probes: str, fault: TrunkFault | None) -> None:
    line = Line().told(RUN).told(probes, now=FIRST_PAUSE_SECONDS)

    assert line.breaker.fault is fault
    assert line.given_back == MOST_IN_VAIN + probes.count(REFUSED)


def test_what_the_carrier_did_not_place_is_opened_by_any_answer_of_it() -> None:
    line = Line().told("xxxxx").told(REFUSED * PROBES_THAT_CLOSE, now=FIRST_PAUSE_SECONDS)

    assert line.breaker.fault is None
    assert line.given_back == 0


def test_calls_that_were_under_way_when_it_broke_are_given_back_too() -> None:
    line = Line()
    early = [line.launched(0.0) for _ in range(3)]
    line.told(RUN)

    assert [list(line.breaker.refused(one, 1.0)) for one in early] == [[one] for one in early]
    assert line.breaker.probed_at == FIRST_PAUSE_SECONDS


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


@given(st.lists(st.tuples(st.sampled_from("xors?"), st.floats(0, 400)), max_size=80))
def test_it_gives_room_to_none_one_or_all_and_never_for_good_to_none(calls: list[tuple[str, float]]) -> None:
    line = Line()
    for what, now in sorted(calls, key=lambda one: one[1]):
        if line.breaker.room(now) != 0:
            line.told(what, now)
        assert line.breaker.room(now) in {0, 1, None}

    assert line.breaker.room(400 + LONGEST_PAUSE_SECONDS + 1) != 0
