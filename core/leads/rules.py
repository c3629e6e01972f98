"""When a lead may be called and how often; values that are passed in, not settings that are read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from core.calls.state_machine import CallOutcome


@dataclass(frozen=True, slots=True)
class CallingWindow:
    """The hours in which a person may be called, by the clock where that person is."""

    opens: time = time(9)
    closes: time = time(20)
    """Not included. Equal to `opens`: the whole day. Earlier than `opens`: over midnight."""

    def is_open(self, moment: time) -> bool:
        if self.opens == self.closes:
            return True
        if self.opens < self.closes:
            return self.opens <= moment < self.closes
        return moment >= self.opens or moment < self.closes

    def open_zones(self, now: datetime, zones: Iterable[str]) -> frozenset[str]:
        """Those of `zones` (IANA names) where it is calling time at `now`."""
        return frozenset(zone for zone in zones if self.is_open(now.astimezone(ZoneInfo(zone)).time()))


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often, and how long after each attempt that reached nobody, a lead is tried again."""

    max_attempts: int = 5
    busy_after: timedelta = timedelta(minutes=15)
    otherwise_after: timedelta = timedelta(hours=4)

    @classmethod
    def in_seconds(cls, *, max_attempts: int, busy: int, otherwise: int) -> Self:
        return cls(max_attempts, timedelta(seconds=busy), timedelta(seconds=otherwise))

    def next_attempt_at(
        self, outcome: CallOutcome | None, attempts: int, ended_at: datetime
    ) -> datetime | None:
        """When to try again after the `attempts`-th attempt; None: no more attempts are left.

        `outcome` is None when an operator's verdict asks for another try.
        """
        if attempts >= self.max_attempts:
            return None
        return ended_at + (self.busy_after if outcome is CallOutcome.BUSY else self.otherwise_after)
