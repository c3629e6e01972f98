"""Learns how durations end, from the operators of this floor: hazards by age.

The hazard at age a is the chance per second that what has lasted a seconds ends now. It is estimated as
occurrence over exposure: ends seen at that age, divided by the seconds that anything spent at that age.
Exposure counts what still runs too, so the first minutes of a day, when only short talks have ended, bias
nothing (the likelihood of censored durations: Kalbfleisch and Prentice, The Statistical Analysis of Failure
Time Data). Every estimate leans on a prior until there is enough of its own, and forgets exponentially.
"""

from bisect import bisect_right
from math import erfc, exp, log, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dialer.snapshots import Floats, Snapshot, floats_like

_MEMORY_SECONDS: Final = 2 * 3600.0
LONGEST_LOOK_SECONDS: Final = 5.0
"""A gap between two looks at the floor that is longer than this is not counted in full: nobody looked."""


class AgeBins:
    """Ages cut into bins; the last one is open. Whoever has a negative age is taken as new."""

    def __init__(self, edges: Floats) -> None:
        self.edges = edges
        self.middles = (edges + np.append(edges[1:], 2 * edges[-1])) / 2
        self.count = len(edges)
        self._starts = edges.tolist()

    def bin_of(self, age: float) -> int:
        """Of one age what `of` says of many, in a tenth of the time."""
        return max(bisect_right(self._starts, age) - 1, 0)

    def of(self, ages: Floats) -> NDArray[np.intp]:
        return np.maximum(self.edges.searchsorted(ages, side="right") - 1, 0)

    def counts(self, ages: Floats) -> NDArray[np.intp]:
        return np.bincount(self.of(ages), minlength=self.count)


def growing_bins(first_seconds: float, growth: float, last_seconds: float) -> AgeBins:
    """Bins whose width grows in proportion to age."""
    count = int(log(last_seconds / first_seconds) / log(growth)) + 1
    return AgeBins(np.concatenate(([0.0], first_seconds * growth ** np.arange(count))))


class OccurrenceExposure:
    """Ends and exposure by age. What may end in several ways has a row of ends for each."""

    def __init__(self, bins: AgeBins, kinds: int = 1) -> None:
        self.bins = bins
        self.ends = np.zeros((kinds, bins.count))
        self.exposure = np.zeros(bins.count)

    def end(self, age_seconds: float, unseen_seconds: float, kind: int = 0) -> None:
        """Something ended at this age, `unseen_seconds` after the last look at the floor."""
        unseen_seconds = max(0.0, min(unseen_seconds, age_seconds, LONGEST_LOOK_SECONDS))
        self.ends[kind, self.bins.bin_of(age_seconds)] += 1
        self.exposure[self.bins.bin_of(age_seconds - unseen_seconds / 2)] += unseen_seconds

    def snapshot(self) -> Snapshot:
        return {"ends": self.ends.tolist(), "exposure": self.exposure.tolist()}

    def restore(self, stored: Snapshot) -> None:
        self.ends = floats_like(self.ends, stored["ends"])
        self.exposure = floats_like(self.exposure, stored["exposure"])

    def forget(self, seconds: float) -> None:
        kept = exp(-seconds / _MEMORY_SECONDS)
        self.ends *= kept
        self.exposure *= kept

    def shrunk(self, prior: Floats, prior_ends: float) -> Floats:
        """Ends per second by kind and age, where `prior` counts as much as `prior_ends` ends at every age.

        It is the posterior mean of a Poisson rate under a gamma prior.
        """
        prior_exposure = prior_ends / np.maximum(prior.sum(axis=0), 1e-9)
        rates: Floats = (prior * prior_exposure + self.ends) / (prior_exposure + self.exposure)
        return rates


class DurationHazard:
    """How talk, or wrap-up, ends: a lognormal of the mean seen so far, corrected age by age."""

    _PRIOR_ENDS: Final = 6.0
    """How much the lognormal counts against what was seen at one age."""
    _MEAN_ENDS: Final = 3.0
    """How many ends the guessed mean is worth."""

    def __init__(self, bins: AgeBins, mean_seconds: float, cv: float) -> None:
        self.bins = bins
        self.seen = OccurrenceExposure(bins)
        self._guess_seconds = mean_seconds
        self._cv = cv
        self.rates = self._learned()
        """Ends per second by age bin, as of the last `learn`."""

    def snapshot(self) -> Snapshot:
        return {"seen": self.seen.snapshot(), "rates": self.rates.tolist()}

    def restore(self, stored: Snapshot) -> None:
        self.seen.restore(stored["seen"])
        self.rates = floats_like(self.rates, stored["rates"])

    @property
    def mean_seconds(self) -> float:
        ends, exposure = float(self.seen.ends.sum()), float(self.seen.exposure.sum())
        return (self._MEAN_ENDS * self._guess_seconds + exposure) / (self._MEAN_ENDS + ends)

    def look(self, counts: NDArray[np.intp], seconds: float) -> None:
        """So many by age bin have lasted `seconds` more."""
        self.seen.exposure += counts * seconds

    def learn(self) -> None:
        """Let what was seen so far count from now on."""
        self.rates = self._learned()

    def _learned(self) -> Floats:
        prior = lognormal_hazard(self.bins.middles, self.mean_seconds, self._cv)
        (rates,) = self.seen.shrunk(prior[None, :], self._PRIOR_ENDS)
        return np.asarray(rates)

    def accumulated(self, ages: Floats, within: Floats) -> Floats:
        """The hazard from each age (rows) over each of the next `within` seconds (columns)."""
        edges = np.append(self.bins.edges, 2 * self.bins.edges[-1] + 1000.0)
        total = np.concatenate(([0.0], np.cumsum(self.rates * np.diff(edges))))
        return np.interp(ages[:, None] + within, edges, total) - np.interp(ages, edges, total)[:, None]


def lognormal_hazard(ages: Floats, mean_seconds: float, cv: float) -> Floats:
    """Density over survival; far out in either tail it is held where it still can be computed."""
    sigma = sqrt(log(1 + cv * cv))
    ages = np.maximum(ages, 1e-3)
    z = np.clip((np.log(ages / max(mean_seconds, 1e-3)) + sigma * sigma / 2) / sigma, -8.0, 4.0)
    survival = np.array([erfc(one / sqrt(2)) / 2 for one in z.tolist()])
    hazard: Floats = np.exp(-z * z / 2) / (sqrt(2 * np.pi) * survival * sigma * ages)
    return hazard
