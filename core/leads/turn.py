"""How many leads of its campaign come before a lead, as the hopper takes them (`core/leads/hopper.py`)."""

from typing import Final

from sqlalchemy import and_, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from core.leads.bars import Claim
from core.leads.hopper import in_order, zones_of
from core.leads.models import Lead
from core.lists.models import LeadList

MOST_COUNTED: Final = 10_000


async def leads_before(session: AsyncSession, lead: Lead, claim: Claim) -> int:
    """Those due and in their calling hours that are promised, or on a list that goes before, or longer due.

    Counted up to `MOST_COUNTED`, and by what a lead carries itself: of some the number is barred. Lists that
    have one priority take turns by weight: of these only the lead's own is counted.
    """
    if claim.policy is None or lead.callback_at is not None:
        return 0
    zones = await zones_of(session, claim.campaign_id)
    own = await session.get_one(LeadList, lead.list_id)
    before = and_(Lead.list_id == lead.list_id, tuple_(*in_order(Lead)) < (lead.next_attempt_at, lead.id))
    found = (
        select(Lead.id)
        .join(LeadList, LeadList.id == Lead.list_id)
        .where(
            Lead.campaign_id == claim.campaign_id,
            LeadList.is_active.is_(True),
            Lead.is_refused.is_(False),
            Lead.next_attempt_at <= claim.now,
            or_(Lead.held_until.is_(None), Lead.held_until < claim.now),
            Lead.time_zone.in_(claim.policy.calling_hours.open_zones(claim.now, zones)),
            or_(LeadList.priority > own.priority, Lead.callback_at <= claim.now, before),
        )
        .limit(MOST_COUNTED)
    )
    return await session.scalar(select(func.count()).select_from(found.subquery())) or 0
