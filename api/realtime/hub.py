"""Delivers events to the consoles that are connected to this process.

The promise to a console: the snapshot it is given, plus every event after it, in order, gives
the true state. When the promise cannot be kept (the console reads too slowly) the hub ends the
subscription instead of skipping an event; the console connects again and gets a new snapshot.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Final

from prometheus_client import Counter, Gauge

from core.bus.port import Bus, BusEvent, BusGap

# A console that is this far behind has been asleep; a fresh snapshot is cheaper than the backlog.
MAX_BACKLOG: Final = 500

_connected = Gauge("zvonar_consoles", "Connected consoles")
_overflows = Counter("zvonar_console_overflows", "Consoles that read too slowly and were sent away")


class Subscription:
    """The events of some topics, from the moment of subscribing."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[BusEvent | None] = asyncio.Queue(MAX_BACKLOG)
        self._is_complete = True

    async def events(self) -> AsyncIterator[BusEvent]:
        """Yield events until the subscription can no longer be complete."""
        while self._is_complete:
            event = await self._queue.get()
            if event is None:
                return
            yield event

    def offer(self, event: BusEvent) -> None:
        try:
            self._queue.put_nowait(event)
        except asyncio.QueueFull:
            self._is_complete = False
            _overflows.inc()

    def end(self) -> None:
        """Let the reader stop, even if it waits for an event."""
        self._is_complete = False
        if self._queue.empty():
            self._queue.put_nowait(None)


class Hub:
    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._by_topic: defaultdict[str, set[Subscription]] = defaultdict(set)

    async def run(self) -> None:
        """Pass the bus's events on until cancelled."""
        async for event in self._bus.events():
            if isinstance(event, BusGap):
                self._end_all()
            else:
                self.deliver(event)

    def deliver(self, event: BusEvent) -> None:
        """Hand an event to every subscriber of its topics, once each. Never waits, never fails."""
        receivers = {one for topic in event.topics for one in self._by_topic.get(topic, ())}
        for subscription in receivers:
            subscription.offer(event)

    def _end_all(self) -> None:
        """No console can be sure of what it shows: each starts over with a snapshot."""
        for subscription in {one for subscribers in self._by_topic.values() for one in subscribers}:
            subscription.end()

    @contextmanager
    def subscribe(self, *topics: str) -> Iterator[Subscription]:
        subscription = Subscription()
        for topic in topics:
            self._by_topic[topic].add(subscription)
        _connected.inc()
        try:
            yield subscription
        finally:
            _connected.dec()
            for topic in topics:
                self._by_topic[topic].discard(subscription)
                if not self._by_topic[topic]:
                    del self._by_topic[topic]
