"""Gives up what nobody has answered: one look at all calls together, a few times a second.

A call has rung for as long as it may; or nobody wants it any more, since its campaign was stopped or the one
person is gone for whom it rings, and it has rung for as long as it must. Somebody who answers in the very
moment of the hangup is lost, and counted as abandoned.
"""

import asyncio
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from typing import Final
from uuid import UUID

import structlog

from core.clock import Clock
from core.errors import TelephonyError
from core.telephony.port import Telephony
from dialer.floor import CallFloor, LiveCall
from dialer.forsaken import forsaken_calls
from dialer.launching import CallLauncher
from dialer.stopping import is_unanswered, stopped_calls

LOOK_EVERY_SECONDS: Final = 0.25
_ASK_AGAIN_SECONDS: Final = 2.0
"""A hangup is heard of a moment later; one that the exchange could not be asked for is asked for again."""

log = structlog.get_logger()


def unwanted_calls(floor: CallFloor, now: datetime) -> Iterator[LiveCall]:
    return chain(stopped_calls(floor), forsaken_calls(floor, now))


def rung_in_vain(floor: CallFloor, now: datetime) -> list[LiveCall]:
    """The calls that are to be given up now."""
    unwanted = (
        call for call in unwanted_calls(floor, now) if call.ring_time.may_end_early(call.progress, now)
    )
    rung_out = (
        call
        for call in floor.calls.values()
        if is_unanswered(call) and call.ring_time.is_over(call.progress, now)
    )
    return list({call.call_id: call for call in chain(unwanted, rung_out)}.values())


class RingWatch:
    def __init__(
        self, *, floor: CallFloor, launcher: CallLauncher, telephony: Telephony, clock: Clock
    ) -> None:
        self._floor = floor
        self._launcher = launcher
        self._telephony = telephony
        self._clock = clock
        self._asked_at: dict[UUID, float] = {}

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await self.look()
            await self._clock.sleep(LOOK_EVERY_SECONDS)

    async def look(self) -> None:
        """Give up what is to be given up now; what still waits for its turn is never sent."""
        self._launcher.withdraw([call.call_id for call in unwanted_calls(self._floor, self._clock.now())])
        now = self._clock.monotonic()
        self._asked_at = {one: at for one, at in self._asked_at.items() if one in self._floor.calls}
        due = [
            call
            for call in rung_in_vain(self._floor, self._clock.now())
            if now - self._asked_at.get(call.call_id, -_ASK_AGAIN_SECONDS) >= _ASK_AGAIN_SECONDS
        ]
        self._asked_at |= {call.call_id: now for call in due}
        await self._give_up_all(due)

    async def _give_up_all(self, calls: Iterable[LiveCall]) -> None:
        async with asyncio.TaskGroup() as tasks:
            for call in calls:
                tasks.create_task(self._give_up(call), name=f"give up {call.call_id}")

    async def _give_up(self, call: LiveCall) -> None:
        """As far as the exchange can be reached: if not, it gives the call up by itself."""
        may_have_rung = call.progress.ringing_at or call.ring_time.is_over(call.progress, self._clock.now())
        try:
            await (self._telephony.give_up if may_have_rung else self._telephony.hang_up)(call.call_id)
        except TelephonyError as error:
            log.warning("call.not_hung_up", call_id=str(call.call_id), reason=str(error))
