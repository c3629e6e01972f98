"""Short simulated days: the pacer keeps the law and keeps operators busier than progressive dialling."""

from functools import cache

import pytest

from dialer.pacing import PacingPolicy, PredictivePacer
from tests.load.pacing.controllers import Progressive
from tests.load.pacing.day import Day, SimulatedDay
from tests.load.pacing.scenario import Absence, Lognormal, Scenario, steps

CALM = Scenario("calm", 20, hours=1.0)


@cache
def run(scenario: Scenario, seed: int = 3) -> Day:
    return SimulatedDay(scenario, seed).run(PredictivePacer(PacingPolicy()))


DAYS = [
    CALM,
    Scenario("answer rate doubles", 20, answer_rate=0.2, hours=1.0, answer_factor=steps((0.5, 2.0))),
    Scenario("half leave", 30, hours=1.0, absences=(Absence(range(15), 1800.0, 3000.0, announced=False),)),
    Scenario("long talk", 40, hours=1.0, talk=Lognormal(240, 1.0)),
]


@pytest.mark.parametrize("scenario", DAYS, ids=lambda one: one.name)
def test_from_the_first_hour_on_the_limit_is_kept_and_operators_are_busier(scenario: Scenario) -> None:
    predictive = run(scenario)
    progressive = SimulatedDay(scenario, 3).run(Progressive())

    assert predictive.abandon_rate <= 0.03
    assert predictive.utilisation > progressive.utilisation + 0.03


def test_twenty_operators_are_kept_busy_more_than_four_fifths_of_the_time() -> None:
    assert run(CALM).utilisation > 0.81


def test_operators_are_busy_too_when_most_say_no_at_once() -> None:
    """Whoever answers a call that rings now is often gone before the last of them has rung out."""
    day = run(Scenario("short talk", 20, hours=1.0, talk=Lognormal(10, 1.0), wrap_up=Lognormal(2.5, 0.5)))

    assert day.abandon_rate <= 0.03
    assert day.utilisation > 0.77


def test_progressive_dialling_loses_nobody_and_is_busy_as_arithmetic_says() -> None:
    """75 s of work; 3.3 calls to the next answer, of 12 s if answered and 16 s if not, and the ticks."""
    day = SimulatedDay(CALM, 3).run(Progressive())

    assert day.abandoned == 0
    assert day.utilisation == pytest.approx(0.60, abs=0.03)


def test_a_day_is_the_same_day_again() -> None:
    short = Scenario("", 10, hours=0.25)
    first, second = (SimulatedDay(short, 3).run(PredictivePacer(PacingPolicy())) for _ in range(2))

    assert (first.answered, first.abandoned, first.launched, first.busy_seconds) == (
        second.answered,
        second.abandoned,
        second.launched,
        second.busy_seconds,
    )
