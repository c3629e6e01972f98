"""How near the pacing rule is to the best rule there is, on floors for which that one can be computed.

Where work, ringing and patience have no memory (all exponential), two numbers say all there is to know of a
floor: how many callers talk or wait, and how many calls ring. A rule is then a level for each number of
callers: so many calls are kept ringing. The best levels come from value iteration (Puterman 1994, Markov
Decision Processes, chapter 8) with a price for each lost call, and what any levels come to follows from the
steady state, without chance. The product's rule is asked for its levels like any other: how many calls it
would launch if none rang.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dialer.surplus import FreshCall, Surplus, cumulants

Levels = NDArray[np.intp]
"""By callers who talk or wait: so many calls are kept ringing."""

_LIMIT: Final = 0.03
_STEPS_AT_MOST: Final = 200_000
_SETTLED: Final = 1e-9
_HALVINGS: Final = 10


@dataclass(frozen=True, slots=True)
class MemorylessFloor:
    operators: int
    answer_rate: float = 0.30
    work_seconds: float = 75.0
    """Talk and wrap-up together."""
    ring_seconds: float = 15.2
    """Until a person answers, or nobody will; progressive dialling is then as busy as on simulated days."""
    patience_seconds: float = 2.0

    @property
    def most_callers(self) -> int:
        """More than talk and these few waiting are never seen at the rates of interest."""
        return self.operators + 8 + self.operators // 10

    @property
    def most_ringing(self) -> int:
        return 20 + 2 * self.operators


@dataclass(frozen=True, slots=True)
class Steady:
    """What a rule comes to in the long run."""

    abandon_rate: float
    utilisation: float


class Chain:
    """The floor as a Markov chain in steps so short that at most one thing happens in each (uniformisation).

    Arrays are by callers (rows) and ringing calls (columns).
    """

    def __init__(self, floor: MemorylessFloor) -> None:
        self.floor = floor
        callers = np.arange(floor.most_callers + 1)[:, None]
        ringing = np.arange(floor.most_ringing + 1)[None, :]
        self.talking = np.minimum(callers, floor.operators) + 0.0 * ringing
        self.waiting = callers - self.talking
        answers = floor.answer_rate / floor.ring_seconds * ringing + 0.0 * callers
        answers[-1] = 0.0
        per_second = (
            self.talking / floor.work_seconds + self.waiting / floor.patience_seconds,
            answers,
            (1 - floor.answer_rate) / floor.ring_seconds * ringing + 0.0 * callers,
        )
        self.seconds = 1 / float(np.sum(per_second, axis=0).max())
        """Of a step."""
        self.one_less, self.answered, self.unanswered = (rate * self.seconds for rate in per_second)
        self.nothing = 1 - self.one_less - self.answered - self.unanswered
        self.lost = self.waiting / floor.patience_seconds * self.seconds
        """Callers per step."""

    def ahead(self, worth: NDArray[np.float64]) -> NDArray[np.float64]:
        """What a step from each state on is worth in the mean, if each state has this worth."""
        return (
            self.one_less * np.vstack((worth[:1], worth[:-1]))
            + self.answered * np.pad(worth, ((0, 1), (1, 0)), mode="edge")[1:, :-1]
            + self.unanswered * np.hstack((worth[:, :1], worth[:, :-1]))
            + self.nothing * worth
        )


def best_levels(chain: Chain, price: float) -> Levels:
    """The levels with the most operators busy, less the price for every call lost beyond the limit.

    `price`: in seconds of an operator's work, per call.
    """
    gain = chain.talking * chain.seconds - price * (chain.lost - _LIMIT * chain.answered)
    worth = np.zeros_like(gain)
    for step in range(_STEPS_AT_MOST):
        # Launching takes no time, so a state is worth what the best state is that launching leads to.
        launched = np.maximum.accumulate(worth[:, ::-1], axis=1)[:, ::-1]
        renewed = gain + chain.ahead(launched)
        change = renewed - worth
        worth = renewed - renewed[0, 0]
        if step % 100 == 0 and np.ptp(change) < _SETTLED * price:
            break
    return np.asarray(worth.argmax(axis=1))


def rule_levels(chain: Chain, risk_allowed: float) -> Levels:
    """The product's rule, with the true distributions given and always the same risk allowed."""
    floor = chain.floor
    horizons = np.arange(1.0, 6 * floor.ring_seconds)
    within = horizons + floor.patience_seconds
    work, ring = 1 / floor.work_seconds, 1 / floor.ring_seconds
    answered = floor.answer_rate * (1 - np.exp(-ring * horizons))
    taken = (
        floor.answer_rate * ring * np.exp(-work * within) * np.expm1((work - ring) * horizons) / (work - ring)
    )
    fresh = FreshCall(answered, taken)
    freed = cumulants(1 - np.exp(-work * within))
    levels = []
    for talking, waiting in zip(chain.talking[:, 0], chain.waiting[:, 0], strict=True):
        mean, variance, third = talking * freed
        surplus = Surplus(mean + floor.operators - talking - waiting, variance, third)
        levels.append(surplus.launches(fresh, risk_allowed, floor.most_ringing))
    return np.array(levels)


