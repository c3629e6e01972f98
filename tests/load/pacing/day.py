"""One simulated day, event by event: calls ring, are answered, wait, are joined; operators talk and wrap up.

Each kind of chance has its own stream of random numbers, so that controllers that are compared on one
seed meet the same operators and the same people.
"""

import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import partial
from heapq import heappop, heappush
from math import inf
from typing import Final, Protocol

import numpy as np

from dialer.pacing import Floor, PacingPolicy
from tests.load.pacing.scenario import Draw, Scenario, draw_pick_ups

AVAILABLE, TALKING, WRAP_UP, PAUSED = range(4)
DECIDE_EVERY_SECONDS: Final = 0.5
_NO_LIMIT: Final = 10_000
"""Lines and leads never run out here."""


class Controller(Protocol):
    """Whoever decides how many calls to launch, and is told what became of them."""

    def decide(self, floor: Floor) -> int: ...
    def on_answered(self, now: float, ring_seconds: float) -> None: ...
    def on_unanswered(self, now: float, ring_seconds: float, outcome: str) -> None: ...
    def on_abandoned(self, now: float, waited_seconds: float) -> None: ...
    def on_talk_ended(self, now: float, talk_seconds: float) -> None: ...
    def on_wrap_up_ended(self, now: float, wrap_up_seconds: float) -> None: ...


class _Kind(Enum):
    RESOLVED = auto()
    OPERATOR_DONE = auto()
    GRACE_OVER = auto()
    LEAVES = auto()
    RETURNS = auto()
    DECIDE = auto()


@dataclass(slots=True)
class RingingCall:
    launched_at: float
    resolves_at: float
    outcome: str
    """"person", or what `on_unanswered` is told."""


@dataclass(slots=True)
class Day:
    """What a day came to."""

    answered: int = 0
    abandoned: int = 0
    launched: int = 0
    busy_seconds: float = 0.0
    """Talk and wrap-up of all operators."""
    staffed_seconds: float = 0.0
    decide_seconds: list[float] = field(default_factory=list, repr=False)
    """Of the processor, per decision."""

    @property
    def utilisation(self) -> float:
        return self.busy_seconds / self.staffed_seconds

    @property
    def abandon_rate(self) -> float:
        return self.abandoned / max(1, self.answered)


def stream(draw: Draw, random: np.random.Generator) -> Iterator[float]:
    while True:
        yield from draw(random, 1024).tolist()


