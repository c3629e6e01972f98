"""A period of whole days, as an evidence is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days of the call centre."""

    first: date
    last: date
    """Included."""
    zone: str

    @property
    def days(self) -> Sequence[date]:
        return [self.first + timedelta(days=day) for day in range((self.last - self.first).days + 1)]

    def begins_at(self, day: date) -> datetime:
        return datetime.combine(day, time.min, ZoneInfo(self.zone))

    def ends_at(self, day: date) -> datetime:
        """Not included."""
        return self.begins_at(day + timedelta(days=1))

    @property
    def since(self) -> datetime:
        return self.begins_at(self.first)

    @property
    def until(self) -> datetime:
        """Not included."""
        return self.ends_at(self.last)
