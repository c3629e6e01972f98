"""Refused numbers: looking one up, entering, removing, files of them."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncSession

from api.body import limited_body
from api.context import Context, CurrentSupervisor
from api.errors import problems
from core.campaigns.models import Campaign
from core.dnc.import_file import LARGEST_FILE_BYTES, DncImport, import_numbers
from core.dnc.models import DncSource
from core.dnc.register import (
    LONGEST_REASON,
    DncEntry,
    DncPage,
    Refusal,
    check_reason,
    dnc_entry,
    dnc_page,
    refuse_numbers,
    remove_entry,
)
from core.error_codes import ErrorCode
from core.errors import InvalidInput, NotAllowed, NotFound, NotLoggedIn
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
        if not await refuse_numbers(session, [number], refusal):
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
    "/import",
    status_code=HTTPStatus.OK,
    responses=problems(InvalidInput),
    openapi_extra={"requestBody": {"required": True, "content": {"text/csv": {}}}},
)
async def import_file(
    request: Request,
    user: CurrentSupervisor,
    context: Context,
    campaign_id: UUID | None = None,
    reason: Reason = "",
) -> DncImport:
    """Enter a file of numbers: one on each line, or a table with a column `phone_number`, else its first.

    Good lines are entered; each bad one is reported with its number and the reason.
    """
    check_reason(reason)
    async with context.database.reading() as session:
        await _check_campaign(session, campaign_id)
    content = await limited_body(request, LARGEST_FILE_BYTES)
    refusal = Refusal(DncSource.FILE, context.clock.now(), user.id, campaign_id, reason)
    return await import_numbers(
        context.database, content, refusal, home_region=context.home_region, user_id=user.id
    )


async def _check_campaign(session: AsyncSession, campaign_id: UUID | None) -> None:
    if campaign_id is not None and await session.get(Campaign, campaign_id) is None:
        raise InvalidInput.of("campaign_id", ErrorCode.UNKNOWN_CAMPAIGN)
