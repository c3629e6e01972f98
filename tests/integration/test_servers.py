"""The servers the other tests lean on are the real ones."""

import re

import pytest
from redis.asyncio import Redis
from sqlalchemy import inspect, text

from core.db import Database


async def test_each_kind_of_database_is_the_real_one(database: Database) -> None:
    is_sqlite = database.url.startswith("sqlite")
    async with database.reading() as session:
        version = await session.scalar(text("SELECT sqlite_version()" if is_sqlite else "SELECT version()"))
    assert re.match(r"3\.\d+\.\d+$" if is_sqlite else r"PostgreSQL 1[5-9]\.", str(version))


@pytest.mark.parametrize("run", ["first", "second"])
async def test_nothing_is_left_by_the_test_before(database: Database, run: str) -> None:
    async with database.transaction() as session:
        await session.execute(text("CREATE TABLE left_behind (id INTEGER)"))


async def test_a_database_without_tables_is_to_be_had_too(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    async with database.engine.connect() as connection:
        assert await connection.run_sync(lambda sync: inspect(sync).get_table_names()) == []
    await database.close()


async def test_redis_is_a_real_server_with_streams(redis_url: str) -> None:
    redis = Redis.from_url(redis_url, decode_responses=True)
    try:
        assert (await redis.info("server"))["server_name"] == "valkey"
        first = await redis.xadd("events", {"body": "one"})
        second = await redis.xadd("events", {"body": "two"})
        assert await redis.xrange("events", min=f"({first!s}") == [(second, {"body": "two"})]
    finally:
        await redis.aclose()


async def test_redis_holds_nothing_of_the_test_before(redis_url: str) -> None:
    redis = Redis.from_url(redis_url)
    try:
        assert await redis.dbsize() == 0
    finally:
        await redis.aclose()
