"""Whoever loses no more than the tally that binds allows is within the limit over every run of days."""

from datetime import date, timedelta
from itertools import accumulate, product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.law.binding import WindowAndToday
from core.law.tally import AbandonTally, CountedTally, TallyOfDays
from tests.fakes.clock import T0

LIMIT = 0.25
"""High, so that a few dozen answers come to something; a power of two, so that nothing is rounded."""
WINDOW_DAYS = 30

wants_to_lose = st.lists(st.lists(st.booleans(), max_size=30), max_size=65)


def counted(answered: int, abandoned: int) -> CountedTally:
    return AbandonTally(answered=answered, abandoned=abandoned).counting_mistakes(0.0)


def lost_day_by_day(days: list[list[bool]]) -> list[AbandonTally]:
    """By a dialler that loses a call whenever it likes to and the binding tally, with that call, allows."""
    tallies = TallyOfDays(ZoneInfo("Europe/Moscow"))
    for number, answers in enumerate(days):
        now = T0 + timedelta(days=number)
        for likes_to_lose in answers:
            tallies.add(now.date(), AbandonTally(answered=1))
            window, today = (tallies.window(now, one).counting_mistakes(0.0) for one in (WINDOW_DAYS, 1))
            left = WindowAndToday(window, today).binding(LIMIT).left_of(LIMIT)
            tallies.add(now.date(), AbandonTally(abandoned=int(likes_to_lose and left >= 1)))
    first: date = T0.date()
    return [tallies.days.get(first + timedelta(days=one), AbandonTally()) for one in range(len(days))]


@given(wants_to_lose)
def test_every_window_is_within_the_limit_wherever_it_begins_and_ends(days: list[list[bool]]) -> None:
    tallies = lost_day_by_day(days)

    answered, abandoned = (
        [0, *accumulate(getattr(one, name) for one in tallies)] for name in ("answered", "abandoned")
    )
    # The trailing windows, the successive ones and their first and last portions are all among these.
    for first, end in product(range(len(days)), range(1, len(days) + 1)):
        if first < end:
            assert abandoned[end] - abandoned[first] <= LIMIT * (answered[end] - answered[first])


def test_what_thrifty_days_left_over_is_not_spent_on_one() -> None:
    spendthrift = [True] * 20
    tallies = lost_day_by_day([[False] * 20] * 29 + [spendthrift])

    assert (tallies[-1].answered, tallies[-1].abandoned) == (20, 5)


@pytest.mark.parametrize(
    ("window", "today", "left", "owed"),
    [
        pytest.param(counted(400, 10), counted(40, 4), 6.0, 0.0, id="earlier days left something over"),
        pytest.param(counted(400, 103), counted(40, 4), -3.0, 9.0, id="earlier days lost too much"),
        pytest.param(counted(40, 4), counted(40, 4), 6.0, 0.0, id="a window of one day"),
        pytest.param(counted(0, 0), counted(0, 0), 0.0, 0.0, id="nobody has answered"),
    ],
)
def test_what_may_be_lost_is_what_binds_leaves(
    window: CountedTally, today: CountedTally, left: float, owed: float
) -> None:
    both = WindowAndToday(window, today)

    assert (both.binding(LIMIT).left_of(LIMIT), both.owed(LIMIT)) == (left, owed)
