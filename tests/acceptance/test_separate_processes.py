"""The production form: switchboard, api and worker as processes, PostgreSQL and Redis between them."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.calls.models import Call
from core.calls.state_machine import CallOutcome
from core.contacts.models import Contact
from core.db import Database
from pbx.installation import AsteriskInstall
from pbx.simulated import CustomerShares
from tests.fixtures.postgres import PostgresServer
from tests.fixtures.product import Product, a_product
from zvonar.demo.operators import simulated_operators

OPERATORS = 4
PATIENCE_SECONDS = 60.0
CUSTOMERS = CustomerShares(
    busy_percent=0,
    invalid_percent=0,
    no_answer_percent=0,
    machine_percent=0,
    ring_seconds=(0.3, 1.0),
    mean_talk_seconds=4.0,
)


@pytest.mark.timeout(200)
def test_operators_work_through_an_api_that_owns_nothing(
    asterisk_install: AsteriskInstall, postgres: PostgresServer, redis_url: str, tmp_path: Path
) -> None:
    with a_product(
        asterisk_install,
        tmp_path,
        customers=CUSTOMERS,
        operators=OPERATORS,
        database_url=postgres.url(postgres.create_database()),
        redis_url=redis_url,
    ) as product:
        asyncio.run(_work_and_lose_the_api(product))
        assert product.stop() == {"switchboard": 0, "api": 0, "worker": 0}


async def _work_and_lose_the_api(product: Product) -> None:
    database = Database(product.database_url)
    async with simulated_operators(product.address, product.simulated):
        await _until_disposed(database, 6)
        await asyncio.to_thread(product.kill, "api")
        before = await _disposed(database)
        await asyncio.to_thread(product.start)
        await _until_disposed(database, before + 6)
    async with database.reading() as session:
        handled = await session.scalar(
            select(func.count()).where(Call.outcome == CallOutcome.HANDLED, Call.node == "test")
        )
        contacts = await session.scalar(
            select(func.count()).select_from(Contact).join(Call).where(Call.node == "test")
        )
        abandoned = await session.scalar(
            select(func.count()).where(Call.outcome == CallOutcome.ABANDONED, Call.node == "test")
        )
    await database.close()
    assert handled is not None
    assert contacts is not None
    assert contacts >= handled + (abandoned or 0)


async def _disposed(database: Database) -> int:
    async with database.reading() as session:
        return (
            await session.scalar(
                select(func.count()).where(Call.disposition.is_not(None), Call.node == "test")
            )
            or 0
        )


async def _until_disposed(database: Database, count: int) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await _disposed(database) < count:  # noqa: ASYNC110 - another process is waited for
            await asyncio.sleep(0.3)
