"""Files of refused numbers: taken in, entered by a job batch by batch, and what each came to."""

from collections.abc import AsyncIterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.trail import record
from core.db import Database
from core.dnc.models import DncImport
from core.dnc.register import AUDITED_AS
from core.errors import NotFound
from core.imports.files import LARGEST_FILE_BYTES
from core.imports.lines import shown
from core.imports.plan import ColumnRole, FileForm, ImportPlan, Takes
from core.imports.reading import FileReader
from core.jobs.leases import add_job
from core.jobs.models import Job, JobState
from core.kept_files import keep_file

DNC_IMPORT_JOB: Final = "import_refused"
_LATEST: Final = 20
# One after the other: two that enter the same numbers in another order would stand in each other's way.
_REGISTER: Final = UUID(int=0)


@dataclass(frozen=True, slots=True)
class DncImportProgress:
    id: UUID
    campaign_id: UUID | None
    file_name: str
    created_at: datetime
    state: JobState
    lines_done: int
    lines_total: int | None
    added: int
    known: int
    """Were on the list already, or stand in the file twice."""
    rejected: int
    rejected_lines: Sequence[Mapping[str, Any]]
    """The first of them: line, value, code and parameters."""
    faults: Sequence[Any]
    """Of one that failed: what is wrong with the file."""


async def begin_dnc_import(
    database: Database,
    reader: FileReader,
    content: AsyncIterable[bytes],
    copy: Path,
    *,
    file_name: str,
    campaign_id: UUID | None,
    now: datetime,
    user_id: UUID,
) -> UUID:
    """Take the file in and have a worker enter its numbers; leaves a copy at `copy`.

    Raises:
        InvalidInput: the file is too large, empty, or cannot be read.
    """
    import_id = uuid4()
    await keep_file(database, import_id, content, copy, largest_bytes=LARGEST_FILE_BYTES, now=now)
    preview = await reader.preview(copy, FileForm(), Takes.NUMBERS)
    plan = ImportPlan(roles=_only_numbers(preview.roles), takes=Takes.NUMBERS)
    name = shown(file_name.rpartition("/")[2]) or "-"
    async with database.transaction() as session:
        arguments = {"import_id": str(import_id), "plan": plan.model_dump(mode="json")}
        job = add_job(
            session,
            DNC_IMPORT_JOB,
            _REGISTER,
            arguments,
            now=now,
            created_by_id=user_id,
            total=preview.lines,
        )
        await session.flush()
        session.add(
            DncImport(
                id=import_id,
                campaign_id=campaign_id,
                file_name=name,
                job_id=job.id,
                created_by_id=user_id,
                created_at=now,
            )
        )
        record(
            session,
            user_id=user_id,
            entity=AUDITED_AS,
            entity_id=import_id,
            name=name,
            campaign_id=campaign_id,
            change={"file": (None, name)},
            now=now,
        )
    return import_id


def _only_numbers(roles: Sequence[ColumnRole | None]) -> tuple[ColumnRole | None, ...]:
    """Every column of numbers; of a file that shows none, the first column is meant to be."""
    found = tuple(role if role is ColumnRole.PHONE_NUMBER else None for role in roles)
    return found if any(found) else (ColumnRole.PHONE_NUMBER,)


async def dnc_import_of(session: AsyncSession, import_id: UUID) -> DncImport:
    """
    Raises:
        NotFound: there is no such import.
    """
    found = await session.get(DncImport, import_id)
    if found is None:
        raise NotFound("import", import_id)
    return found


async def dnc_import_progress(
    session: AsyncSession, *, campaign_id: UUID | None = None, import_id: UUID | None = None
) -> Sequence[DncImportProgress]:
    """The latest of all, or of one campaign's own list, the newest first; or that one."""
    statement = select(DncImport, Job).join(Job, Job.id == DncImport.job_id)
    if campaign_id is not None:
        statement = statement.where(DncImport.campaign_id == campaign_id)
    if import_id is not None:
        statement = statement.where(DncImport.id == import_id)
    rows = await session.execute(statement.order_by(DncImport.created_at.desc()).limit(_LATEST))
    return [_progress(one, job) for one, job in rows]


def _progress(one: DncImport, job: Job) -> DncImportProgress:
    return DncImportProgress(
        id=one.id,
        campaign_id=one.campaign_id,
        file_name=one.file_name,
        created_at=one.created_at,
        state=JobState(job.state),
        lines_done=job.done,
        lines_total=job.total,
        added=one.added,
        known=one.known,
        rejected=one.rejected,
        rejected_lines=one.rejected_lines,
        faults=job.faults or [],
    )
