"""A clock that a test moves by hand."""

import asyncio
from datetime import UTC, datetime, timedelta

T0 = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


class FakeClock:
    """Sleepers wake when the test has moved the time far enough."""

    def __init__(self, now: datetime = T0) -> None:
        self._now = now
        self._sleepers: list[tuple[datetime, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return (self._now - T0).total_seconds()

    async def sleep(self, seconds: float) -> None:
        wakes_at = self._now + timedelta(seconds=seconds)
        sleeper: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers.append((wakes_at, sleeper))
        await sleeper

    @property
    def sleeping(self) -> int:
        """How many sleep now."""
        return sum(not sleeper.done() for _, sleeper in self._sleepers)

    def move(self, seconds: float) -> None:
        """Let time pass; whoever sleeps until then wakes."""
        self._now += timedelta(seconds=seconds)
        due = [sleeper for wakes_at, sleeper in self._sleepers if wakes_at <= self._now]
        self._sleepers = [one for one in self._sleepers if one[0] > self._now]
        for sleeper in due:
            if not sleeper.done():
                sleeper.set_result(None)
