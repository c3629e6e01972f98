"""The hopper: which leads a dialler takes next.

The whole rule is one statement: two diallers can never take the same lead, and the rule can be
read, explained (EXPLAIN) and indexed in one place. What may be taken is said by the bars
(`core/leads/bars.py`), what comes first by `in_order`.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, String, Uuid, bindparam, func, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.leads.bars import Bar, Claim, bars_of
from core.leads.models import Lead

# Longer than any call rings and a slow commit takes; the end of the call lifts it.
HOLD_FOR: Final = timedelta(hours=2)


async def take_leads(session: AsyncSession, claim: Claim, *, limit: int) -> Sequence[Lead]:
    """Take up to `limit` leads that may be called now, and hold them for the caller."""
    if claim.policy is None:
        return []
    zones = await zones_of(session, claim.campaign_id)
    open_zones = sorted(claim.policy.calling_hours.open_zones(claim.now, zones))
    if not open_zones:
        return []
    names = {_zone(place): name for place, name in enumerate(open_zones)}
    found = await session.scalars(
        _claim_statement(bars_of(claim), len(open_zones)), {**claim.values, **names, "limit": limit}
    )
    leads = found.all()
    for lead in leads:
        lead.held_until = claim.now + HOLD_FOR
    return leads


def in_order(lead: Any) -> tuple[ColumnElement[Any], ...]:
    """What is taken first, of `Lead` or of an alias of it."""
    return (lead.next_attempt_at, lead.id)


@cache
def _claim_statement(bars: tuple[Bar, ...], zones: int) -> Select[Lead]:
    """The next leads of that many zones that none of the bars stands against.

    Each zone is read by itself, along the index: leads whose evening it is are not even looked at,
    though there be a hundred thousand of them before the first that may be called.
    """
    limit = bindparam("limit", type_=Integer())
    found = [
        select(Lead)
        .where(
            Lead.campaign_id == bindparam("campaign_id", type_=Uuid()),
            Lead.time_zone == bindparam(_zone(place), type_=String()),
            *(bar.lets_pass for bar in bars),
        )
        .order_by(*in_order(Lead))
        .limit(limit)
        .with_for_update(skip_locked=True, of=Lead)
        .subquery()
        for place in range(zones)
    ]
    lead = aliased(Lead, union_all(*(select(one) for one in found)).subquery())
    return select(lead).order_by(*in_order(lead)).limit(limit)


def _zone(place: int) -> str:
    return f"zone_{place}"


async def due_callback_operators(
    session: AsyncSession, campaign_id: UUID, operator_ids: Collection[UUID], now: datetime
) -> set[UUID]:
    """Those of `operator_ids` who promised a call that is due."""
    found = await session.scalars(
        select(Lead.callback_operator_id)
        .where(
            Lead.campaign_id == campaign_id,
            Lead.callback_operator_id.in_(list(operator_ids)),
            Lead.next_attempt_at <= now,
            or_(Lead.held_until.is_(None), Lead.held_until < now),
        )
        .distinct()
    )
    return {operator_id for operator_id in found if operator_id is not None}


async def zones_of(session: AsyncSession, campaign_id: UUID) -> set[str]:
    """The zones in which this campaign has leads, open or closed."""
    # From one zone to the next along the index: `DISTINCT` would read every lead before each call.
    zone = (
        select(func.min(Lead.time_zone).label("name"))
        .where(Lead.campaign_id == campaign_id)
        .cte("zone", recursive=True)
    )
    following = (
        select(func.min(Lead.time_zone))
        .where(Lead.campaign_id == campaign_id, Lead.time_zone > zone.c.name)
        .scalar_subquery()
    )
    zone = zone.union_all(select(following).where(zone.c.name.is_not(None)))
    found = await session.scalars(select(zone.c.name).where(zone.c.name.is_not(None)))
    return set(found)
