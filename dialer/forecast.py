"""Forecasts of one floor: who will be free, and which ringing calls will be answered, second by second.

Keeps what was learned of talk, wrap-up and ringing, and tables of the chances that follow from it.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dialer.hazards import LONGEST_LOOK_SECONDS, DurationHazard, growing_bins
from dialer.ringing import RingHazard
from dialer.snapshots import Floats, Snapshot
from dialer.surplus import ANSWERS_COUNT_AGAINST, FreshCall, Surplus, cumulants

_STEP_SECONDS: Final = 1.0
_LEARN_EVERY_SECONDS: Final = 10.0
_OUTLOOK_STEP: Final = 9
"""Ten seconds ahead: about when a call that is launched now is answered."""


@dataclass(frozen=True, slots=True)
class CountedByAge:
    """How many talk, wrap up and ring, in the age bins of each."""

    talking: NDArray[np.intp]
    wrapping_up: NDArray[np.intp]
    ringing: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is to be expected of one moment ahead, to be held against what came."""

    horizon_seconds: float
    freed_within_seconds: float
    """The horizon and the grace time: so long a caller may wait."""
    freed: float
    """Operators who talk or wrap up now and will be free by then."""
    answers: float
    """By the horizon, of the calls that ring now."""
    fresh_answer: float
    """The chance that a call launched now is answered by the horizon."""


