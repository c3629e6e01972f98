"""Refused numbers: looking one up, entering, removing, files of them."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from pathlib import Path as FilePath
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncSession

from api.body import file_stream
from api.context import Context, CurrentSupervisor
from api.errors import problems
from core.audit.trail import record
from core.campaigns.models import Campaign
from core.dnc.imports import DncImportProgress, begin_dnc_import, dnc_import_of, dnc_import_progress
from core.dnc.models import DncSource
from core.dnc.register import (
    AUDITED_AS,
    LONGEST_REASON,
    DncEntry,
    DncPage,
    Refusal,
    check_reason,
    dnc_entry,
    dnc_page,
    refuse_by_hand,
    remove_entry,
)
from core.error_codes import ErrorCode, Parameters
from core.errors import InvalidInput, NotAllowed, NotFound, NotLoggedIn
from core.imports.reading import FileReader
from core.jobs.leases import want_cancel
from core.jobs.models import JobState
from core.phone_numbers import e164

router = APIRouter(prefix="/dnc", tags=["dnc"], responses=problems(NotLoggedIn, NotAllowed))

Reason = Annotated[str, Query(max_length=LONGEST_REASON)]


class NumberRefused(BaseModel):
    model_config = ConfigDict(extra="forbid")

    phone_number: str = Field(max_length=40)
    """In any notation."""
    campaign_id: UUID | None = None
    """Null: no campaign may call it."""
    reason: str = Field(default="", max_length=LONGEST_REASON)


@dataclass(frozen=True, slots=True)
class RejectedNumber:
    line: int
    """As an editor counts."""
    value: str
    code: ErrorCode
    parameters: Parameters
    reason: str
    """In English, for whoever has no text of their own for the code."""

    @classmethod
    def of(cls, one: Mapping[str, Any]) -> "RejectedNumber":
        code = ErrorCode.of_code(one["code"])
        parameters = one["parameters"]
        return cls(one["line"], one["value"], code, parameters, code.in_english(parameters))


@dataclass(frozen=True, slots=True)
class DncImportShown:
    id: UUID
    campaign_id: UUID | None
    """Null: for all campaigns."""
    file_name: str
    created_at: datetime
    state: JobState
    lines_done: int
    lines_total: int | None
    added: int
    known: int
    """Were on the list already, or stand in the file twice."""
    rejected_total: int
    """Values that are no numbers, and lines without any."""
    rejected: Sequence[RejectedNumber]
    """The first thousand."""
    faults: Sequence[Any]
    """Of one that failed: what is wrong with the file."""

    @classmethod
    def of(cls, one: DncImportProgress) -> "DncImportShown":
        return cls(
            id=one.id,
            campaign_id=one.campaign_id,
            file_name=one.file_name,
            created_at=one.created_at,
            state=one.state,
            lines_done=one.lines_done,
            lines_total=one.lines_total,
            added=one.added,
            known=one.known,
            rejected_total=one.rejected,
            rejected=[RejectedNumber.of(line) for line in one.rejected_lines],
            faults=one.faults,
        )


@router.get("", responses=problems(InvalidInput))
async def list_refused(
    _user: CurrentSupervisor,
    context: Context,
    campaign_id: UUID | None = None,
    number: Annotated[str | None, Query(max_length=40)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    after: Annotated[str | None, Query(max_length=20)] = None,
) -> DncPage:
    """Entries newest first: all, those of one campaign's own list, or of one number in any notation."""
    phone_number = e164(number, region=context.home_region, field="number") if number else None
    async with context.database.reading() as session:
        return await dnc_page(
            session, campaign_id=campaign_id, phone_number=phone_number, limit=limit, after=after
        )


