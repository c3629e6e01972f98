"""What a shift is measured by: the carrier's log, and the time operators spent in each state."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.operators.models import OperatorStateChange
from core.operators.state_machine import OperatorState
from tests.fixtures.sipp import Customers, Invite, read_invites, ring_quantiles, scenario_of, talk_quantiles
from tests.load.floor.measured import Period, most_within, seconds_by_state
from tests.load.floor.scene import hours_around

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
CUSTOMERS = Customers(answer=0.3, busy=0.1, fail=0.1, talk_seconds=10)


def test_each_line_of_sipps_log_is_a_call() -> None:
    log = (
        "INVITE 79161234567 FROM 74950000001 AT 2026-11-23\t12:00:00.250000\t1795435200.250000\n"
        "INVITE  FROM  AT 2026-11-23\t12:00:01.000000\t1795435201.000000\n"
    )
    first, second = read_invites(log)
    assert first == Invite("79161234567", "74950000001", NOON + timedelta(seconds=0.25))
    assert (second.number, second.caller_id) == ("", "")


@given(offsets=st.lists(st.integers(0, 5_000), min_size=1, max_size=60), seconds=st.sampled_from([1, 2]))
def test_the_most_in_some_seconds_are_found_wherever_they_begin(offsets: list[int], seconds: int) -> None:
    moments = [NOON + timedelta(milliseconds=one) for one in offsets]
    counted = max(sum(one <= other < one + 1000 * seconds for other in offsets) for one in offsets)
    assert most_within(seconds, moments) == counted


def test_nobody_called_is_none_in_any_second() -> None:
    assert most_within(1, []) == 0


def change(operator: UUID, minute: float, state: OperatorState) -> OperatorStateChange:
    return OperatorStateChange(operator_id=operator, since_at=NOON + timedelta(minutes=minute), state=state)


def test_time_in_a_state_is_counted_within_the_period_only() -> None:
    one, other = uuid4(), uuid4()
    changes = [
        change(one, -10, OperatorState.AVAILABLE),
        change(other, -5, OperatorState.PAUSED),
        change(one, 2, OperatorState.ON_CALL),
        change(other, 9, OperatorState.AVAILABLE),
        change(one, 6, OperatorState.WRAP_UP),
        change(one, 30, OperatorState.AVAILABLE),
    ]
    period = Period("ten minutes", NOON, NOON + timedelta(minutes=10))
    assert seconds_by_state(changes, period) == {
        OperatorState.AVAILABLE: 3 * 60,
        OperatorState.PAUSED: 9 * 60,
        OperatorState.ON_CALL: 4 * 60,
        OperatorState.WRAP_UP: 4 * 60,
    }


def test_the_quantiles_keep_the_means_that_were_asked_for() -> None:
    assert sum(talk_quantiles(10.0)) / len(talk_quantiles(10.0)) == pytest.approx(10.0)
    rings = ring_quantiles(10.5)
    # Cut at 25 s, where a fiftieth of the distribution lies beyond.
    assert sum(rings) / len(rings) == pytest.approx(10.2, abs=0.3)
    assert max(rings) < 25


def test_every_place_that_the_scenario_sends_a_call_to_is_in_it() -> None:
    scenario = ElementTree.fromstring(scenario_of(CUSTOMERS).split("\n", 1)[1])
    labels = {label.attrib["id"] for label in scenario.iter("label")}
    wanted = {
        one.attrib[name] for one in scenario.iter() for name in ("next", "ontimeout") if name in one.attrib
    }
    assert wanted <= labels


@given(hour=st.integers(0, 23), minute=st.integers(0, 59))
def test_at_any_time_some_of_the_demos_zones_may_be_called_and_others_not(hour: int, minute: int) -> None:
    now = NOON.replace(hour=hour, minute=minute)
    hours = hours_around(now)
    open_zones = {zone for zone in ZONES if hours.is_open(now, zone)}
    assert "Europe/Moscow" in open_zones
    assert "Asia/Vladivostok" not in open_zones
    assert hours.out_of_order == []


ZONES = ("Europe/London", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Vladivostok")
