"""When a trunk gets no more calls because they fail, and when it is tried again. Pure.

    WORKING ──too large a share of the last calls failed,──▶ BROKEN ──a pause──▶ PROBED
       ▲      or too many in a row reached nobody             ▲                   │
       └───────── so many calls in a row come through ────────┼───────────────────┤
                                                              └── one call fails ─┘

What the carrier or the network did to a call is its failure. An unknown number is not: but where every number
is unknown, one after the other, it is the trunk that dials wrong ones, as with a prefix that is missing.
"""

from collections import deque
from collections.abc import Collection
from typing import Final
from uuid import UUID

from core.trunks.figures import TrunkFault, TrunkState

WINDOW_SECONDS: Final = 60.0
FEWEST_FAILURES: Final = 5
FAILURE_SHARE: Final = 0.5
FIRST_PAUSE_SECONDS: Final = 15.0
LONGEST_PAUSE_SECONDS: Final = 240.0
PROBES_AT_ONCE: Final = 1
PROBES_THAT_CLOSE: Final = 2
MOST_IN_VAIN: Final = 20
"""Calls in a row that reached nobody: so many, as half the numbers of a poor list may be dead; no more, as
recycling closes a lead after a few of them."""


class Breaker:
    """Moments are seconds of a monotonic clock."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, bool]] = deque()
        self._undecided: set[UUID] = set()
        self._probes: set[UUID] = set()
        self._good_probes = 0
        self._pause_seconds = FIRST_PAUSE_SECONDS
        self._in_vain: list[UUID] = []
        """The last calls, none of which reached anybody."""
        self._rings = False
        """It has told us of a telephone that rings: it is no trunk that never does."""
        self.fault: TrunkFault | None = None
        """None: it works."""
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
        """Somebody's telephone has heard of the call: it rings, was answered or is busy."""
        if not self._decide(call_id):
            return
        self._in_vain.clear()
        if self.probed_at is None:
            self._remember(now, failed=False)
        elif call_id in self._probes:
            self._probe_is_good(call_id)

    def rang(self) -> None:
        """From now on silence says something of this trunk."""
        self._rings = True

    def refused(self, call_id: UUID, now: float) -> Collection[UUID]:
        """The far end has refused the call, as it refuses a number that does not exist.

        Returns the calls that were in vain through no fault of their numbers.
        """
        if not self._decide(call_id):
            return []
        if self.probed_at is None:
            self._remember(now, failed=False)
            return self._was_in_vain(call_id, now)
        if self.fault is TrunkFault.REACHES_NOBODY:
            self._probe_failed(call_id, now)
            return [call_id]
        if call_id in self._probes:
            self._probe_is_good(call_id)
        return []

    def stayed_silent(self, call_id: UUID, now: float) -> Collection[UUID]:
        """The call ended unanswered and nothing was heard of it: of a trunk that tells of ringing, in vain.

        Returns the same as `refused`.
        """
        if not self._rings or not self._decide(call_id):
            return []
        if self.probed_at is None:
            return self._was_in_vain(call_id, now)
        if self.fault is TrunkFault.REACHES_NOBODY:
            self._probe_failed(call_id, now)
            return [call_id]
        return []

    def failed(self, call_id: UUID, now: float) -> Collection[UUID]:
        """The trunk did not bring the call to anybody. Returns the same as `refused`."""
        if not self._decide(call_id):
            return []
        if self.probed_at is not None:
            self._probe_failed(call_id, now)
            return []
        self._remember(now, failed=True)
        failures = sum(failed for _, failed in self._seen)
        if failures >= FEWEST_FAILURES and failures >= FAILURE_SHARE * len(self._seen):
            self._open(now, TrunkFault.REFUSES)
            return []
        return self._was_in_vain(call_id, now)

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

    def _was_in_vain(self, call_id: UUID, now: float) -> Collection[UUID]:
        self._in_vain.append(call_id)
        if len(self._in_vain) < MOST_IN_VAIN:
            return []
        in_vain = list(self._in_vain)
        self._open(now, TrunkFault.REACHES_NOBODY)
        return in_vain

    def _probe_is_good(self, call_id: UUID) -> None:
        self._probes.discard(call_id)
        self._good_probes += 1
        if self._good_probes >= PROBES_THAT_CLOSE:
            self._close()

    def _probe_failed(self, call_id: UUID, now: float) -> None:
        """Nothing, if it was placed before the trunk broke."""
        if call_id in self._probes and self.fault is not None:
            self._pause_seconds = min(2 * self._pause_seconds, LONGEST_PAUSE_SECONDS)
            self._open(now, self.fault)

    def _remember(self, now: float, *, failed: bool) -> None:
        self._seen.append((now, failed))
        while self._seen[0][0] < now - WINDOW_SECONDS:
            self._seen.popleft()

    def _open(self, now: float, fault: TrunkFault) -> None:
        self.fault = fault
        self._in_vain.clear()
        self.probed_at = now + self._pause_seconds
        self._seen.clear()
        self._probes.clear()
        self._good_probes = 0

    def _close(self) -> None:
        self.probed_at = self.fault = None
        self._pause_seconds = FIRST_PAUSE_SECONDS
        self._probes.clear()
        self._good_probes = 0
