"""Giving attempts back that turned out to be nobody's fault but the trunk's: as if not placed."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.calls.models import Call
from core.calls.state_machine import CallOutcome
from core.leads.closing import ClosedBecause, plan
from core.leads.models import Lead, LeadNumber
from core.leads.settling import GIVEN_BACK_FOR

_COUNTED: Final = (CallOutcome.FAILED, CallOutcome.NO_ANSWER)
_BY_AN_ATTEMPT: Final = (ClosedBecause.ATTEMPTS, ClosedBecause.NO_RULE, ClosedBecause.RULE_USED_UP)
"""What may have closed a lead over an unanswered call; what else closed it holds."""


async def give_attempts_back(session: AsyncSession, call_ids: Collection[UUID], now: datetime) -> int:
    """Uncount the attempts that these ended calls were, and have their leads tried again soon.

    A lead to which anything has happened since, or that is being called again, stays as it is. A promise that
    was dropped with its last attempt is not made again: the lead comes back as one that nobody promised.
    Returns how many leads were given back.
    """
    later = aliased(Call)
    called_since = exists().where(later.lead_id == Lead.id, later.placed_at > Call.placed_at)
    rows = await session.execute(
        select(Lead, Call.phone_number)
        .join(Call, Call.lead_id == Lead.id)
        .where(
            Call.id.in_(list(call_ids)),
            Call.outcome.in_(_COUNTED),
            Lead.last_outcome == Call.outcome,
            Lead.attempts > 0,
            Lead.held_until.is_(None),
            or_(Lead.next_attempt_at.is_not(None), Lead.closed_because.in_(_BY_AN_ATTEMPT)),
            ~called_since,
        )
        .order_by(Lead.id)
        .with_for_update(of=Lead, key_share=True)
    )
    found = rows.all()
    for lead, phone_number in found:
        _uncount(lead, now)
        await _back_to(session, lead, phone_number)
    return len(found)


def _uncount(lead: Lead, now: datetime) -> None:
    lead.attempts -= 1
    ending = str(lead.last_outcome)
    left = {**lead.endings, ending: lead.endings.get(ending, 1) - 1}
    lead.endings = {ending: count for ending, count in left.items() if count > 0}
    if not lead.attempts:
        lead.last_outcome = None
    # As of a call that was not placed: the next one goes over another trunk, if there is one.
    lead.not_placed += 1
    plan(lead, now + GIVEN_BACK_FOR)


async def _back_to(session: AsyncSession, lead: Lead, phone_number: str) -> None:
    """Of several numbers the one that was tried has its turn still."""
    number = await session.scalar(
        select(LeadNumber).where(LeadNumber.lead_id == lead.id, LeadNumber.phone_number == phone_number)
    )
    if number is not None:
        number.rests_until = None
        lead.phone_number, lead.time_zone = number.phone_number, number.time_zone
