"""The hopper: which leads a dialler takes next.

The whole rule is one statement: two diallers can never take the same lead, and the rule can be
read, explained (EXPLAIN) and indexed in one place.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call
from core.dnc.clauses import refused_by_all, refused_by_campaign
from core.leads.models import Lead

# Longer than any call rings and a slow commit takes; the end of the call lifts it.
HOLD_FOR: Final = timedelta(hours=2)


async def take_leads(
    session: AsyncSession,
    campaign_id: UUID,
    *,
    limit: int,
    now: datetime,
    open_zones: Collection[str],
    callback_operator_id: UUID | None = None,
) -> Sequence[Lead]:
    """Take up to `limit` leads that may be called now, and hold them for the caller.

    With `callback_operator_id`, only what that operator promised to call back; without, only leads
    that nobody in particular promised.
    """
    statement = callable_leads(campaign_id, now, open_zones, callback_operator_id).limit(limit)
    leads = (await session.scalars(statement)).all()
    for lead in leads:
        lead.held_until = now + HOLD_FOR
    return leads


def callable_leads(
    campaign_id: UUID, now: datetime, open_zones: Collection[str], callback_operator_id: UUID | None
) -> Select[Lead]:
    """Due, not held, not refused, no call to the number open, and in calling hours where it rings."""
    # Another campaign, or a colleague's click-to-dial, may be ringing this very telephone.
    being_called = exists().where(Call.phone_number == Lead.phone_number, Call.ended_at.is_(None))
    return (
        select(Lead)
        .where(
            Lead.campaign_id == campaign_id,
            Lead.next_attempt_at <= now,
            or_(Lead.held_until.is_(None), Lead.held_until < now),
            Lead.callback_operator_id == callback_operator_id,
            # Filtered here and not afterwards in Python: leads whose evening it is would
            # otherwise fill every batch and starve the rest of the list.
            Lead.time_zone.in_(open_zones),
            ~refused_by_all(Lead.phone_number),
            ~refused_by_campaign(Lead.phone_number, campaign_id),
            ~being_called,
        )
        .order_by(Lead.next_attempt_at, Lead.id)
        .with_for_update(skip_locked=True, of=Lead)
    )


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
