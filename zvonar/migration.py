"""Brings the database's tables to the newest form."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection

import migrations
from core.db import Database

_SCRIPTS: Final = Path(migrations.__file__).parent


async def migrate(database: Database) -> None:
    """Run what has not been run; nothing if the database is up to date."""
    async with (
        database.engine.connect() as connection,
        _tables_may_be_rebuilt(connection),
        connection.begin(),
    ):
        await connection.run_sync(_upgrade)


@asynccontextmanager
async def _tables_may_be_rebuilt(connection: AsyncConnection) -> AsyncIterator[None]:
    """SQLite changes a table by a copy and drops the old one; what refers to it must stay."""
    if connection.dialect.name != "sqlite":
        yield
        return
    # On the driver's own connection: within a transaction the pragma does nothing.
    driver: Any = (await connection.get_raw_connection()).driver_connection
    await driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        await driver.execute("PRAGMA foreign_keys = ON")


async def write_migration(database: Database, message: str) -> None:
    """Write the step from the migrated database to the tables that the code describes."""
    async with database.engine.begin() as connection:
        await connection.run_sync(
            lambda sync: command.revision(_config(sync), message=message, autogenerate=True)
        )


def _upgrade(connection: Connection) -> None:
    command.upgrade(_config(connection), "head")


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.set_main_option("file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(slug)s")
    config.attributes["connection"] = connection
    return config
