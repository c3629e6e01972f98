"""Learns how ringing ends, by ring time: a person answers, or it ends in any other way.

These are competing risks, each with its hazard by age (see `dialer/hazards.py`): calls that fail, fail early;
people and machines pick up after some seconds; who has not for long hardly will. Whether people answer at
all may change from one minute to the next while the shape by age hardly does, so the level is followed apart.
"""

from math import exp
from typing import Final

import numpy as np

from dialer.hazards import AgeBins, OccurrenceExposure, lognormal_hazard
from dialer.snapshots import Floats, Snapshot, floats_like

PERSON, OTHER = 0, 1
"""Rows of everything here."""


class RingHazard:
    _BIN_SECONDS: Final = 0.5
    _PRIOR_ENDS: Final = 1.5
    _ANSWER_RATE: Final = 0.35
    """Guessed high: before the first answers are in, too few calls are better than too many."""

    def __init__(self, timeout_seconds: float) -> None:
        edges = np.arange(0.0, timeout_seconds + self._BIN_SECONDS, self._BIN_SECONDS)
        self.bins = AgeBins(edges)
        self.seen = OccurrenceExposure(self.bins, kinds=2)
        self.level = AnswerLevel(self.bins.count)
        self._prior = self._guess(timeout_seconds)
        self.base = self._prior
        """Ends per second by kind and age bin, at the level of the last hours."""

    def snapshot(self) -> Snapshot:
        return {
            "seen": self.seen.snapshot(),
            "base": self.base.tolist(),
            "level": self.level.snapshot(),
        }

    def restore(self, stored: Snapshot) -> None:
        self.seen.restore(stored["seen"])
        self.base = floats_like(self.base, stored["base"])
        self.level.restore(stored["level"])

    def _guess(self, timeout_seconds: float) -> Floats:
        ages = self.bins.middles
        picks_up = lognormal_hazard(np.maximum(ages - 1.5, 0.01), 10.0, 0.8)
        prior = np.empty((2, self.bins.count))
        prior[PERSON] = self._ANSWER_RATE * picks_up
        prior[OTHER] = (1 - self._ANSWER_RATE) * 0.5 * picks_up + np.where(ages < 4, 0.03, 0.005)
        prior[:, ages >= timeout_seconds] = [[0.0], [4.0]]
        return prior

    def look(self, ages: Floats, seconds: float) -> None:
        """Calls of these ages have been ringing for `seconds` more."""
        # The middle of these seconds, for a call is launched at one look and first seen, half a second old,
        # at the next.
        exposure: Floats = np.multiply(self.bins.counts(ages - seconds / 2), seconds, dtype=float)
        self.seen.exposure += exposure
        self.level.expose(exposure, seconds, self.base[PERSON])

    def end(self, ring_seconds: float, unseen_seconds: float, kind: int) -> None:
        self.seen.end(ring_seconds, unseen_seconds, kind)
        if kind == PERSON:
            self.level.answered()

    def learn(self) -> None:
        self.base = self.seen.shrunk(self._prior, self._PRIOR_ENDS)
        self.level.compare(self.base[PERSON])

    def answer_chances(self, within: Floats, level: float) -> Floats:
        """By age bin and by each of the `within` seconds: the chance that a person answers.

        `level`: by what factor people answer more or less than the hazards say.
        """
        rates = self.base.copy()
        rates[PERSON] *= level
        total = rates.sum(axis=0)
        resolved = 1 - np.exp(-total * self._BIN_SECONDS)
        alive = np.concatenate(([1.0], np.cumprod(1 - resolved)))
        answered = alive[:-1] * resolved * rates[PERSON] / np.maximum(total, 1e-12)
        by_age = np.concatenate(([0.0], np.cumsum(answered)))
        ages = np.arange(self.bins.count)
        bins_ahead = np.rint(within / self._BIN_SECONDS).astype(int)
        until = np.minimum(ages[:, None] + bins_ahead, self.bins.count)
        return np.asarray((by_age[until] - by_age[ages][:, None]) / np.maximum(alive[:-1, None], 1e-12))


class AnswerLevel:
    """By what factor people answer more or less than the hazards say, at present.

    Several memories, short and long, each take answers over answers expected. What they say is weighed by
    how well each foretold the last answers: in calm the long ones speak, after a jump of the answer rate
    the short ones, and there is no alarm that could be false (dynamic model averaging: Raftery, Karny and
    Ettler 2010, Online prediction under model uncertainty).
    """

    _MEMORIES_ANSWERS: Final = np.array([20.0, 80.0, 400.0])
    _WEIGHTS: Final = np.array([0.05, 0.25, 0.70])
    """In calm."""
    _JUDGED_BY_ANSWERS: Final = 40.0
    _LONGEST_SECONDS: Final = 3600.0
    _PRIOR_ANSWERS: Final = 4.0

    def __init__(self, bins: int) -> None:
        self.factor = 1.0
        memories = len(self._WEIGHTS)
        self._answers = np.zeros(memories)
        self._expected = np.zeros(memories)
        self._exposure = np.zeros((memories, bins))
        self._factors = np.ones(memories)
        self._evidence = np.zeros(memories)
        """Log likelihood of the last answers."""

    def snapshot(self) -> Snapshot:
        return {
            "factor": self.factor,
            "answers": self._answers.tolist(),
            "expected": self._expected.tolist(),
            "exposure": self._exposure.tolist(),
            "factors": self._factors.tolist(),
            "evidence": self._evidence.tolist(),
        }

    def restore(self, stored: Snapshot) -> None:
        self.factor = float(stored["factor"])
        self._answers = floats_like(self._answers, stored["answers"])
        self._expected = floats_like(self._expected, stored["expected"])
        self._exposure = floats_like(self._exposure, stored["exposure"])
        self._factors = floats_like(self._factors, stored["factors"])
        self._evidence = floats_like(self._evidence, stored["evidence"])

    def expose(self, exposure: Floats, seconds: float, hazard: Floats) -> None:
        """Calls were exposed to being answered, by age bin, in the last `seconds`."""
        due = float(exposure @ hazard)
        due_at_this_level = due * self.factor
        kept = np.exp(-seconds / self._LONGEST_SECONDS - due_at_this_level / self._MEMORIES_ANSWERS)
        self._answers *= kept
        self._expected = self._expected * kept + due
        self._exposure *= kept[:, None]
        self._exposure += exposure
        self._evidence -= due * self._factors
        self._evidence *= exp(-due_at_this_level / self._JUDGED_BY_ANSWERS)
        self._estimate()

    def compare(self, hazard: Floats) -> None:
        """Hold all that is remembered against hazards that were learned anew."""
        self._expected = self._exposure @ hazard
        self._estimate()

    def _estimate(self) -> None:
        prior = self._PRIOR_ANSWERS
        self._factors = (prior + self._answers) / (prior + self._expected)
        weights = self._WEIGHTS * np.exp(self._evidence - self._evidence.max())
        self.factor = float(weights @ self._factors / weights.sum())

    def answered(self) -> None:
        self._answers += 1
        self._evidence += np.log(self._factors)
