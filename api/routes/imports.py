"""Importing lists: upload, look, say what the columns mean, run, and take back."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.body import file_stream
from api.context import Context, CurrentSupervisor
from api.errors import problems
from core.audit.trail import record
from core.error_codes import ErrorCode, Parameters
from core.errors import Conflict, FieldFault, InvalidInput, NotAllowed, NotFound, NotLoggedIn
from core.imports.models import RejectedLine
from core.imports.plan import ColumnRole, Duplicates, FileForm, ImportPlan
from core.imports.reading import FileReader, Preview
from core.imports.rejected import rejected_file
from core.imports.run import IMPORT_JOB, MOST_REJECTED_KEPT, LeadImporter
from core.imports.service import (
    MOST_REJECTED_SHOWN,
    ImportProgress,
    begin_import,
    begin_undo,
    import_of,
    import_progress,
    receive_file,
    rejected_lines,
)
from core.imports.zones_told import ZonesTold, zones_told
from core.jobs.leases import want_cancel
from core.jobs.models import UNFINISHED, Job, JobState
from core.jobs.runner import JobRunner
from core.kept_files import copy_file
from core.lists.filling import OntoList
from core.lists.models import LONGEST_NAME
from core.users.models import Language, User

router = APIRouter(
    prefix="/campaigns/{campaign_id}", tags=["imports"], responses=problems(NotLoggedIn, NotAllowed, NotFound)
)

_FILE: Final = {"requestBody": {"required": True, "content": {"*/*": {}}}}
_LOOK_EVERY_SECONDS: Final = 0.2
_AT_ONCE_SECONDS: Final = 110.0


@dataclass(frozen=True, slots=True)
class ImportUploaded:
    id: UUID
    file_name: str
    preview: Preview
    home_zone: str
    """The call centre's: the default zone, if none is chosen."""


class ColumnsGiven(BaseModel):
    model_config = ConfigDict(extra="forbid")

    form: FileForm = FileForm()
    roles: Annotated[list[ColumnRole | None], Field(max_length=200)]
    """What each column says, in the columns' order; null: passed over."""


class ImportWanted(ColumnsGiven):
    default_zone: Annotated[str, Field(max_length=64)] | None = None
    """IANA name of the zone of whoever nothing tells one of; null: the call centre's."""
    duplicates: Duplicates = Duplicates.SKIP
    list_id: UUID | None = None
    """A list that is there; null: a new one."""
    list_name: Annotated[str, Field(max_length=LONGEST_NAME)] = ""
    """Of a new list; empty: the file's name."""
    lines: Annotated[int, Field(ge=0)] | None = None
    """As the preview counted, for the progress."""


@dataclass(frozen=True, slots=True)
class RejectedLineShown:
    line: int
    """As an editor counts; the heading is line 1."""
    field: str
    value: str
    code: ErrorCode
    parameters: Parameters
    reason: str
    """In English, for whoever has no text of their own for the code."""

    @classmethod
    def of(cls, one: RejectedLine) -> "RejectedLineShown":
        code = ErrorCode.of_code(one.code)
        return cls(one.line, one.field, one.value, code, one.parameters, code.in_english(one.parameters))


@dataclass(frozen=True, slots=True)
class ImportReport:
    imported: int
    rejected_total: int
    rejected: Sequence[RejectedLineShown]
    """The first thousand."""


@router.post(
    "/imports", status_code=HTTPStatus.CREATED, responses=problems(InvalidInput), openapi_extra=_FILE
)
async def upload(
    campaign_id: UUID,
    request: Request,
    user: CurrentSupervisor,
    context: Context,
    file_name: Annotated[str, Query(max_length=200)] = "",
) -> ImportUploaded:
    """Keep a CSV or XLSX file for a day, and show how it begins and what its columns seem to mean."""
    async with _room_for_a_file() as path:
        import_id = await receive_file(
            context.database,
            campaign_id,
            file_name,
            file_stream(request),
            path,
            now=context.clock.now(),
            user_id=user.id,
        )
        preview = await _reader(context).preview(path, FileForm())
    return ImportUploaded(import_id, file_name, preview, context.home_zone)


