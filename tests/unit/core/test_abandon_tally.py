"""The abandon tally counts each person once, when it is certain."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.calls.state_machine import (
    Answered,
    AnsweredBy,
    CallEvent,
    CallOutcome,
    CallProgress,
    Ended,
    OperatorJoined,
    Ringing,
    advance,
)
from core.law.tally import AbandonTally, TallyOfDays
from tests.factories import some_id
from tests.fakes.clock import T0

GRACE_SECONDS = 2.0


def after(seconds: float) -> CallEvent:
    return Ended(T0 + timedelta(seconds=seconds), CallOutcome.NO_ANSWER)


def joined(seconds: float) -> CallEvent:
    return OperatorJoined(T0 + timedelta(seconds=seconds))


ANSWERED = Answered(T0 + timedelta(seconds=5))
MACHINE = Answered(T0 + timedelta(seconds=5), AnsweredBy.MACHINE)


@pytest.mark.parametrize(
    ("events", "answered", "abandoned"),
    [
        pytest.param([Ringing(T0), after(25)], 0, 0, id="nobody answered"),
        pytest.param([ANSWERED], 1, 0, id="somebody waits"),
        pytest.param([ANSWERED, after(6)], 1, 1, id="hung up before an operator came"),
        pytest.param([ANSWERED, joined(7), after(60)], 1, 0, id="joined at the last allowed moment"),
        pytest.param([ANSWERED, joined(7.5), after(60)], 1, 1, id="joined too late"),
        pytest.param([MACHINE, after(6)], 0, 0, id="a machine is nobody"),
        pytest.param([ANSWERED, after(6), after(7)], 1, 1, id="an end that is told twice"),
    ],
)
def test_who_answered_and_who_was_lost(events: list[CallEvent], answered: int, abandoned: int) -> None:
    tally = TallyOfDays(ZoneInfo("Europe/Moscow"))
    call = CallProgress(some_id(1), T0)
    tally.placed(call)
    for event in events:
        before, call = call, advance(call, event)
        tally.changed(before, call, GRACE_SECONDS)

    machines = int(MACHINE in events)
    assert tally.window(T0, days=1) == AbandonTally(1, answered, abandoned, machines)


def test_people_taken_for_machines_answered_and_were_abandoned() -> None:
    tally = AbandonTally(launched=1000, answered=300, abandoned=6, machines=200)

    counted = tally.counting(4.0)

    assert (counted.answered, counted.abandoned) == (304, 10)
    assert counted.rate == pytest.approx(10 / 304)
    assert tally.counting(0.0).rate == pytest.approx(0.02)
    assert AbandonTally().counting(0.0).rate == 0.0


def test_the_wait_is_counted_from_the_end_of_the_greeting_where_the_law_says_so() -> None:
    answered = Answered(T0 + timedelta(seconds=5), grace_began_at=T0 + timedelta(seconds=6.5))
    tally = TallyOfDays(ZoneInfo("Europe/Moscow"))
    call = CallProgress(some_id(1), T0)
    for event in (answered, joined(8), after(60)):
        before, call = call, advance(call, event)
        tally.changed(before, call, GRACE_SECONDS)

    assert tally.window(T0, days=1) == AbandonTally(0, 1, 0)
    assert replace(call, grace_began_at=None).counts_as_abandoned(GRACE_SECONDS)


def test_a_call_counts_on_the_day_on_which_it_was_placed() -> None:
    tally = TallyOfDays(ZoneInfo("Europe/Moscow"))
    late_evening = datetime(2026, 3, 2, 20, 59, 50, tzinfo=UTC)
    after_midnight = late_evening + timedelta(seconds=20)
    call = CallProgress(some_id(1), late_evening)
    tally.placed(call)
    answered = advance(call, Answered(after_midnight))
    tally.changed(call, answered, GRACE_SECONDS)
    tally.changed(answered, advance(answered, Ended(after_midnight)), GRACE_SECONDS)

    assert tally.window(late_evening, days=1) == AbandonTally(1, 1, 1)
    assert tally.window(after_midnight, days=1) == AbandonTally()
    assert tally.window(after_midnight, days=30) == AbandonTally(1, 1, 1)
    assert tally.window(late_evening + timedelta(days=30), days=30) == AbandonTally()
