"""An operator's day: what its time went to, and what its calls came to."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.campaigns.dispositions import STANDARD, DispositionShown
from core.clock import beginning_of_day
from core.operators.state_machine import OperatorState, PauseReason
from core.operators.today import LAST_CALLS, HandledCall, StateSince, TimeSpent, figures_of, time_spent
from tests.factories import some_id
from tests.fakes.clock import T0

State = OperatorState
MIDNIGHT = T0
NOW = T0 + timedelta(hours=12)


def at(hours: float) -> datetime:
    return MIDNIGHT + timedelta(hours=hours)


def since(hours: float, state: OperatorState, reason: PauseReason | None = None) -> StateSince:
    return StateSince(state, reason, at(hours))


def hours_of(time: TimeSpent) -> tuple[float, float, float, float]:
    """On line, available, in wrap-up, paused."""
    seconds = (time.on_line_seconds, time.available_seconds, time.wrap_up_seconds, time.paused_seconds)
    on_line, available, wrap_up, paused = (round(one / 3600, 3) for one in seconds)
    return on_line, available, wrap_up, paused


@pytest.mark.parametrize(
    ("states", "spent"),
    [
        pytest.param([], (0, 0, 0, 0), id="nobody came"),
        pytest.param([since(9, State.AVAILABLE)], (3, 3, 0, 0), id="what goes on counts up to now"),
        pytest.param(
            [
                since(8, State.AVAILABLE),
                since(9, State.RESERVED),
                since(9, State.ON_CALL),
                since(10, State.WRAP_UP),
                since(10.5, State.PAUSED, PauseReason.LUNCH),
                since(11, State.LOGGED_OUT),
            ],
            (3, 1, 0.5, 0.5),
            id="a morning",
        ),
        pytest.param(
            [since(9, State.AVAILABLE), since(10, State.PAUSED, PauseReason.LINE_LOST)],
            (1, 1, 0, 0),
            id="without a telephone nobody is on line",
        ),
        pytest.param([since(-2, State.ON_CALL), since(1, State.WRAP_UP)], (12, 0, 11, 0), id="over midnight"),
        pytest.param(
            [since(-6, State.PAUSED, PauseReason.BREAK), since(9, State.AVAILABLE)],
            (3, 3, 0, 0),
            id="who went home without logging out rested, and worked nothing",
        ),
        pytest.param(
            [since(9, State.AVAILABLE), since(8.5, State.ON_CALL), since(10, State.LOGGED_OUT)],
            (1, 0, 0, 0),
            id="dated before what it followed",
        ),
        pytest.param([since(13, State.AVAILABLE)], (0, 0, 0, 0), id="dated a little ahead"),
    ],
)
def test_the_days_time_is_added_up(
    states: list[StateSince], spent: tuple[float, float, float, float]
) -> None:
    assert hours_of(time_spent(states, began_at=MIDNIGHT, now=NOW)) == spent


reasons = st.sampled_from(PauseReason)
any_state = st.sampled_from(OperatorState).flatmap(
    lambda state: st.tuples(st.just(state), reasons if state is State.PAUSED else st.none())
)


@given(st.lists(st.tuples(any_state, st.floats(-5, 15)), max_size=30))
def test_no_second_is_counted_twice(
    changes: list[tuple[tuple[OperatorState, PauseReason | None], float]],
) -> None:
    states = [since(hours, state, reason) for (state, reason), hours in changes]
    time = time_spent(states, began_at=MIDNIGHT, now=NOW)

    parts = (time.available_seconds, time.wrap_up_seconds, time.paused_seconds)
    assert min(parts) >= 0
    assert sum(parts) <= time.on_line_seconds + 0.2
    assert time.on_line_seconds <= (NOW - MIDNIGHT).total_seconds()


def a_call(number: int, minutes: float, code: str | None) -> HandledCall:
    ended_at = NOW - timedelta(minutes=10 * number)
    disposition = DispositionShown.of(code, STANDARD) if code else None
    return HandledCall(
        some_id(number),
        some_id(100 + number),
        "Ромашка",
        ended_at - timedelta(minutes=minutes),
        ended_at,
        disposition,
    )


def test_what_the_calls_came_to() -> None:
    calls = [a_call(0, 1, None), a_call(1, 2, "refused"), a_call(2, 3, "sale"), a_call(3, 2, "refused")]
    today = figures_of(calls, TimeSpent(wrap_up_seconds=60), NOW)

    assert (today.calls_handled, today.calls_successful) == (4, 1)
    assert (today.talk_seconds, today.average_talk_seconds) == (480, 120)
    assert today.average_wrap_up_seconds == 15
    assert today.conversion == pytest.approx(1 / 3), "a call without a verdict is not lost yet"
    assert [(one.disposition.code, one.calls) for one in today.dispositions] == [
        ("refused", 2),
        ("sale", 1),
    ]
    assert [(one.call_id, one.talk_seconds) for one in today.last_calls[:2]] == [
        (some_id(0), 60),
        (some_id(1), 120),
    ]
    assert [one.disposition and one.disposition.label.en for one in today.last_calls] == [
        None,
        "Refused",
        "Sale",
        "Refused",
    ]


def test_a_day_without_calls_has_no_averages() -> None:
    today = figures_of([], TimeSpent(), NOW)

    assert (today.average_talk_seconds, today.average_wrap_up_seconds, today.conversion) == (None, None, None)


def test_only_the_last_calls_are_listed() -> None:
    calls = [a_call(number, 1, "refused") for number in range(LAST_CALLS + 3)]

    assert [one.call_id for one in figures_of(calls, TimeSpent(), NOW).last_calls] == [
        call.call_id for call in calls[:LAST_CALLS]
    ]


@pytest.mark.parametrize(
    ("now", "zone", "began_at"),
    [
        ("2026-03-02T10:00:00+00:00", "Europe/Moscow", "2026-03-01T21:00:00+00:00"),
        ("2026-03-01T21:00:00+00:00", "Europe/Moscow", "2026-03-01T21:00:00+00:00"),
        ("2026-03-01T20:59:59+00:00", "Europe/Moscow", "2026-02-28T21:00:00+00:00"),
        # An hour is skipped that night, so midnight is not ten hours before ten.
        ("2026-03-29T09:00:00+00:00", "Europe/London", "2026-03-29T00:00:00+00:00"),
    ],
)
def test_a_day_begins_at_midnight_where_the_call_centre_is(now: str, zone: str, began_at: str) -> None:
    began = beginning_of_day(datetime.fromisoformat(now), ZoneInfo(zone))

    assert began == datetime.fromisoformat(began_at)
