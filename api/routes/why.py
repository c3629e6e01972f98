"""Why a number was dialled, and why it is not dialled now."""

from uuid import UUID

from fastapi import APIRouter

from api.context import ApiContext, Context, CurrentUser
from api.errors import problems
from core.errors import InvalidInput, NotAllowed, NotFound, NotLoggedIn, TelephonyError
from core.leads.why import Why, why_lead, why_number, with_waits
from core.phone_numbers import e164

router = APIRouter(tags=["why"], responses=problems(NotLoggedIn, NotAllowed))


@router.get("/leads/{lead_id}/why", responses=problems(NotFound))
async def why_this_lead(lead_id: UUID, _user: CurrentUser, context: Context) -> Why:
    """Every bar that stands against the lead now, and the reasons of its calls so far."""
    async with context.database.reading() as session:
        why = await why_lead(session, lead_id, context.clock.now())
    return await _with_waits(why, context)


@router.get("/phone-numbers/{phone_number}/why", responses=problems(InvalidInput))
async def why_this_number(phone_number: str, _user: CurrentUser, context: Context) -> Why:
    """The same for a number in any notation: its leads in all campaigns, and all calls to it."""
    number = e164(phone_number, region=context.home_region)
    async with context.database.reading() as session:
        why = await why_number(session, number, context.clock.now())
    return await _with_waits(why, context)


async def _with_waits(why: Why, context: ApiContext) -> Why:
    """The bars are known without a switchboard; what the campaigns wait for is not."""
    if all(lead.bars for lead in why.leads):
        return why
    try:
        return with_waits(why, (await context.switchboard.floor()).figures)
    except TelephonyError:
        return why
