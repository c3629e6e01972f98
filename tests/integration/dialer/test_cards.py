"""Cards are read together, each once, and a fault costs nothing but another try."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.card import CallCard, call_card, call_cards
from core.calls.models import Call
from core.clock import Clock, SystemClock
from core.db import Database
from dialer import cards as cards_module
from dialer.cards import CardReader
from tests.fakes.clock import FakeClock
from zvonar.demo.fill import fill


@pytest.fixture
async def call_ids(database: Database) -> list[UUID]:
    """Past calls of demo clients, some of whom have several."""
    async with database.transaction() as session:
        await fill(session, SystemClock().now(), clients=30)
    async with database.reading() as session:
        return list(await session.scalars(select(Call.id)))


@asynccontextmanager
async def a_reader(database: Database, clock: Clock | None = None) -> AsyncIterator[CardReader]:
    async with asyncio.TaskGroup() as tasks:
        yield CardReader(database, clock or SystemClock(), tasks)


async def test_many_cards_are_the_same_as_one_by_one(database: Database, call_ids: list[UUID]) -> None:
    async with database.reading() as session:
        together = await call_cards(session, call_ids)
        assert len(together) == len(call_ids) > 20
        for call_id in call_ids:
            assert together[call_id] == await call_card(session, call_id)


async def test_many_cards_take_as_many_statements_as_one(database: Database, call_ids: list[UUID]) -> None:
    asked: list[str] = []

    def remember(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.extend([statement] if statement.startswith("SELECT") else [])

    event.listen(database.engine.sync_engine, "before_cursor_execute", remember)
    async with database.reading() as session:
        await call_cards(session, call_ids[:1])
        for_one = len(asked)
        await call_cards(session, call_ids)
    assert len(asked) - for_one == for_one


async def test_the_history_is_the_newest_contacts_without_the_call_itself(
    database: Database, call_ids: list[UUID]
) -> None:
    async with database.reading() as session:
        for card in (await call_cards(session, call_ids)).values():
            rows = card.recent_contacts
            assert card.call_id not in {row.call_id for row in rows}
            assert [row.started_at for row in rows] == sorted((row.started_at for row in rows), reverse=True)
            assert {row.client_id for row in rows} <= {card.client.id}
            assert card.contacts_total == len(rows)


async def test_a_card_that_could_not_be_read_is_read_when_asked_again(
    database: Database, call_ids: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise OperationalError("SELECT", {}, Exception("away"))

    async with a_reader(database) as reader:
        with monkeypatch.context() as patched:
            patched.setattr(cards_module, "call_cards", broken)
            assert await reader.read(call_ids[0]) is None
        card = await reader.read(call_ids[0])
    assert card is not None
    assert card.call_id == call_ids[0]


async def test_a_card_is_read_once_and_for_all_who_wait(database: Database, call_ids: list[UUID]) -> None:
    async with a_reader(database) as reader:
        waiting = [reader.read(call_id) for call_id in call_ids for _ in range(2)]
        cards = await asyncio.gather(*waiting)
    assert [card and card.call_id for card in cards] == [one for call_id in call_ids for one in [call_id] * 2]
    assert all(one is other for one, other in zip(cards[::2], cards[1::2], strict=True))


async def test_a_waiter_who_gives_up_takes_nothing_from_the_others(
    database: Database, call_ids: list[UUID]
) -> None:
    async with a_reader(database) as reader:
        one, other = (asyncio.create_task(reader.read(call_ids[0])) for _ in range(2))  # owner: this test
        await asyncio.sleep(0)
        one.cancel()
        assert await other is not None


async def test_the_card_of_a_call_that_has_ended_is_not_read(
    database: Database, call_ids: list[UUID]
) -> None:
    async with a_reader(database) as reader:
        card = reader.ask(call_ids[0])
        reader.forget(call_ids[0])
        assert await card is None
        assert await reader.read(call_ids[0]) is not None


@pytest.fixture
def read_together(monkeypatch: pytest.MonkeyPatch) -> list[list[UUID]]:
    """The calls whose cards were read, those that were read together in one list."""
    together: list[list[UUID]] = []

    async def remembered(session: AsyncSession, ids: list[UUID]) -> Mapping[UUID, CallCard]:
        together.append(list(ids))
        return await call_cards(session, ids)

    monkeypatch.setattr(cards_module, "call_cards", remembered)
    return together


async def test_a_card_is_read_at_once_and_those_asked_for_soon_after_it_together_unless_the_call_has_ended(
    database: Database, call_ids: list[UUID], read_together: list[list[UUID]]
) -> None:
    clock = FakeClock()
    first, second, ended, last = call_ids[:4]
    async with a_reader(database, clock) as reader:
        await reader.ask(first)
        asked = [reader.ask(second), reader.ask(ended)]
        for _ in range(10):
            await asyncio.sleep(0)
        clock.move(0.2)
        asked.append(reader.ask(last))
        reader.forget(ended)
        assert read_together == [[first]]
        clock.move(0.05)
        cards = await asyncio.gather(*asked)
        reader.gather_no_more()
    assert read_together == [[first], [second, last]]
    assert [card and card.call_id for card in cards] == [second, None, last]


async def test_nobody_who_has_the_call_waits_for_the_cards_of_others(
    database: Database, call_ids: list[UUID], read_together: list[list[UUID]]
) -> None:
    many = [*call_ids, *(uuid4() for _ in range(200))]
    async with a_reader(database) as reader:
        asked = [reader.ask(call_id) for call_id in many]
        last = reader.ask(uuid4())
        wanted = await reader.read(many[-1])
        assert wanted is None
        await asyncio.gather(*asked, last)
    assert sum(map(len, read_together)) == len(many) + 1


async def test_a_switchboard_that_ends_waits_for_no_card_to_be_gathered(
    database: Database, call_ids: list[UUID]
) -> None:
    async with asyncio.timeout(5), a_reader(database, FakeClock()) as reader:
        await reader.ask(call_ids[0])
        later = reader.ask(call_ids[1])
        reader.gather_no_more()
        assert await later is not None
