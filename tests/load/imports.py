"""How long a list of 200,000 clients takes from the file to the last lead, on both databases."""

import asyncio
import random
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

import core.schema  # noqa: F401 - all tables, as in every process of the product
from core.clock import SystemClock
from core.db import Database
from core.imports.plan import FileForm, ImportPlan
from core.imports.reading import FileReader
from core.imports.run import IMPORT_JOB, LeadImporter
from core.imports.service import begin_import, begin_undo, import_of, import_progress, receive_file
from core.imports.undo import UNDO_JOB, ImportUndoer
from core.jobs.models import JobState
from core.jobs.runner import JobHandler, JobRunner
from core.leads.models import Lead
from core.users.models import Role
from tests.factories import a_campaign, a_user
from tests.fixtures.postgres import started_postgres
from tests.load.figures import Figure
from zvonar.migration import migrate

LINES: Final = 200_000
_GOAL: Final = "< 60 s"
_REGIONS: Final = ("Москва", "Свердловская область", "Приморский край", "Татарстан")


def a_file(lines: int) -> bytes:
    """As an accountant exports it: cp1251, semicolons, numbers as people write them, each once."""
    random.seed(7)
    rows = ["Наименование;Телефон;Регион;Контактное лицо;Примечание"]
    for number, serial in enumerate(random.sample(range(10**7), lines)):
        digits = f"{serial:07}"
        phone = f"8 (916) {digits[:3]}-{digits[3:5]}-{digits[5:]}"
        rows.append(f'ООО "Ромашка-{number}";{phone};{random.choice(_REGIONS)};Иван Петров;звонить утром')
    return "\r\n".join(rows).encode("cp1251")


HOME_ZONE = "Europe/Moscow"


def measure(lines: int = LINES) -> list[Figure]:
    figures: list[Figure] = []
    for kind, database_url in (("SQLite", sqlite_url), ("PostgreSQL", postgres_url)):
        with database_url() as url:
            figures += asyncio.run(_measured(kind, url, lines))
    return figures


async def _measured(kind: str, url: str, lines: int) -> list[Figure]:
    database, clock = Database(url), SystemClock()
    await migrate(database)
    async with database.transaction() as session:
        user = await a_user(session, Role.SUPERVISOR)
        campaign = await a_campaign(session, is_running=False)
    reader = FileReader("RU")
    handlers: dict[str, JobHandler] = {
        IMPORT_JOB: LeadImporter(database, clock, reader, HOME_ZONE),
        UNDO_JOB: ImportUndoer(database, clock),
    }
    runner = JobRunner(database, clock, handlers)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        began = time.monotonic()
        upload_id = await receive_file(
            database, campaign.id, "list.csv", sent(a_file(lines)), path, now=clock.now(), user_id=user.id
        )
        preview = await reader.preview(path, FileForm())
        shown = time.monotonic()
    async with database.transaction() as session:
        await begin_import(
            session,
            await import_of(session, campaign.id, upload_id),
            ImportPlan(roles=tuple(preview.roles), default_zone=HOME_ZONE),
            list_id=None,
            list_name=f"{lines:,}",
            lines=preview.lines,
            now=clock.now(),
            user_id=user.id,
        )
    longest = await run_beside_a_writer(database, runner)
    ended = time.monotonic()
    async with database.transaction() as session:
        [progress] = await import_progress(session, campaign.id, upload_id)
        assert (progress.state, progress.imported) == (JobState.DONE, lines), progress
        await begin_undo(
            session, await import_of(session, campaign.id, upload_id), now=clock.now(), user_id=user.id
        )
    await runner.run_next()
    undone = time.monotonic()
    async with database.reading() as session:
        assert not await session.scalar(select(func.count()).select_from(Lead))
    await database.close()
    source = f"{lines:,} lines, {kind}, cp1251"
    return [
        Figure(f"upload and preview, {kind}", f"{shown - began:.1f} s", "", source),
        Figure(f"import, {kind}", f"{ended - shown:.1f} s", _GOAL, source),
        Figure(f"another writer's longest wait meanwhile, {kind}", f"{longest * 1000:.0f} ms", "", source),
        Figure(f"undo, {kind}", f"{undone - ended:.1f} s", "", source),
    ]


async def run_beside_a_writer(database: Database, runner: JobRunner) -> float:
    """Run the import while somebody else stores small things, as the switchboard does."""
    longest = 0.0
    # owner: this function, which waits for it
    working = asyncio.create_task(runner.run_next())
    while not working.done():
        began = time.monotonic()
        async with database.transaction() as session:
            await session.execute(select(Lead.id).limit(1))
        longest = max(longest, time.monotonic() - began)
        await asyncio.sleep(0.1)
    await working
    return longest


async def sent(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), 64 * 1024):
        yield content[start : start + 64 * 1024]


@contextmanager
def sqlite_url() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite+aiosqlite:///{folder}/zvonar.db"


@contextmanager
def postgres_url() -> Iterator[str]:
    with ExitStack() as stack:
        server = stack.enter_context(started_postgres())
        yield server.url(server.create_database())
