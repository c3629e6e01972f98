"""When a trunk gets no more calls because they fail, and when it is tried again. Pure.

    WORKING ──too large a share of the last calls failed──▶ BROKEN ──a pause──▶ PROBED
       ▲                                                      ▲                   │
       └───────── so many calls in a row come through ────────┼───────────────────┤
                                                              └── one call fails ─┘

Only what the carrier or the network did to a call counts: a busy or an unknown number is the trunk's success.
"""

from collections import deque
from typing import Final
from uuid import UUID

from core.trunks.figures import TrunkState

WINDOW_SECONDS: Final = 60.0
FEWEST_FAILURES: Final = 5
FAILURE_SHARE: Final = 0.5
FIRST_PAUSE_SECONDS: Final = 15.0
LONGEST_PAUSE_SECONDS: Final = 240.0
PROBES_AT_ONCE: Final = 1
PROBES_THAT_CLOSE: Final = 2


class Breaker:
    """Moments are seconds of a monotonic clock."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, bool]] = deque()
        self._undecided: set[UUID] = set()
        self._probes: set[UUID] = set()
        self._good_probes = 0
        self._pause_seconds = FIRST_PAUSE_SECONDS
        self.probed_at: float | None = None
        """When a broken trunk is given a call again; None: it works."""

    def state(self, now: float) -> TrunkState:
        if self.probed_at is None:
            return TrunkState.WORKING
        return TrunkState.PROBED if now >= self.probed_at else TrunkState.BROKEN

    def room(self, now: float) -> int | None:
        """How many calls it may be given besides those it has; None: any number."""
        match self.state(now):
            case TrunkState.WORKING:
                return None
            case TrunkState.PROBED:
                return max(0, PROBES_AT_ONCE - len(self._probes))
            case _:
                return 0

    def launched(self, call_id: UUID, now: float) -> None:
        self._undecided.add(call_id)
        if self.state(now) is TrunkState.PROBED:
            self._probes.add(call_id)

    def came_through(self, call_id: UUID, now: float) -> None:
        """The far end has heard of the call: it rings, was answered or refused there."""
        if not self._decide(call_id):
            return
        if self.probed_at is None:
            self._remember(now, failed=False)
        elif call_id in self._probes:
            self._probes.discard(call_id)
            self._good_probes += 1
            if self._good_probes >= PROBES_THAT_CLOSE:
                self._close()

    def failed(self, call_id: UUID, now: float) -> None:
        """The trunk did not bring the call to anybody."""
        if not self._decide(call_id):
            return
        if self.probed_at is None:
            self._remember(now, failed=True)
            failures = sum(failed for _, failed in self._seen)
            if failures >= FEWEST_FAILURES and failures >= FAILURE_SHARE * len(self._seen):
                self._open(now)
        elif call_id in self._probes:
            self._pause_seconds = min(2 * self._pause_seconds, LONGEST_PAUSE_SECONDS)
            self._open(now)

    def ended(self, call_id: UUID) -> None:
        """The call is over; if nothing was said of it before, it says nothing of the trunk."""
        self._decide(call_id)
        self._probes.discard(call_id)

    def _decide(self, call_id: UUID) -> bool:
        """Whether this is the first that is heard of the call."""
        try:
            self._undecided.remove(call_id)
        except KeyError:
            return False
        return True

    def _remember(self, now: float, *, failed: bool) -> None:
        self._seen.append((now, failed))
        while self._seen[0][0] < now - WINDOW_SECONDS:
            self._seen.popleft()

    def _open(self, now: float) -> None:
        self.probed_at = now + self._pause_seconds
        self._seen.clear()
        self._probes.clear()
        self._good_probes = 0

    def _close(self) -> None:
        self.probed_at = None
        self._pause_seconds = FIRST_PAUSE_SECONDS
        self._probes.clear()
        self._good_probes = 0
