"""Waiting for what nobody announces: look again until it is there, or say what was there instead."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

Seen = TypeVar("Seen")


async def eventually(
    look: Callable[[], Awaitable[Seen]],
    is_enough: Callable[[Seen], bool],
    *,
    within_seconds: float,
    look_every_seconds: float = 0.05,
    in_short: Callable[[Seen], object] = lambda seen: seen,
) -> Seen:
    """What `look` gives, as soon as it is enough; `in_short` is told of the last if it never was."""
    last: object = "nothing, for no look came to its end"
    try:
        async with asyncio.timeout(within_seconds):
            while not is_enough(seen := await look()):
                last = in_short(seen)
                await asyncio.sleep(look_every_seconds)
            return seen
    except TimeoutError:
        raise AssertionError(f"after {within_seconds:g} s still {last!r}") from None
