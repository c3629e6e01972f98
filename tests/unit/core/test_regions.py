"""The zone of a region: every federal subject, state and province, however a list writes it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.phone_numbers import is_zone
from core.regions.names import known_regions, names_in, region_of, region_of_number
from core.regions.north_america import CODES, NORTH_AMERICA, SEVERAL_ZONES
from core.regions.russia import NUMBERS, RUSSIA
from core.regions.zones import zone_of_region

WINTER, SUMMER = datetime(2026, 1, 15, 12, tzinfo=UTC), datetime(2026, 7, 15, 12, tzinfo=UTC)

# By hours ahead of UTC, as federal law 107-FZ deals them out.
SUBJECTS = {
    2: "Калининградская область",
    3: "Республика Адыгея, Республика Дагестан, Республика Ингушетия, Кабардино-Балкарская Республика,"
    " Республика Калмыкия, Карачаево-Черкесская Республика, Республика Карелия, Республика Коми,"
    " Республика Крым, Республика Марий Эл, Республика Мордовия, Республика Северная Осетия - Алания,"
    " Республика Татарстан (Татарстан), Чеченская Республика, Чувашская Республика - Чувашия,"
    " Донецкая Народная Республика, Луганская Народная Республика, Краснодарский край,"
    " Ставропольский край, Архангельская область, Белгородская область, Брянская область,"
    " Владимирская область, Волгоградская область, Вологодская область, Воронежская область,"
    " Запорожская область, Ивановская область, Калужская область, Кировская область, Костромская область,"
    " Курская область, Ленинградская область, Липецкая область, Московская область, Мурманская область,"
    " Нижегородская область, Новгородская область, Орловская область, Пензенская область,"
    " Псковская область, Ростовская область, Рязанская область, Смоленская область, Тамбовская область,"
    " Тверская область, Тульская область, Херсонская область, Ярославская область, город Москва,"
    " город Санкт-Петербург, город Севастополь, Ненецкий автономный округ",
    4: "Удмуртская Республика, Астраханская область, Самарская область, Саратовская область,"
    " Ульяновская область",
    5: "Республика Башкортостан, Пермский край, Курганская область, Оренбургская область,"
    " Свердловская область, Тюменская область, Челябинская область,"
    " Ханты-Мансийский автономный округ - Югра, Ямало-Ненецкий автономный округ",
    6: "Омская область",
    7: "Республика Алтай, Республика Тыва, Республика Хакасия, Алтайский край, Красноярский край,"
    " Кемеровская область - Кузбасс, Новосибирская область, Томская область",
    8: "Республика Бурятия, Иркутская область",
    9: "Республика Саха (Якутия), Забайкальский край, Амурская область",
    10: "Приморский край, Хабаровский край, Еврейская автономная область",
    11: "Магаданская область, Сахалинская область",
    12: "Камчатский край, Чукотский автономный округ",
}
# Of one zone each: standard time, and whether it is summer time in July.
STATES = {
    (-5, True): "Connecticut CT, Delaware DE, District of Columbia DC, Georgia GA, Maine ME, Maryland MD,"
    " Massachusetts MA, New Hampshire NH, New Jersey NJ, New York NY, North Carolina NC, Ohio OH,"
    " Pennsylvania PA, Rhode Island RI, South Carolina SC, Vermont VT, Virginia VA, West Virginia WV",
    (-6, True): "Alabama AL, Arkansas AR, Illinois IL, Iowa IA, Louisiana LA, Minnesota MN, Mississippi MS,"
    " Missouri MO, Oklahoma OK, Wisconsin WI, Manitoba MB",
    (-7, True): "Colorado CO, Montana MT, New Mexico NM, Utah UT, Wyoming WY, Alberta AB,"
    " Northwest Territories NT",
    (-7, False): "Arizona AZ, Yukon YT",
    (-8, True): "California CA",
    (-10, False): "Hawaii HI",
    (-4, True): "New Brunswick NB, Nova Scotia NS, Prince Edward Island PE",
}


def offset(zone: str, at: datetime) -> timedelta:
    found = at.astimezone(ZoneInfo(zone)).utcoffset()
    assert found is not None
    return found


def of_table(table: dict[int, str]) -> list[tuple[str, int]]:
    return [(name.strip(), hours) for hours, names in table.items() for name in names.split(",")]


@pytest.mark.parametrize("zone", [*RUSSIA, *NORTH_AMERICA])
def test_every_zone_of_the_tables_exists(zone: str) -> None:
    assert is_zone(zone)


def test_all_federal_subjects_are_there() -> None:
    assert len({name for name, _ in of_table(SUBJECTS)}) == 89


@pytest.mark.parametrize(("name", "hours"), of_table(SUBJECTS))
def test_a_federal_subject_has_the_time_that_the_law_gives_it(name: str, hours: int) -> None:
    zone = zone_of_region(name, "RU")

    assert [offset(zone, at) for at in (WINTER, SUMMER)] == [timedelta(hours=hours)] * 2


@pytest.mark.parametrize(
    ("state", "hours", "has_summer_time"),
    [(state.strip(), *time) for time, states in STATES.items() for state in states.split(",")],
)
def test_a_state_of_one_zone_has_its_time_by_its_name_and_by_its_letters(
    state: str, hours: int, has_summer_time: bool
) -> None:
    name, _, letters = state.rpartition(" ")
    zone = zone_of_region(name, "US")

    assert zone_of_region(letters, "CA") == zone
    expected = [timedelta(hours=hours), timedelta(hours=hours + has_summer_time)]
    assert [offset(zone, at) for at in (WINTER, SUMMER)] == expected


@pytest.mark.parametrize("line", SEVERAL_ZONES.strip().splitlines())
def test_a_state_of_several_zones_tells_none(line: str) -> None:
    assert [zone_of_region(name, "US") for name in line.split(",")] == [""] * len(line.split(","))


@pytest.mark.parametrize("table", [RUSSIA, NORTH_AMERICA], ids=["Russia", "North America"])
def test_no_name_stands_in_two_zones(table: dict[str, str]) -> None:
    names = [
        (name.strip().casefold(), zone)
        for zone, lines in table.items()
        for line in lines.strip().splitlines()
        for name in line.split(",")
    ]

    assert all(name for name, _ in names)
    assert len(dict(names)) == len({*names})


@pytest.mark.parametrize(
    ("written", "country", "zone"),
    [
        ("приморский край", "RU", "Asia/Vladivostok"),
        ("ПРИМОРСКИЙ КРАЙ", "RU", "Asia/Vladivostok"),
        ("Приморский", "RU", "Asia/Vladivostok"),
        ("Новосибирская обл.", "RU", "Asia/Novosibirsk"),
        ("Новосибирская обл", "RU", "Asia/Novosibirsk"),
        ("обл. Новосибирская", "RU", "Asia/Novosibirsk"),
        ("Респ.Татарстан", "RU", "Europe/Moscow"),
        ("Татарстан Респ", "RU", "Europe/Moscow"),
        ("Орёл", "RU", "Europe/Moscow"),
        ("Ямало-Ненецкий АО", "RU", "Asia/Yekaterinburg"),
        ("ХМАО-Югра", "RU", "Asia/Yekaterinburg"),
        ("Sverdlovsk Oblast", "RU", "Asia/Yekaterinburg"),
        ("Republic of Buryatia", "RU", "Asia/Irkutsk"),
        ("г.Владивосток", "RU", "Asia/Vladivostok"),
        ("Россия, Приморский край, г. Находка", "RU", "Asia/Vladivostok"),
        ("Springfield, IL", "US", "America/Chicago"),
        ("Washington, D.C.", "US", "America/New_York"),
        ("Washington", "US", ""),
        ("Washington DC", "US", "America/New_York"),
        ("Portland, Maine", "US", "America/New_York"),
        ("Дальневосточный", "RU", ""),
        ("Благовещенск", "RU", ""),
        ("Омская область, Приморский край", "RU", ""),
        ("", "RU", ""),
        (",;. область", "RU", ""),
        ("Georgia", "GE", ""),
        ("DE", "DE", ""),
        ("Москва", "KZ", ""),
    ],
)
def test_a_region_is_known_however_it_is_written_and_never_guessed(
    written: str, country: str, zone: str
) -> None:
    assert zone_of_region(written, country) == zone


@pytest.mark.parametrize("names", [line for table in RUSSIA.values() for line in table.strip().splitlines()])
def test_every_name_of_a_subject_is_of_the_same_region(names: str) -> None:
    found = {region_of(name, "RU") for name in names_in(names)}

    assert len(found) == 1
    assert found <= set(known_regions("RU"))


def test_what_a_region_is_called_means_that_region() -> None:
    for country in ("RU", "US", "CA"):
        assert [region_of(name, country) for name in known_regions(country)] == list(known_regions(country))
    assert known_regions("DE") == []


@pytest.mark.parametrize(
    ("written", "country", "region"),
    [
        ("Свердловская обл.", "RU", "Свердловская область"),
        ("СПб", "RU", "Санкт-Петербург"),
        ("Приморский край, г. Владивосток", "RU", "Приморский край"),
        ("Москва, Тверская область", "RU", ""),
        ("Сибирь", "RU", ""),
        ("", "RU", ""),
        ("Texas", "RU", ""),
        ("TX", "US", "Texas"),
        ("WA", "US", "Washington"),
        ("Washington State", "US", "Washington"),
        ("Washington, DC", "US", "District of Columbia"),
        ("Washington, Oregon", "US", ""),
    ],
)
def test_a_region_has_one_name(written: str, country: str, region: str) -> None:
    assert region_of(written, country) == region


@pytest.mark.parametrize(
    ("number", "region"),
    [
        ("+73432123456", "Свердловская область"),
        ("+74951234567", "Москва"),
        ("+74981234567", "Московская область"),
        ("+78123456789", "Санкт-Петербург"),
        ("+78182123456", "Архангельская область"),
        ("+78185312345", "Ненецкий автономный округ"),
        ("+79161234567", ""),
        ("+78001234567", ""),
        ("+77172123456", ""),
        ("+442071234567", ""),
        ("+12065550100", "Washington"),
        ("+12025550100", "District of Columbia"),
        ("+19175550100", "New York"),
        ("+14165550100", "Ontario"),
        # Two provinces share it; Jamaica has a plan of its own; nobody is at home under a free number.
        ("+19025550100", ""),
        ("+18765550100", ""),
        ("+18005550100", ""),
    ],
)
def test_an_area_code_tells_the_region(number: str, region: str) -> None:
    assert region_of_number(number) == region


def test_area_codes_of_north_america_are_of_states_and_provinces_and_no_code_of_two() -> None:
    codes = [code for one in CODES.values() for code in one.split()]

    assert len(codes) == len(set(codes))
    assert set(CODES) == {region_of_number(f"+1{code}") for code in codes}
    shared = {"Nova Scotia", "Prince Edward Island", "Northwest Territories", "Nunavut", "Yukon"}
    assert {*known_regions("US"), *known_regions("CA")} - set(CODES) == shared


def test_area_codes_are_of_subjects_and_no_code_of_two() -> None:
    codes = [code for one in NUMBERS.values() for code in one.split()]

    assert len(codes) == len(set(codes))
    assert {region_of(name, "RU") for name in NUMBERS} == {region_of_number(f"+7{code}") for code in codes}
