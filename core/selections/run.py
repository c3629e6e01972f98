"""The job that puts the clients for whom a condition holds onto a list."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.clients.fields import client_fields
from core.clients.models import Client, ClientNumber
from core.clock import Clock
from core.conditions.sql import clause
from core.conditions.tree import Condition
from core.db import Database, insert_rows, planned_each_time
from core.dnc.marks import refused_among
from core.ids import OrderedIds
from core.jobs.leases import Lease
from core.leads.models import Lead, LeadNumber
from core.leads.numbers import ringing_zones, rows_of_numbers
from core.phone_numbers import own_zone_of

SELECTION_JOB: Final = "select_leads"
_STEP: Final = 500


def selected(campaign_id: UUID, holds: ColumnElement[bool]) -> Select[UUID, str]:
    """Clients for whom the condition holds, who have a number and are no lead of the campaign yet."""
    return select(Client.id, Client.time_zone).where(
        holds,
        exists().where(ClientNumber.client_id == Client.id),
        ~exists().where(Lead.client_id == Client.id, Lead.campaign_id == campaign_id),
    )


async def count_selected(session: AsyncSession, campaign_id: UUID, condition: Condition, clock: Clock) -> int:
    """
    Raises:
        InvalidInput: the condition asks for what clients do not have.
    """
    found = selected(campaign_id, clause(condition, client_fields(), now=clock.now()))
    return await session.scalar(select(func.count()).select_from(found.subquery())) or 0


class LeadSelector:
    """Does selection jobs. Whoever is a lead already is passed over, so that it can begin again anywhere."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def __call__(self, lease: Lease) -> Mapping[str, Any]:
        list_id = UUID(lease.arguments["list_id"])
        condition = Condition.model_validate(lease.arguments["condition"])
        holds = clause(condition, client_fields(), now=self._clock.now())
        chosen = selected(lease.subject_id, holds).order_by(Client.id).limit(_STEP)
        done, after = lease.done, UUID(int=0)
        while True:
            async with self._database.transaction() as session:
                async with planned_each_time(session):
                    clients = (await session.execute(chosen.where(Client.id > after))).all()
                zones = {client.id: client.time_zone for client in clients}
                done += await self._add(session, lease, list_id, zones)
                await lease.advance(session, self._clock.now(), done=done)
            if not clients:
                return {"leads": done}
            after = clients[-1].id

    async def _add(
        self, session: AsyncSession, lease: Lease, list_id: UUID, zones: Mapping[UUID, str]
    ) -> int:
        campaign_id, now = lease.subject_id, self._clock.now()
        ids = OrderedIds(now)
        leads: list[dict[str, Any]] = []
        lead_numbers: list[dict[str, Any]] = []
        async with planned_each_time(session):
            free_numbers = await _free_numbers(session, campaign_id, list(zones))
        async with planned_each_time(session):
            every = [number for numbers in free_numbers.values() for number in numbers]
            refused = await refused_among(session, every, campaign_id)
        for client_id, numbers in free_numbers.items():
            at_client = zones[client_id]
            zones_there = ringing_zones([own_zone_of(number) for number in numbers], at_client)
            own = dict(zip(numbers, zones_there, strict=True))
            lead = {
                "id": ids.next(),
                "campaign_id": campaign_id,
                "list_id": list_id,
                "client_id": client_id,
                "phone_number": numbers[0],
                "is_refused": refused.issuperset(own),
                "time_zone": at_client,
                "has_several_zones": len(set(own.values())) > 1,
                "attempts": 0,
                "endings": {},
                "next_attempt_at": now,
                "selection_id": lease.job_id,
            }
            leads.append(lead)
            lead_numbers += rows_of_numbers(lead, own)
        await insert_rows(session, Lead, leads)
        await insert_rows(session, LeadNumber, lead_numbers)
        return len(leads)


async def _free_numbers(
    session: AsyncSession, campaign_id: UUID, client_ids: Sequence[UUID]
) -> Mapping[UUID, Sequence[str]]:
    """Of each client the numbers, in their order, that no lead of the campaign has; each once."""
    is_listed = or_(
        exists().where(and_(Lead.campaign_id == campaign_id, Lead.phone_number == ClientNumber.e164)),
        exists().where(
            and_(LeadNumber.campaign_id == campaign_id, LeadNumber.phone_number == ClientNumber.e164)
        ),
    )
    rows = await session.execute(
        select(ClientNumber.client_id, ClientNumber.e164)
        .where(ClientNumber.client_id.in_(client_ids), ~is_listed)
        .order_by(ClientNumber.client_id, ClientNumber.rank, ClientNumber.id)
    )
    free: defaultdict[UUID, list[str]] = defaultdict(list)
    taken: set[str] = set()
    for client_id, number in rows:
        if number not in taken:
            taken.add(number)
            free[client_id].append(number)
    return free
