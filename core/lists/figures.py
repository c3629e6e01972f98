"""How far each list of a campaign is worked off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.leads.models import Lead
from core.lists.models import LeadList, ListSource


@dataclass(frozen=True, slots=True)
class ListFigures:
    id: UUID
    name: str
    priority: int
    weight: int
    is_active: bool
    source: ListSource
    created_at: datetime
    reset_at: datetime | None
    leads_total: int
    leads_fresh: int
    """Not yet tried once."""
    leads_again: int
    """Tried, and to be tried again."""
    leads_promised: int
    """To be called back at a promised time."""
    leads_closed: int


async def list_figures(session: AsyncSession, campaign_id: UUID) -> Sequence[ListFigures]:
    """In the order in which they are called."""
    is_open = Lead.next_attempt_at.is_not(None)
    promised = and_(is_open, Lead.callback_at.is_not(None))
    fresh = and_(is_open, Lead.callback_at.is_(None), Lead.attempts == 0)
    counted = (
        select(
            Lead.list_id,
            func.count().label("total"),
            func.count(Lead.next_attempt_at).label("open"),
            func.sum(case((promised, 1), else_=0)).label("promised"),
            func.sum(case((fresh, 1), else_=0)).label("fresh"),
        )
        .where(Lead.campaign_id == campaign_id)
        .group_by(Lead.list_id)
        .subquery()
    )
    rows = await session.execute(
        select(LeadList, counted.c.total, counted.c.open, counted.c.promised, counted.c.fresh)
        .outerjoin(counted, counted.c.list_id == LeadList.id)
        .where(LeadList.campaign_id == campaign_id)
        .order_by(LeadList.priority.desc(), LeadList.created_at, LeadList.id)
    )
    return [_figures(lead_list, *(count or 0 for count in counts)) for lead_list, *counts in rows]


def _figures(lead_list: LeadList, total: int, still_open: int, promised: int, fresh: int) -> ListFigures:
    return ListFigures(
        id=lead_list.id,
        name=lead_list.name,
        priority=lead_list.priority,
        weight=lead_list.weight,
        is_active=lead_list.is_active,
        source=ListSource(lead_list.source),
        created_at=lead_list.created_at,
        reset_at=lead_list.reset_at,
        leads_total=total,
        leads_fresh=fresh,
        leads_again=still_open - promised - fresh,
        leads_promised=promised,
        leads_closed=total - still_open,
    )
