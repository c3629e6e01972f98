"""What stands between two calls must not grow with the list, nor with the calls of the past."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection

from core.db import Database
from core.leads.bars import Claim
from core.leads.hopper import due_callback_operators, take_leads
from tests.fakes.clock import T0
from tests.load.long_list import STRICT, add_long_list

LEADS = 4_000


@contextmanager
def queries(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """What is asked meanwhile, with its values."""
    asked: list[tuple[str, Any]] = []

    def remember(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if statement.startswith(("SELECT lead", "SELECT anon", "SELECT DISTINCT", "WITH")):
            asked.append((statement, values))

    event.listen(database.engine.sync_engine, "before_cursor_execute", remember)
    yield asked
    event.remove(database.engine.sync_engine, "before_cursor_execute", remember)


async def test_the_next_leads_are_found_without_reading_a_whole_table(database: Database) -> None:
    campaign_id = await add_long_list(database, LEADS)
    with queries(database) as asked:
        async with database.reading() as session:
            leads = await take_leads(session, Claim(campaign_id, T0, STRICT), limit=5)
            await take_leads(session, Claim(campaign_id, T0, STRICT, UUID(int=2)), limit=5)
            await due_callback_operators(session, campaign_id, [UUID(int=2)], T0)

    # The easternmost, at their second numbers: where the first ones ring it is evening.
    assert [lead.time_zone for lead in leads] == ["Europe/Moscow"] * 5
    # Zones, promised, lists, one list and its leads' numbers; zones and one operator's; who promised.
    assert len(asked) == 8
    async with database.engine.connect() as connection:
        for statement, values in asked:
            steps = await steps_of(connection, statement, values)
            for before, step in pairwise(["", *steps]):
                assert not re.search(r"(SCAN|Seq Scan on) (lead|lead_number|call|dnc_number)\b", step), steps
                # Only the few that each zone gave, or one operator promised, are put in order.
                few = before.startswith("SCAN anon") or any("ix_lead_promised" in one for one in steps)
                assert few or "TEMP B-TREE FOR ORDER" not in step, steps


async def steps_of(connection: AsyncConnection, statement: str, values: Any) -> list[str]:
    """How the database would go about it, a line a step."""
    explain = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
    return [row[-1] for row in await connection.exec_driver_sql(f"{explain} {statement}", values)]
