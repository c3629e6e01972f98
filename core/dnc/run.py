"""The job that enters the numbers of a file: batch by batch, each stored once."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import Clock
from core.db import Database, planned_each_time
from core.dnc.models import DncImport, DncSource
from core.dnc.register import Refusal, refuse_numbers
from core.imports.plan import ImportPlan
from core.imports.reading import Batch, FileReader
from core.jobs.leases import Lease
from core.kept_files import copy_file, forget_file

MOST_REJECTED_KEPT: Final = 1000


class DncImporter:
    """Does the import jobs of the register; what is entered stays if one is cancelled or fails."""

    def __init__(self, database: Database, clock: Clock, reader: FileReader) -> None:
        self._database = database
        self._clock = clock
        self._reader = reader

    async def __call__(self, lease: Lease) -> Mapping[str, Any]:
        import_id = UUID(lease.arguments["import_id"])
        plan = ImportPlan.model_validate(lease.arguments["plan"])
        with tempfile.TemporaryDirectory(prefix="zvonar-import-") as folder:
            path = Path(folder) / "file"
            await copy_file(self._database, import_id, path)
            async for batch in self._reader.batches(path, plan, done=lease.done):
                async with self._database.transaction() as session:
                    async with planned_each_time(session):
                        await _enter(session, import_id, batch)
                    await lease.advance(session, self._clock.now(), done=batch.done)
        async with self._database.transaction() as session:
            await forget_file(session, import_id)
            done = await session.get_one(DncImport, import_id)
            return {"added": done.added, "known": done.known, "rejected": done.rejected}


async def _enter(session: AsyncSession, import_id: UUID, batch: Batch) -> None:
    one = await session.get_one(DncImport, import_id)
    refusal = Refusal(DncSource.FILE, one.created_at, one.created_by_id, one.campaign_id, one.file_name)
    numbers = sorted({number for line in batch.good for number in line["phone_numbers"]})
    added = await refuse_numbers(session, numbers, refusal)
    one.added += added
    one.known += sum(len(line["phone_numbers"]) for line in batch.good) - added
    one.rejected += len(batch.bad)
    room = MOST_REJECTED_KEPT - len(one.rejected_lines)
    if room > 0 and batch.bad:
        told = ("line", "value", "code", "parameters")
        one.rejected_lines = [
            *one.rejected_lines,
            *({name: line[name] for name in told} for line in batch.bad[:room]),
        ]