class SimulatedDay:
    """The floor while the day runs. A clairvoyant controller may look into it; the others get a `Floor`."""

    def __init__(self, scenario: Scenario, seed: int, policy: PacingPolicy | None = None) -> None:
        self.scenario = scenario
        self.policy = policy or PacingPolicy()
        chance = [np.random.default_rng([seed, kind]) for kind in range(5)]
        self._fate = stream(lambda random, count: random.random(count), chance[0])
        self._pick_up = stream(partial(draw_pick_ups, scenario.ringing), chance[1])
        self._failure = stream(lambda random, count: random.random(count), chance[2])
        self._talk = stream(scenario.talk, chance[3])
        self._wrap_up = stream(scenario.wrap_up, chance[4])
        count = scenario.operators
        self.now = 0.0
        self.state = np.zeros(count, np.int8)
        self.since = np.zeros(count)
        self.free_at = np.zeros(count)
        """When each operator's wrap-up will end: the clairvoyant's knowledge."""
        self._absent = np.zeros(count, bool)
        self._shown_leaving = np.zeros(count, bool)
        self.available = deque(range(count))
        self.ringing: dict[int, RingingCall] = {}
        self.waiting: dict[int, float] = {}
        self.day = Day()
        self._events: list[tuple[float, int, _Kind, int]] = []
        self._sequence = 0

    def run(self, controller: Controller) -> Day:
        end = self.scenario.hours * 3600
        for number, absence in enumerate(self.scenario.absences):
            self._at(absence.from_seconds, _Kind.LEAVES, number)
            self._at(absence.until_seconds, _Kind.RETURNS, number)
        self._at(0.0, _Kind.DECIDE, 0)
        while True:
            at, _, kind, number = heappop(self._events)
            self._pass_time(min(at, end))
            if at >= end:
                return self.day
            match kind:
                case _Kind.DECIDE:
                    self._decide(controller)
                case _Kind.RESOLVED:
                    self._resolve(number, controller)
                case _Kind.OPERATOR_DONE:
                    self._operator_done(number, controller)
                case _Kind.GRACE_OVER:
                    if self.waiting.pop(number, None) is not None:
                        self.day.abandoned += 1
                        controller.on_abandoned(at, self.policy.grace_seconds)
                case _Kind.LEAVES:
                    self._leave(number)
                case _Kind.RETURNS:
                    self._return(number)

    def floor(self) -> Floor:
        return Floor(
            now=self.now,
            operator_state=self.state,
            operator_since=self.since,
            operator_leaving=self._shown_leaving,
            ringing_since=np.array([call.launched_at for call in self.ringing.values()], dtype=float),
            waiting_since=np.array(list(self.waiting.values()), dtype=float),
            answered=self.day.answered,
            abandoned=self.day.abandoned,
            launched=self.day.launched,
            max_new=_NO_LIMIT,
        )

    def _at(self, second: float, kind: _Kind, number: int) -> None:
        self._sequence += 1
        heappush(self._events, (second, self._sequence, kind, number))

    def _pass_time(self, to: float) -> None:
        if to > self.now:
            staffed = int(np.count_nonzero(self.state != PAUSED))
            self.day.staffed_seconds += staffed * (to - self.now)
            self.day.busy_seconds += (staffed - len(self.available)) * (to - self.now)
            self.now = to

    def _decide(self, controller: Controller) -> None:
        floor = self.floor()
        began = time.thread_time()
        launches = controller.decide(floor)
        self.day.decide_seconds.append(time.thread_time() - began)
        for _ in range(launches):
            self.day.launched += 1
            call = self._new_call()
            self.ringing[self.day.launched] = call
            self._at(call.resolves_at, _Kind.RESOLVED, self.day.launched)
        self._at(self.now + DECIDE_EVERY_SECONDS, _Kind.DECIDE, 0)

    def _new_call(self) -> RingingCall:
        ringing = self.scenario.ringing
        fate, pick_up, failure = next(self._fate), next(self._pick_up), next(self._failure)
        answer_rate = self.scenario.answer_rate_at(self.now)
        if fate < answer_rate:
            return RingingCall(self.now, self.now + pick_up, "person")
        rest = (fate - answer_rate) / (1 - answer_rate)
        if rest < ringing.machine_share:
            return RingingCall(self.now, self.now + pick_up, "machine")
        if rest < ringing.machine_share + ringing.failed_share:
            return RingingCall(self.now, self.now + ringing.failed_within_seconds * failure, "failed")
        return RingingCall(self.now, self.now + ringing.timeout_seconds, "no_answer")

    def _resolve(self, number: int, controller: Controller) -> None:
        call = self.ringing.pop(number)
        rang = self.now - call.launched_at
        if call.outcome != "person":
            controller.on_unanswered(self.now, rang, call.outcome)
            return
        self.day.answered += 1
        controller.on_answered(self.now, rang)
        if self.available:
            self._join(self.available.popleft())
        else:
            self.waiting[number] = self.now
            self._at(self.now + self.policy.grace_seconds, _Kind.GRACE_OVER, number)

    def _join(self, operator: int) -> None:
        talk_ends_at = self.now + next(self._talk)
        self.free_at[operator] = talk_ends_at + next(self._wrap_up)
        self._enter(operator, TALKING, talk_ends_at)

    def _enter(self, operator: int, state: int, until: float) -> None:
        self.state[operator] = state
        self.since[operator] = self.now
        if until < inf:
            self._at(until, _Kind.OPERATOR_DONE, operator)

    def _operator_done(self, operator: int, controller: Controller) -> None:
        took = self.now - self.since[operator]
        if self.state[operator] == TALKING:
            controller.on_talk_ended(self.now, took)
            self._enter(operator, WRAP_UP, float(self.free_at[operator]))
            return
        controller.on_wrap_up_ended(self.now, took)
        if self._absent[operator]:
            self._enter(operator, PAUSED, inf)
        else:
            self._become_free(operator)

    def _become_free(self, operator: int) -> None:
        if self.waiting:
            del self.waiting[next(iter(self.waiting))]
            self._join(operator)
        else:
            self._enter(operator, AVAILABLE, inf)
            self.available.append(operator)

    def _leave(self, number: int) -> None:
        absence = self.scenario.absences[number]
        for operator in absence.operators:
            self._absent[operator] = True
            self._shown_leaving[operator] = absence.announced
            if self.state[operator] == AVAILABLE:
                self.available.remove(operator)
                self._enter(operator, PAUSED, inf)

    def _return(self, number: int) -> None:
        for operator in self.scenario.absences[number].operators:
            self._absent[operator] = self._shown_leaving[operator] = False
            if self.state[operator] == PAUSED:
                self._become_free(operator)
