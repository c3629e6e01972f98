"""Whether a call may be made at the moment for which it is promised, and when it is made else. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from core.law.hours import CallingHours, DayHours

# Every zone is ahead or behind by whole quarters, so that they begin everywhere at once.
_QUARTER: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class PromiseHours:
    """What the calling hours of a policy say of a promise.

    The dialler takes nothing outside hours, promised or not. A promise for such a moment stands, and is kept
    as soon as hours begin.
    """

    time_zone: str
    """Where the phone rings: it is by the clock there that the hours are."""
    is_open: bool
    day: date
    """There, at the promised moment."""
    hours: DayHours | None
    """Of that day; None: nobody is called on it."""
    is_holiday: bool
    kept_at: datetime | None
    """When the call is made; None: never, since no hours follow."""
    nearest: datetime | None
    """The allowed moment nearest to the promised one, still to come; None: there is none."""


def promise_hours(
    hours: CallingHours, time_zone: str, promised_at: datetime, *, now: datetime
) -> PromiseHours:
    """`promised_at` is to come."""
    there = promised_at.astimezone(ZoneInfo(time_zone)).date()
    kept_at = hours.opens_at(promised_at, time_zone)
    return PromiseHours(
        time_zone=time_zone,
        is_open=kept_at == promised_at,
        day=there,
        hours=hours.on(there),
        is_holiday=hours.holidays.include(there),
        kept_at=kept_at,
        nearest=_nearest(hours, time_zone, promised_at, kept_at, now),
    )


def _nearest(
    hours: CallingHours, time_zone: str, promised_at: datetime, kept_at: datetime | None, now: datetime
) -> datetime | None:
    """The opening that follows, or the last whole quarter of an hour before it closed, if that is nearer."""
    if kept_at is None:
        return None
    earlier = _quarter_before(promised_at)
    while earlier > now and promised_at - earlier < kept_at - promised_at:
        if hours.is_open(earlier, time_zone):
            return earlier
        earlier -= _QUARTER
    return kept_at


def _quarter_before(moment: datetime) -> datetime:
    """The moment itself, if it is one."""
    return moment - (moment - datetime.min.replace(tzinfo=UTC)) % _QUARTER
