"""Finding clients: by number, however it is written and however far it is typed, and by name."""

from collections.abc import Sequence

import pytest
from sqlalchemy import select, text

from core.clients.card import client_page
from core.clients.matching import found_by
from core.clients.models import Client
from core.clients.search import search_for
from core.db import Database
from tests.factories import a_client

CLIENTS = {
    "Ёлка": ("+79161234567",),
    "Два номера": ("+73833219876", "+79167654321"),
    "Лондон": ("+442079460000",),
    "Токио": ("+81398765432",),
    "1000 мелочей": ("+78352777777",),
    "Школа № 1517": ("+74232888888",),
    "Магазин 24/7": ("+74012999999",),
}


async def found(database: Database, search: str) -> Sequence[str]:
    async with database.reading() as session:
        page = await client_page(session, home_region="RU", search=search)
    assert page.total == len(page.items)
    return [row.name for row in page.items]


@pytest.fixture
async def clients(database: Database) -> Database:
    async with database.transaction() as session:
        for name, numbers in CLIENTS.items():
            await a_client(session, *numbers, name=name)
    return database


async def test_a_number_is_found_in_every_writing_and_however_far_it_is_typed(clients: Database) -> None:
    one = ["Ёлка"]
    for search in (
        *("8 916 1", "8 916 12", "8 916 123", "8 (916) 123-45-67", "89161234567"),
        *("+7916 1", "+7 916 12", "+7 (916) 123-4", "+79161234567", "79161234567"),
        *("916 1", "916 12", "916 123", "(916) 123-45", "9161234567"),
        *("00 7 916 1", "00 7 916 123", "8 10 7 916 123"),
        # Without the code of the place, and its last digits.
        *("123-45", "123-45-6", "123-45-67", "4567"),
    ):
        assert await found(clients, search) == one, search
    for search in ("8 916", "+7 916", "+7916", "916", "7916", "8916", "00 7 916"):
        assert set(one) <= set(await found(clients, search)), search
    assert await found(clients, "8 916") == ["Два номера", "Ёлка"]
    assert await found(clients, "+7 916") == ["Два номера", "Ёлка"]


@pytest.mark.parametrize(
    ("search", "names"),
    [
        ("8 383 321", ["Два номера"]),
        ("+44", ["Лондон"]),
        ("+44 20 7946 0000", ["Лондон"]),
        ("00 44 20 79", ["Лондон"]),
        ("8 10 44 20", ["Лондон"]),
        # National or international: nobody knows yet.
        ("8 35", ["1000 мелочей"]),
        ("81 398 7", ["Токио"]),
        ("+8", ["Токио"]),
        ("+916", []),
        ("+8 916", []),
        ("8 916 124", []),
        ("+7 916 123 45 68", []),
        # A few digits may be a name.
        ("1000", ["1000 мелочей"]),
        ("1517", ["Школа № 1517"]),
        ("24/7", ["Магазин 24/7"]),
        ("школа 1517", ["Школа № 1517"]),
        ("елка 916", ["Ёлка"]),
        ("%", []),
        ("_", []),
    ],
)
async def test_a_search_finds(clients: Database, search: str, names: Sequence[str]) -> None:
    assert await found(clients, search) == names


@pytest.mark.parametrize("typed", ["+7 916 123", "+79161234567"])
async def test_a_number_typed_from_its_beginning_needs_no_look_at_every_row(
    clients: Database, typed: str
) -> None:
    statement = select(Client.id).where(found_by(search_for(typed, home_region="RU")))
    dialect = clients.engine.dialect
    asked = statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    async with clients.reading() as session:
        if dialect.name == "postgresql":
            # A handful of rows is read whole unless that is forbidden.
            await session.execute(text("SET LOCAL enable_seqscan = off"))
        explain = "EXPLAIN QUERY PLAN" if dialect.name == "sqlite" else "EXPLAIN"
        plan = " ".join(str(row) for row in await session.execute(text(f"{explain} {asked}")))

    assert "ix_client_number_e164" in plan
    assert "SCAN" not in plan.upper().replace("INDEX SCAN", "").replace("INDEX ONLY SCAN", "")


async def test_more_than_a_few_are_counted_and_told_page_by_page(database: Database) -> None:
    async with database.transaction() as session:
        for place in range(520):
            await a_client(session, f"+7916{place:07}", name=f"{place:04}")
    names: list[str] = []
    after: str | None = None
    async with database.reading() as session:
        while True:
            page = await client_page(session, home_region="RU", search="8 916", limit=200, after=after)
            assert page.total == 520
            names += [row.name for row in page.items]
            if page.next is None:
                break
            after = page.next

    assert names == [f"{place:04}" for place in range(520)]
