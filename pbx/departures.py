"""When a call that Asterisk has accepted is on the wire.

`Originate` is answered before the call's thread has begun: under load, or while AstDB is being written, the
INVITE follows up to a tenth of a second later. `DialBegin` is told when it is handed to the network, which
it reaches within some milliseconds. A call that ends without one never leaves any more.
"""

import asyncio
from typing import Final
from uuid import UUID

# Nobody says that a call which Asterisk accepted will be heard of again.
_LEAVES_WITHIN_SECONDS: Final = 2.0


class Departures:
    """The calls that were handed to Asterisk and have not been heard of."""

    def __init__(self) -> None:
        self._awaited: dict[UUID, asyncio.Event] = {}

    def expect(self, call_id: UUID) -> None:
        """Before the call is handed over: it may be heard of before the answer is."""
        self._awaited[call_id] = asyncio.Event()

    def left(self, call_id: UUID) -> None:
        departed = self._awaited.pop(call_id, None)
        if departed is not None:
            departed.set()

    def nothing_more_is_heard(self) -> None:
        """The link is broken: whoever waits need not."""
        for call_id in list(self._awaited):
            self.left(call_id)

    async def until_left(self, call_id: UUID) -> None:
        """Return when the call has left or is over; after two seconds at the latest."""
        departed = self._awaited.get(call_id)
        if departed is None:
            return
        try:
            async with asyncio.timeout(_LEAVES_WITHIN_SECONDS):
                await departed.wait()
        except TimeoutError:
            self._awaited.pop(call_id, None)
