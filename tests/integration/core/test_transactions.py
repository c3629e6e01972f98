"""A task that is cancelled in the middle of a transaction leaves nothing locked behind it."""

import asyncio

import pytest
from sqlalchemy import func, select

from core.db import Database
from core.dnc.models import DncNumber, DncSource
from core.dnc.register import Refusal, refuse_numbers
from tests.fakes.clock import T0

ROUNDS = 60


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_a_cancelled_transaction_stores_nothing_holds_no_lock_and_alarms_nobody(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    # Kept on purpose: their tracebacks keep what the cancelled tasks were at.
    ended: list[BaseException | None] = []
    for number in range(ROUNDS):
        # owner: this test, which cancels them and waits for them
        writers = [asyncio.ensure_future(_write(database, f"{number}-{writer}")) for writer in range(2)]
        await asyncio.sleep(number % 20 / 2000)  # At another moment of the transaction in every round.
        for writer in writers:
            writer.cancel()
        ended += await asyncio.gather(*writers, return_exceptions=True)
        async with asyncio.timeout(10), database.transaction() as session:
            await refuse_numbers(session, [f"mark-{number}"], Refusal(DncSource.HAND, T0))
    async with database.reading() as session:
        marks = select(func.count()).where(DncNumber.phone_number.startswith("mark-"))
        assert await session.scalar(marks) == ROUNDS
        half_done = select(func.count()).where(DncNumber.reason == "never committed")
        assert await session.scalar(half_done) == 0
    assert any(isinstance(one, asyncio.CancelledError) for one in ended)
    assert [record.getMessage() for record in caplog.records if record.name.startswith("sqlalchemy")] == []


async def _write(database: Database, mark: str) -> None:
    for number in range(1000):
        async with database.transaction() as session:
            never_kept = Refusal(DncSource.HAND, T0, reason="never committed")
            await refuse_numbers(session, [f"{mark}-{number}"[:16]], never_kept)
            await session.execute(select(func.count()).select_from(DncNumber))
            await session.rollback()