def progressive_levels(chain: Chain) -> Levels:
    """One call for each operator who is free."""
    return np.asarray(chain.floor.operators - chain.talking[:, 0], dtype=np.intp)


def steady(chain: Chain, levels: Levels) -> Steady:
    ringing = np.arange(chain.floor.most_ringing + 1)[None, :]
    below = ringing < levels[:, None]
    chance = np.zeros_like(chain.talking)
    chance[0, levels[0]] = 1.0
    before = Steady(0.0, 0.0)
    for step in range(_STEPS_AT_MOST):
        one_less = chance * chain.one_less
        answered = chance * chain.answered
        unanswered = chance * chain.unanswered
        chance = chance * chain.nothing
        chance[:-1] += one_less[1:]
        chance[1:, :-1] += answered[:-1, 1:]
        chance[:, :-1] += unanswered[:, 1:]
        np.add.at(chance, (np.arange(len(levels)), levels), np.where(below, chance, 0.0).sum(axis=1))
        chance[below] = 0.0
        if step % 1000 == 0:
            now = Steady(
                float((chance * chain.lost).sum() / (chance * chain.answered).sum()),
                float((chance * chain.talking).sum() / chain.floor.operators),
            )
            if abs(now.utilisation - before.utilisation) + abs(now.abandon_rate - before.abandon_rate) < 1e-7:
                break
            before = now
    return before


def utilisation_at_limit(
    chain: Chain, levels: Callable[[Chain, float], Levels], between: tuple[float, float]
) -> float:
    """What a family of rules comes to where it loses just what the limit allows.

    Levels are whole numbers, so between two neighbours the limit is met by now the one, now the other.

    Args:
        between: parameters of the family with less, and with more lost than the limit allows.
    """
    low, high = between
    less, more = (steady(chain, levels(chain, one)) for one in between)
    for _ in range(_HALVINGS):
        middle = (low * high) ** 0.5
        tried = steady(chain, levels(chain, middle))
        if tried.abandon_rate <= _LIMIT:
            low, less = middle, tried
        else:
            high, more = middle, tried
    share = (_LIMIT - less.abandon_rate) / (more.abandon_rate - less.abandon_rate)
    return less.utilisation + share * (more.utilisation - less.utilisation)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How busy operators are by the best rule and by ours, both at just the limit, and progressively."""

    best: float
    ours: float
    progressive: float


def compare(operators: int) -> Comparison:
    chain = Chain(MemorylessFloor(operators))
    return Comparison(
        best=utilisation_at_limit(chain, best_levels, (400.0, 30.0)),
        ours=utilisation_at_limit(chain, rule_levels, (0.003, 0.1)),
        progressive=steady(chain, progressive_levels(chain)).utilisation,
    )


def table() -> Iterator[str]:
    line = "{:42} {:>12} {:>12} {:>12}"
    yield line.format("floors without memory, 3.00 % lost", "best rule", "ours", "progressive")
    for operators in (5, 10, 20, 50):
        busy = compare(operators)
        yield line.format(
            f"{operators} operators", f"{busy.best:.4f}", f"{busy.ours:.4f}", f"{busy.progressive:.4f}"
        )
