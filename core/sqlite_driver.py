"""SQLite through aiosqlite, visiting its thread once for each statement instead of four times.

aiosqlite's own cursor goes to the connection's thread to be made, to execute, to fetch and to be closed, and
each visit costs more than most statements do. Here a statement is executed, fetched and closed in one visit;
nothing is read piece by piece, which SQLAlchemy does not do either unless it is asked to stream.
"""

import sqlite3
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Self

import aiosqlite


@dataclass(frozen=True, slots=True)
class _Came:
    """What came of a statement."""

    rows: Sequence[Any] = ()
    description: Sequence[Any] | None = None
    rowcount: int = -1
    lastrowid: int | None = None


class _Cursor:
    """As much of aiosqlite's cursor as SQLAlchemy uses."""

    arraysize = 1

    def __init__(self, connection: "OneVisitConnection") -> None:
        self._connection = connection
        self._came = _Came()

    async def __aenter__(self) -> Self:
        return self

    @property
    def description(self) -> Sequence[Any] | None:
        return self._came.description

    @property
    def rowcount(self) -> int:
        return self._came.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._came.lastrowid

    async def execute(self, sql: str, parameters: Iterable[Any] = ()) -> Self:
        self._came = await self._connection.visit(sqlite3.Cursor.execute, sql, parameters)
        return self

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> Self:
        self._came = await self._connection.visit(sqlite3.Cursor.executemany, sql, parameters)
        return self

    async def fetchall(self) -> Sequence[Any]:
        return self._came.rows

    async def close(self) -> None:
        """It was closed as soon as all was fetched."""


class OneVisitConnection(aiosqlite.Connection):
    def __await__(self) -> Generator[Any, None, "OneVisitConnection"]:
        _itself = yield from super().__await__()
        return self

    def cursor(self) -> _Cursor:  # type: ignore[override]  # aiosqlite's is made in the thread
        return _Cursor(self)

    async def visit(self, run: Callable[..., Any], sql: str, parameters: Iterable[Any]) -> _Came:
        came: _Came = await self._execute(  # type: ignore[no-untyped-call]
            _run, self._conn, run, sql, parameters
        )
        return came


def _run(connection: sqlite3.Connection, run: Callable[..., Any], sql: str, parameters: Any) -> _Came:
    cursor = connection.cursor()
    try:
        run(cursor, sql, parameters)
        rows = cursor.fetchall() if cursor.description else ()
        return _Came(rows, cursor.description, cursor.rowcount, cursor.lastrowid)
    finally:
        cursor.close()


def connect(database: str, **options: Any) -> OneVisitConnection:
    """To be awaited: what SQLAlchemy takes for aiosqlite's `connect`, of whose options it knows all."""
    connection = OneVisitConnection(partial(sqlite3.connect, database, **options), iter_chunk_size=64)
    # Whoever forgets to close it must not keep the process alive.
    connection._thread.daemon = True
    return connection
