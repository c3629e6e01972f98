"""Waiting for what a page or another process will show, with a limit."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from playwright.sync_api import Page

PATIENCE = timedelta(seconds=15)
_LOOK_AGAIN_MS = 100

Seen = TypeVar("Seen")


def eventually(
    page: Page, look: Callable[[], Seen], is_enough: Callable[[Seen], bool], within: timedelta = PATIENCE
) -> Seen:
    """Look again and again, while the page goes on living, until what is seen is enough; return it."""
    give_up_at = time.monotonic() + within.total_seconds()
    while not is_enough(seen := look()):
        if time.monotonic() > give_up_at:
            raise AssertionError(f"after {within.total_seconds():g} s still {seen!r}")
        page.wait_for_timeout(_LOOK_AGAIN_MS)
    return seen
