"""One trunk of this switchboard: what it may carry now, and the gate its calls go through one by one."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Final
from uuid import UUID

from prometheus_client import Counter, Gauge

from core.calls.state_machine import HUNG_UP, CallOutcome, CallProgress, CallState
from core.clock import Clock
from core.telephony.port import TrunkEndpoint
from core.trunks.figures import LineLimit, TrunkFault, TrunkState
from dialer.trunks.breaker import Breaker
from dialer.trunks.spacing import CallSpacing

AHEAD_SECONDS: Final = 0.5
"""Calls are taken up that may begin so soon: what is decided is dialled before it is decided anew."""
MOST_AT_ONCE: Final = 100
"""Of a trunk without limits, and of all trunks together."""
_ABREAST: Final = 8
"""Calls that a trunk without a rate hands over side by side: none waits for the answer to the one before."""

_calls = Gauge("zvonar_trunk_calls", "Calls that ring or talk", ["trunk"])
_broken = Gauge("zvonar_trunk_broken", "1 while the trunk gets no calls because they fail", ["trunk"])
_ended = Counter("zvonar_trunk_calls_ended", "Calls by how they ended", ["trunk", "outcome"])


@cache
def _ended_as(trunk: str, outcome: str) -> Counter:
    # One look-up instead of one behind a lock: it is done for every call.
    return _ended.labels(trunk, outcome)


@dataclass(frozen=True, slots=True)
class TrunkFacts:
    """What is set of a trunk."""

    id: UUID | None
    """None: the one trunk of the settings."""
    name: str
    dial_template: str | None
    """None: the exchange's own."""
    weight: int = 1
    channel_limit: int | None = None
    calls_per_second: int | None = None
    endpoint: TrunkEndpoint | None = None
    """None: the exchange knows it by its own configuration."""


class TrunkBroke(Exception):
    """The trunk stopped working while the call waited at its gate; nothing was sent."""


