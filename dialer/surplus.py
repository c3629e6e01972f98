"""The surplus of operators in the seconds to come, and how many calls may still be launched into it.

At horizon h the surplus is

    S(h) = available now + freed within h + grace - waiting now - answers within h not over by h + grace

a sum of independent yes-or-no chances: each busy operator is freed or not, each ringing call takes one or
not. Its first three cumulants are sums over operators and calls, so a floor of any size costs the same
once ages are counted by bin.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dialer.snapshots import Floats

_CANDIDATES_AT_A_TIME: Final = 8
ANSWERS_COUNT_AGAINST: Final = np.array([[-1.0], [1.0], [-1.0]])
"""Signs of the cumulants of what is subtracted."""


def cumulants(chance: Floats) -> Floats:
    """Mean, variance and third cumulant of yes-or-no chances, on a new axis before the last."""
    variance = chance * (1 - chance)
    return np.stack([chance, variance, variance * (1 - 2 * chance)], axis=-2)


class FreshCall:
    """What one more launch would do, by horizon."""

    def __init__(self, answered: Floats, taken: Floats) -> None:
        """
        Args:
            answered: The chance that a person has answered it by then.
            taken: The chance that it takes an operator then: was answered, and is not over.
        """
        self.taken_from_surplus: Floats = cumulants(taken) * ANSWERS_COUNT_AGAINST
        by_horizon = np.diff(answered, prepend=0.0)
        self.when_answered: Floats = by_horizon / max(float(by_horizon.sum()), 1e-12)
        """If a person answers at all: the chance that it is in the second before each horizon."""


@dataclass(frozen=True, slots=True)
class Surplus:
    mean: Floats
    variance: Floats
    third: Floats
    """Third cumulant. All by horizon."""

    def expected_shortage(self) -> float:
        """How many calls more than operators there will be at the worst horizon: as good as lost."""
        deviation = np.sqrt(np.maximum(self.variance, 1e-9))
        z = self.mean / deviation
        density = np.exp(-z * z / 2) / np.sqrt(2 * np.pi)
        return float(np.max(deviation * density - self.mean * normal_distribution(-z)))

    def launches(self, fresh: FreshCall, risk_allowed: float, most: int) -> int:
        """The most launches of which the last still runs less risk than allowed.

        The risk of a call is the chance that, if a person answers it, no operator is free within the grace
        time: averaged over when it may be answered.
        """
        if risk_allowed <= 0:
            return 0
        launched, candidates = 0, _CANDIDATES_AT_A_TIME
        while launched < most:
            too_risky = self.risks(fresh, np.arange(launched, launched + candidates)) >= risk_allowed
            if too_risky.any():
                return min(most, launched + int(too_risky.argmax()))
            launched += candidates
            candidates *= 2
        return max(0, most)

    def risks(self, fresh: FreshCall, before: NDArray[np.intp]) -> Floats:
        """What risk the next call runs after so many launches `before` it."""
        mean, variance, third = (
            now + before[:, None] * one
            for now, one in zip((self.mean, self.variance, self.third), fresh.taken_from_surplus, strict=True)
        )
        return at_most_zero(mean, variance, third) @ fresh.when_answered


def at_most_zero(mean: Floats, variance: Floats, third: Floats) -> Floats:
    """P(X <= 0) of a whole number X with these cumulants.

    By the gamma distribution with the same three, through the cube root of Wilson and Hilferty (1931), at
    one half because X is whole. Other than an Edgeworth series it is monotone, and always a probability.
    """
    deviation = np.sqrt(np.maximum(variance, 1e-4))
    skew = np.minimum(np.maximum(third / deviation**3, -2.0), 2.0)
    skew = np.where(np.abs(skew) < 1e-3, 1e-3, skew)
    z = (0.5 - mean) / deviation
    return normal_distribution(6 / skew * (np.cbrt(1 + skew * z / 2) - 1) + skew / 6)


_GRID: Final = np.linspace(-8.0, 8.0, 3201)


def _normal_on_grid() -> Floats:
    density = np.exp(-_GRID * _GRID / 2)
    area = np.concatenate(([0.0], np.cumsum(density[1:] + density[:-1])))
    return np.asarray(area / area[-1])


_NORMAL: Final = _normal_on_grid()


def normal_distribution(z: Floats) -> Floats:
    """P(Z <= z), good to six digits: numpy itself has none."""
    return np.interp(z, _GRID, _NORMAL)
