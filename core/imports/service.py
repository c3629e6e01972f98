"""Taking a file in, looking at it, beginning its import, and telling how far it is."""

from collections.abc import AsyncIterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.campaigns.models import Campaign
from core.clients.models import Client, ClientNumber
from core.db import Database
from core.error_codes import ErrorCode
from core.errors import Conflict, InvalidInput, NotFound
from core.imports.files import LARGEST_FILE_BYTES
from core.imports.lines import shown
from core.imports.models import LeadImport, LeadMove, RejectedLine
from core.imports.plan import ColumnRole, ImportPlan
from core.imports.run import IMPORT_JOB
from core.imports.undo import UNDO_JOB
from core.jobs.leases import add_job
from core.jobs.models import UNFINISHED, Job, JobState
from core.kept_files import keep_file
from core.leads.models import Lead
from core.leads.taking_back import Kept, kept_in
from core.lists.models import ListSource
from core.lists.service import add_list, list_of
from core.phone_numbers import is_zone

MOST_REJECTED_SHOWN: Final = 1000


@dataclass(frozen=True, slots=True)
class ImportProgress:
    id: UUID
    list_id: UUID | None
    file_name: str
    size_bytes: int
    created_at: datetime
    state: JobState | None
    """None: uploaded and not begun."""
    lines_done: int
    lines_total: int | None
    imported: int
    moved: int
    numbers_added: int
    """To clients that were there before."""
    default_zone: str
    """By whose clock those are called of whom nothing tells a zone; empty: not known."""
    numbers_without_zone: int
    """Of the imported leads; they are called by the default zone."""
    rejected: int
    faults: Sequence[Any]
    undo_state: JobState | None
    undo_done: int
    undo_total: int | None
    undone: int
    """Leads that were removed again."""
    put_back: int
    """Of the moved leads."""
    numbers_removed: int
    """Of the added numbers."""
    kept: Sequence[Kept]
    """What the last undoing could not take back, and why."""


async def receive_file(
    database: Database,
    campaign_id: UUID,
    file_name: str,
    content: AsyncIterable[bytes],
    path: Path,
    *,
    now: datetime,
    user_id: UUID,
) -> UUID:
    """Keep an uploaded file for its import, and leave a copy at `path` to be looked at.

    Raises:
        NotFound: there is no such campaign.
        InvalidInput: the file is too large, or empty.
    """
    async with database.transaction() as session:
        if await session.get(Campaign, campaign_id) is None:
            raise NotFound("campaign", campaign_id)
        upload = LeadImport(
            id=uuid4(),
            campaign_id=campaign_id,
            file_name=shown(file_name.rpartition("/")[2]) or "-",
            size_bytes=0,
            created_by_id=user_id,
            created_at=now,
        )
        session.add(upload)
    size = await keep_file(database, upload.id, content, path, largest_bytes=LARGEST_FILE_BYTES, now=now)
    async with database.transaction() as session:
        stored = await session.get_one(LeadImport, upload.id)
        stored.size_bytes = size
    return upload.id


async def import_of(session: AsyncSession, campaign_id: UUID, import_id: UUID) -> LeadImport:
    """
    Raises:
        NotFound: this campaign has no such import.
    """
    found = await session.scalar(
        select(LeadImport).where(LeadImport.id == import_id, LeadImport.campaign_id == campaign_id)
    )
    if found is None:
        raise NotFound("import", import_id)
    return found


