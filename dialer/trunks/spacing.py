"""How far apart calls are handed over, so that no second has more of them than a carrier takes. Pure.

A carrier counts where the calls arrive, and any second may be the one it counts. What is handed over is
on its way for a while: it leaves the exchange some time between our asking and a little after the
exchange has said that it left. So a call waits until the one that came so many places before it has left for
certain, more than a second ago. Calls are spread evenly over the second: a burst at its edge would
lawfully meet another burst.
"""

from collections import deque
from math import floor
from typing import Final

JITTER_SECONDS: Final = 0.05
"""A call that the exchange says has left is on the wire within this time."""
_SECOND: Final = 1.0 + JITTER_SECONDS


class CallSpacing:
    """Calls are handed over one after the other: `handed_over`, then `left`, then the next."""

    def __init__(self, calls_per_second: int, now: float) -> None:
        """Whoever begins does not know what was handed over before: it waits for a second."""
        self.calls_per_second = calls_per_second
        self._gone_by = deque([now] * calls_per_second, maxlen=calls_per_second)
        self._handed_over_at = now - self._interval

    @property
    def _interval(self) -> float:
        return _SECOND / self.calls_per_second

    @property
    def free_at(self) -> float:
        """The earliest moment for the next call."""
        return max(self._handed_over_at + self._interval, self._gone_by[0] + _SECOND)

    def room(self, now: float, seconds: float) -> int:
        """How many calls may be handed over within the next `seconds`, if the exchange is quick."""
        left = now + seconds - max(now, self.free_at)
        return 0 if left < 0 else 1 + floor(left / self._interval)

    def handed_over(self, now: float) -> None:
        self._handed_over_at = now
        # Until it has left it may be anywhere; the next one waits for that anyway.
        self._gone_by.append(now)

    def left(self, now: float) -> None:
        """The exchange has let the call go that was handed over last, or will never say so."""
        self._gone_by[-1] = now
