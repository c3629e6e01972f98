"""What was heard and nobody has dealt with yet: a queue with one reader, cheaper than asyncio's.

asyncio's costs as much for one item as reading an event does, for what is not needed here: several
readers, a bound, and counting what is done.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from typing import Final, Generic, TypeVar

from prometheus_client import Gauge

Item = TypeVar("Item")

_waiting: Final = Gauge("zvonar_inbox_waiting", "Items that nobody has dealt with yet", ["inbox"])


class Inbox(Generic[Item]):
    """Unbounded, and shown by a metric: to drop one item would falsify a call, to block would make
    Asterisk hang up on us."""

    def __init__(self, name: str) -> None:
        self._items: deque[Item] = deque()
        self._filled = asyncio.Event()
        _waiting.labels(name).set_function(self._items.__len__)

    def put(self, item: Item) -> None:
        self._items.append(item)
        self._filled.set()

    async def items(self) -> AsyncIterator[Item]:
        """Each item once, in order, for ever."""
        while True:
            self._filled.clear()
            while self._items:
                yield self._items.popleft()
            await self._filled.wait()
