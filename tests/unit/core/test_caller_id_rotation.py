"""Whose turn it is among a campaign's numbers: the client's region first, then the least used."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.caller_ids.models import CallerId
from core.caller_ids.rotation import UNCAPPED, Today, calls_left, choose, give_back, regions_of, use
from tests.factories import some_id
from tests.fakes.clock import T0

MOBILE = "+79161234567"
TODAY = Today(T0, date(2026, 3, 2))


def a_number(last_digits: int, **values: Any) -> CallerId:
    filled = {"region": "", "rest_hours": 0, "is_active": True, "used": 0, "used_on": TODAY.day}
    number = f"+7495{last_digits:07}"
    filled |= {"phone_number": number}
    return CallerId(id=some_id(last_digits), campaign_id=some_id(1), **filled | values)


@pytest.mark.parametrize(
    ("pool", "region", "chosen"),
    [
        pytest.param([], "Москва", None, id="there is none"),
        pytest.param([a_number(1, used=5), a_number(2, used=2)], "", 2, id="the least used"),
        pytest.param([a_number(1), a_number(2, region="Москва", used=9)], " МОСКВА ", 2, id="its region's"),
        pytest.param([a_number(1, used=1), a_number(2, region="Тверь")], "Москва", 2, id="none local"),
        pytest.param(
            [a_number(1), a_number(2, region="Москва", daily_cap=3, used=3)],
            "Москва",
            1,
            id="worn out",
        ),
        pytest.param([a_number(1, used=9, used_on=date(2026, 3, 1)), a_number(2, used=1)], "", 1, id="day"),
        pytest.param([a_number(1, is_active=False)], "", None, id="switched off"),
        pytest.param([a_number(1, rests_until=T0 + timedelta(seconds=1))], "", None, id="it rests"),
        pytest.param([a_number(1, rests_until=T0)], "", 1, id="the rest is over"),
        pytest.param(
            [a_number(1, last_used_at=T0), a_number(2, last_used_at=T0 - timedelta(hours=1))],
            "",
            2,
            id="as much used, and longer ago",
        ),
    ],
)
def test_the_number_for_a_client(pool: list[CallerId], region: str, chosen: int | None) -> None:
    number = choose(pool, regions_of(region, MOBILE), TODAY)

    assert (number and number.id) == (chosen and some_id(chosen))


@pytest.mark.parametrize(
    ("shown_first_to", "region", "phone_number", "is_local"),
    [
        pytest.param("Свердловская обл.", "Свердловская область", MOBILE, True, id="abridged"),
        pytest.param("Свердловская область", "г. Екатеринбург", MOBILE, True, id="the capital"),
        pytest.param("Свердловская область", "Тверская область", "+73432123456", False, id="as written"),
        pytest.param("Свердловская область", "", "+73432123456", True, id="by the number"),
        pytest.param("Москва", "", "+74991234567", True, id="by the number, Moscow"),
        pytest.param("Москва", "", "+74961234567", False, id="by the number, around Moscow"),
        pytest.param("Москва", "", MOBILE, False, id="a mobile number is at home anywhere"),
        pytest.param("Москва", "Центр", "+74951234567", True, id="not known, and the number is"),
        pytest.param("Центр", "центр", MOBILE, True, id="stored before regions were looked up"),
        pytest.param("Центр", "центр", "+74951234567", True, id="what is written goes before the number"),
        pytest.param("Москва", "Bayern", "+498912345678", False, id="abroad"),
        pytest.param("", "", MOBILE, False, id="no region's"),
    ],
)
def test_a_region_is_met_however_it_is_written(
    shown_first_to: str, region: str, phone_number: str, is_local: bool
) -> None:
    # Used so much that it is chosen for its region only.
    pool = [a_number(1, region=shown_first_to, used=9), a_number(2)]

    chosen = choose(pool, regions_of(region, phone_number), TODAY)

    assert chosen is pool[0 if is_local else 1]


def test_a_region_abroad_is_met_as_it_is_written() -> None:
    pool = [a_number(1), a_number(2, phone_number="+498912345678", region="Bayern", used=9)]

    assert choose(pool, regions_of(" bayern", "+498987654321"), TODAY) is pool[1]


def test_with_the_last_call_allowed_it_goes_to_rest_and_not_only_until_midnight() -> None:
    number = a_number(1, daily_cap=2, rest_hours=24)
    use(number, TODAY)
    assert (calls_left(number, TODAY), number.rests_until) == (1, None)
    use(number, TODAY)

    tomorrow = Today(T0 + timedelta(hours=20), date(2026, 3, 3))
    assert calls_left(number, tomorrow) == 0
    assert calls_left(number, Today(T0 + timedelta(hours=24), date(2026, 3, 3))) == 2


def test_a_short_rest_does_not_make_a_second_cap_of_one_day() -> None:
    number = a_number(1, daily_cap=1, rest_hours=1)
    use(number, TODAY)

    assert calls_left(number, Today(T0 + timedelta(hours=2), TODAY.day)) == 0


def test_a_new_day_is_counted_anew() -> None:
    number = a_number(1, daily_cap=10, used=9, used_on=date(2026, 3, 1))
    use(number, TODAY)

    assert (number.used, calls_left(number, TODAY)) == (1, 9)


def test_without_a_cap_there_is_no_end() -> None:
    assert calls_left(a_number(1, used=10_000), TODAY) == UNCAPPED


@given(
    st.lists(st.one_of(st.none(), st.integers(1, 5)), min_size=1, max_size=4),
    st.lists(st.tuples(st.sampled_from(["Москва", "Тверь", ""]), st.integers(0, 40)), max_size=60),
)
def test_no_number_makes_more_calls_in_a_day_than_its_cap(
    caps: list[int | None], calls: list[tuple[str, int]]
) -> None:
    pool = [
        a_number(place, daily_cap=cap, region=("Москва", "")[place % 2], rest_hours=place)
        for place, cap in enumerate(caps)
    ]
    made: dict[tuple[date, str], int] = {}
    now: datetime = T0
    for region, hours in calls:
        now += timedelta(hours=hours)
        today = Today(now, now.date())
        number = choose(pool, region, today)
        if number is None:
            assert not any(calls_left(one, today) for one in pool)
            continue
        use(number, today)
        made[today.day, number.phone_number] = made.get((today.day, number.phone_number), 0) + 1

    most = {number.phone_number: number.daily_cap or UNCAPPED for number in pool}
    assert all(count <= most[phone_number] for (_, phone_number), count in made.items())


def test_a_use_given_back_lifts_the_rest_that_it_caused() -> None:
    number = a_number(1, daily_cap=2, rest_hours=24)
    use(number, TODAY)
    use(number, TODAY)

    give_back(number, TODAY.day)

    assert (number.used, number.rests_until, calls_left(number, TODAY)) == (1, None, 1)


def test_a_rest_that_its_other_calls_have_earned_goes_on() -> None:
    rests_until = T0 + timedelta(hours=24)
    number = a_number(1, daily_cap=1, used=3, rests_until=rests_until)

    give_back(number, TODAY.day)

    assert (number.used, number.rests_until) == (2, rests_until)


@pytest.mark.parametrize(("used", "used_on"), [(1, date(2026, 3, 3)), (0, TODAY.day), (0, None)])
def test_what_another_day_has_counted_is_not_given_back(used: int, used_on: date | None) -> None:
    number = a_number(1, used=used, used_on=used_on)

    give_back(number, TODAY.day)

    assert number.used == used
