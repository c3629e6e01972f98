"""What the hazards learn is what there is, in the first minutes and after a change."""

import numpy as np
import pytest

from dialer.hazards import AgeBins, DurationHazard, OccurrenceExposure, growing_bins, lognormal_hazard
from dialer.ringing import OTHER, PERSON, RingHazard


def a_talk_hazard() -> DurationHazard:
    return DurationHazard(growing_bins(4.0, 1.2, 3600.0), mean_seconds=90.0, cv=1.0)


def test_bins_hold_every_age() -> None:
    bins = AgeBins(np.array([0.0, 1.0, 2.0]))

    assert bins.counts(np.array([-1.0, 0.0, 0.5, 1.0, 1.9, 2.0, 1e12])).tolist() == [3, 2, 2]


def test_talk_that_still_runs_counts_too() -> None:
    """After 30 s of a day only short talks have ended; the mean must not be taken from them alone."""
    talk, random = a_talk_hazard(), np.random.default_rng(1)
    lengths = random.exponential(200.0, 400)
    for second in np.arange(0.5, 30.5, 0.5):
        running = lengths[lengths > second]
        talk.look(talk.bins.counts(np.full(len(running), second)), 0.5)
    for length in lengths[lengths < 30]:
        talk.seen.end(float(length), float(length % 0.5))

    assert lengths[lengths < 30].mean() < 20
    assert talk.mean_seconds == pytest.approx(200, rel=0.25)


def test_talk_of_another_shape_is_learned_age_by_age() -> None:
    """Half of the talks end near 10 s and half near 100 s, which is no lognormal at all."""
    talk = a_talk_hazard()
    for number in range(2000):
        length = (9.5 if number % 2 else 99.5) + number % 7 / 7
        ages = np.arange(0.25, length, 0.5)
        talk.look(talk.bins.counts(ages), 0.5)
        talk.seen.end(length, 0.0)
    talk.learn()
    ends_within_30 = 1 - np.exp(-talk.accumulated(np.array([0.0, 40.0]), np.array([30.0])))

    assert ends_within_30[:, 0] == pytest.approx([0.5, 0.0], abs=0.06)


def test_the_lognormal_hazard_integrates_to_its_distribution() -> None:
    ages = np.arange(0.05, 60, 0.1)
    survival = np.exp(-np.cumsum(lognormal_hazard(ages, 60.0, 1.0)) * 0.1)

    assert survival[-1] == pytest.approx(0.3386, abs=0.002)
    assert np.isfinite(lognormal_hazard(np.array([0.0, 1e12]), 60.0, 1.0)).all()


def test_exposure_is_counted_where_it_was_spent() -> None:
    seen = OccurrenceExposure(AgeBins(np.array([0.0, 24.5, 25.0])))
    seen.end(25.0, unseen_seconds=0.5)

    assert seen.exposure.tolist() == [0.0, 0.5, 0.0]
    assert seen.ends.tolist() == [[0.0, 0.0, 1.0]]


class SimulatedCalls:
    """Rings five calls a second and tells the hazard what becomes of them."""

    def __init__(self, hazard: RingHazard) -> None:
        self._hazard = hazard
        self._random = np.random.default_rng(7)
        self._now = 0.0
        self._calls: list[tuple[float, float, int]] = []

    def ring(self, seconds: float, answer_rate: float) -> None:
        until = self._now + seconds
        while self._now < until:
            self._now += 0.5
            for call in [one for one in self._calls if one[1] <= self._now]:
                self._hazard.end(call[1] - call[0], call[1] - (self._now - 0.5), call[2])
                self._calls.remove(call)
            self._hazard.look(self._now - np.array([one[0] for one in self._calls]), 0.5)
            for _ in range(3):
                answers = self._random.random() < answer_rate
                picked_up = min(2 + self._random.gamma(3, 3.5), 24.0)
                ends = (self._now, self._now + picked_up, PERSON)
                self._calls.append(ends if answers else (self._now, self._now + 25.0, OTHER))


def test_the_answer_rate_is_learned_and_a_change_of_it_is_noticed_within_a_minute() -> None:
    hazard = RingHazard(25.0)
    calls = SimulatedCalls(hazard)

    def answer_rate() -> float:
        return float(hazard.answer_chances(np.array([25.0]), hazard.level.factor)[0, 0])

    calls.ring(600, 0.2)
    hazard.learn()
    assert answer_rate() == pytest.approx(0.2, abs=0.03)
    calls.ring(60, 0.4)
    assert answer_rate() > 0.29
    calls.ring(120, 0.2)
    assert answer_rate() < 0.26


def test_a_call_that_has_rung_for_long_is_hardly_answered_any_more() -> None:
    hazard = RingHazard(25.0)
    SimulatedCalls(hazard).ring(600, 0.3)
    hazard.learn()
    chances = hazard.answer_chances(np.array([25.0]), hazard.level.factor)[:, 0]

    assert chances[0] > chances[30] > chances[45]
    assert ((chances >= 0) & (chances <= 1)).all()
