"""When a person may be called, by the clock and the calendar where that person is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)
from pydantic_core import PydanticCustomError

from core.law.calendars import countries, is_public_holiday, subdivisions

MOST_DATES: Final = 400
MOST_SUBDIVISIONS: Final = 200
# Longer than any year of holidays: what has not opened by then never opens.
_FURTHEST_DAYS: Final = 400
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


# The library itself keeps eight, and a country may have more.
_place = cache(ZoneInfo)


def _written(moment: Any) -> Any:
    if isinstance(moment, int | float):
        raise ValueError("must be written out, not counted in seconds")
    return moment


def _of_a_wall(moment: time) -> time:
    if moment.tzinfo is not None:
        raise ValueError("must be a time without a zone")
    return moment


WallDate = Annotated[date, BeforeValidator(_written)]
WallTime = Annotated[
    time,
    BeforeValidator(_written),
    AfterValidator(_of_a_wall),
    # The format that JSON schema has for times wants an offset.
    WithJsonSchema({"type": "string", "pattern": r"^\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?$"}),
]


class DayHours(_Frozen):
    """One day's hours, each day by itself."""

    opens: WallTime
    closes: WallTime
    """Not included. Midnight is the day's end. What no policy can be given any more may be stored: the same
    time twice is the whole day, a time before `opens` all but the time between."""

    @property
    def are_in_order(self) -> bool:
        """Whether they open before they close: one stretch, the whole day from midnight to midnight."""
        return self.opens < self.closes or self.closes == time.min

    def is_open(self, moment: time) -> bool:
        if self.opens == self.closes:
            return True
        if self.opens < self.closes:
            return self.opens <= moment < self.closes
        return moment >= self.opens or moment < self.closes


class WeekHours(_Frozen):
    """None: not on this weekday."""

    monday: DayHours | None
    tuesday: DayHours | None
    wednesday: DayHours | None
    thursday: DayHours | None
    friday: DayHours | None
    saturday: DayHours | None
    sunday: DayHours | None

    @classmethod
    def daily(cls, hours: DayHours) -> "WeekHours":
        return cls(**dict.fromkeys(_WEEKDAYS, hours))

    def on(self, day: date) -> DayHours | None:
        hours: DayHours | None = getattr(self, _WEEKDAYS[day.weekday()])
        return hours

    @property
    def by_weekday(self) -> Mapping[str, DayHours | None]:
        return {day: getattr(self, day) for day in _WEEKDAYS}


def _known_country(country: str) -> str:
    if country not in countries():
        raise ValueError("has no calendar of holidays")
    return country


class Holidays(_Frozen):
    country: Annotated[str, AfterValidator(_known_country)] | None = None
    """ISO 3166 code of the country whose public holidays count; None: only `dates`."""
    subdivisions: tuple[str, ...] = Field(default=(), max_length=MOST_SUBDIVISIONS)
    """Parts of that country whose own holidays count as well, by their codes in ISO 3166-2 without the
    country's. A country by itself has only those days that all of its parts share."""
    dates: tuple[WallDate, ...] = Field(default=(), max_length=MOST_DATES)
    hours: DayHours | None = None
    """Instead of the weekday's; None: nobody is called."""

    @field_validator("subdivisions")
    @classmethod
    def _are_of_the_country(cls, parts: tuple[str, ...], others: ValidationInfo) -> tuple[str, ...]:
        # A country that was refused is a fault by itself.
        if "country" in others.data:
            country = others.data["country"]
            known = subdivisions(country) if country is not None else {}
            for part in parts:
                if part not in known:
                    sentence = "has no calendar of holidays for {subdivision}"
                    raise PydanticCustomError("unknown_subdivision", sentence, {"subdivision": part})
        return parts

    def include(self, day: date) -> bool:
        if day in self.dates:
            return True
        return self.country is not None and is_public_holiday(self.country, self.subdivisions, day)


class CallingHours(_Frozen):
    week: WeekHours
    holidays: Holidays = Holidays()

    def on(self, day: date) -> DayHours | None:
        return self.holidays.hours if self.holidays.include(day) else self.week.on(day)

    @property
    def out_of_order(self) -> Sequence[str]:
        """Where hours stand that do not open before they close: `week.monday`, `holidays.hours`."""
        days = {f"week.{day}": hours for day, hours in self.week.by_weekday.items()}
        every = {**days, "holidays.hours": self.holidays.hours}
        return [place for place, hours in every.items() if hours is not None and not hours.are_in_order]

    def is_open(self, now: datetime, zone: str) -> bool:
        """Whether somebody in `zone` (IANA name) may be called at `now`."""
        return self._is_open(now.astimezone(_place(zone)))

    def open_zones(self, now: datetime, zones: Iterable[str]) -> frozenset[str]:
        """Those of `zones` where it is calling time at `now`."""
        return frozenset(zone for zone in zones if self.is_open(now, zone))

    def is_holiday(self, now: datetime, zone: str) -> bool:
        return self.holidays.include(now.astimezone(_place(zone)).date())

    def opens_at(self, now: datetime, zone: str) -> datetime | None:
        """The first moment from `now` on at which it is calling time in `zone`; None: it never is."""
        place = _place(zone)
        if self._is_open(now.astimezone(place)):
            return now
        today = now.astimezone(place).date()
        for day in (today + timedelta(days=ahead) for ahead in range(_FURTHEST_DAYS)):
            opening = [turn for turn in self._openings(day, place) if turn > now]
            if opening:
                return min(opening)
        return None

    def _openings(self, day: date, place: ZoneInfo) -> list[datetime]:
        hours = self.on(day)
        if hours is None:
            return []
        return [turn for turn in _turns(day, hours, place) if self._is_open(turn.astimezone(place))]

    def _is_open(self, there: datetime) -> bool:
        hours = self.on(there.date())
        return hours is not None and hours.is_open(there.time())


def _turns(day: date, hours: DayHours, place: ZoneInfo) -> Iterator[datetime]:
    """Every moment of a day, by the clock there, at which it may become calling time."""
    for wall in (time.min, hours.opens):
        # An hour that comes twice opens twice; one that is left out is settled by the clock's jump.
        for fold in (0, 1):
            yield datetime.combine(day, wall, place).replace(fold=fold).astimezone(UTC)
    jump = _jump(day, place)
    if jump is not None and jump.astimezone(place).date() == day:
        yield jump


def _jump(day: date, place: ZoneInfo) -> datetime | None:
    """When the clock is put forward or back on this day or near it."""
    early = datetime.combine(day, time.min, UTC) - timedelta(hours=15)
    late = early + timedelta(hours=54)

    def offset(moment: datetime) -> timedelta | None:
        return moment.astimezone(place).utcoffset()

    before = offset(early)
    if offset(late) == before:
        return None
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=(late - early).total_seconds() // 2)
        early, late = (middle, late) if offset(middle) == before else (early, middle)
    return late
