"""Whoever hands a call over may wait until it is on the wire, and never waits for ever."""

import asyncio
from uuid import uuid4

import pytest

from pbx import departures
from pbx.departures import Departures


async def test_a_call_is_waited_for_until_it_is_heard_to_leave() -> None:
    waiting, call_id = Departures(), uuid4()
    waiting.expect(call_id)
    async with asyncio.TaskGroup() as tasks:
        waits = tasks.create_task(waiting.until_left(call_id))
        await asyncio.sleep(0)
        waiting.left(uuid4())
        await asyncio.sleep(0)
        assert not waits.done()
        waiting.left(call_id)


async def test_nobody_waits_for_a_call_that_has_left_already_or_was_never_handed_over() -> None:
    waiting, call_id = Departures(), uuid4()
    waiting.expect(call_id)
    waiting.left(call_id)
    async with asyncio.timeout(0):
        await waiting.until_left(call_id)
        await waiting.until_left(uuid4())


async def test_when_nothing_more_is_heard_nobody_waits() -> None:
    waiting, call_ids = Departures(), [uuid4(), uuid4()]
    for call_id in call_ids:
        waiting.expect(call_id)
    async with asyncio.TaskGroup() as tasks:
        for call_id in call_ids:
            tasks.create_task(waiting.until_left(call_id))
        await asyncio.sleep(0)
        waiting.nothing_more_is_heard()


async def test_a_call_that_is_never_heard_of_is_waited_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(departures, "_LEAVES_WITHIN_SECONDS", 0.01)
    waiting, call_id = Departures(), uuid4()
    waiting.expect(call_id)
    await waiting.until_left(call_id)
    async with asyncio.timeout(0):
        await waiting.until_left(call_id)
