"""The abandon account pays in three calls of a hundred and never lets the balance be risked below nothing."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer.account import AbandonAccount


def an_account(
    answered: int = 1000,
    abandoned: int = 0,
    as_good_as_lost: float = 0.0,
    answers_due: float = 0.0,
    operators: int = 20,
) -> AbandonAccount:
    return AbandonAccount(0.03, answered, abandoned, as_good_as_lost, answers_due, operators)


@pytest.mark.parametrize(
    ("account", "balance"),
    [
        (an_account(abandoned=10), 20.0),
        (an_account(abandoned=31), -1.0),
        (an_account(abandoned=10, as_good_as_lost=2.5), 17.5),
        (an_account(answered=0), 2.0),
        (an_account(answered=50), 2.5),
        (an_account(answered=100), 3.0),
    ],
)
def test_the_balance_is(account: AbandonAccount, balance: float) -> None:
    assert account.balance == pytest.approx(balance)


@given(st.integers(0, 10**6), st.floats(0, 50))
def test_a_limit_of_nothing_allows_no_risk_at_all(answered: int, answers_due: float) -> None:
    account = replace(an_account(answered=answered, answers_due=answers_due), limit=0.0)

    assert (account.balance, account.risk_allowed()) == (0.0, 0.0)


def test_next_to_nothing_is_risked_when_one_more_abandoned_call_would_break_the_limit() -> None:
    assert an_account(abandoned=29).risk_allowed() < 0.001
    assert an_account(abandoned=31).risk_allowed() < 0.001
    assert an_account(abandoned=25).risk_allowed() > 0.005


def test_nothing_is_risked_when_the_account_is_far_overdrawn() -> None:
    assert an_account(abandoned=50).risk_allowed() == 0


def test_the_reserve_grows_with_the_day_but_shrinks_as_a_share_of_it() -> None:
    morning, evening = an_account(answered=400), an_account(answered=6400)

    assert morning.reserve < evening.reserve < 16 * morning.reserve / 3


def test_a_small_floor_steers_nearly_to_a_balance_of_nothing() -> None:
    small, large = (an_account(abandoned=29, operators=one).risk_allowed() for one in (10, 20))

    assert small == pytest.approx(0.024)
    assert large < 0.001
    assert an_account(abandoned=45, operators=5).risk_allowed() < 0.001


def test_the_more_balance_the_more_risk_up_to_a_limit() -> None:
    risks = [an_account(abandoned=one).risk_allowed() for one in (29, 27, 25, 20, 0)]

    assert risks == sorted(risks)
    assert an_account(answered=10**6).risk_allowed() < 0.5


def test_the_more_answers_are_due_the_more_is_kept_in_reserve() -> None:
    assert an_account(answers_due=40).risk_allowed() < an_account(answers_due=2).risk_allowed()
