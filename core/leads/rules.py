"""When a lead may be called, by the clock where it is; of values, not of settings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo


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
