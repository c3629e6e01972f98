"""What the calling hours say of a callback that is promised for a moment."""

from datetime import UTC, date, datetime, time

import pytest

from core.law.hours import CallingHours, DayHours, Holidays, WeekHours
from core.law.promise import PromiseHours, promise_hours

NINE_TO_EIGHT = DayHours(opens=time(9), closes=time(20))
DAILY = CallingHours(week=WeekHours.daily(NINE_TO_EIGHT))
ALL_CLOSED = WeekHours(**dict.fromkeys(WeekHours.model_fields))
MONDAY_MORNING = datetime(2026, 3, 2, 7, tzinfo=UTC)


def promised(
    at: str,
    hours: CallingHours = DAILY,
    zone: str = "Europe/Moscow",
) -> PromiseHours:
    """On Monday morning, for a moment in UTC."""
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    return promise_hours(hours, zone, moment, now=MONDAY_MORNING)


@pytest.mark.parametrize(
    ("at", "kept_at", "nearest"),
    [
        pytest.param("2026-03-02T12:00", "2026-03-02T12:00", "2026-03-02T12:00", id="within hours"),
        pytest.param("2026-03-02T18:10", "2026-03-03T06:00", "2026-03-02T16:45", id="in the evening"),
        pytest.param("2026-03-02T17:00", "2026-03-03T06:00", "2026-03-02T16:45", id="as it closes"),
        pytest.param("2026-03-03T04:00", "2026-03-03T06:00", "2026-03-03T06:00", id="early in the morning"),
    ],
)
def test_a_promise_is_kept_when_hours_begin_and_the_nearest_moment_is_offered(
    at: str, kept_at: str, nearest: str
) -> None:
    told = promised(at)

    assert told.is_open == (at == kept_at)
    assert told.kept_at == datetime.fromisoformat(kept_at).replace(tzinfo=UTC)
    assert told.nearest == datetime.fromisoformat(nearest).replace(tzinfo=UTC)


def test_no_moment_that_is_over_is_offered() -> None:
    # In Vladivostok it is five in the afternoon, and seven minutes later nobody is called any more.
    early = CallingHours(week=WeekHours.daily(DayHours(opens=time(9), closes=time(17, 7))))

    told = promised("2026-03-02T07:10", early, "Asia/Vladivostok")

    assert told.nearest == told.kept_at == datetime(2026, 3, 2, 23, tzinfo=UTC)


def test_the_day_and_its_hours_are_those_where_the_phone_rings() -> None:
    week = DAILY.week.model_copy(update={"tuesday": DayHours(opens=time(12), closes=time(13))})

    told = promised("2026-03-02T18:00", CallingHours(week=week), "Asia/Vladivostok")

    assert (told.day, told.hours) == (date(2026, 3, 3), week.tuesday)
    assert (told.is_open, told.is_holiday) == (False, False)


def test_a_holiday_is_said_to_be_one() -> None:
    holidays = Holidays(dates=(date(2026, 3, 3),))

    told = promised("2026-03-03T10:00", DAILY.model_copy(update={"holidays": holidays}))

    assert (told.hours, told.is_holiday, told.is_open) == (None, True, False)


def test_a_policy_that_never_opens_lets_no_promise_be_kept() -> None:
    told = promised("2026-03-02T12:00", CallingHours(week=ALL_CLOSED))

    assert (told.kept_at, told.nearest) == (None, None)
