"""A client turns out to be in another time zone: their leads are called by its clock."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.leads.models import Lead, LeadNumber
from core.leads.numbers import ringing_zones
from core.phone_numbers import own_zone_of


async def ring_where_client_is(session: AsyncSession, client_id: UUID, at_client: str) -> None:
    """Of all campaigns; closed leads as well, because a reset of their list opens them again."""
    leads = await session.scalars(
        select(Lead).where(Lead.client_id == client_id).order_by(Lead.id).with_for_update()
    )
    by_id = {lead.id: lead for lead in leads}
    several: defaultdict[UUID, list[LeadNumber]] = defaultdict(list)
    for number in await session.scalars(
        select(LeadNumber).where(LeadNumber.lead_id.in_(by_id)).order_by(LeadNumber.lead_id, LeadNumber.rank)
    ):
        several[number.lead_id].append(number)
    for lead in by_id.values():
        numbers = several[lead.id]
        zones = ringing_zones([own_zone_of(number.phone_number) for number in numbers], at_client)
        # A lead of one number has no rows of numbers.
        for number, zone in zip(numbers, zones, strict=False):
            number.time_zone = zone
        next_rings = {number.phone_number: number.time_zone for number in numbers}
        lead.time_zone = next_rings.get(lead.phone_number, at_client)
        lead.has_several_zones = len(set(zones)) > 1
