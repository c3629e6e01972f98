"""Invented clients: names, regions, numbers and what was talked before. Pure: one seed, one list.

Numbers are valid in form, and the demo's exchange has no way out: they ring in the dialplan only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Final

import phonenumbers

from core.clients.models import ClientKind


@dataclass(frozen=True, slots=True)
class DemoPerson:
    name: str
    position: str


@dataclass(frozen=True, slots=True)
class DemoContact:
    before: timedelta
    talk_seconds: int
    disposition: str
    note: str


@dataclass(frozen=True, slots=True)
class DemoClient:
    name: str
    kind: ClientKind
    region: str
    time_zone: str
    language: str
    note: str
    persons: tuple[DemoPerson, ...]
    numbers: tuple[str, ...]
    """E.164, each once in the whole list."""
    email: str
    contacts: tuple[DemoContact, ...]
    """Newest first."""


_RUSSIAN_PLACES: Final = (
    ("Москва", "Europe/Moscow"),
    ("Санкт-Петербург", "Europe/Moscow"),
    ("Республика Татарстан", "Europe/Moscow"),
    ("Краснодарский край", "Europe/Moscow"),
    ("Калининградская область", "Europe/Kaliningrad"),
    ("Самарская область", "Europe/Samara"),
    ("Свердловская область", "Asia/Yekaterinburg"),
    ("Челябинская область", "Asia/Yekaterinburg"),
    ("Новосибирская область", "Asia/Novosibirsk"),
    ("Красноярский край", "Asia/Krasnoyarsk"),
    ("Иркутская область", "Asia/Irkutsk"),
    ("Приморский край", "Asia/Vladivostok"),
)
_ENGLISH_PLACES: Final = (
    ("London", "Europe/London"),
    ("Manchester", "Europe/London"),
    ("Bristol", "Europe/London"),
    ("Edinburgh", "Europe/London"),
    ("Leeds", "Europe/London"),
)
_RUSSIAN_TRADES: Final = (
    ("ООО", "Северный ветер"), ("ООО", "Ромашка"), ("АО", "Уралстрой"), ("ООО", "Технолайн"),
    ("ИП", "Гаврилов"), ("ООО", "Вектор плюс"), ("АО", "Сибирский лес"), ("ООО", "Дом и сад"),
    ("ООО", "Медтехника"), ("ООО", "Балтийский берег"), ("АО", "Энергосервис"), ("ООО", "Хлебный двор"),
    ("ООО", "Автопарк"), ("ООО", "Светлый путь"), ("ООО", "Стройинвест"), ("ИП", "Ёлкина"),
)  # fmt: skip
_ENGLISH_TRADES: Final = (
    "Harbour Lane Bakery", "Northgate Dental", "Blue Kettle Cafe", "Ashdown Joinery", "Pemberton & Sons",
    "Copper Beech Nursery", "Fairfield Motors", "Tidewater Logistics", "Kestrel Print", "Moorland Vets",
)  # fmt: skip
_RUSSIAN_NAMES: Final = (
    ("Анна", "Соколова"), ("Мария", "Ёлкина"), ("Ольга", "Фёдорова"), ("Елена", "Зайцева"),
    ("Татьяна", "Морозова"), ("Наталья", "Белова"), ("Ирина", "Крылова"), ("Светлана", "Щукина"),
)  # fmt: skip
_RUSSIAN_MEN: Final = (
    ("Иван", "Соколов"), ("Пётр", "Фёдоров"), ("Алексей", "Зайцев"), ("Дмитрий", "Морозов"),
    ("Сергей", "Белов"), ("Андрей", "Крылов"), ("Михаил", "Щукин"), ("Юрий", "Чернышёв"),
)  # fmt: skip
_ENGLISH_FIRST: Final = ("Alice", "George", "Emily", "Oliver", "Sophie", "Harry", "Grace", "Thomas")
_ENGLISH_LAST: Final = ("Bennett", "Clarke", "Dawson", "Ellis", "Foster", "Graham", "Hughes", "Irving")
_RUSSIAN_POSITIONS: Final = ("директор", "главный бухгалтер", "менеджер по закупкам", "офис-менеджер")
_ENGLISH_POSITIONS: Final = ("Owner", "Office manager", "Head of purchasing", "Accountant")
_RUSSIAN_NOTES: Final = (
    "Интересовался тарифом «Бизнес», просил прислать расчёт.",
    "Просил звонить после обеда.",
    "Сейчас не актуально, вернуться к разговору через месяц.",
    "Довольны обслуживанием, рекомендуют знакомым.",
    "Сравнивает с другим поставщиком, важна скорость подключения.",
)
_ENGLISH_NOTES: Final = (
    "Asked about the Business plan, wants a quote by e-mail.",
    "Prefers calls after lunch.",
    "Not now; come back in a month.",
    "Happy with the service, recommends us to others.",
    "Comparing with another supplier; set-up time matters.",
)
_DISPOSITIONS: Final = ("sale", "refused", "callback", "unreachable", "answering_machine")
_RUSSIAN_MOBILE_PREFIXES: Final = ("903", "905", "910", "915", "916", "921", "926", "962", "981", "985")


def demo_clients(count: int, seed: int = 2026) -> Iterator[DemoClient]:
    """Four Russian clients to one English, half companies and half households."""
    random = Random(seed)
    used: set[str] = set()
    for index in range(count):
        russian = index % 5 != 4
        company = random.random() < 0.5
        yield _client(random, used, index, russian=russian, company=company)


def _client(random: Random, used: set[str], index: int, *, russian: bool, company: bool) -> DemoClient:
    region, zone = random.choice(_RUSSIAN_PLACES if russian else _ENGLISH_PLACES)
    persons = tuple(
        DemoPerson(_person_name(random, russian), _position(random, russian) if company else "")
        for _ in range(random.choice((1, 1, 2, 3)) if company else 1)
    )
    numbers = tuple(_number(random, used, russian) for _ in range(random.choice((1, 1, 1, 2))))
    notes = _RUSSIAN_NOTES if russian else _ENGLISH_NOTES
    return DemoClient(
        name=_company_name(random, russian, index) if company else persons[0].name,
        kind=ClientKind.COMPANY if company else ClientKind.HOUSEHOLD,
        region=region,
        time_zone=zone,
        language="ru" if russian else "en",
        note=random.choice(notes) if random.random() < 0.3 else "",
        persons=persons,
        numbers=numbers,
        email=f"client{index + 1}@example.{'ru' if russian else 'co.uk'}",
        contacts=_contacts(random, notes),
    )


def _person_name(random: Random, russian: bool) -> str:
    if not russian:
        return f"{random.choice(_ENGLISH_FIRST)} {random.choice(_ENGLISH_LAST)}"
    names = random.choice((_RUSSIAN_NAMES, _RUSSIAN_MEN))
    return f"{random.choice(names)[0]} {random.choice(names)[1]}"


def _position(random: Random, russian: bool) -> str:
    return random.choice(_RUSSIAN_POSITIONS if russian else _ENGLISH_POSITIONS)


def _company_name(random: Random, russian: bool, index: int) -> str:
    if not russian:
        return f"{random.choice(_ENGLISH_TRADES)} {index + 1}"
    form, name = random.choice(_RUSSIAN_TRADES)
    return f"{form} «{name} {index + 1}»"


def _number(random: Random, used: set[str], russian: bool) -> str:
    while True:
        if russian:
            number = f"+7{random.choice(_RUSSIAN_MOBILE_PREFIXES)}{random.randrange(10**7):07}"
        else:
            number = f"+447{random.choice(('400', '500', '700', '800'))}{random.randrange(10**6):06}"
        if number not in used and phonenumbers.is_valid_number(phonenumbers.parse(number)):
            used.add(number)
            return number


def _contacts(random: Random, notes: tuple[str, ...]) -> tuple[DemoContact, ...]:
    days = sorted(random.sample(range(2, 400), random.choice((0, 1, 1, 2, 3, 5))))
    return tuple(
        DemoContact(
            before=timedelta(days=day, minutes=random.randrange(480)),
            talk_seconds=random.randrange(15, 420),
            disposition=random.choice(_DISPOSITIONS),
            note=random.choice(notes) if random.random() < 0.6 else "",
        )
        for day in days
    )
