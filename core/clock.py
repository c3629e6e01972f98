"""The only source of the present moment, so that tests can move time by hand."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, aware, in UTC."""

    def monotonic(self) -> float:
        """Seconds since nobody knows when, that no setting of the machine's clock moves."""

    async def sleep(self, seconds: float) -> None: ...


def beginning_of_day(now: datetime, zone: ZoneInfo) -> datetime:
    """The midnight with which today began where that zone is."""
    return now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


async def sleep_unless(event: asyncio.Event, clock: Clock, seconds: float) -> None:
    """Sleep for so long, or until the event is set."""
    waits = [
        asyncio.create_task(clock.sleep(seconds)),  # owner: this function
        asyncio.create_task(event.wait()),  # owner: this function
    ]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in waits:
            one.cancel()
