"""How many leads campaigns have, and how many of them are still to be called."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.leads.models import Lead
from core.lists.models import LeadList


@dataclass(frozen=True, slots=True)
class LeadCount:
    open: int = 0
    """Not closed: to be called now or later."""
    total: int = 0


async def count_leads(session: AsyncSession, campaign_id: UUID | None = None) -> Mapping[UUID, LeadCount]:
    """Of one campaign or of all; those without leads are not in it. Reads them all: not to be asked often."""
    # List by list, as the hopper's index has all that is counted: no lead itself is read.
    by_list = select(
        Lead.list_id, func.count(Lead.next_attempt_at).label("open"), func.count().label("total")
    ).group_by(Lead.list_id)
    if campaign_id is not None:
        lists = await session.scalars(select(LeadList.id).where(LeadList.campaign_id == campaign_id))
        by_list = by_list.where(Lead.list_id.in_(lists.all()))
    counts = by_list.subquery()
    rows = await session.execute(
        select(LeadList.campaign_id, func.sum(counts.c.open), func.sum(counts.c.total))
        .join(counts, counts.c.list_id == LeadList.id)
        .group_by(LeadList.campaign_id)
    )
    return {id_: LeadCount(int(still_open), int(total)) for id_, still_open, total in rows}