async def begin_import(
    session: AsyncSession,
    upload: LeadImport,
    plan: ImportPlan,
    *,
    list_id: UUID | None,
    list_name: str,
    lines: int | None,
    now: datetime,
    user_id: UUID,
) -> Job:
    """Have a worker do it: onto a list that is there, or onto a new one of that name.

    Raises:
        InvalidInput: no column says the telephone number; no zone of that name; a name that cannot be.
        NotFound: the campaign has no such list.
        Conflict: the import has begun already.
    """
    if upload.job_id is not None:
        raise Conflict(ErrorCode.IMPORT_BEGUN)
    if ColumnRole.PHONE_NUMBER not in plan.roles:
        raise InvalidInput.of("file", ErrorCode.MISSING_COLUMN, column=ColumnRole.PHONE_NUMBER)
    if not is_zone(plan.default_zone):
        raise InvalidInput.of("default_zone", ErrorCode.UNKNOWN_ZONE)
    if list_id is not None:
        # Locked, so that no undoing removes it from under the job that is to fill it.
        target = await list_of(session, upload.campaign_id, list_id, is_changing=True)
    else:
        name = list_name.strip() or upload.file_name
        target = await add_list(session, upload.campaign_id, name, now=now, source=ListSource.IMPORT)
        upload.made_list = True
    job = add_job(
        session,
        IMPORT_JOB,
        upload.campaign_id,
        {"import_id": str(upload.id), "list_id": str(target.id), "plan": plan.model_dump(mode="json")},
        now=now,
        created_by_id=user_id,
        total=lines,
    )
    await session.flush()
    upload.list_id, upload.job_id = target.id, job.id
    upload.default_zone = plan.default_zone
    return job


async def begin_undo(session: AsyncSession, done: LeadImport, *, now: datetime, user_id: UUID) -> Job:
    """
    Raises:
        Conflict: the import is not begun, goes on, or is being undone.
    """
    jobs = [await session.get(Job, job_id) for job_id in (done.job_id, done.undo_job_id) if job_id]
    if not jobs or any(job is not None and job.state in UNFINISHED for job in jobs):
        raise Conflict(ErrorCode.IMPORT_NOT_ENDED)
    job = add_job(
        session,
        UNDO_JOB,
        done.campaign_id,
        {"import_id": str(done.id)},
        now=now,
        created_by_id=user_id,
        total=await _to_take_back(session, done.id),
    )
    await session.flush()
    done.undo_job_id = job.id
    return job


async def _to_take_back(session: AsyncSession, import_id: UUID) -> int:
    made = (Lead.import_id, LeadMove.import_id, Client.import_id, ClientNumber.import_id)
    counts = [await session.scalar(select(func.count()).where(column == import_id)) for column in made]
    return sum(count or 0 for count in counts)


async def import_progress(
    session: AsyncSession, campaign_id: UUID, import_id: UUID | None = None
) -> Sequence[ImportProgress]:
    """The campaign's imports that were begun, the newest first; or that one, begun or not."""
    statement = select(LeadImport).where(LeadImport.campaign_id == campaign_id)
    if import_id is None:
        statement = statement.where(LeadImport.job_id.is_not(None))
    else:
        statement = statement.where(LeadImport.id == import_id)
    found = (await session.scalars(statement.order_by(LeadImport.created_at.desc()).limit(100))).all()
    job_ids = {job_id for one in found for job_id in (one.job_id, one.undo_job_id) if job_id}
    jobs = {job.id: job for job in await session.scalars(select(Job).where(Job.id.in_(job_ids)))}
    return [
        _progress(one, jobs.get(one.job_id) if one.job_id else None, jobs.get(one.undo_job_id or one.id))
        for one in found
    ]


def _progress(one: LeadImport, job: Job | None, undo: Job | None) -> ImportProgress:
    return ImportProgress(
        id=one.id,
        list_id=one.list_id,
        file_name=one.file_name,
        size_bytes=one.size_bytes,
        created_at=one.created_at,
        state=JobState(job.state) if job else None,
        lines_done=job.done if job else 0,
        lines_total=job.total if job else None,
        imported=one.imported,
        moved=one.moved,
        numbers_added=one.numbers_added,
        default_zone=one.default_zone,
        numbers_without_zone=one.numbers_without_zone,
        rejected=one.rejected,
        faults=(job.faults or []) if job else [],
        undo_state=JobState(undo.state) if undo else None,
        undo_done=undo.done if undo else 0,
        undo_total=undo.total if undo else None,
        undone=one.undone,
        put_back=one.put_back,
        numbers_removed=one.numbers_removed,
        kept=kept_in(undo.result if undo else None),
    )


async def rejected_lines(
    session: AsyncSession, import_id: UUID, *, limit: int = MOST_REJECTED_SHOWN
) -> Sequence[RejectedLine]:
    found = await session.scalars(
        select(RejectedLine)
        .where(RejectedLine.import_id == import_id)
        .order_by(RejectedLine.line)
        .limit(limit)
    )
    return found.all()