@router.post("/imports/{import_id}/preview", responses=problems(InvalidInput))
async def look_again(
    campaign_id: UUID, import_id: UUID, body: FileForm, _user: CurrentSupervisor, context: Context
) -> ImportUploaded:
    """The same file read in another way."""
    async with _room_for_a_file() as path:
        async with context.database.reading() as session:
            kept = await import_of(session, campaign_id, import_id)
        await copy_file(context.database, import_id, path)
        preview = await _reader(context).preview(path, body)
    return ImportUploaded(import_id, kept.file_name, preview, context.home_zone)


@router.post("/imports/{import_id}/zones", responses=problems(InvalidInput))
async def look_at_zones(
    campaign_id: UUID, import_id: UUID, body: ColumnsGiven, _user: CurrentSupervisor, context: Context
) -> ZonesTold:
    """How many numbers at the beginning of the file would be called by the default zone."""
    async with _room_for_a_file() as path:
        async with context.database.reading() as session:
            await import_of(session, campaign_id, import_id)
        await copy_file(context.database, import_id, path)
        batch = await _reader(context).first_lines(path, ImportPlan(form=body.form, roles=tuple(body.roles)))
    async with context.database.reading() as session:
        return await zones_told(session, batch)


@router.post(
    "/imports/{import_id}/start",
    status_code=HTTPStatus.ACCEPTED,
    responses=problems(InvalidInput, Conflict),
)
async def start(
    campaign_id: UUID, import_id: UUID, body: ImportWanted, user: CurrentSupervisor, context: Context
) -> ImportProgress:
    """Have it done; `GET` tells how far it is."""
    await _begin(context, user, campaign_id, import_id, body)
    return await _progress(context, campaign_id, import_id)


@router.get("/imports")
async def list_imports(campaign_id: UUID, _user: CurrentSupervisor, context: Context) -> list[ImportProgress]:
    """The newest first."""
    async with context.database.reading() as session:
        return list(await import_progress(session, campaign_id))


@router.get("/imports/{import_id}")
async def get_import(
    campaign_id: UUID, import_id: UUID, _user: CurrentSupervisor, context: Context
) -> ImportProgress:
    return await _progress(context, campaign_id, import_id)


@router.post("/imports/{import_id}/cancel")
async def cancel(
    campaign_id: UUID, import_id: UUID, user: CurrentSupervisor, context: Context
) -> ImportProgress:
    """End where it is; what is imported stays until it is undone. No error if it has ended."""
    async with context.database.transaction() as session:
        meant, now = await import_of(session, campaign_id, import_id), context.clock.now()
        if meant.job_id is not None and await want_cancel(session, meant.job_id, now):
            record(
                session,
                user_id=user.id,
                entity="import",
                entity_id=import_id,
                name=meant.file_name,
                campaign_id=campaign_id,
                change={"stopped": (None, True)},
                now=now,
            )
    return await _progress(context, campaign_id, import_id)


@router.post("/imports/{import_id}/undo", status_code=HTTPStatus.ACCEPTED, responses=problems(Conflict))
async def undo(
    campaign_id: UUID, import_id: UUID, user: CurrentSupervisor, context: Context
) -> ImportProgress:
    """Put everything back as it was before, but for what something has happened to since.

    New leads, the clients made for them and added numbers are removed, moved leads go back to their lists.
    What was dialled meanwhile, was corrected by a user, or is in use elsewhere, stays; `kept` tells how much
    of it and why.
    """
    now = context.clock.now()
    async with context.database.transaction() as session:
        done = await import_of(session, campaign_id, import_id)
        await begin_undo(session, done, now=now, user_id=user.id)
        record(
            session,
            user_id=user.id,
            entity="import",
            entity_id=import_id,
            name=done.file_name,
            campaign_id=campaign_id,
            change={"imported": (done.imported, None)},
            now=now,
        )
    return await _progress(context, campaign_id, import_id)


@router.get("/imports/{import_id}/rejected")
async def list_rejected(
    campaign_id: UUID, import_id: UUID, _user: CurrentSupervisor, context: Context
) -> list[RejectedLineShown]:
    """The first thousand lines that were refused, and why."""
    async with context.database.reading() as session:
        await import_of(session, campaign_id, import_id)
        return [RejectedLineShown.of(one) for one in await rejected_lines(session, import_id)]


