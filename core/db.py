"""The database: one place that opens transactions, and the only one that commits.

One request, one batch of call news, one dialling tick = one `transaction()`. SQLite and PostgreSQL
are equals: what differs between them is in this file.
"""

import asyncio
import json
import logging
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    DateTime,
    Dialect,
    Float,
    MetaData,
    String,
    Table,
    TypeDecorator,
    column,
    event,
    func,
    insert,
    literal,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.selectable import ForUpdateArg

from core import sqlite_driver

# A writer that waits longer than this for SQLite's one lock has met a fault, not a queue.
_SQLITE_BUSY_SECONDS: Final = 10.0
# For `session.get(..., with_for_update=)`: two who change a row do it one after the other, and whoever adds
# rows that refer to it waits for neither. PostgreSQL's plain `FOR UPDATE` would have each new call wait.
CHANGING: Final = ForUpdateArg(key_share=True)
_READ_ONLY: Final = "zvonar_read_only"


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored as UTC. SQLite keeps no zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else _in_utc(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone cannot be stored")
    return moment.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime}  # noqa: RUF012 - SQLAlchemy reads it from the class


def insert_statement(session: AsyncSession, table: type[Base]) -> Any:
    """The dialect's own `INSERT`, which alone knows `ON CONFLICT`."""
    return postgresql.insert(table) if _is_postgresql(session) else sqlite.insert(table)


def rows_of(session: AsyncSession, texts: Sequence[str]) -> ColumnElement[str]:
    """A column with one row for each of `texts`, to select from: one parameter, however many they are."""
    if _is_postgresql(session):
        values = func.json_array_elements_text(literal(json.dumps(texts), String).cast(JSON))
    else:
        values = func.json_each(json.dumps(texts))
    return values.table_valued(column("value", String)).c.value


async def insert_rows(session: AsyncSession, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert many rows, all of which name the same columns; for the others the database has a default.

    PostgreSQL is given them as one document: taken one by one, they cost it half as much again.
    """
    if not rows:
        return
    target = table.__table__
    assert isinstance(target, Table)
    connection = await session.connection()
    if not _is_postgresql(session):
        await connection.execute(insert(target), rows)
        return
    columns = [target.c[name] for name in rows[0]]
    document = orjson.dumps(rows, default=_in_document, option=orjson.OPT_PASSTHROUGH_DATETIME).decode()
    recordset = func.json_to_recordset(literal(document, String).cast(JSON))
    source = recordset.table_valued(*(column(one.name, one.type) for one in columns))
    chosen = select(source.render_derived(with_types=True))
    await connection.execute(insert(target).from_select(columns, chosen, include_defaults=False))


def _in_document(value: object) -> str:
    if isinstance(value, UUID):
        # PostgreSQL's driver has a UUID class of its own.
        return str(value)
    if isinstance(value, datetime):
        return _in_utc(value).isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")


@asynccontextmanager
async def planned_each_time(session: AsyncSession) -> AsyncIterator[None]:
    """For a job's look-ups in tables that it fills: have PostgreSQL plan for the size that they have by now.

    A plan that was made while they were small, and is kept, would read them from end to end ever after.
    Not for inserting: each check of a foreign key would be planned anew.
    """
    if _is_postgresql(session):
        await session.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))
    yield
    if _is_postgresql(session):
        await session.execute(text("SET LOCAL plan_cache_mode = auto"))


class seconds_between(FunctionElement[float]):  # noqa: N801 - a function of SQL
    """Seconds from one moment to another; NULL if either is."""

    type = Float()
    inherit_cache = True


@compiles(seconds_between)
def _postgresql_seconds(element: seconds_between, compiler: SQLCompiler, **options: Any) -> str:
    earlier, later = (compiler.process(one, **options) for one in element.clauses)
    return f"EXTRACT(EPOCH FROM {later} - {earlier})"


@compiles(seconds_between, "sqlite")
def _sqlite_seconds(element: seconds_between, compiler: SQLCompiler, **options: Any) -> str:
    earlier, later = (compiler.process(one, **options) for one in element.clauses)
    # A day count with a fraction, exact to a tenth of a millisecond.
    return f"ROUND((julianday({later}) - julianday({earlier})) * 86400.0, 3)"


class identity_text(FunctionElement[str]):  # noqa: N801 - a function of SQL
    """An identity as `str` writes it, to be compared with one that is kept as text."""

    type = String()
    inherit_cache = True


@compiles(identity_text)
def _postgresql_identity(element: identity_text, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **options)} AS VARCHAR)"


@compiles(identity_text, "sqlite")
def _sqlite_identity(element: identity_text, compiler: SQLCompiler, **options: Any) -> str:
    # It is kept without hyphens.
    identity = compiler.process(element.clauses, **options)
    parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    return " || '-' || ".join(f"substr({identity}, {start}, {length})" for start, length in parts)


def _is_postgresql(session: AsyncSession) -> bool:
    return session.get_bind().dialect.name == "postgresql"


class Database:
    """Opens sessions on one engine."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine: AsyncEngine = _engine(url)
        self._writing = async_sessionmaker(self.engine, expire_on_commit=False)
        self._reading = async_sessionmaker(
            self.engine.execution_options(**{_READ_ONLY: True}), expire_on_commit=False, autoflush=False
        )
        # SQLite lets whoever asks at the right moment write next: a job that writes batch after batch
        # would be before all others for seconds.
        self._turn: AbstractAsyncContextManager[None] = (
            asyncio.Lock() if self.engine.dialect.name == "sqlite" else nullcontext()
        )

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A session whose changes are committed at the end, all or none.

        On SQLite those of this process come one after the other, as they were asked for.
        """
        async with self._turn, self._writing() as session, session.begin():
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session for queries: takes no write lock, and what it changes is thrown away."""
        async with self._reading() as session:
            yield session

    async def close(self) -> None:
        await self.engine.dispose()


class _SqliteConnection(sqlite3.Connection):
    """Lets go of its lock when it is closed.

    A task that is cancelled in a transaction has its connection closed, but its traceback may keep a
    cursor alive; SQLite then keeps the closed connection, and the write lock with it, until the
    cursor is collected, and every other writer waits in vain.
    """

    def close(self) -> None:
        if self.in_transaction:
            self.rollback()
        super().close()


class _WithoutCancellations(logging.Filter):
    """A task that is cancelled while its connection is reset has it closed instead: no fault to tell of."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not (record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))


logging.getLogger("sqlalchemy.pool.impl.AsyncAdaptedQueuePool").addFilter(_WithoutCancellations())


def _engine(url: str) -> AsyncEngine:
    if not url.startswith("sqlite"):
        return create_async_engine(
            url,
            pool_size=10,
            max_overflow=10,
            pool_pre_ping=True,
            # A claim of leads looks dear to the planner and is not: compiling it would take longer.
            connect_args={"server_settings": {"jit": "off"}},
        )
    engine = create_async_engine(
        url,
        connect_args={
            "async_creator_fn": sqlite_driver.connect,
            "timeout": _SQLITE_BUSY_SECONDS,
            "factory": _SqliteConnection,
        },
    )
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver would begin deferred transactions by itself; ours begin explicitly below.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    # In KiB. The usual two megabytes hold no index of a long list: each new row would read pages anew.
    cursor.execute("PRAGMA cache_size = -32000")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that turns into a writer fails at once when another writes; an
    # immediate one waits its turn.
    read_only = connection.get_execution_options().get(_READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
