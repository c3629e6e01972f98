"""The hopper: which leads a dialler takes next.

Whether a lead may be taken is one statement: two diallers can never take the same one, and the rule
can be read, explained (EXPLAIN) and indexed in one place. It is said by the bars
(`core/leads/bars.py`). What comes first is said here: promised calls, then lists by priority and
weight (`core/lists/mix.py`), and within a list whoever has waited longest.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    Uuid,
    and_,
    bindparam,
    func,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.leads.bars import Bar, Claim, bars_of
from core.leads.models import Lead
from core.lists.mix import ListMix, Share, tiers
from core.lists.models import LeadList

# Longer than any call rings and a slow commit takes; the end of the call lifts it.
HOLD_FOR: Final = timedelta(hours=2)


async def take_leads(
    session: AsyncSession, claim: Claim, *, limit: int, mix: ListMix | None = None
) -> Sequence[Lead]:
    """Take up to `limit` leads that may be called now, and hold them for the caller.

    Promised calls first; then the lists, the higher priority before the lower, and those of one
    priority by weight as `mix` remembers it (None: as if nothing had been taken yet).
    """
    if claim.policy is None or limit <= 0:
        return []
    zones = await zones_of(session, claim.campaign_id)
    open_zones = sorted(claim.policy.calling_hours.open_zones(claim.now, zones))
    if not open_zones:
        return []
    taker = _Taker(session, claim, open_zones)
    taken = await taker.take(Pool.PROMISED, limit)
    if claim.callback_operator_id is not None:
        return taken
    for tier in tiers(await _active_lists(session, claim.campaign_id)):
        taken += await taker.take_mixed(tier, limit - len(taken), mix or ListMix())
    return taken


class Pool(Enum):
    """Among which leads is looked, each along an index of its own."""

    PROMISED = auto()
    """What was promised: by whom it may be done now is for the bars to say."""
    FRESH = auto()
    """What nobody promised, on one list; without those marked as refused (`core.dnc.marks`)."""


_POOLS: Final[Mapping[Pool, ColumnElement[bool]]] = {
    Pool.PROMISED: and_(
        Lead.campaign_id == bindparam("campaign_id", type_=Uuid()), Lead.callback_at.is_not(None)
    ),
    Pool.FRESH: and_(
        Lead.list_id == bindparam("list_id", type_=Uuid()),
        Lead.is_refused.is_(False),
        Lead.callback_at.is_(None),
    ),
}


@dataclass(frozen=True, slots=True)
class _Taker:
    """One claim, made of several statements: what each takes, those after it leave alone."""

    session: AsyncSession
    claim: Claim
    open_zones: Sequence[str]

    async def take(self, pool: Pool, limit: int, list_id: UUID | None = None) -> list[Lead]:
        zones = {_zone(place): name for place, name in enumerate(self.open_zones)}
        values = {**self.claim.values, **zones, "limit": limit, "list_id": list_id}
        statement = _claim_statement(pool, bars_of(self.claim), len(zones))
        leads = list(await self.session.scalars(statement, values))
        for lead in leads:
            lead.held_until = self.claim.now + HOLD_FOR
        if leads:
            await self.session.flush()
        return leads

    async def take_mixed(self, tier: Sequence[Share], limit: int, mix: ListMix) -> list[Lead]:
        """Share `limit` among lists of one priority; what one cannot give, the others do."""
        taken: list[Lead] = []
        left = list(tier)
        while left and len(taken) < limit:
            turns = mix.split(left, limit - len(taken))
            for share in tier:
                if not (wanted := turns.get(share.list_id, 0)):
                    continue
                given = await self.take(Pool.FRESH, wanted, share.list_id)
                mix.took(share, len(given))
                taken += given
                if len(given) < wanted:
                    mix.was_dry(share)
                    left.remove(share)
        return taken


async def _active_lists(session: AsyncSession, campaign_id: UUID) -> list[Share]:
    rows = await session.execute(
        select(LeadList.id, LeadList.priority, LeadList.weight).where(
            LeadList.campaign_id == campaign_id, LeadList.is_active.is_(True)
        )
    )
    return [Share(*row) for row in rows]


def in_order(lead: Any) -> tuple[ColumnElement[Any], ...]:
    """What is taken first of one pool, of `Lead` or of an alias of it."""
    return (lead.next_attempt_at, lead.id)


@cache
def _claim_statement(pool: Pool, bars: tuple[Bar, ...], zones: int) -> Select[Lead]:
    """The next leads of that many zones that none of the bars stands against.

    Each zone is read by itself, along the index: leads whose evening it is are not even looked at,
    though there be a hundred thousand of them before the first that may be called.
    """
    limit = bindparam("limit", type_=Integer())
    found = [
        select(Lead)
        .where(
            _POOLS[pool],
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
