"""Forecasts before anything was learned, against durations drawn from the same guesses."""

import numpy as np
import pytest

from dialer.forecast import Forecaster

NOBODY = np.array([])


def lognormal(mean_seconds: float, cv: float) -> np.ndarray:
    sigma = np.sqrt(np.log(1 + cv * cv))
    return np.random.default_rng(1).lognormal(np.log(mean_seconds) - sigma**2 / 2, sigma, 400_000)


def a_forecaster() -> Forecaster:
    return Forecaster(grace_seconds=2.0, ring_timeout_seconds=25.0)


@pytest.mark.parametrize("talked_seconds", [5.5, 40.0, 150.0])
def test_whoever_talks_is_free_when_talk_and_wrap_up_are_over(talked_seconds: float) -> None:
    forecaster = a_forecaster()
    talk, wrap_up = lognormal(90, 1.0), np.random.default_rng(2).permutation(lognormal(15, 0.6))
    goes_on = talk > talked_seconds
    free_in = (talk + wrap_up - talked_seconds)[goes_on]

    surplus = forecaster.surplus(0, forecaster.count(np.array([talked_seconds]), NOBODY, NOBODY))

    within = forecaster.horizons + 2.0
    assert surplus.mean == pytest.approx([(free_in <= one).mean() for one in within], abs=0.02)


def test_whoever_wraps_up_is_free_when_that_is_over() -> None:
    forecaster = a_forecaster()
    wrap_up = lognormal(15, 0.6)
    left = wrap_up[wrap_up > 12.0] - 12.0

    surplus = forecaster.surplus(0, forecaster.count(NOBODY, np.array([12.0]), NOBODY))

    within = forecaster.horizons + 2.0
    assert surplus.mean == pytest.approx([(left <= one).mean() for one in within], abs=0.04)


def test_everybody_adds_up() -> None:
    forecaster = a_forecaster()
    parts = [
        forecaster.count(np.array([30.0]), NOBODY, NOBODY),
        forecaster.count(NOBODY, np.array([9.0]), NOBODY),
        forecaster.count(NOBODY, NOBODY, np.array([4.0])),
    ]
    whole = forecaster.surplus(3, forecaster.count(np.array([30.0]), np.array([9.0]), np.array([4.0])))
    alone = [forecaster.surplus(0, one) for one in parts]

    assert whole.mean == pytest.approx(3 + sum(one.mean for one in alone))
    assert whole.variance == pytest.approx(sum(one.variance for one in alone))
    assert (alone[2].mean <= 0).all(), "who answers takes an operator"


def test_who_answers_takes_an_operator_until_the_talk_and_its_wrap_up_are_over() -> None:
    """Talks are short here: most that begin in the first seconds are over at the last horizon."""
    forecaster = a_forecaster()
    for _ in range(200):
        forecaster.talk.seen.end(3.0, 3.0)
        forecaster.wrap_up.seen.end(1.0, 1.0)
    forecaster.talk.learn()
    forecaster.wrap_up.learn()
    forecaster.look(0.0, forecaster.count(NOBODY, NOBODY, NOBODY), NOBODY)
    forecaster.look(11.0, forecaster.count(NOBODY, NOBODY, NOBODY), NOBODY)

    answered = forecaster.answers_due(forecaster.count(NOBODY, NOBODY, np.zeros(100)))
    taken = -forecaster.surplus(0, forecaster.count(NOBODY, NOBODY, np.zeros(100))).mean

    assert max(taken) < answered / 2
    assert taken[-1] < max(taken) / 2
    assert -forecaster.fresh.taken_from_surplus[0] * 100 == pytest.approx(taken)


def test_answers_due_are_those_of_all_calls_that_ring() -> None:
    forecaster = a_forecaster()
    fresh, late = (
        forecaster.answers_due(forecaster.count(NOBODY, NOBODY, np.full(10, age))) for age in (0, 24)
    )

    assert fresh == pytest.approx(3.5, abs=1.0)
    assert 0 < late < fresh / 3