@router.get("/imports/{import_id}/rejected.csv", response_class=Response)
async def download_rejected(
    campaign_id: UUID, import_id: UUID, user: CurrentSupervisor, context: Context
) -> Response:
    """All refused lines as they were, each with the reason behind it, to be corrected and imported again.

    The reason is in the language of whoever asks; `code` and `parameters` are the same in every one.
    """
    async with context.database.reading() as session:
        heading = (await import_of(session, campaign_id, import_id)).heading
        lines = await rejected_lines(session, import_id, limit=MOST_REJECTED_KEPT)
    return Response(
        await asyncio.to_thread(rejected_file, heading, lines, Language(user.language)),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="rejected-{import_id}.csv"'},
    )


@router.post("/leads", responses=problems(InvalidInput), openapi_extra=_FILE)
async def add_leads(
    campaign_id: UUID, request: Request, user: CurrentSupervisor, context: Context
) -> ImportReport:
    """Import a CSV or XLSX file whose headings say what its columns mean, and wait for it.

    Good lines are imported; each bad one is reported with its number, its field and the reason.
    """
    uploaded = await upload(campaign_id, request, user, context, "")
    roles = list(uploaded.preview.roles)
    if ColumnRole.NAME not in roles:
        raise InvalidInput.of("file", ErrorCode.MISSING_COLUMN, column=ColumnRole.NAME)
    wanted = ImportWanted(roles=roles, list_name=f"{context.clock.now():%Y-%m-%d %H:%M}")
    job_id = await _begin(context, user, campaign_id, uploaded.id, wanted)
    await _until_ended(context, job_id)
    progress = await _progress(context, campaign_id, uploaded.id)
    async with context.database.reading() as session:
        rejected = await rejected_lines(session, uploaded.id, limit=MOST_REJECTED_SHOWN)
    return ImportReport(progress.imported, progress.rejected, list(map(RejectedLineShown.of, rejected)))


async def _until_ended(context: Context, job_id: UUID) -> None:
    """Do the job ourselves, or wait for the worker that was quicker."""
    importer = LeadImporter(context.database, context.clock, _reader(context), context.home_zone)
    handlers = {IMPORT_JOB: OntoList(context.database, importer)}
    runner = JobRunner(context.database, context.clock, handlers)
    async with asyncio.timeout(_AT_ONCE_SECONDS):
        while True:
            await runner.run_next(job_id)
            async with context.database.reading() as session:
                job = await session.get_one(Job, job_id)
            if job.state not in UNFINISHED:
                break
            await asyncio.sleep(_LOOK_EVERY_SECONDS)
    if job.state == JobState.FAILED:
        faults = job.faults or [{"field": "file", "code": ErrorCode.UNREADABLE_FILE, "parameters": {}}]
        raise InvalidInput(
            *(
                FieldFault(fault["field"], ErrorCode.of_code(fault["code"]), fault["parameters"])
                for fault in faults
            )
        )


async def _begin(
    context: Context, user: User, campaign_id: UUID, import_id: UUID, wanted: ImportWanted
) -> UUID:
    now = context.clock.now()
    async with context.database.transaction() as session:
        kept = await import_of(session, campaign_id, import_id)
        job = await begin_import(
            session,
            kept,
            ImportPlan(
                form=wanted.form,
                roles=tuple(wanted.roles),
                duplicates=wanted.duplicates,
                default_zone=context.home_zone if wanted.default_zone is None else wanted.default_zone,
            ),
            list_id=wanted.list_id,
            list_name=wanted.list_name,
            lines=wanted.lines,
            now=now,
            user_id=user.id,
        )
        record(
            session,
            user_id=user.id,
            entity="import",
            entity_id=import_id,
            name=kept.file_name,
            campaign_id=campaign_id,
            change={"file": (None, kept.file_name)},
            now=now,
        )
    return job.id


async def _progress(context: Context, campaign_id: UUID, import_id: UUID) -> ImportProgress:
    async with context.database.reading() as session:
        await import_of(session, campaign_id, import_id)
        [found] = await import_progress(session, campaign_id, import_id)
    return found


def _reader(context: Context) -> FileReader:
    return FileReader(context.home_region)


@asynccontextmanager
async def _room_for_a_file() -> AsyncIterator[Path]:
    with tempfile.TemporaryDirectory(prefix="zvonar-upload-") as folder:
        yield Path(folder) / "file"
