"""A campaign's leads as a table."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from api.context import Context, CurrentSupervisor
from api.errors import problems
from core.errors import InvalidInput, NotAllowed, NotFound, NotLoggedIn
from core.leads.bars import BarCode
from core.leads.closing import ClosedBecause
from core.leads.table import MOST_ROWS, LeadPage, LeadsAsked, LeadState, lead_page

router = APIRouter(
    prefix="/campaigns/{campaign_id}/leads",
    tags=["leads"],
    responses=problems(NotLoggedIn, NotAllowed, NotFound),
)


@router.get("", responses=problems(InvalidInput))
async def list_leads(
    campaign_id: UUID,
    _user: CurrentSupervisor,
    context: Context,
    list_id: UUID | None = None,
    state: LeadState | None = None,
    closed_because: ClosedBecause | None = None,
    barred_by: BarCode | None = None,
    search: Annotated[str, Query(max_length=200)] = "",
    limit: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 50,
    after: Annotated[str | None, Query(max_length=100)] = None,
) -> LeadPage:
    """Those of which all that is asked holds; found by a number or by what is known of the client.

    `barred_by`: open leads against which, or against whose next number, this bar stands now.
    """
    asked = LeadsAsked(list_id, state, closed_because, barred_by, search)
    async with context.database.reading() as session:
        return await lead_page(
            session,
            campaign_id,
            asked,
            context.clock.now(),
            home_region=context.home_region,
            limit=limit,
            after=after,
        )
