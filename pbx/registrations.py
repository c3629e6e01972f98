"""Which softphones are there: a leg whose softphone is gone must not keep a customer in silence.

A softphone's registration ends the moment its websocket closes, minutes before the sound or the session
timer would tell. A leg that waits is then hung up at once. One that talks gets a few seconds, in which
the browser may come back and has lost nothing but its signalling.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Final

from core.telephony.port import LineId
from pbx.ami.translate import ContactLost, ContactSeen
from pbx.lines import Lines

COMES_BACK_WITHIN_SECONDS: Final = 5.0


class Registrations:
    """Run `run`, which hangs legs up by their line."""

    def __init__(self, lines: Lines, hang_up: Callable[[LineId], Awaitable[None]]) -> None:
        self._lines = lines
        self._hang_up = hang_up
        self._contacts: defaultdict[LineId, set[str]] = defaultdict(set)
        self._deserted: asyncio.Queue[LineId] = asyncio.Queue()

    def apply(self, news: ContactSeen | ContactLost) -> None:
        match news:
            case ContactSeen(line_id, contact):
                self._contacts[line_id].add(contact)
            case ContactLost(line_id, contact):
                self._contacts[line_id].discard(contact)
                # One that registers anew is seen with its new contact before the old one goes.
                if not self._contacts[line_id]:
                    del self._contacts[line_id]
                    self._give_time(line_id)

    def forget(self) -> None:
        """After a link was away: whoever is there is learned from what comes."""
        self._contacts.clear()

    async def run(self) -> None:
        while True:
            line_id = await self._deserted.get()
            if line_id not in self._contacts:
                await self._hang_up(line_id)

    def _give_time(self, line_id: LineId) -> None:
        if self._lines.is_talking(line_id):
            later = asyncio.get_running_loop().call_later
            later(COMES_BACK_WITHIN_SECONDS, self._deserted.put_nowait, line_id)
        else:
            self._deserted.put_nowait(line_id)
