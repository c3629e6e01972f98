"""The hopper: which leads a dialler takes next.

Whether a lead may be taken is one statement: two diallers can never take the same one, and the rule
can be read, explained (EXPLAIN) and indexed in one place. It is said by the bars
(`core/leads/bars.py`). What comes first is said here: promised calls, then lists by priority and
weight (`core/lists/mix.py`), and within a list whoever has waited longest. A lead of several numbers,
the next of which may not be called, is taken at the first after it that may.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    String,
    Uuid,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    true,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.orm.attributes import set_committed_value

from core.leads.bars import Bar, Bars, Claim, bars_of
from core.leads.models import Lead, LeadNumber
from core.leads.numbers import NumberInOrder, next_number
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
    open_zones = sorted(zone for zone in zones if claim.is_open(zone))
    if not open_zones:
        return []
    taker = _Taker(session, claim, open_zones)
    taken = await taker.take(Pool.PROMISED, limit)
    if claim.callback_operator_id is not None:
        return taken
    for tier in tiers(await _active_lists(session, claim.campaign_id)):
        taken += await taker.take_mixed(tier, limit - len(taken), mix or ListMix())
    return taken


async def give_leads_back(session: AsyncSession, lead_ids: Collection[UUID]) -> None:
    """Let go of leads that the same transaction took: as far as that goes they may be taken again at once."""
    await session.execute(
        update(Lead).where(Lead.id.in_(list(lead_ids))).values(held_until=None),
        execution_options={"synchronize_session": False},
    )


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
        if not leads:
            return leads
        await self._hold(leads)
        if pool is Pool.FRESH:
            await self._go_on(leads)
        await self.session.flush()
        return leads

    async def _hold(self, leads: Sequence[Lead]) -> None:
        until = self.claim.now + HOLD_FOR
        # All in one statement, and not lead by lead as the session would.
        await self.session.execute(
            update(Lead).where(Lead.id.in_([lead.id for lead in leads])).values(held_until=until),
            execution_options={"synchronize_session": False},
        )
        for lead in leads:
            set_committed_value(lead, "held_until", until)

    async def _go_on(self, leads: Sequence[Lead]) -> None:
        """Where the next number may not be called, let the one after it be the next that may."""
        bars = bars_of(self.claim)
        rows = await self.session.execute(
            _numbers_statement(bars), {**self.claim.values, "lead_ids": [lead.id for lead in leads]}
        )
        numbers: defaultdict[UUID, list[NumberInOrder]] = defaultdict(list)
        may_be_next: set[str] = set()
        for lead_id, phone_number, time_zone, may_be_called, may_be_gone_on_to in rows:
            is_open = time_zone in self.open_zones
            if may_be_called and is_open:
                may_be_next.add(phone_number)
            is_barred = not (may_be_gone_on_to and is_open)
            numbers[lead_id].append(NumberInOrder(phone_number, time_zone, is_barred))
        for lead in (lead for lead in leads if lead.id in numbers):
            following = next_number(numbers[lead.id], lead.phone_number)
            if lead.phone_number not in may_be_next and following is not None:
                lead.phone_number, lead.time_zone = following.phone_number, following.time_zone

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
    rows = await session.execute(_ACTIVE_LISTS, {"campaign_id": campaign_id})
    return [Share(*row) for row in rows]


_ACTIVE_LISTS: Final = select(LeadList.id, LeadList.priority, LeadList.weight).where(
    LeadList.campaign_id == bindparam("campaign_id"), LeadList.is_active.is_(True)
)


def in_order(lead: Any) -> tuple[ColumnElement[Any], ...]:
    """What is taken first of one pool, of `Lead` or of an alias of it."""
    return (lead.next_attempt_at, lead.id)


@cache
def _claim_statement(pool: Pool, bars: Bars, zones: int) -> Select[Lead]:
    """The next leads of that many zones that none of the bars stands against.

    Each zone is read by itself, along the index: leads whose evening it is are not even looked at,
    though there be a hundred thousand of them before the first that may be called. What was promised was
    promised at one number; else a lead may be taken for another of its numbers, whose zone may be another.
    """
    limit = bindparam("limit", type_=Integer())
    in_zones = [bindparam(_zone(place), type_=String()) for place in range(zones)]
    next_may_be_called = _passes(bars.of_number)
    another_may = _has_number(bars.of_further, in_zones)
    if pool is Pool.FRESH:
        next_may_be_called = or_(next_may_be_called, another_may)
    of_lead = [bar for bar in bars.of_lead if pool is Pool.FRESH or not bar.spares_promised]
    ways = [and_(Lead.time_zone == zone, next_may_be_called) for zone in in_zones]
    if pool is Pool.FRESH:
        ways.append(and_(Lead.has_several_zones, Lead.time_zone.not_in(in_zones), another_may))
    found = [
        select(Lead)
        .where(_POOLS[pool], way, _passes(of_lead))
        .order_by(*in_order(Lead))
        .limit(limit)
        .with_for_update(skip_locked=True, of=Lead)
        .subquery()
        for way in ways
    ]
    lead = aliased(Lead, union_all(*(select(one) for one in found)).subquery())
    return select(lead).order_by(*in_order(lead)).limit(limit)


@cache
def _numbers_statement(bars: Bars) -> Select[UUID, str, str, bool, bool]:
    """The numbers of leads in their order: whether each may be called, and whether it may be gone on to."""
    return (
        select(
            LeadNumber.lead_id,
            LeadNumber.phone_number,
            LeadNumber.time_zone,
            _passes(bars.of_number_itself),
            _passes(bars.of_further),
        )
        .where(LeadNumber.lead_id.in_(bindparam("lead_ids", expanding=True)))
        .order_by(LeadNumber.lead_id, LeadNumber.rank)
    )


def _passes(bars: Iterable[Bar]) -> ColumnElement[bool]:
    return and_(true(), *(bar.lets_pass for bar in bars))


def _has_number(bars: Iterable[Bar], zones: Sequence[BindParameter[str]]) -> ColumnElement[bool]:
    """Of each lead, that some number of it rings in one of the zones and has none of the bars against it."""
    found = exists().where(
        LeadNumber.lead_id == Lead.id, LeadNumber.time_zone.in_(zones), *(bar.lets_pass for bar in bars)
    )
    # A value of its own, as in the bars themselves.
    return select(found.correlate(Lead)).correlate(Lead).scalar_subquery().is_(True)


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
    """The zones in which this campaign's leads have a number, open or closed."""
    return set(await session.scalars(_ZONES, {"campaign_id": campaign_id}))


def _zones_in(of: type[Lead | LeadNumber]) -> Select[str]:
    # From one zone to the next along the index: `DISTINCT` would read every lead before each call.
    campaign_id: BindParameter[UUID] = bindparam("campaign_id")
    zone = (
        select(func.min(of.time_zone).label("name"))
        .where(of.campaign_id == campaign_id)
        .cte(f"zone_of_{of.__tablename__}", recursive=True)
    )
    following = (
        select(func.min(of.time_zone))
        .where(of.campaign_id == campaign_id, of.time_zone > zone.c.name)
        .scalar_subquery()
    )
    zone = zone.union_all(select(following).where(zone.c.name.is_not(None)))
    return select(zone.c.name).where(zone.c.name.is_not(None))


_ZONES: Final = union_all(*(_zones_in(of) for of in (Lead, LeadNumber)))
