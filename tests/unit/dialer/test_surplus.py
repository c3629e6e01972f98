"""The chance that nobody is free, against exact convolution; launches follow from it."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer.surplus import FreshCall, Surplus, at_most_zero, cumulants, normal_distribution

CHANCES = st.lists(st.floats(0.01, 0.99), min_size=1, max_size=30)


def exactly_none_left(certain: int, freed: list[float], answered: list[float]) -> float:
    """P(certain + freed - answered <= 0), call by call."""
    surplus = np.array([1.0])
    for chance in freed:
        surplus = np.convolve(surplus, [1 - chance, chance])
    for chance in answered:
        surplus = np.convolve(surplus, [chance, 1 - chance])
    at = certain - len(answered) + np.arange(len(surplus))
    return float(surplus[at <= 0].sum())


def moments(certain: int, freed: list[float], answered: list[float]) -> np.ndarray:
    up = cumulants(np.array(freed)).sum(axis=-1)
    down = cumulants(np.array(answered)).sum(axis=-1)
    return np.asarray(up + down * [-1, 1, -1] + [certain, 0, 0])


@given(st.integers(-3, 6), CHANCES, CHANCES)
def test_the_approximation_is_close_to_the_exact_chance(
    certain: int, freed: list[float], answered: list[float]
) -> None:
    mean, variance, third = (np.array([one]) for one in moments(certain, freed, answered))

    assert at_most_zero(mean, variance, third)[0] == pytest.approx(
        exactly_none_left(certain, freed, answered), abs=0.06
    )


@given(st.floats(0.01, 40), st.floats(-20, 20))
def test_a_greater_mean_never_means_a_greater_chance_of_nobody(variance: float, third: float) -> None:
    means = np.linspace(-20, 20, 81)
    chances = at_most_zero(means, np.full(81, variance), np.full(81, third))

    assert np.isfinite(chances).all()
    assert all(before >= after for before, after in pairwise(chances))


def test_the_normal_distribution_is_the_one_in_the_tables() -> None:
    found = normal_distribution(np.array([-40.0, -1.96, 0.0, 1.645, 40.0]))

    assert found == pytest.approx([0, 0.0249979, 0.5, 0.9500151, 1], abs=1e-5)


def a_surplus(operators: float) -> Surplus:
    return Surplus(np.full(3, operators), np.full(3, 1.0), np.zeros(3))


FRESH = FreshCall(answered=np.array([0.05, 0.2, 0.3]), taken=np.array([0.05, 0.19, 0.25]))


def test_launches_stop_where_the_risk_of_the_last_one_would_be_too_great() -> None:
    surplus = a_surplus(6.0)
    launched = surplus.launches(FRESH, 0.05, most=1000)

    def risk(before: int) -> float:
        taken = FRESH.taken_from_surplus * before
        none_left = at_most_zero(
            surplus.mean + taken[0], surplus.variance + taken[1], surplus.third + taken[2]
        )
        return float(none_left @ FRESH.when_answered)

    assert launched > 8, "more than one block of candidates"
    assert risk(launched - 1) < 0.05 <= risk(launched)


@pytest.mark.parametrize(
    ("risk", "most", "launched"), [(0.0, 9, 0), (0.5, 0, 0), (0.5, -4, 0), (1.1, 33, 33)]
)
def test_launches_keep_to_both_limits(risk: float, most: int, launched: int) -> None:
    assert a_surplus(5.0).launches(FRESH, risk, most) == launched


def test_a_shortage_to_be_expected_is_that_of_the_worst_horizon() -> None:
    surplus = Surplus(np.array([5.0, -3.0, 2.0]), np.full(3, 0.01), np.zeros(3))

    assert surplus.expected_shortage() == pytest.approx(3.0, abs=0.01)
