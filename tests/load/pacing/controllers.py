"""Who dials on a simulated day: the pacer of the product, and what it is measured against."""

from typing import Final, Protocol

import numpy as np

from dialer.account import AbandonAccount
from dialer.pacing import AVAILABLE, PAUSED, TALKING, WRAP_UP, Floor, PacingPolicy, PredictivePacer
from dialer.surplus import FreshCall, Surplus
from tests.load.pacing.day import Controller, SimulatedDay
from tests.load.pacing.scenario import draw_pick_ups


class Deaf:
    """A controller that learns nothing from what becomes of the calls."""

    def on_answered(self, now: float, ring_seconds: float) -> None: ...
    def on_unanswered(self, now: float, ring_seconds: float, outcome: str) -> None: ...
    def on_abandoned(self, now: float, waited_seconds: float) -> None: ...
    def on_talk_ended(self, now: float, talk_seconds: float) -> None: ...
    def on_wrap_up_ended(self, now: float, wrap_up_seconds: float) -> None: ...


class Progressive(Deaf):
    """One call for each operator who is free."""

    def decide(self, floor: Floor) -> int:
        return max(0, int(np.count_nonzero(floor.operator_state == AVAILABLE)) - len(floor.ringing_since))


class AdaptiveRatio(Deaf):
    """Keeps as many calls per operator as its dial level says, and moves the level by the abandon rate.

    After the manner of VICIdial's adaptive methods: every 15 s the level falls while the rate of the day is
    above its target, and rises while it is below and operators stand idle.
    """

    _ADAPT_EVERY_SECONDS: Final = 15.0
    _HIGHEST_LEVEL: Final = 6.0

    def __init__(self, policy: PacingPolicy) -> None:
        self._target = policy.abandon_limit * 0.95
        self._level = 1.0
        self._adapt_at = self._ADAPT_EVERY_SECONDS

    def decide(self, floor: Floor) -> int:
        available = int(np.count_nonzero(floor.operator_state == AVAILABLE))
        if floor.now >= self._adapt_at:
            self._adapt_at += self._ADAPT_EVERY_SECONDS
            rate = floor.abandoned / max(1, floor.answered)
            if rate > self._target:
                self._level -= 0.05
            elif available:
                self._level += 0.05
            self._level = min(max(self._level, 1.0), self._HIGHEST_LEVEL)
        active = int(np.count_nonzero(floor.operator_state != PAUSED))
        busy = int(np.count_nonzero(floor.operator_state == TALKING))
        wanted = int(self._level * active) - busy if available else 0
        return max(0, wanted - len(floor.ringing_since) - len(floor.waiting_since))


class Clairvoyant(Deaf):
    """An upper bound: knows when every operator will be free, and who of the ringing will answer when.

    It does not know what will become of a call before that is launched, and keeps the same account.
    """

    def __init__(self, policy: PacingPolicy, day: SimulatedDay) -> None:
        self._policy = policy
        self._day = day
        self._horizons = np.arange(1.0, policy.ring_timeout_seconds + 1)
        random = np.random.default_rng(0)
        pick_ups = draw_pick_ups(day.scenario.ringing, random, 20_000)
        self._picked_up = np.searchsorted(np.sort(pick_ups), self._horizons) / len(pick_ups)

    def decide(self, floor: Floor) -> int:
        staffed = int(np.count_nonzero(floor.operator_state != PAUSED))
        working = (floor.operator_state == TALKING) | (floor.operator_state == WRAP_UP)
        free_at = np.sort(self._day.free_at[working & ~floor.operator_leaving])
        answers = [call.resolves_at for call in self._day.ringing.values() if call.outcome == "person"]
        available = int(np.count_nonzero(floor.operator_state == AVAILABLE))
        until = floor.now + self._horizons
        freed = np.searchsorted(free_at, until + self._policy.grace_seconds)
        answered = np.searchsorted(np.sort(answers), until)
        mean = (available - len(floor.waiting_since) + freed - answered).astype(float)
        surplus = Surplus(mean, np.zeros(len(mean)), np.zeros(len(mean)))
        account = AbandonAccount(
            limit=self._policy.abandon_limit,
            answered=floor.answered,
            abandoned=floor.abandoned,
            as_good_as_lost=max(0.0, -float(mean.min())),
            answers_due=len(answers),
            operators=self._day.scenario.operators,
        )
        # Talks that begin and end within the horizons are left out: they are few at a minute's talk.
        picks_up = self._day.scenario.answer_rate_at(floor.now) * self._picked_up
        fresh = FreshCall(answered=picks_up, taken=picks_up)
        predicted = surplus.launches(fresh, account.risk_allowed(), 2 * staffed)
        return max(predicted, available - len(floor.ringing_since))


class MakesController(Protocol):
    def __call__(self, policy: PacingPolicy, day: SimulatedDay) -> Controller: ...


CONTROLLERS: Final[dict[str, MakesController]] = {
    "progressive": lambda policy, day: Progressive(),
    "adaptive": lambda policy, day: AdaptiveRatio(policy),
    "predictive": lambda policy, day: PredictivePacer(policy),
    "clairvoyant": Clairvoyant,
}
