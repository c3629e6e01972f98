"""What a campaign shows to a regulator, as CSV."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from api.context import Context, CurrentSupervisor
from api.errors import problems
from core.error_codes import ErrorCode
from core.errors import InvalidInput, NotAllowed, NotFound, NotLoggedIn
from core.law.evidence import LONGEST_PERIOD_DAYS, EvidencePart, evidence
from core.law.period import Period

router = APIRouter(prefix="/campaigns", tags=["evidence"], responses=problems(NotLoggedIn, NotAllowed))


@router.get(
    "/{campaign_id}/evidence/{part}.csv",
    responses=problems(NotFound, InvalidInput),
    response_class=StreamingResponse,
)
async def get_evidence(
    campaign_id: UUID,
    part: EvidencePart,
    _user: CurrentSupervisor,
    context: Context,
    first: Annotated[date, Query(alias="from")],
    last: Annotated[date, Query(alias="to")],
) -> StreamingResponse:
    """Days of the call centre, both included. UTF-8 with a byte order mark; no cell is a formula."""
    if last < first:
        raise InvalidInput.of("to", ErrorCode.BEFORE_BEGINNING)
    if (last - first).days >= LONGEST_PERIOD_DAYS:
        raise InvalidInput.of("to", ErrorCode.PERIOD_TOO_LONG, max_days=LONGEST_PERIOD_DAYS - 1)
    pieces = evidence(context.database, campaign_id, part, Period(first, last, context.home_zone))
    # Asked for before the answer begins: what is refused then can no longer be said.
    beginning = await anext(pieces)

    async def whole() -> AsyncIterator[str]:
        yield beginning
        async for piece in pieces:
            yield piece

    name = f"{part}_{first}_{last}.csv"
    return StreamingResponse(
        whole(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