class Forecaster:
    def __init__(self, grace_seconds: float, ring_timeout_seconds: float) -> None:
        self.talk = DurationHazard(growing_bins(4.0, 1.2, 3600.0), mean_seconds=90.0, cv=1.0)
        self.wrap_up = DurationHazard(growing_bins(2.0, 1.2, 600.0), mean_seconds=15.0, cv=0.6)
        self.ring = RingHazard(ring_timeout_seconds)
        self.horizons = np.arange(_STEP_SECONDS, ring_timeout_seconds + _STEP_SECONDS, _STEP_SECONDS)
        self._grace_seconds = grace_seconds
        self._looked_at: float | None = None
        self._learned_at = 0.0
        self._tabulate(level=1.0)

    def snapshot(self) -> Snapshot:
        return {
            "talk": self.talk.snapshot(),
            "wrap_up": self.wrap_up.snapshot(),
            "ring": self.ring.snapshot(),
            "looked_at": self._looked_at,
            "learned_at": self._learned_at,
            "tabulated_level": self._tabulated_level,
        }

    def restore(self, stored: Snapshot) -> None:
        self.talk.restore(stored["talk"])
        self.wrap_up.restore(stored["wrap_up"])
        self.ring.restore(stored["ring"])
        self._looked_at = None if stored["looked_at"] is None else float(stored["looked_at"])
        self._learned_at = float(stored["learned_at"])
        self._tabulate(float(stored["tabulated_level"]))

    def unseen_seconds(self, now: float) -> float:
        """Since the last look."""
        return 0.0 if self._looked_at is None else now - self._looked_at

    def count(self, talk_ages: Floats, wrap_up_ages: Floats, ring_ages: Floats) -> CountedByAge:
        return CountedByAge(
            self.talk.bins.counts(talk_ages),
            self.wrap_up.bins.counts(wrap_up_ages),
            self.ring.bins.counts(ring_ages),
        )

    def look(self, now: float, busy: CountedByAge, ring_ages: Floats) -> None:
        """Learn from what has lasted since the last look, and renew the tables if it is time."""
        seconds = min(max(0.0, self.unseen_seconds(now)), LONGEST_LOOK_SECONDS)
        if self._looked_at is None:
            self._learned_at = now
        self._looked_at = now
        if seconds > 0:
            self.talk.look(busy.talking, seconds)
            self.wrap_up.look(busy.wrapping_up, seconds)
            self.ring.look(ring_ages, seconds)
        if now - self._learned_at >= _LEARN_EVERY_SECONDS:
            for seen in (self.talk.seen, self.wrap_up.seen, self.ring.seen):
                seen.forget(now - self._learned_at)
            self._learned_at = now
            self.talk.learn()
            self.wrap_up.learn()
            self.ring.learn()
            self._tabulate(self.ring.level.factor)
        elif abs(self.ring.level.factor / self._tabulated_level - 1) > _LEVEL_STEP:
            self._tabulate_answers(self.ring.level.factor)

    def surplus(self, certain: int, busy: CountedByAge) -> Surplus:
        """`certain`: operators available now, less calls waiting now."""
        moments = (
            busy.talking @ self._talk_table
            + busy.wrapping_up @ self._wrap_up_table
            + busy.ringing @ self._ring_table
        )
        mean, variance, third = moments.reshape(3, -1)
        return Surplus(mean + certain, variance, third)

    def outlook(self, busy: CountedByAge) -> Outlook:
        at = min(_OUTLOOK_STEP, len(self.horizons) - 1)
        horizon = float(self.horizons[at])
        freed = busy.talking @ self._talk_table[:, at] + busy.wrapping_up @ self._wrap_up_table[:, at]
        return Outlook(
            horizon_seconds=horizon,
            freed_within_seconds=horizon + self._grace_seconds,
            freed=float(freed),
            answers=float(busy.ringing @ self._answered[:, at]),
            fresh_answer=float(self._answered[0, at]),
        )

    @property
    def answer_rate(self) -> float:
        """The chance that a person answers a call launched now."""
        return float(self._answered[0, -1])

    def answers_due(self, busy: CountedByAge) -> float:
        """Answers to be expected of all calls that ring now."""
        return float(busy.ringing @ self._answered[:, -1])

    def _tabulate(self, level: float) -> None:
        within = self.horizons + self._grace_seconds
        self._talk_table = _by_age(self._talk_and_wrap_up_end(self.talk.bins.middles, within))
        ages = self.wrap_up.bins.middles
        self._wrap_up_table = _by_age(1 - np.exp(-self.wrap_up.accumulated(ages, within)))
        self._still_taken = self._still_taken_after_answers(within - _STEP_SECONDS / 2)
        self._tabulate_answers(level)

    def _still_taken_after_answers(self, since_answered: Floats) -> Floats:
        """The chance that a call takes an operator, by when it is answered (rows) and by horizon (columns).

        Talks may be as short as the ringing before them: whoever says no at once is disposed of, and the
        operator free again, while other calls that were launched with it still ring.

        `since_answered`: the least that may have passed by a horizon, then a step more each.
        """
        (ended,) = self._talk_and_wrap_up_end(np.zeros(1), since_answered)
        steps = np.arange(len(ended))
        passed = steps - steps[:, None]
        return np.where(passed >= 0, 1 - ended[passed], 0.0)

    def _tabulate_answers(self, level: float) -> None:
        self._tabulated_level = level
        self._answered = self.ring.answer_chances(self.horizons, level)
        """By age bin and horizon."""
        taken = np.diff(self._answered, prepend=0.0) @ self._still_taken
        self._ring_table = (cumulants(taken) * ANSWERS_COUNT_AGAINST).reshape(len(taken), -1)
        self.fresh = FreshCall(self._answered[0], taken[0])

    def _talk_and_wrap_up_end(self, ages: Floats, within: Floats) -> Floats:
        """By age of a talk and by each of the `within` seconds: the chance that both end.

        The end of talk is taken in steps, each followed by a whole wrap-up in the time that is left.
        """
        step = 0.5
        steps = np.arange(0.0, within[-1] + step, step)
        lasts = np.exp(-self.talk.accumulated(ages, steps))
        ends = lasts[:, :-1] - lasts[:, 1:]
        left = np.maximum(within - (steps[:-1, None] + step / 2), 0.0)
        wrapped_up = 1 - np.exp(-self.wrap_up.accumulated(np.zeros(1), left.ravel()))
        return np.asarray(ends @ wrapped_up.reshape(left.shape))


_LEVEL_STEP: Final = 0.04
"""A change of the answer level that is worth new tables at once."""


def _by_age(chances: Floats) -> Floats:
    """The cumulants of each age bin in one row, so that a floor's are one product with its counts."""
    return cumulants(chances).reshape(len(chances), -1)
