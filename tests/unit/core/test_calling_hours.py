"""When a person may be called, by the clock and the calendar where that person is."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.law.hours import CallingHours, DayHours, Holidays, WeekHours
from tests.fakes.clock import T0

NINE_TO_EIGHT = DayHours(opens=time(9), closes=time(20))
NIGHT = DayHours(opens=time(22), closes=time(6))
ALWAYS = DayHours(opens=time(9), closes=time(9))
DAILY = CallingHours(week=WeekHours.daily(NINE_TO_EIGHT))
ZONES = (
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Asia/Yekaterinburg",
    "Asia/Vladivostok",
    # Half hours and quarters, and clocks that are put forward by half an hour or at midnight.
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "America/New_York",
    "Europe/London",
    "Africa/Cairo",
    "America/Santiago",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
)


def working_days(hours: DayHours = NINE_TO_EIGHT, holidays: Holidays | None = None) -> CallingHours:
    week = WeekHours.daily(hours).model_copy(update={"saturday": None, "sunday": None})
    return CallingHours(week=week, holidays=holidays or Holidays())


@pytest.mark.parametrize(
    ("hours", "moment", "is_open"),
    [
        (NINE_TO_EIGHT, time(8, 59, 59), False),
        (NINE_TO_EIGHT, time(9), True),
        (NINE_TO_EIGHT, time(19, 59, 59, 999999), True),
        (NINE_TO_EIGHT, time(20), False),
        (NIGHT, time(21, 59), False),
        (NIGHT, time(22), True),
        (NIGHT, time(0), True),
        (NIGHT, time(5, 59), True),
        (NIGHT, time(6), False),
        (NIGHT, time(12), False),
        (ALWAYS, time(9), True),
        (ALWAYS, time(3), True),
        (DayHours(opens=time(0), closes=time(23, 59)), time(23, 59), False),
    ],
)
def test_hours_include_their_beginning_and_not_their_end(
    hours: DayHours, moment: time, is_open: bool
) -> None:
    assert hours.is_open(moment) is is_open


@pytest.mark.parametrize(
    ("opens", "closes", "are_in_order"),
    [
        pytest.param(time(9), time(20), True, id="by day"),
        pytest.param(time(9), time(9, 1), True, id="a minute"),
        pytest.param(time(20), time(0), True, id="to the end of the day"),
        pytest.param(time(0), time(0), True, id="the whole day"),
        pytest.param(time(0), time(23, 59), True, id="nearly the whole day"),
        pytest.param(time(20), time(9), False, id="mistaken one for the other"),
        pytest.param(time(20), time(2), False, id="beyond midnight"),
        pytest.param(time(9), time(9), False, id="the same twice"),
    ],
)
def test_hours_are_in_order_when_they_open_before_they_close(
    opens: time, closes: time, are_in_order: bool
) -> None:
    assert DayHours(opens=opens, closes=closes).are_in_order is are_in_order


@given(st.times(), st.times(), st.times())
@example(time(20), time(0), time(3))
@example(time(0), time(0), time(3))
def test_hours_in_order_are_one_stretch_that_ends_with_the_day_at_the_latest(
    opens: time, closes: time, moment: time
) -> None:
    hours = DayHours(opens=opens, closes=closes)
    if hours.are_in_order:
        assert hours.is_open(moment) is (opens <= moment and (moment < closes or closes == time.min))


def test_what_is_out_of_order_is_told_by_its_place() -> None:
    week = WeekHours.daily(NINE_TO_EIGHT).model_copy(
        update={"monday": NIGHT, "friday": ALWAYS, "sunday": None}
    )
    hours = CallingHours(week=week, holidays=Holidays(country="RU", hours=NIGHT))

    assert hours.out_of_order == ["week.monday", "week.friday", "holidays.hours"]
    assert DAILY.out_of_order == []


@given(st.times(), st.times(), st.times())
def test_hours_and_their_complement_share_no_moment_and_leave_none(
    opens: time, closes: time, moment: time
) -> None:
    if opens != closes:
        inside = DayHours(opens=opens, closes=closes)
        outside = DayHours(opens=closes, closes=opens)
        assert inside.is_open(moment) is not outside.is_open(moment)


def test_it_is_calling_time_in_some_zones_only() -> None:
    # 06:30 UTC: 08:30 in Kaliningrad, 09:30 in Moscow, 11:30 in Yekaterinburg, 16:30 in Vladivostok,
    # 12:00 in Kolkata.
    now = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)

    assert DAILY.open_zones(now, ZONES[:5]) == set(ZONES[1:5])


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        pytest.param(datetime(2026, 3, 28, 8, 59, tzinfo=UTC), False, id="winter, 08:59"),
        pytest.param(datetime(2026, 3, 28, 9, 0, tzinfo=UTC), True, id="winter, 09:00"),
        pytest.param(
            datetime(2026, 3, 29, 7, 59, tzinfo=UTC), False, id="the night before it became summer, 08:59"
        ),
        pytest.param(datetime(2026, 3, 29, 8, 0, tzinfo=UTC), True, id="an hour earlier than the day before"),
        pytest.param(datetime(2026, 10, 25, 8, 30, tzinfo=UTC), False, id="winter again, 08:30"),
    ],
)
def test_the_clock_that_counts_is_the_one_on_the_clients_wall(now: datetime, is_open: bool) -> None:
    assert DAILY.is_open(now, "Europe/London") is is_open


def test_an_hour_that_comes_twice_is_open_twice_and_one_that_never_comes_is_never() -> None:
    hours = CallingHours(week=WeekHours.daily(DayHours(opens=time(1, 30), closes=time(2))))
    autumn = [datetime(2026, 10, 25, hour, 45, tzinfo=UTC) for hour in range(4)]
    spring = [datetime(2026, 3, 29, hour, 45, tzinfo=UTC) for hour in range(4)]

    assert [hours.is_open(now, "Europe/London") for now in autumn] == [True, True, False, False]
    assert not any(hours.is_open(now, "Europe/London") for now in spring)


@given(st.integers(0, 10 * 365 * 24 * 4).map(lambda quarters: T0 + timedelta(minutes=15 * quarters)))
def test_each_zone_is_judged_by_its_own_clock(now: datetime) -> None:
    found = DAILY.open_zones(now, ZONES)

    assert found <= set(ZONES)
    for zone in ZONES:
        assert (zone in found) is (9 <= now.astimezone(ZoneInfo(zone)).hour < 20)


@pytest.mark.parametrize(
    ("hours", "day", "is_open"),
    [
        pytest.param(working_days(), date(2026, 3, 6), True, id="Friday"),
        pytest.param(working_days(), date(2026, 3, 7), False, id="Saturday"),
        pytest.param(working_days(holidays=Holidays(country="RU")), date(2026, 3, 9), False, id="moved"),
        pytest.param(working_days(holidays=Holidays(country="GB")), date(2026, 3, 9), True, id="elsewhere"),
        pytest.param(working_days(holidays=Holidays(country="RU")), date(2027, 1, 4), False, id="next year"),
        pytest.param(
            working_days(holidays=Holidays(dates=(date(2026, 3, 6),))), date(2026, 3, 6), False, id="own"
        ),
        pytest.param(
            working_days(holidays=Holidays(dates=(date(2026, 3, 7),), hours=ALWAYS)),
            date(2026, 3, 7),
            True,
            id="a holiday's hours replace the weekday's",
        ),
    ],
)
def test_weekdays_and_holidays_have_hours_of_their_own(hours: CallingHours, day: date, is_open: bool) -> None:
    noon = datetime.combine(day, time(12), ZoneInfo("Europe/Moscow"))

    assert hours.is_open(noon, "Europe/Moscow") is is_open


@pytest.mark.parametrize(
    ("country", "parts", "day", "is_holiday"),
    [
        pytest.param("GB", (), date(2026, 11, 30), False, id="no part: what all parts share"),
        pytest.param("GB", (), date(2026, 12, 25), True, id="what all parts share"),
        pytest.param("GB", ("SCT",), date(2026, 11, 30), True, id="Saint Andrew's Day"),
        pytest.param("GB", ("ENG", "WLS"), date(2026, 11, 30), False, id="Saint Andrew's Day elsewhere"),
        pytest.param("GB", ("ENG", "SCT"), date(2026, 4, 6), True, id="of one of several"),
        pytest.param("GB", ("SCT", "ENG"), date(2026, 4, 6), True, id="in whatever order"),
        pytest.param("GB", ("SCT",), date(2026, 4, 6), False, id="no Easter Monday in Scotland"),
        pytest.param("GB", ("SCT",), date(2026, 12, 25), True, id="the country's own stay"),
        pytest.param("DE", ("BY",), date(2026, 1, 6), True, id="Epiphany in Bavaria"),
        pytest.param("DE", (), date(2026, 1, 6), False, id="Epiphany elsewhere"),
    ],
)
def test_a_day_counts_that_the_country_or_one_of_the_named_parts_has_off(
    country: str, parts: tuple[str, ...], day: date, is_holiday: bool
) -> None:
    assert Holidays(country=country, subdivisions=parts).include(day) is is_holiday


def test_holidays_that_name_no_parts_are_read_as_before() -> None:
    assert Holidays.model_validate({"country": "GB", "dates": [], "hours": None}).subdivisions == ()


def test_a_holiday_begins_and_ends_with_the_clients_own_day() -> None:
    hours = CallingHours(week=WeekHours.daily(ALWAYS), holidays=Holidays(dates=(date(2026, 5, 9),)))
    # Nine in the evening of the 8th in Moscow is four in the morning of the 9th in Vladivostok.
    now = datetime(2026, 5, 8, 18, tzinfo=UTC)

    assert hours.is_open(now, "Europe/Moscow")
    assert not hours.is_open(now, "Asia/Vladivostok")
    assert hours.is_holiday(now, "Asia/Vladivostok")


@pytest.mark.parametrize(
    ("hours", "zone", "now", "opens_at"),
    [
        pytest.param(DAILY, "Europe/Moscow", "2026-03-02T12:00", "2026-03-02T12:00", id="it is open"),
        pytest.param(DAILY, "Europe/Moscow", "2026-03-02T05:00", "2026-03-02T06:00", id="in the morning"),
        pytest.param(DAILY, "Europe/Moscow", "2026-03-02T17:00", "2026-03-03T06:00", id="tomorrow"),
        pytest.param(DAILY, "Asia/Kolkata", "2026-03-02T17:00", "2026-03-03T03:30", id="a half-hour zone"),
        pytest.param(working_days(), "Europe/Moscow", "2026-03-06T17:00", "2026-03-09T06:00", id="on Monday"),
        pytest.param(
            working_days(holidays=Holidays(country="RU")),
            "Europe/Moscow",
            "2026-03-06T17:00",
            "2026-03-10T06:00",
            id="a Monday off",
        ),
        pytest.param(DAILY, "Europe/London", "2026-03-28T21:00", "2026-03-29T08:00", id="summer comes"),
        pytest.param(DAILY, "Europe/London", "2026-10-24T21:00", "2026-10-25T09:00", id="summer goes"),
        pytest.param(
            CallingHours(week=WeekHours.daily(DayHours(opens=time(1, 30), closes=time(4)))),
            "Europe/London",
            "2026-03-29T00:00",
            "2026-03-29T01:00",
            id="opens in the hour that is left out: at the jump, which is two o'clock",
        ),
        pytest.param(
            CallingHours(week=WeekHours.daily(DayHours(opens=time(0), closes=time(1, 30)))),
            "Europe/London",
            "2026-10-25T00:45",
            "2026-10-25T01:00",
            id="closed before the clock went back into the hours",
        ),
        pytest.param(
            CallingHours(week=WeekHours.daily(ALWAYS), holidays=Holidays(dates=(date(2026, 5, 9),))),
            "Europe/Moscow",
            "2026-05-09T10:00",
            "2026-05-09T21:00",
            id="after the holiday",
        ),
    ],
)
def test_what_is_closed_opens_again(hours: CallingHours, zone: str, now: str, opens_at: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)

    assert hours.opens_at(moment, zone) == datetime.fromisoformat(opens_at).replace(tzinfo=UTC)


def test_what_has_no_hours_never_opens() -> None:
    closed = WeekHours(
        monday=None, tuesday=None, wednesday=None, thursday=None, friday=None, saturday=None, sunday=None
    )

    assert CallingHours(week=closed).opens_at(T0, "Europe/Moscow") is None


_QUARTERS = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
_DAY = st.builds(DayHours, opens=_QUARTERS, closes=_QUARTERS)
_CLOCK_CHANGES = st.sampled_from(
    [
        datetime(2026, 3, 8, tzinfo=UTC),
        datetime(2026, 3, 29, tzinfo=UTC),
        datetime(2026, 4, 5, tzinfo=UTC),
        datetime(2026, 4, 24, tzinfo=UTC),
        datetime(2026, 9, 6, tzinfo=UTC),
        datetime(2026, 10, 4, tzinfo=UTC),
        datetime(2026, 10, 25, tzinfo=UTC),
        datetime(2026, 10, 30, tzinfo=UTC),
        datetime(2026, 11, 1, tzinfo=UTC),
    ]
)


@given(
    _DAY,
    st.sampled_from(ZONES),
    _CLOCK_CHANGES,
    st.integers(-36 * 4, 36 * 4),
    st.sets(st.integers(-1, 2)),
)
@example(
    DayHours(opens=time(0, 45), closes=time(2)),
    "Europe/London",
    datetime(2026, 10, 25, tzinfo=UTC),
    -17,
    set(),
)
@example(
    DayHours(opens=time(1, 45), closes=time(12, 30)),
    "Australia/Lord_Howe",
    datetime(2026, 10, 4, tzinfo=UTC),
    -76,
    {1},
)
def test_the_next_opening_is_the_first_open_quarter_of_an_hour(
    hours: DayHours, zone: str, near: datetime, quarters: int, off: set[int]
) -> None:
    dates = tuple(near.date() + timedelta(days=ahead) for ahead in sorted(off))
    calling = CallingHours(week=WeekHours.daily(hours), holidays=Holidays(dates=dates))
    now = near + timedelta(minutes=15 * quarters)
    # Zones and clock changes keep to quarters of an hour, so nothing turns in between.
    every_quarter = (now + timedelta(minutes=15 * ahead) for ahead in range(6 * 96))

    assert calling.opens_at(now, zone) == next(
        (moment for moment in every_quarter if calling.is_open(moment, zone)), None
    )


@pytest.mark.parametrize(
    "document",
    [
        {"country": "ZZ"},
        {"country": "Russia"},
        {"country": "GB", "subdivisions": ["SCT", "BY"]},
        {"country": "RU", "subdivisions": ["MOW"]},
        {"subdivisions": ["SCT"]},
        {"hours": {"opens": "09:00:00+03:00", "closes": "10:00"}},
        {"hours": {"opens": "25:00", "closes": "10:00"}},
        {"dates": ["2026-02-30"]},
    ],
)
def test_a_calendar_that_means_nothing_is_refused(document: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Holidays.model_validate(document)
