"""What stands between two calls must not grow with the list, nor with the calls of the past."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event

from core.db import Database
from core.leads.hopper import due_callback_operators, take_leads, zones_of
from tests.fakes.clock import T0
from zvonar.demo.fill import fill
from zvonar.migration import migrate

CAMPAIGN = UUID(int=1)


@pytest.fixture
async def filled(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'zvonar.db'}")
    await migrate(database)
    async with database.transaction() as session:
        await fill(session, T0, clients=300)
    yield database
    await database.close()


@contextmanager
def queries(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """What is asked meanwhile, with its values."""
    asked: list[tuple[str, Any]] = []

    def remember(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if statement.startswith(("SELECT", "WITH")):
            asked.append((statement, values))

    event.listen(database.engine.sync_engine, "before_cursor_execute", remember)
    yield asked
    event.remove(database.engine.sync_engine, "before_cursor_execute", remember)


async def test_the_next_leads_are_found_without_reading_a_whole_table(filled: Database) -> None:
    with queries(filled) as asked:
        async with filled.reading() as session:
            zones = await zones_of(session, CAMPAIGN)
            await take_leads(session, CAMPAIGN, limit=5, now=T0, open_zones=zones | {"Europe/Moscow"})
            await due_callback_operators(session, CAMPAIGN, [UUID(int=2)], T0)

    assert len(asked) == 3
    async with filled.reading() as session:
        connection = await session.connection()
        for statement, values in asked:
            rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            plan = [row[-1] for row in rows]
            for step in plan:
                assert not step.startswith(("SCAN lead", "SCAN call", "USE TEMP B-TREE FOR ORDER")), plan
                assert "(campaign_id=?)" not in step or "USING COVERING INDEX" in step, plan