class TrunkLine:
    def __init__(self, facts: TrunkFacts, clock: Clock) -> None:
        self._clock = clock
        self._one_by_one, self._abreast = asyncio.Semaphore(1), asyncio.Semaphore(_ABREAST)
        self._breaker = Breaker()
        self._handed_over: deque[float] = deque(maxlen=1000)
        self._spacing: CallSpacing | None = None
        self._probed: tuple[float, datetime | None] = (0.0, None)
        self.facts = facts
        self.is_known = facts.endpoint is None
        """The exchange has been told of it."""
        self.waiting = 0
        """Calls that have a place and are not handed over yet."""
        self.begin_anew()

    def change(self, facts: TrunkFacts) -> None:
        """Keep to what is set now; a new limit begins with a second of rest."""
        before, self.facts = self.facts, facts
        if facts.endpoint != before.endpoint:
            self.is_known = facts.endpoint is None
        if facts.calls_per_second != before.calls_per_second:
            self.begin_anew()

    def begin_anew(self) -> None:
        """Nobody knows what was handed over in the last second."""
        limit = self.facts.calls_per_second
        self._spacing = None if limit is None else CallSpacing(limit, self._clock.monotonic())

    @property
    def state(self) -> TrunkState:
        if not self.is_known:
            return TrunkState.UNKNOWN
        return self._breaker.state(self._clock.monotonic())

    @property
    def fault(self) -> TrunkFault | None:
        return self._breaker.fault if self.is_known else None

    @property
    def probed_at(self) -> datetime | None:
        """When a broken trunk is given a call again."""
        at, now = self._breaker.probed_at, self._clock.monotonic()
        if at is None or at <= now:
            return None
        if self._probed[0] != at:
            # Reckoned once: it is shown, and must not look new each time.
            self._probed = (at, self._clock.now() + timedelta(seconds=at - now))
        return self._probed[1]

    @property
    def calls_last_second(self) -> int:
        since = self._clock.monotonic() - 1.0
        return sum(at > since for at in self._handed_over)

    def room(self, live_calls: int, within_seconds: float = AHEAD_SECONDS) -> tuple[int, LineLimit]:
        """How many more calls it takes that may begin within so many seconds, and what keeps it from more.

        `live_calls`: those of ours on it, with the ones that have a place and are not dialled yet.
        """
        now, facts = self._clock.monotonic(), self.facts
        limits = [(MOST_AT_ONCE - self.waiting, LineLimit.CALL_RATE)]
        by_breaker = self._breaker.room(now) if self.is_known else 0
        if by_breaker is not None:
            limits.append((by_breaker - self.waiting, LineLimit.TRUNKS_BROKEN))
        if facts.channel_limit is not None:
            limits.append((facts.channel_limit - live_calls, LineLimit.NO_LINES))
        if self._spacing is not None:
            by_rate = self._spacing.room(now, within_seconds) - self.waiting
            limits.append((by_rate, LineLimit.CALL_RATE))
        room, limit = min(limits, key=lambda one: one[0])
        return max(0, room), limit

    async def pass_gate(self, call_id: UUID, send: Callable[[], Awaitable[None]]) -> None:
        """Wait for the call's turn and send it; calls begin in the order in which they come here.

        Raises:
            TrunkBroke: nothing was sent.
        """
        async with self._abreast if self._spacing is None else self._one_by_one:
            await self._turn()
            if not self._breaker_lets_pass():
                raise TrunkBroke
            self._breaker.launched(call_id, self._clock.monotonic())
            await self._send(send)

    def call_changed(self, now: CallProgress) -> Collection[UUID]:
        """What became of a call says whether the trunk brings calls to anybody.

        Returns the ended calls that, as is clear now, were in vain through no fault of their numbers.
        """
        in_vain = self._tell_breaker(now, self._clock.monotonic())
        if now.state is CallState.ENDED:
            self._breaker.ended(now.call_id)
            _ended_as(self.facts.name, str(now.outcome)).inc()
        return in_vain

    def _tell_breaker(self, call: CallProgress, at: float) -> Collection[UUID]:
        if call.ringing_at is not None:
            self._breaker.rang()
        if call.outcome is CallOutcome.NOT_PLACED:
            return self._breaker.failed(call.call_id, at)
        if _reached_somebody(call):
            self._breaker.came_through(call.call_id, at)
        elif call.outcome is CallOutcome.NO_ANSWER:
            return self._breaker.stayed_silent(call.call_id, at)
        elif call.cause not in {None, HUNG_UP}:
            return self._breaker.refused(call.call_id, at)
        return []

    def forget(self, call_id: UUID) -> None:
        """The call was not sent after all, or nobody knows: it says nothing of the trunk."""
        self._breaker.ended(call_id)

    def meter(self, live_calls: int) -> None:
        _calls.labels(self.facts.name).set(live_calls)
        _broken.labels(self.facts.name).set(self.state is TrunkState.BROKEN)

    def _breaker_lets_pass(self) -> bool:
        return self._breaker.room(self._clock.monotonic()) != 0

    async def _turn(self) -> None:
        while self._spacing is not None:
            wait_seconds = self._spacing.free_at - self._clock.monotonic()
            if wait_seconds <= 0:
                return
            await self._clock.sleep(wait_seconds)

    async def _send(self, send: Callable[[], Awaitable[None]]) -> None:
        spacing, now = self._spacing, self._clock.monotonic()
        self._handed_over.append(now)
        if spacing is not None:
            spacing.handed_over(now)
        try:
            await send()
        finally:
            # Also when nobody knows whether it was taken: then it may have been, just now.
            if spacing is not None:
                spacing.left(self._clock.monotonic())


def _reached_somebody(call: CallProgress) -> bool:
    """Whether some telephone has heard of the call."""
    return call.ringing_at is not None or call.answered_at is not None or call.outcome is CallOutcome.BUSY
