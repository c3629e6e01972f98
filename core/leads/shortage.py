"""Why a campaign finds no lead that may be called now: its leads by what stands against each.

One statement over the campaign's leads, and only of bars that a lead carries itself: which of the rest is
refused, being called or had its attempts, the answer to "why" says of each number (`core/leads/why.py`).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Select, case, false, func, literal, not_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.leads.bars import KEPT_FROM, BarCode, Claim, bars_of
from core.leads.models import Lead
from core.lists.models import LeadList

_CARRIED_BY_LEADS: Final = (BarCode.CLOSED, BarCode.HELD, BarCode.PROMISED, BarCode.NOT_DUE)
"""A lead counts with the first of these that stands against it, if its list is on and no mark is on it."""
_NOTHING: Final = ""


@dataclass(frozen=True, slots=True)
class BarCount:
    code: BarCode
    leads: int


@dataclass(frozen=True, slots=True)
class LeadShortage:
    bars: Sequence[BarCount]
    """What stands against most leads first."""
    others: int
    """Leads whose numbers are being called, had their attempts or rest after an abandoned call."""
    opens_at: datetime | None
    """When the next of the leads is due and in its calling hours; None: nobody knows, or never."""


async def lead_shortage(session: AsyncSession, claim: Claim) -> LeadShortage:
    """Reads all leads of the campaign: not to be asked before each call."""
    assert claim.policy is not None, "without a policy nothing is dialled"
    hours = claim.policy.calling_hours
    bars: Counter[BarCode] = Counter()
    others = 0
    openings: list[datetime | None] = []
    for zone, standing, leads, due_at, kept_from in await session.execute(_statement(claim), claim.values):
        match standing:
            case BarCode.NOT_DUE:
                openings.append(hours.opens_at(due_at, zone))
            case BarCode.PROMISED:
                openings.append(hours.opens_at(kept_from + claim.callback_kept, zone))
        if standing != _NOTHING:
            bars[BarCode(standing)] += leads
            continue
        opens_at = hours.opens_at(claim.now, zone)
        if opens_at == claim.now:
            others += leads
            continue
        openings.append(opens_at)
        bars[BarCode.HOLIDAY if hours.is_holiday(claim.now, zone) else BarCode.OUTSIDE_HOURS] += leads
    return LeadShortage(
        bars=[BarCount(code, leads) for code, leads in bars.most_common()],
        others=others,
        opens_at=min((one for one in openings if one is not None), default=None),
    )


_LISTS_OFF: Final = select(LeadList.id).where(LeadList.is_active.is_(False))


def _statement(claim: Claim) -> Select[str, str, int, datetime, datetime]:
    bars = {bar.code: bar for bar in bars_of(claim).of_lead}
    standing = case(
        (Lead.is_refused, literal(BarCode.REFUSED_BY_ALL.value)),
        # Not the bar's own clause, which asks of each lead anew: here all leads are read.
        (Lead.list_id.in_(_LISTS_OFF), literal(BarCode.LIST_OFF.value)),
        *(
            (not_(func.coalesce(bars[code].lets_pass, false())), literal(code.value))
            for code in _CARRIED_BY_LEADS
        ),
        else_=literal(_NOTHING),
    ).label("standing")
    return (
        select(Lead.time_zone, standing, func.count(), func.min(Lead.next_attempt_at), func.min(KEPT_FROM))
        .where(Lead.campaign_id == claim.campaign_id)
        .group_by(Lead.time_zone, standing)
    )
