"""How long a register of 1,000,000 refused numbers takes to enter beside 200,000 leads, on both databases.

Every number of the list is among them, so that every lead is found and marked; a second file with the same
numbers adds none.
"""

import asyncio
import random
import tempfile
import time
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

import core.schema  # noqa: F401 - all tables, as in every process of the product
from core.clock import SystemClock
from core.db import Database
from core.dnc.imports import DNC_IMPORT_JOB, begin_dnc_import, dnc_import_progress
from core.dnc.run import DncImporter
from core.imports.reading import FileReader
from core.jobs.models import JobState
from core.jobs.runner import JobHandler, JobRunner
from core.leads.models import Lead
from core.users.models import Role
from tests.factories import a_user
from tests.load.claims import add_list
from tests.load.figures import Figure
from tests.load.imports import postgres_url, run_beside_a_writer, sent, sqlite_url
from tests.load.long_list import phone_number
from zvonar.migration import migrate

NUMBERS: Final = 1_000_000
LEADS: Final = 200_000


def measure(numbers: int = NUMBERS, leads: int = LEADS) -> list[Figure]:
    figures: list[Figure] = []
    for kind, database_url in (("SQLite", sqlite_url), ("PostgreSQL", postgres_url)):
        with database_url() as url:
            figures += asyncio.run(_measured(kind, url, numbers, leads))
    return figures


async def _measured(kind: str, url: str, numbers: int, leads: int) -> list[Figure]:
    database, clock = Database(url), SystemClock()
    await migrate(database)
    await add_list(database, leads)
    file = _a_file(numbers)
    handlers: dict[str, JobHandler] = {DNC_IMPORT_JOB: DncImporter(database, clock, FileReader("RU"))}
    runner = JobRunner(database, clock, handlers)
    entered, longest = await _entered(database, clock, runner, file, added=numbers)
    again, _ = await _entered(database, clock, runner, file, added=0)
    async with database.reading() as session:
        marked = await session.scalar(select(func.count()).select_from(Lead).where(Lead.is_refused))
    assert marked == min(leads, numbers), marked
    await database.close()
    source = f"{numbers:,} numbers, {leads:,} leads, {kind}"
    return [
        Figure(f"entering refused numbers, {kind}", f"{entered:.1f} s", "", source),
        Figure(f"another writer's longest wait meanwhile, {kind}", f"{longest * 1000:.0f} ms", "", source),
        Figure(f"the same file again, {kind}", f"{again:.1f} s", "", source),
    ]


def _a_file(numbers: int) -> bytes:
    """In no order, one a line."""
    shuffled = random.Random(7).sample(range(numbers), numbers)
    return "\n".join(["Телефон", *map(phone_number, shuffled)]).encode()


async def _entered(
    database: Database, clock: SystemClock, runner: JobRunner, file: bytes, *, added: int
) -> tuple[float, float]:
    """Seconds from the upload to the last number, and another writer's longest wait."""
    async with database.transaction() as session:
        user = await a_user(session, Role.SUPERVISOR)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        import_id = await begin_dnc_import(
            database,
            FileReader("RU"),
            sent(file),
            Path(folder) / "refused.csv",
            file_name="refused.csv",
            campaign_id=None,
            now=clock.now(),
            user_id=user.id,
        )
    longest = await run_beside_a_writer(database, runner)
    ended = time.monotonic()
    async with database.reading() as session:
        [progress] = await dnc_import_progress(session, import_id=import_id)
    assert (progress.state, progress.added, progress.rejected) == (JobState.DONE, added, 0), progress
    return ended - began, longest
