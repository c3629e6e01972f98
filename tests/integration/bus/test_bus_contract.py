"""What every bus promises: in memory, and on a real Redis-compatible server."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from uuid import UUID

import pytest
from redis.asyncio import Redis

from core.bus.events import ContactChanged
from core.bus.memory import MemoryBus
from core.bus.port import Bus, BusEvent, BusGap, EventId
from core.clock import SystemClock
from core.errors import BusUnavailable
from zvonar.redis_bus import RedisBus, open_redis_bus

PATIENCE_SECONDS = 10.0


def a_redis_bus(url: str) -> AbstractAsyncContextManager[RedisBus]:
    return open_redis_bus(url, SystemClock())


@asynccontextmanager
async def a_memory_bus() -> AsyncIterator[MemoryBus]:
    yield MemoryBus(SystemClock())


OpenBus = Callable[[], AbstractAsyncContextManager[Bus]]


@pytest.fixture(params=["memory", "redis"])
def a_bus(request: pytest.FixtureRequest) -> OpenBus:
    if request.param == "memory":
        return a_memory_bus
    redis_url: str = request.getfixturevalue("redis_url")
    return lambda: a_redis_bus(redis_url)


def an_event(number: int) -> ContactChanged:
    return ContactChanged(UUID(int=number), UUID(int=number))


# Published until it is read: from then on the reader misses nothing.
A_GREETING = an_event(2**64)


class Reader:
    """Reads a bus in the background; `events` are those of the test."""

    def __init__(self) -> None:
        self.read: list[BusEvent | BusGap] = []

    @property
    def events(self) -> list[BusEvent]:
        events = (one for one in self.read if isinstance(one, BusEvent))
        return [one for one in events if "greetings" not in one.topics]

    @property
    def gaps(self) -> int:
        return sum(isinstance(one, BusGap) for one in self.read)


@asynccontextmanager
async def reading(bus: Bus) -> AsyncIterator[Reader]:
    reader = Reader()

    async def read() -> None:
        async for event in bus.events():
            reader.read.append(event)

    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(read())
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not reader.read:
                    bus.publish(A_GREETING, "greetings")
                    await asyncio.sleep(0.01)
            yield reader
        finally:
            task.cancel()


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not happened():  # noqa: ASYNC110 - another process is waited for
            await asyncio.sleep(0.01)


async def test_a_reader_gets_every_event_once_and_in_order(a_bus: OpenBus) -> None:
    async with a_bus() as bus, reading(bus) as reader:
        for number in range(1500):
            bus.publish(an_event(number), "clients")
        await until(lambda: len(reader.events) == 1500)
    assert [event.body for event in reader.events] == [
        one.body for one in sorted(reader.events, key=lambda event: event.id.order)
    ]
    assert f'"{UUID(int=0)}"'.encode() in reader.events[0].body
    assert f'"{UUID(int=1499)}"'.encode() in reader.events[-1].body
    assert reader.gaps == 0


async def test_two_readers_get_the_same(a_bus: OpenBus) -> None:
    async with a_bus() as bus, reading(bus) as first, reading(bus) as second:
        bus.publish(an_event(1), "clients", "floor")
        await until(lambda: bool(first.events and second.events))
    assert first.events == second.events
    assert first.events[0].topics == {"clients", "floor"}


async def test_who_was_away_gets_what_came_after_the_last_seen_event(a_bus: OpenBus) -> None:
    async with a_bus() as bus, reading(bus) as reader:
        for number in range(10):
            bus.publish(an_event(number), "clients")
        await until(lambda: len(reader.events) == 10)
        missed = await bus.replay(reader.events[3].id)
        assert missed == reader.events[4:]
        assert await bus.replay(await bus.last_id()) == []


@pytest.mark.parametrize("strange", [EventId(1, 1), EventId(9_999_999_999_999, 7)])
async def test_an_id_of_another_life_has_no_replay(a_bus: OpenBus, strange: EventId) -> None:
    async with a_bus() as bus:
        bus.publish(an_event(1), "clients")
        assert await bus.replay(strange) is None


async def test_an_emptied_redis_is_a_gap_and_not_silence(redis_url: str) -> None:
    async with a_redis_bus(redis_url) as bus, reading(bus) as reader:
        bus.publish(an_event(1), "clients")
        await until(lambda: len(reader.events) == 1)
        redis = Redis.from_url(redis_url)
        await redis.flushall()
        await redis.aclose()
        await until(lambda: reader.gaps == 1)
        bus.publish(an_event(2), "clients")
        await until(lambda: len(reader.events) == 2)
        assert await bus.replay(reader.events[0].id) is None


async def test_events_published_while_redis_is_away_are_announced_as_a_gap() -> None:
    async with a_redis_bus("redis://127.0.0.1:9/0") as bus:
        bus.publish(an_event(1), "clients")
        await until(lambda: bus._has_gap)


async def test_whoever_asks_while_redis_is_away_is_told_so() -> None:
    async with a_redis_bus("redis://127.0.0.1:9/0") as bus:
        with pytest.raises(BusUnavailable):
            await bus.last_id()
        with pytest.raises(BusUnavailable):
            await bus.replay(EventId(1, 1))
