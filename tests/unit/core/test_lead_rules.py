"""When a lead may be called, by the clock where it is."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.leads.rules import CallingWindow
from tests.fakes.clock import T0

DAY = CallingWindow(time(9), time(20))
NIGHT = CallingWindow(time(22), time(6))
ALWAYS = CallingWindow(time(9), time(9))
ZONES = ("Europe/Kaliningrad", "Europe/Moscow", "Asia/Yekaterinburg", "Asia/Vladivostok", "Asia/Kolkata")


@pytest.mark.parametrize(
    ("window", "moment", "is_open"),
    [
        (DAY, time(8, 59, 59), False),
        (DAY, time(9), True),
        (DAY, time(19, 59, 59, 999999), True),
        (DAY, time(20), False),
        (NIGHT, time(21, 59), False),
        (NIGHT, time(22), True),
        (NIGHT, time(0), True),
        (NIGHT, time(5, 59), True),
        (NIGHT, time(6), False),
        (NIGHT, time(12), False),
        (ALWAYS, time(9), True),
        (ALWAYS, time(3), True),
        (CallingWindow(time(0), time(23, 59)), time(23, 59), False),
    ],
)
def test_a_window_includes_its_beginning_and_not_its_end(
    window: CallingWindow, moment: time, is_open: bool
) -> None:
    assert window.is_open(moment) is is_open


@given(st.times(), st.times(), st.times())
def test_a_window_and_its_complement_share_no_moment_and_leave_none(
    opens: time, closes: time, moment: time
) -> None:
    if opens != closes:
        inside, outside = CallingWindow(opens, closes), CallingWindow(closes, opens)
        assert inside.is_open(moment) is not outside.is_open(moment)


def test_it_is_calling_time_in_some_zones_only() -> None:
    # 06:30 UTC: 08:30 in Kaliningrad, 09:30 in Moscow, 11:30 in Yekaterinburg, 16:30 in Vladivostok.
    now = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)

    assert DAY.open_zones(now, ZONES) == {
        "Europe/Moscow",
        "Asia/Yekaterinburg",
        "Asia/Vladivostok",
        "Asia/Kolkata",
    }


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
    assert bool(DAY.open_zones(now, ["Europe/London"])) is is_open


def test_an_hour_that_comes_twice_is_open_twice_and_one_that_never_comes_is_never() -> None:
    window = CallingWindow(time(1, 30), time(2))
    autumn = [datetime(2026, 10, 25, hour, 45, tzinfo=UTC) for hour in range(4)]
    spring = [datetime(2026, 3, 29, hour, 45, tzinfo=UTC) for hour in range(4)]

    assert [bool(window.open_zones(now, ["Europe/London"])) for now in autumn] == [True, True, False, False]
    assert not any(window.open_zones(now, ["Europe/London"]) for now in spring)


@given(st.integers(0, 10 * 365 * 24 * 4).map(lambda quarters: T0 + timedelta(minutes=15 * quarters)))
def test_only_zones_that_were_asked_for_come_back_and_each_by_its_own_clock(now: datetime) -> None:
    found = DAY.open_zones(now, ZONES)

    assert found <= set(ZONES)
    for zone in ZONES:
        hour = now.astimezone(ZoneInfo(zone)).hour
        assert (zone in found) is (9 <= hour < 20)


def test_every_day_has_an_hour_for_every_zone() -> None:
    moments = [datetime.combine(date(2026, 3, 29), time(hour), UTC) for hour in range(24)]

    for zone in ZONES:
        assert any(DAY.open_zones(moment, [zone]) for moment in moments)
