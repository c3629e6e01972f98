"""Moving what is barred for a known time out of the hopper's way.

The bars alone would keep such leads from being dialled, but all of them would stand at the head of
the list, and each claim would have to look past every one.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.campaigns.models import Campaign
from core.law.models import DiallingPolicy
from core.leads.bars import BarCode, Claim, bars_of
from core.leads.models import Lead

_LASTING: Final = frozenset({BarCode.ATTEMPTS_OF_DAY, BarCode.ATTEMPTS_OF_WEEK, BarCode.AFTER_ABANDONMENT})


async def postpone_barred(session: AsyncSession, lead_ids: Collection[UUID], now: datetime) -> None:
    """Make leads that were just tried due no earlier than their campaign's policy lets them be called."""
    campaigns = await session.execute(
        select(Campaign, DiallingPolicy)
        .join(DiallingPolicy, DiallingPolicy.id == Campaign.policy_id)
        .where(Campaign.id.in_(select(Lead.campaign_id).where(Lead.id.in_(lead_ids))))
    )
    for campaign, in_force in campaigns.all():
        await _postpone(session, lead_ids, Claim.of(campaign, in_force.policy, now))


async def _postpone(session: AsyncSession, lead_ids: Collection[UUID], claim: Claim) -> None:
    untils = [bar.until for bar in bars_of(claim) if bar.code in _LASTING and bar.until is not None]
    if not untils:
        return
    rows = await session.execute(
        select(Lead.id, Lead.next_attempt_at, *(until.moment for until in untils)).where(
            Lead.id.in_(lead_ids),
            Lead.campaign_id == claim.campaign_id,
            Lead.next_attempt_at.is_not(None),
        ),
        {**claim.values},
    )
    later: list[dict[str, Any]] = []
    for lead_id, due_at, *moments in rows:
        ends = [
            moment + until.plus(claim)
            for until, moment in zip(untils, moments, strict=True)
            if moment is not None
        ]
        if ends and max(ends) > due_at:
            later.append({"id_": lead_id, "due_at": max(ends)})
    if later:
        connection = await session.connection()
        await connection.execute(_POSTPONED, later)


_POSTPONED: Final = (
    update(Lead.__table__)  # type: ignore[arg-type]
    .where(Lead.__table__.c.id == bindparam("id_"))
    .values(next_attempt_at=bindparam("due_at"))
)
