"""Moving what is barred for a known time out of the hopper's way.

The bars alone would keep such leads from being dialled, but all of them would stand at the head of
the list, and each claim would have to look past every one.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.campaigns.models import Campaign
from core.law.models import DiallingPolicy
from core.leads.bars import Bar, BarCode, Claim, Until, bars_of
from core.leads.models import Lead, LeadNumber

_LASTING: Final = frozenset({BarCode.ATTEMPTS_OF_DAY, BarCode.ATTEMPTS_OF_WEEK, BarCode.AFTER_ABANDONMENT})
_FOR_EVER: Final = frozenset({BarCode.WRONG_NUMBER, BarCode.REFUSED_BY_ALL, BarCode.REFUSED_BY_CAMPAIGN})


async def postpone_barred(session: AsyncSession, lead_ids: Collection[UUID], now: datetime) -> None:
    """Make leads that were just tried due no earlier than their campaign's policy lets them be called."""
    campaigns = await session.execute(
        select(Campaign, DiallingPolicy)
        .join(DiallingPolicy, DiallingPolicy.id == Campaign.policy_id)
        .where(Campaign.id.in_(select(Lead.campaign_id).where(Lead.id.in_(lead_ids))))
    )
    for campaign, in_force in campaigns.all():
        if (policy := in_force.readable) is not None:
            await _postpone(session, lead_ids, Claim.of(campaign, policy, now))


async def _postpone(session: AsyncSession, lead_ids: Collection[UUID], claim: Claim) -> None:
    bars = bars_of(claim)
    meant = Lead.id.in_(lead_ids), Lead.campaign_id == claim.campaign_id, Lead.next_attempt_at.is_not(None)
    due_at = {
        lead_id: (due_at, _falls_at(claim, bars.of_number, moments) or due_at)
        for lead_id, due_at, *moments in await session.execute(
            select(Lead.id, Lead.next_attempt_at, *_moments(bars.of_number)).where(*meant), {**claim.values}
        )
    }
    late = {lead_id: falls_at for lead_id, (due, falls_at) in due_at.items() if falls_at > due}
    if not late:
        return
    refused = [bar.lets_pass for bar in bars.of_further if bar.code in _FOR_EVER]
    further = await session.execute(
        select(LeadNumber.lead_id, LeadNumber.rests_until, *_moments(bars.of_further))
        .join(Lead, Lead.id == LeadNumber.lead_id)
        .where(LeadNumber.lead_id.in_(list(late)), Lead.callback_at.is_(None), *refused),
        {**claim.values},
    )
    for lead_id, rests_until, *moments in further:
        # Of several numbers, the first that may be called again says when.
        ends = [one for one in (rests_until, _falls_at(claim, bars.of_further, moments)) if one is not None]
        late[lead_id] = min(late[lead_id], max([due_at[lead_id][0], *ends]))
    connection = await session.connection()
    await connection.execute(_POSTPONED, [{"id_": one, "due_at": at} for one, at in late.items()])


def _lasting(bars: Sequence[Bar]) -> list[Until]:
    return [bar.until for bar in bars if bar.code in _LASTING and bar.until is not None]


def _moments(bars: Sequence[Bar]) -> list[ColumnElement[Any]]:
    return [until.moment for until in _lasting(bars)]


def _falls_at(claim: Claim, bars: Sequence[Bar], moments: Sequence[datetime | None]) -> datetime | None:
    """When the last of the bars falls whose moments these are; None: none of them stands."""
    ends = [
        moment + until.plus(claim)
        for until, moment in zip(_lasting(bars), moments, strict=True)
        if moment is not None
    ]
    return max(ends, default=None)


_POSTPONED: Final = (
    update(Lead.__table__)  # type: ignore[arg-type]
    .where(Lead.__table__.c.id == bindparam("id_"))
    .values(next_attempt_at=bindparam("due_at"))
)
