"""Whether the exchange has room: one that did not place a call is left alone for a while. Pure.

A call that a trunk's carrier did not place has a cause: the exchange has got it out. One that we took back
before it was sent says nothing of the exchange.

Without that, every idle operator would have a call committed and refused twice a second, for as long as the
exchange is full or its trunk is gone.
"""

from datetime import datetime, timedelta
from typing import Final

import structlog

from core.calls.state_machine import HUNG_UP, CallOutcome, CallProgress, CallState
from core.operators.state_machine import OperatorNow
from dialer.floor import LiveCall

FIRST_PAUSE: Final = timedelta(seconds=1)
LONGEST_PAUSE: Final = timedelta(seconds=30)

log = structlog.get_logger()


class ExchangeRoom:
    """A `FloorListener`: hears what became of each call."""

    def __init__(self) -> None:
        self._pause = FIRST_PAUSE
        self._shut_until: datetime | None = None

    def has_room(self, now: datetime) -> bool:
        return self._shut_until is None or now >= self._shut_until

    def call_placed(self, call: LiveCall) -> None:
        """What becomes of it is not known yet."""

    def call_changed(self, call: LiveCall, before: CallProgress, at: datetime) -> None:
        if not self.has_room(call.progress.placed_at):
            # Placed before the pause began: no news of how it is now.
            return
        not_placed = call.progress.outcome is CallOutcome.NOT_PLACED
        if not_placed and call.progress.cause is None:
            self._shut(at)
        elif not_placed and call.progress.cause == HUNG_UP:
            return
        elif before.state is CallState.ORIGINATING:
            self._pause = FIRST_PAUSE

    def operator_changed(self, before: OperatorNow, now: OperatorNow) -> None:
        """Nothing to the exchange."""

    def _shut(self, at: datetime) -> None:
        log.error("dialling.exchange_has_no_room", pause_seconds=self._pause.total_seconds())
        self._shut_until = at + self._pause
        self._pause = min(2 * self._pause, LONGEST_PAUSE)
