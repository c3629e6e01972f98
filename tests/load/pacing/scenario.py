"""What a simulated day is like: who is on the floor, who picks up the telephone, how long they talk.

The set-up every scenario starts from: a person answers 2 s + gamma(3) after the dialling; the gamma part
has mean 10.5 s and is drawn again when the sum passes 25 s. Of the calls no person answers, 40 % reach a
machine (which picks up like a person), 15 % fail within 3 s, and the rest ring out at 25 s. Talk is
lognormal with cv 1, wrap-up lognormal with mean 15 s and cv 0.5.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf, log, sqrt
from typing import Final

import numpy as np

HOUR: Final = 3600.0

Draw = Callable[[np.random.Generator, int], np.ndarray]
"""That many durations in seconds."""


@dataclass(frozen=True, slots=True)
class Lognormal:
    mean_seconds: float
    cv: float

    def __call__(self, random: np.random.Generator, count: int) -> np.ndarray:
        sigma = sqrt(log(1 + self.cv * self.cv))
        return random.lognormal(log(self.mean_seconds) - sigma * sigma / 2, sigma, count)


@dataclass(frozen=True, slots=True)
class Pareto:
    """A tail that no lognormal has: for shape < 2 the variance is infinite (cut here at two hours)."""

    mean_seconds: float
    shape: float = 1.8

    def __call__(self, random: np.random.Generator, count: int) -> np.ndarray:
        least = self.mean_seconds * (self.shape - 1) / self.shape
        return np.minimum(least * (1 + random.pareto(self.shape, count)), 2 * HOUR)


@dataclass(frozen=True, slots=True)
class Ringing:
    """How long calls ring and how they end."""

    pick_up_least_seconds: float = 2.0
    pick_up_shape: float = 3.0
    pick_up_mean_seconds: float = 10.5
    """Of the gamma part alone."""
    timeout_seconds: float = 25.0
    machine_share: float = 0.40
    """Of the calls that no person answers."""
    failed_share: float = 0.15
    """Of the calls that no person answers."""
    failed_within_seconds: float = 3.0


def draw_pick_ups(ringing: Ringing, random: np.random.Generator, count: int) -> np.ndarray:
    """Ring times until somebody answers, those past the timeout left out: a few fewer than `count`."""
    scale = ringing.pick_up_mean_seconds / ringing.pick_up_shape
    drawn = ringing.pick_up_least_seconds + random.gamma(ringing.pick_up_shape, scale, count)
    return drawn[drawn < ringing.timeout_seconds]


@dataclass(frozen=True, slots=True)
class Absence:
    """Operators who are not staffed from one moment to another."""

    operators: range
    from_seconds: float
    until_seconds: float = inf
    announced: bool = True
    """Whether the floor shows beforehand who will leave after the call at hand."""


@dataclass(frozen=True, slots=True)
class Scenario:
    name: str
    operators: int
    answer_rate: float = 0.30
    talk: Draw = Lognormal(60, 1.0)
    wrap_up: Draw = Lognormal(15, 0.5)
    ringing: Ringing = Ringing()
    hours: float = 8.0
    answer_factor: Sequence[tuple[float, float]] = ()
    """(from second, factor on the answer rate), ascending; straight lines between the points."""
    absences: Sequence[Absence] = ()

    def answer_rate_at(self, second: float) -> float:
        if not self.answer_factor:
            return self.answer_rate
        at, factor = zip(*self.answer_factor, strict=True)
        return float(self.answer_rate * np.interp(second, at, factor))


def steps(*factors: tuple[float, float]) -> tuple[tuple[float, float], ...]:
    """Factors on the answer rate that change at once at the given hours, from 1."""
    points, before = [(0.0, 1.0)], 1.0
    for hour, factor in factors:
        points += [(hour * HOUR - 0.001, before), (hour * HOUR, factor)]
        before = factor
    return tuple(points)


def goals() -> list[Scenario]:
    """The floors whose utilisation has a goal."""
    small = [Scenario(f"{count} operators", count) for count in (5, 10, 20, 50, 100)]
    return [*small, Scenario("200 operators, 50 % answer", 200, answer_rate=0.50)]


def ranges() -> list[Scenario]:
    """The same order at other answer rates and lengths of talk."""
    return [
        Scenario(
            f"{count} operators, {rate:.0%}, talk {talk} s", count, answer_rate=rate, talk=Lognormal(talk, 1)
        )
        for count in (5, 20, 50)
        for rate, talk in ((0.15, 60), (0.50, 60), (0.15, 300), (0.30, 180), (0.50, 300))
    ]


def disturbances(count: int = 20) -> list[Scenario]:
    """Days on which something changes."""
    calm = Scenario("", count)
    half = range(count // 2)
    third = range(count // 3)
    lunch = (Absence(half, 4 * HOUR, 5 * HOUR),)
    sudden = (Absence(half, 4 * HOUR, 5 * HOUR, announced=False),)
    shifts = (
        Absence(third, 0, 1.5 * HOUR),
        Absence(range(count // 3, 2 * (count // 3)), 6 * HOUR),
        *(Absence(range(one, one + 1), (2 + 0.2 * one) * HOUR, (2.15 + 0.2 * one) * HOUR) for one in third),
    )
    drift = ((0.0, 1.0), (2 * HOUR, 0.6), (4 * HOUR, 1.5), (6 * HOUR, 0.7), (8 * HOUR, 1.4))
    jumps = steps(*((hour / 2, 2.0 if hour % 2 else 1.0) for hour in range(1, 16)))
    changed: Mapping[str, Scenario] = {
        "answer rate halves": replace(calm, answer_factor=steps((3, 0.5))),
        "answer rate doubles": replace(calm, answer_factor=steps((3, 2.0))),
        "answer rate doubles, halves, each half hour": replace(calm, answer_factor=jumps),
        "answer rate drifts": replace(calm, answer_factor=drift),
        "half at lunch": replace(calm, absences=lunch),
        "half at lunch, unannounced": replace(calm, absences=sudden),
        "coming and going": replace(calm, absences=shifts),
        "cold start, one hour": replace(calm, hours=1.0),
        "heavy-tailed talk": replace(calm, talk=Pareto(60)),
        "talk cv 2": replace(calm, talk=Lognormal(60, 2.0)),
        "pick-up mean 8.5 s": replace(calm, ringing=Ringing(pick_up_mean_seconds=8.5)),
        "more machines and failures": replace(calm, ringing=Ringing(machine_share=0.6, failed_share=0.3)),
    }
    return [replace(one, name=f"{count} operators, {name}") for name, one in changed.items()]
