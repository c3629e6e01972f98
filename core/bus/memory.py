"""The bus of a single process: a ring of recent events and a queue for each reader."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from typing import Final

from core.bus.events import Published
from core.bus.port import BusEvent, BusGap, EventId, encode
from core.clock import Clock

# Some minutes of a busy floor: longer than a tunnel, shorter than what memory minds.
REMEMBERED: Final = 20_000


class MemoryBus:
    def __init__(self, clock: Clock) -> None:
        self._epoch = int(clock.now().timestamp() * 1000)
        self._count = 0
        self._recent: deque[BusEvent] = deque(maxlen=REMEMBERED)
        # Unbounded, because a lost event would be a lie on a screen. The reader is the hub, which
        # never waits for a console.
        self._readers: set[asyncio.Queue[BusEvent]] = set()

    def publish(self, event: Published, *topics: str) -> None:
        self._count += 1
        published = BusEvent(EventId(self._epoch, self._count), frozenset(topics), encode(event))
        self._recent.append(published)
        for reader in self._readers:
            reader.put_nowait(published)

    async def last_id(self) -> EventId:
        return EventId(self._epoch, self._count)

    async def replay(self, after: EventId) -> Sequence[BusEvent] | None:
        oldest = self._recent[0].id.number if self._recent else self._count + 1
        if after.epoch != self._epoch or not oldest - 1 <= after.number <= self._count:
            return None
        return [event for event in self._recent if event.id.number > after.number]

    async def events(self) -> AsyncIterator[BusEvent | BusGap]:
        reader: asyncio.Queue[BusEvent] = asyncio.Queue()
        self._readers.add(reader)
        try:
            while True:
                yield await reader.get()
        finally:
            self._readers.discard(reader)
