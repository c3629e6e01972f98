"""A forecast is held against what came within its horizon, and against nothing else."""

from dialer.forecast import Outlook
from dialer.forecast_check import ForecastCheck
from dialer.pacing import Grounds

OUTLOOK = Outlook(horizon_seconds=10.0, freed_within_seconds=12.0, freed=3.5, answers=2.0, fresh_answer=0.25)
GROUNDS = Grounds(
    has_seen_too_little=False,
    outlook=OUTLOOK,
    answer_rate=0.3,
    answers_due=4.0,
    balance=5.0,
    reserve=9.0,
    risk_allowed=0.02,
    risk_of_last=None,
    risk_of_next=0.03,
)


def decide_until(check: ForecastCheck, second: float, *, since: float = 0.0) -> None:
    for half_second in range(int(since * 2), int(second * 2) + 1):
        check.foretell(half_second / 2, GROUNDS, launched=0)


def due_since(check: ForecastCheck) -> float | None:
    return check.due.at if check.due else None


def test_what_comes_within_the_horizon_is_counted() -> None:
    check = ForecastCheck()
    check.foretell(0.0, GROUNDS, launched=4)
    for at in (0.5, 9.9, 11.9, 12.1):
        check.freed(at)
    for at, placed_at in ((3.0, -5.0), (9.5, 0.1), (10.5, -5.0), (9.5, 2.0)):
        check.answered(at, placed_at)
    check.foretell(12.5, GROUNDS, launched=0)

    assert check.due is not None
    assert (check.due.freed_came, check.due.answers_came) == (3, 2)
    assert check.due.answers == 3.0, "the calls of the decision itself are expected to answer too"


def test_calls_that_found_no_lead_are_not_expected_to_answer() -> None:
    check = ForecastCheck()
    check.foretell(0.0, GROUNDS, launched=4)
    check.launched(0.0, 1)
    check.launched(0.5, 4)

    assert check.newest is not None
    assert check.newest.answers == 2.25


def test_nothing_is_said_of_a_forecast_whose_time_has_not_come() -> None:
    check = ForecastCheck()
    decide_until(check, 11.5)

    assert due_since(check) is None
    decide_until(check, 12.0, since=12.0)
    assert due_since(check) == 0.0


def test_one_forecast_a_second_is_kept() -> None:
    check = ForecastCheck()
    decide_until(check, 0.5)

    assert check.newest is not None
    assert check.newest.at == 0.0
    decide_until(check, 1.0, since=1.0)
    assert check.newest.at == 1.0


def test_after_a_rest_nothing_is_held_against_what_came_meanwhile() -> None:
    check = ForecastCheck()
    decide_until(check, 5.0)
    check.foretell(3600.0, GROUNDS, launched=0)

    assert due_since(check) is None
    decide_until(check, 3600.0 + 12.0, since=3600.5)
    assert due_since(check) == 3600.0
