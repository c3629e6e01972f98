"""The bus between processes: one Redis stream that everybody writes to and reads from.

Redis holds nothing that cannot be rebuilt. While it is away, events are lost, and both sides say so:
a writer that lost events writes a gap when Redis is back, a reader whose last event is no longer in
the stream reports a gap. Consoles then start over with a snapshot.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Final

import orjson
import structlog
from prometheus_client import Counter
from redis.asyncio import Redis
from redis.exceptions import RedisError

from core.bus.events import Published
from core.bus.memory import REMEMBERED
from core.bus.port import BusEvent, BusGap, EventId, encode
from core.clock import Clock
from core.errors import BusUnavailable
from zvonar.redis_stream import Entry, StreamReader

_STREAM: Final = "zvonar:events"
_BATCH: Final = 500
_AGAIN_SECONDS: Final = 0.5
_CLOSE_WITHIN_SECONDS: Final = 2.0
# What a writer keeps while Redis is away; a longer absence ends in a gap anyway.
_WAITING: Final = 5_000

log = structlog.get_logger()
_lost = Counter("zvonar_bus_lost_events", "Events that could not be handed to Redis")


class RedisBus:
    """Implements `core.bus.port.Bus`; made by `open_redis_bus`."""

    def __init__(self, url: str, clock: Clock) -> None:
        self._clock = clock
        self._redis: Redis = Redis.from_url(url, health_check_interval=10, socket_connect_timeout=2)
        self._waiting: deque[dict[Any, Any]] = deque()
        self._has_work = asyncio.Event()
        self._has_gap = False
        self._is_closing = False

    def publish(self, event: Published, *topics: str) -> None:
        if len(self._waiting) >= _WAITING:
            self._waiting.clear()
            self._has_gap = True
            _lost.inc(_WAITING)
        self._waiting.append({"topics": orjson.dumps(topics), "body": encode(event)})
        self._has_work.set()

    async def last_id(self) -> EventId:
        with _asking():
            newest: list[Entry] = _entries(await self._redis.xrevrange(_STREAM, count=1))
        return _id(newest[0]) if newest else EventId(0, 0)

    async def replay(self, after: EventId) -> Sequence[BusEvent] | None:
        # The event that the reader saw last must still be there: then nothing after it was cut off.
        with _asking():
            entries = _entries(await self._redis.xrange(_STREAM, min=str(after)))
        if not entries or _id(entries[0]) != after:
            return None
        events = [_event(entry) for entry in entries[1:]]
        return None if any(isinstance(event, BusGap) for event in events) else _only_events(events)

    async def events(self) -> AsyncIterator[BusEvent | BusGap]:
        reader = StreamReader(self._redis, _STREAM, self._clock, is_whole=True)
        async for batch in reader.batches():
            if self._is_closing:
                return
            if batch is None:
                yield BusGap()
            for entry in batch or ():
                yield _event(entry)

    async def write(self) -> None:
        """Hand over what is published, until `close`."""
        while not self._is_closing:
            await self._has_work.wait()
            self._has_work.clear()
            while self._waiting or (self._has_gap and not self._is_closing):
                await self._write_batch()

    async def close(self, writing: "asyncio.Task[None]") -> None:
        """Hand over the rest, for a moment, and let go of Redis."""
        # Not by cancelling alone: the client's pipeline can swallow that in the middle of an exchange.
        self._is_closing = True
        self._has_work.set()
        await asyncio.wait([writing], timeout=_CLOSE_WITHIN_SECONDS)
        self._waiting.clear()
        writing.cancel()
        await self._redis.aclose()

    async def _write_batch(self) -> None:
        batch = [self._waiting[index] for index in range(min(_BATCH, len(self._waiting)))]
        gap: list[dict[Any, Any]] = [{"gap": b"1"}] if self._has_gap else []
        try:
            async with self._redis.pipeline(transaction=False) as pipeline:
                for fields in [*gap, *batch]:
                    _ = pipeline.xadd(_STREAM, fields, maxlen=REMEMBERED, approximate=True)
                await pipeline.execute()
        except (RedisError, OSError) as error:
            # Some of the batch may be in the stream: twice is once for every event, so all is sent again.
            log.warning("bus.not_written", error=str(error), waiting=len(self._waiting))
            self._has_gap = True
            await self._clock.sleep(_AGAIN_SECONDS)
            return
        self._has_gap = False
        for _ in batch:
            self._waiting.popleft()


@asynccontextmanager
async def open_redis_bus(url: str, clock: Clock) -> AsyncIterator[RedisBus]:
    bus = RedisBus(url, clock)
    async with asyncio.TaskGroup() as tasks:
        writing = tasks.create_task(bus.write(), name="bus writer")
        try:
            yield bus
        finally:
            await bus.close(writing)


@contextmanager
def _asking() -> Iterator[None]:
    try:
        yield
    except (RedisError, OSError) as error:
        raise BusUnavailable(f"Redis does not answer: {error}") from error


def _entries(found: Any) -> list[Entry]:
    """The driver's types say more than Redis ever answers."""
    return list(found or ())


def _id(entry: Entry) -> EventId:
    parsed = EventId.parse(entry[0].decode())
    assert parsed is not None, "Redis gave an id that is none"
    return parsed


def _event(entry: Entry) -> BusEvent | BusGap:
    fields = entry[1]
    if b"gap" in fields:
        return BusGap()
    return BusEvent(_id(entry), frozenset(orjson.loads(fields[b"topics"])), fields[b"body"])


def _only_events(events: Sequence[BusEvent | BusGap]) -> list[BusEvent]:
    return [event for event in events if isinstance(event, BusEvent)]
