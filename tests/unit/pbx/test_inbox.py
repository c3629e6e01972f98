"""The queue between what is heard and who deals with it."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import REGISTRY

from pbx.inbox import Inbox


@given(
    before=st.lists(st.integers()), while_reading=st.lists(st.lists(st.integers(), max_size=3), max_size=5)
)
def test_every_item_comes_once_in_order_however_it_was_put(
    before: list[int], while_reading: list[list[int]]
) -> None:
    async def read() -> None:
        inbox: Inbox[int] = Inbox("read")
        wanted = [*before, *(item for batch in while_reading for item in batch)]
        got: list[int] = []

        async def take() -> None:
            if not wanted:
                return
            async for item in inbox.items():
                got.append(item)
                if len(got) == len(wanted):
                    return

        for item in before:
            inbox.put(item)
        async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
            tasks.create_task(take())
            for batch in while_reading:
                await asyncio.sleep(0)
                for item in batch:
                    inbox.put(item)
        assert got == wanted

    asyncio.run(read())


async def test_what_a_stopped_reader_left_comes_to_the_next_one() -> None:
    inbox: Inbox[str] = Inbox("left")
    inbox.put("first")
    inbox.put("second")
    first = await anext(aiter(inbox.items()))
    second = await anext(aiter(inbox.items()))
    assert (first, second) == ("first", "second")


async def test_what_waits_is_shown_by_a_metric() -> None:
    inbox: Inbox[str] = Inbox("shown")
    inbox.put("one")
    inbox.put("two")
    assert REGISTRY.get_sample_value("zvonar_inbox_waiting", {"inbox": "shown"}) == 2
