"""Sleeping until something happens, or for as long as was said."""

import asyncio

from core.clock import sleep_unless
from tests.fakes.clock import FakeClock


async def all_that_can_happen_happens() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_whoever_sleeps_unless_something_happens_sleeps_for_as_long_as_was_said() -> None:
    clock = FakeClock()
    sleeper = asyncio.ensure_future(sleep_unless(asyncio.Event(), clock, 0.5))  # owner: this test
    await all_that_can_happen_happens()
    clock.move(0.4)
    await all_that_can_happen_happens()
    assert not sleeper.done()
    clock.move(0.1)
    await sleeper


async def test_what_happens_ends_the_sleep_at_once_and_nobody_sleeps_on() -> None:
    clock, event = FakeClock(), asyncio.Event()
    sleeper = asyncio.ensure_future(sleep_unless(event, clock, 0.5))  # owner: this test
    await all_that_can_happen_happens()
    event.set()
    await sleeper
    await all_that_can_happen_happens()
    assert clock.sleeping == 0


async def test_what_has_happened_before_lets_nobody_sleep() -> None:
    event = asyncio.Event()
    event.set()
    await sleep_unless(event, FakeClock(), 3600)


async def test_whoever_is_woken_by_a_cancellation_leaves_nobody_asleep() -> None:
    clock = FakeClock()
    sleeper = asyncio.ensure_future(sleep_unless(asyncio.Event(), clock, 0.5))  # owner: this test
    await all_that_can_happen_happens()
    sleeper.cancel()
    await asyncio.gather(sleeper, return_exceptions=True)
    await all_that_can_happen_happens()
    assert clock.sleeping == 0
