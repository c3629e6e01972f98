"""SQLite has one writer at a time, and itself no order among those who wait."""

import asyncio
from pathlib import Path

from sqlalchemy import select

from core.db import Database

ROUNDS = 20
BATCH_SECONDS = 0.02


async def test_nobody_writes_twice_while_another_waits_to_write(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'turns.db'}")
    written = 0

    async def one_batch_after_the_other() -> None:
        nonlocal written
        while True:
            async with database.transaction() as session:
                await session.execute(select(1))
                await asyncio.sleep(BATCH_SECONDS)
                written += 1

    # owner: this test, which cancels it and waits for it
    job = asyncio.ensure_future(one_batch_after_the_other())
    passed_by = []
    async with asyncio.timeout(30):
        while not written:  # noqa: ASYNC110 - a database tells nobody
            await asyncio.sleep(0.001)
        for _ in range(ROUNDS):
            before = written
            async with database.transaction() as session:
                await session.execute(select(1))
                passed_by.append(written - before)
            await asyncio.sleep(0)
    assert not job.done()
    job.cancel()
    await asyncio.gather(job, return_exceptions=True)
    await database.close()
    assert max(passed_by) <= 1
