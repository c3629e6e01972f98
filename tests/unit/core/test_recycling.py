"""When a lead that reached nobody is tried again, and at which of the client's numbers."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.leads.numbers import NextNumber, NumberInOrder, next_number
from core.leads.recycling import STANDARD, Ending, Recycling, RecyclingRule
from tests.fakes.clock import T0

RULES = Recycling(
    rules=(
        RecyclingRule(after=Ending.BUSY, wait_seconds=60, times=2),
        RecyclingRule(after=Ending.NO_ANSWER, wait_seconds=3600),
        RecyclingRule(after=Ending.VERDICT, wait_seconds=7200),
        RecyclingRule(after=Ending.SKIPPED, wait_seconds=900, times=3),
    ),
    next_number_seconds=10,
)


@pytest.mark.parametrize(
    ("ending", "counts", "attempts", "has_fresh_number", "again_after_seconds"),
    [
        (Ending.BUSY, {"busy": 1}, 1, False, 60),
        (Ending.BUSY, {"busy": 2}, 2, False, 60),
        (Ending.BUSY, {"busy": 3}, 3, False, None),
        (Ending.BUSY, {"busy": 1, "no_answer": 2}, 3, False, 60),
        (Ending.NO_ANSWER, {"no_answer": 4}, 4, False, 3600),
        (Ending.NO_ANSWER, {"no_answer": 5}, 5, False, None),
        (Ending.VERDICT, {"verdict": 1}, 1, False, 7200),
        (Ending.VERDICT, {"verdict": 1}, 5, False, None),
        (Ending.MACHINE, {"machine": 1}, 1, False, None),
        (Ending.MACHINE, {"machine": 1}, 1, True, 10),
        (Ending.SKIPPED, {"skipped": 2}, 0, False, 900),
        (Ending.SKIPPED, {"skipped": 4}, 0, False, None),
        (Ending.BUSY, {"busy": 3}, 3, True, 10),
        (Ending.NO_ANSWER, {"no_answer": 1}, 1, True, 10),
        (Ending.NO_ANSWER, {"no_answer": 5}, 5, True, None),
    ],
)
def test_a_lead_is_tried_again_by_the_rule_for_its_ending(
    ending: Ending,
    counts: dict[str, int],
    attempts: int,
    has_fresh_number: bool,
    again_after_seconds: int | None,
) -> None:
    again_at = RULES.next_attempt_at(
        ending,
        counts,
        attempts=attempts,
        max_attempts=5,
        ended_at=T0,
        has_fresh_number=has_fresh_number,
    )

    assert again_at == (None if again_after_seconds is None else T0 + timedelta(seconds=again_after_seconds))


@given(st.lists(st.sampled_from(Ending), min_size=50, max_size=50), st.integers(1, 10), st.booleans())
def test_a_lead_is_never_tried_more_often_than_allowed(
    endings: list[Ending], allowed: int, has_fresh_number: bool
) -> None:
    counts: Counter[str] = Counter()
    attempts = 0
    for ending in endings:
        attempts += 1
        counts[ending] += 1
        again_at = STANDARD.next_attempt_at(
            ending,
            counts,
            attempts=attempts,
            max_attempts=allowed,
            ended_at=T0,
            has_fresh_number=has_fresh_number,
        )
        if again_at is None:
            break
        assert again_at >= T0

    assert attempts <= allowed


def test_an_ending_has_one_rule() -> None:
    busy = RecyclingRule(after=Ending.BUSY, wait_seconds=60)
    with pytest.raises(ValidationError, match="more than one rule"):
        Recycling(rules=(busy, busy))


HOME, OFFICE, MOBILE = "+74951234567", "+74957654321", "+79161234567"


def numbers(*dead: str) -> list[NumberInOrder]:
    return [NumberInOrder(number, "UTC", number in dead) for number in (HOME, OFFICE, MOBILE)]


@pytest.mark.parametrize(
    ("dead", "tried", "following"),
    [
        ((), HOME, NextNumber(OFFICE, "UTC", is_fresh=True)),
        ((), OFFICE, NextNumber(MOBILE, "UTC", is_fresh=True)),
        ((), MOBILE, NextNumber(HOME, "UTC", is_fresh=False)),
        ((OFFICE,), HOME, NextNumber(MOBILE, "UTC", is_fresh=True)),
        ((HOME,), MOBILE, NextNumber(OFFICE, "UTC", is_fresh=False)),
        ((OFFICE, MOBILE), HOME, NextNumber(HOME, "UTC", is_fresh=False)),
        ((HOME,), HOME, NextNumber(OFFICE, "UTC", is_fresh=True)),
        ((HOME, OFFICE, MOBILE), MOBILE, None),
        ((), "+70000000000", NextNumber(HOME, "UTC", is_fresh=True)),
    ],
)
def test_numbers_are_tried_in_their_order_round_and_round(
    dead: tuple[str, ...], tried: str, following: NextNumber | None
) -> None:
    assert next_number(numbers(*dead), tried) == following


def test_a_lead_of_one_number_has_no_next() -> None:
    assert next_number([], HOME) is None
