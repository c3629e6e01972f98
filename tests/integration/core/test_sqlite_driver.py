"""SQLite's driver as SQLAlchemy sees it: no different from aiosqlite's, but for the visits to its thread."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiosqlite
import pytest

from core import sqlite_driver

Seen = tuple[list[Any], list[str], int, int | None]
Connect = Callable[[str], aiosqlite.Connection]


@asynccontextmanager
async def opened(connect: Connect) -> AsyncIterator[aiosqlite.Connection]:
    connection = await connect(":memory:")
    yield connection
    await connection.close()


async def seen(connection: aiosqlite.Connection, sql: str, parameters: Any = ()) -> Seen:
    """Rows, columns, how many rows and the last one's number; many rows of parameters are given as a list."""
    cursor: Any = await connection.cursor().__aenter__()
    await (cursor.executemany if isinstance(parameters, list) else cursor.execute)(sql, parameters)
    rows = list(await cursor.fetchall()) if cursor.description else []
    came = rows, [column[0] for column in cursor.description or ()], cursor.rowcount, cursor.lastrowid
    await cursor.close()
    return came


async def story(connect: Connect) -> list[Seen]:
    async with opened(connect) as connection:
        return [
            await seen(connection, "CREATE TABLE call (id INTEGER PRIMARY KEY, outcome TEXT)"),
            await seen(connection, "INSERT INTO call (outcome) VALUES (?)", ("busy",)),
            await seen(connection, "INSERT INTO call (outcome) VALUES (?)", [("failed",), ("busy",)]),
            await seen(connection, "SELECT id, outcome FROM call ORDER BY id"),
            await seen(connection, "SELECT id FROM call WHERE outcome = ?", ("machine",)),
            await seen(connection, "UPDATE call SET outcome = ? WHERE outcome = ?", ("no_answer", "busy")),
            await seen(connection, "UPDATE call SET outcome = 'x' WHERE id = ? RETURNING id", (1,)),
        ]


async def test_statements_come_to_the_same_as_with_the_driver_that_it_stands_for() -> None:
    ours = await story(sqlite_driver.connect)

    assert ours == await story(aiosqlite.connect)
    assert ours[3][0] == [(1, "busy"), (2, "failed"), (3, "busy")]


async def test_a_statement_is_one_visit_to_the_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    visits = 0

    async def counted(self: aiosqlite.Connection, *what: Any) -> Any:
        nonlocal visits
        visits += 1
        return await visit(self, *what)  # type: ignore[no-untyped-call]

    visit = aiosqlite.Connection._execute
    async with opened(sqlite_driver.connect) as connection:
        monkeypatch.setattr(aiosqlite.Connection, "_execute", counted)
        await seen(connection, "SELECT 1 UNION SELECT 2")
        assert visits == 1
        monkeypatch.undo()


async def test_a_statement_that_fails_says_so_and_leaves_the_connection_as_it_was() -> None:
    async with opened(sqlite_driver.connect) as connection:
        await seen(connection, "CREATE TABLE call (id INTEGER PRIMARY KEY)")
        await seen(connection, "INSERT INTO call VALUES (1)")
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            await seen(connection, "INSERT INTO call VALUES (1)")

        assert (await seen(connection, "SELECT id FROM call"))[0] == [(1,)]