@router.post("", status_code=HTTPStatus.CREATED, responses=problems(InvalidInput))
async def refuse(
    body: NumberRefused, user: CurrentSupervisor, context: Context, response: Response
) -> DncEntry:
    """Enter a number; 200 with the first entry if it is on that list already."""
    number = e164(body.phone_number, region=context.home_region)
    check_reason(body.reason)
    refusal = Refusal(DncSource.HAND, context.clock.now(), user.id, body.campaign_id, body.reason)
    async with context.database.transaction() as session:
        await _check_campaign(session, body.campaign_id)
        if not await refuse_by_hand(session, number, refusal):
            response.status_code = HTTPStatus.OK
        return await dnc_entry(session, number, body.campaign_id)


@router.delete("/{entry_id}", status_code=HTTPStatus.NO_CONTENT, responses=problems(NotFound, InvalidInput))
async def remove(
    entry_id: Annotated[int, Path(ge=1, lt=2**63)], reason: Reason, user: CurrentSupervisor, context: Context
) -> None:
    """Let the number be dialled again. The reason is needed, and kept in the audit trail."""
    async with context.database.transaction() as session:
        await remove_entry(session, entry_id, reason=reason, user_id=user.id, now=context.clock.now())


@router.post(
    "/imports",
    status_code=HTTPStatus.ACCEPTED,
    responses=problems(InvalidInput),
    openapi_extra={"requestBody": {"required": True, "content": {"*/*": {}}}},
)
async def import_file(
    request: Request,
    user: CurrentSupervisor,
    context: Context,
    campaign_id: UUID | None = None,
    file_name: Annotated[str, Query(max_length=200)] = "",
) -> DncImportShown:
    """Have the numbers of a CSV, XLSX or text file entered: one on each line, or columns of numbers.

    Every number is entered; a bad value beside it is reported by its line. `GET` tells how far it is.
    """
    async with context.database.reading() as session:
        await _check_campaign(session, campaign_id)
    with tempfile.TemporaryDirectory(prefix="zvonar-upload-") as folder:
        import_id = await begin_dnc_import(
            context.database,
            FileReader(context.home_region),
            file_stream(request),
            FilePath(folder) / "file",
            file_name=file_name,
            campaign_id=campaign_id,
            now=context.clock.now(),
            user_id=user.id,
        )
    return await _progress(context, import_id)


@router.get("/imports")
async def list_imports(
    _user: CurrentSupervisor, context: Context, campaign_id: UUID | None = None
) -> list[DncImportShown]:
    """The latest, the newest first: of all lists, or of one campaign's own."""
    async with context.database.reading() as session:
        found = await dnc_import_progress(session, campaign_id=campaign_id)
    return [DncImportShown.of(one) for one in found]


@router.get("/imports/{import_id}", responses=problems(NotFound))
async def get_import(import_id: UUID, _user: CurrentSupervisor, context: Context) -> DncImportShown:
    return await _progress(context, import_id)


@router.post("/imports/{import_id}/cancel", responses=problems(NotFound))
async def cancel_import(import_id: UUID, user: CurrentSupervisor, context: Context) -> DncImportShown:
    """End where it is; what is entered stays. No error if it has ended."""
    async with context.database.transaction() as session:
        meant, now = await dnc_import_of(session, import_id), context.clock.now()
        if await want_cancel(session, meant.job_id, now):
            record(
                session,
                user_id=user.id,
                entity=AUDITED_AS,
                entity_id=import_id,
                name=meant.file_name,
                campaign_id=meant.campaign_id,
                change={"stopped": (None, True)},
                now=now,
            )
    return await _progress(context, import_id)


async def _progress(context: Context, import_id: UUID) -> DncImportShown:
    async with context.database.reading() as session:
        await dnc_import_of(session, import_id)
        [found] = await dnc_import_progress(session, import_id=import_id)
    return DncImportShown.of(found)


async def _check_campaign(session: AsyncSession, campaign_id: UUID | None) -> None:
    if campaign_id is not None and await session.get(Campaign, campaign_id) is None:
        raise InvalidInput.of("campaign_id", ErrorCode.UNKNOWN_CAMPAIGN)
