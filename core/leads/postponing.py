"""Moving what is barred for a known time out of the hopper's way.

The bars alone would keep such leads from being dialled, but all of them would stand at the head of
the list, and each claim would have to look past every one.

The pause after an abandonment bars nobody for whom an operator waits: neither the leads of a campaign in
preview mode, nor a call that its operator promised. These stay due. A campaign that is taken out of preview
mode has them moved, and one that is put into it has back what the pause moved.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call
from core.calls.state_machine import CallOutcome
from core.campaigns.models import Campaign
from core.db import UtcDateTime
from core.law.models import DiallingPolicy
from core.leads.bars import Bar, BarCode, Claim, Until, bars_of
from core.leads.models import Lead, LeadNumber
from core.leads.recycling import Ending

_LASTING: Final = frozenset({BarCode.ATTEMPTS_OF_DAY, BarCode.ATTEMPTS_OF_WEEK, BarCode.AFTER_ABANDONMENT})
_LONGEST_CALL: Final = timedelta(hours=2)
"""That ends as abandoned."""
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


async def replan_after_abandonment(session: AsyncSession, campaign: Campaign, now: datetime) -> None:
    """After a campaign was put into preview mode, or taken out of it: make leads due by its new mode."""
    in_force = await session.get(DiallingPolicy, campaign.policy_id) if campaign.policy_id else None
    policy = in_force.readable if in_force is not None else None
    if policy is None or not policy.pause_after_abandonment:
        return
    claim = Claim.of(campaign, policy, now)
    abandoned = await session.execute(
        _ABANDONED,
        {
            "campaign_id": campaign.id,
            "since": now - policy.pause_after_abandonment,
            "placed_since": now - policy.pause_after_abandonment - _LONGEST_CALL,
        },
    )
    leads = abandoned.all()
    if claim.operator_waits:
        moved = [
            {"id_": lead.id, "due_at": _due_unpaused(lead, campaign, now)}
            for lead in leads
            # What is due at another time was put there by something else.
            if lead.next_attempt_at == lead.abandoned_at + policy.pause_after_abandonment
        ]
        if moved:
            connection = await session.connection()
            await connection.execute(_POSTPONED, moved)
    if leads:
        await _postpone(session, [lead.id for lead in leads], claim)


def _due_unpaused(lead: Any, campaign: Campaign, now: datetime) -> datetime:
    """When a lead that waits for the end of the pause would have been due by its last attempt alone."""
    if lead.last_ended_at is None:
        return now
    ending = next((one for one in Ending if one == lead.last_outcome), Ending.VERDICT)
    due_at: datetime = min(
        lead.next_attempt_at,
        max(now, lead.last_ended_at + campaign.recycling.rest_after(ending, lead.endings)),
    )
    return due_at


async def _postpone(session: AsyncSession, lead_ids: Collection[UUID], claim: Claim) -> None:
    bars = bars_of(claim)
    meant = Lead.id.in_(lead_ids), Lead.campaign_id == claim.campaign_id, Lead.next_attempt_at.is_not(None)
    promised = Lead.callback_operator_id.is_not(None)
    due_at = {
        lead_id: (due_at, _falls_at(claim, bars.of_number, moments, operator_waits=is_promised) or due_at)
        for lead_id, due_at, is_promised, *moments in await session.execute(
            select(Lead.id, Lead.next_attempt_at, promised, *_moments(bars.of_number)).where(*meant),
            {**claim.values},
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


def _lasting(bars: Sequence[Bar]) -> list[tuple[BarCode, Until]]:
    return [(bar.code, bar.until) for bar in bars if bar.code in _LASTING and bar.until is not None]


def _moments(bars: Sequence[Bar]) -> list[ColumnElement[Any]]:
    return [until.moment for _, until in _lasting(bars)]


def _falls_at(
    claim: Claim,
    bars: Sequence[Bar],
    moments: Sequence[datetime | None],
    *,
    operator_waits: bool = False,
) -> datetime | None:
    """When the last of the bars falls whose moments these are; None: none of them stands.

    `operator_waits`: for the call of this lead, whoever waits for those of others.
    """
    ends = [
        moment + until.plus(claim)
        for (code, until), moment in zip(_lasting(bars), moments, strict=True)
        if moment is not None and not (operator_waits and code is BarCode.AFTER_ABANDONMENT)
    ]
    return max(ends, default=None)


_LAST_ABANDONMENT: Final = (
    select(func.max(Call.ended_at))
    .where(Call.phone_number == Lead.phone_number, Call.outcome == CallOutcome.ABANDONED)
    .correlate(Lead)
    .scalar_subquery()
)
_LAST_ATTEMPT: Final = (
    select(func.max(Call.ended_at)).where(Call.lead_id == Lead.id).correlate(Lead).scalar_subquery()
)
_ABANDONED_NUMBERS: Final = select(Call.phone_number).where(
    # The index knows when a call was placed only.
    Call.placed_at > bindparam("placed_since", type_=UtcDateTime()),
    Call.ended_at > bindparam("since", type_=UtcDateTime()),
    Call.outcome == CallOutcome.ABANDONED,
)
# In one order, as others lock them.
_ABANDONED: Final = (
    select(
        Lead.id,
        Lead.next_attempt_at,
        Lead.last_outcome,
        Lead.endings,
        _LAST_ABANDONMENT.label("abandoned_at"),
        _LAST_ATTEMPT.label("last_ended_at"),
    )
    .where(
        Lead.campaign_id == bindparam("campaign_id", type_=Uuid()),
        Lead.next_attempt_at.is_not(None),
        Lead.phone_number.in_(_ABANDONED_NUMBERS),
    )
    .order_by(Lead.id)
    .with_for_update(key_share=True)
)
_POSTPONED: Final = (
    update(Lead.__table__)  # type: ignore[arg-type]
    .where(Lead.__table__.c.id == bindparam("id_"))
    .values(next_attempt_at=bindparam("due_at"))
)
