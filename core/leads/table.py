"""The table of a campaign's leads: searched, narrowed down, and read a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.state_machine import CallOutcome
from core.campaigns.dispositions import DispositionChoice, DispositionShown
from core.campaigns.models import Campaign
from core.clients.matching import found_by, number_fits
from core.clients.models import Client
from core.clients.search import Search, search_for
from core.error_codes import ErrorCode
from core.errors import InvalidInput, NotFound
from core.law.models import DiallingPolicy
from core.leads.bars import BarCode, Claim, bars_of
from core.leads.closing import ClosedBecause, ClosedShown
from core.leads.hopper import zones_of
from core.leads.models import Lead, LeadNumber
from core.lists.models import LeadList
from core.lists.service import list_of
from core.users.models import User

MOST_ROWS: Final = 200
_FEW: Final = 500

BARS_OF_LEADS: Final = (
    BarCode.LIST_OFF,
    BarCode.HELD,
    BarCode.PROMISED,
    BarCode.NOT_DUE,
    BarCode.BEING_CALLED,
    BarCode.ATTEMPTS_USED_UP,
    BarCode.REFUSED_BY_ALL,
    BarCode.REFUSED_BY_CAMPAIGN,
    BarCode.ATTEMPTS_OF_DAY,
    BarCode.ATTEMPTS_OF_WEEK,
    BarCode.AFTER_ABANDONMENT,
    BarCode.OUTSIDE_HOURS,
    BarCode.HOLIDAY,
)
"""What leads can be asked by. The other bars stand against all of a campaign's leads or none, or against
one of several numbers."""
_BY_HOURS: Final = frozenset({BarCode.OUTSIDE_HOURS, BarCode.HOLIDAY})


class LeadState(StrEnum):
    """How far a lead is; but for `WAITING` the figures of a list count the same."""

    FRESH = "fresh"
    """Not yet tried once."""
    AGAIN = "again"
    """Tried, and to be tried again."""
    WAITING = "waiting"
    """Fresh or tried, and not to be tried before a moment to come."""
    PROMISED = "promised"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class LeadsAsked:
    """Which leads of a campaign; None: of any."""

    list_id: UUID | None = None
    state: LeadState | None = None
    closed_because: ClosedBecause | None = None
    barred_by: BarCode | None = None
    """Open leads against which, or against whose next number, this bar stands now."""
    search: str = ""


@dataclass(frozen=True, slots=True)
class LeadRow:
    lead_id: UUID
    client_id: UUID
    client_name: str
    phone_number: str
    """Which is dialled next."""
    time_zone: str
    """Where it rings."""
    list_id: UUID
    list_name: str
    attempts: int
    last_outcome: CallOutcome | None
    last_disposition: DispositionShown | None
    next_attempt_at: datetime | None
    """None: closed."""
    promised_at: datetime | None
    """For when a call was promised; None: no promise stands."""
    promised_by: str | None
    """None: nobody in particular."""
    is_held: bool
    """A dialler has taken it, or an operator looks at it."""
    closed: ClosedShown | None


@dataclass(frozen=True, slots=True)
class LeadPage:
    items: Sequence[LeadRow]
    next: str | None
    """What to ask for as `after`; None: this is the end."""
    total: int | None
    """On the first page, how many leads there are on all of them."""


async def lead_page(
    session: AsyncSession,
    campaign_id: UUID,
    asked: LeadsAsked,
    now: datetime,
    *,
    home_region: str,
    limit: int = 50,
    after: str | None = None,
) -> LeadPage:
    """Leads in the order of their ids: no page changes its place while they are called.

    Raises:
        NotFound: there is no such campaign, or it has no such list.
        InvalidInput: leads cannot be asked by this bar; `after` was not given out by this function.
    """
    campaign = await session.get(Campaign, campaign_id)
    if campaign is None:
        raise NotFound("campaign", campaign_id)
    claim = await _claim(session, campaign, now)
    wanted = await _wanted(session, asked, claim, search_for(asked.search, home_region=home_region))
    total = None
    if after is None:
        counted = select(func.count()).select_from(Lead).where(*wanted)
        total = await session.scalar(counted, {**claim.values}) or 0
    else:
        wanted.append(Lead.id > _read_cursor(after))
    rows = await session.execute(
        select(Lead, Client.name, LeadList.name, User.name)
        .join(Client, Client.id == Lead.client_id)
        .join(LeadList, LeadList.id == Lead.list_id)
        .outerjoin(User, User.id == Lead.callback_operator_id)
        .where(*wanted)
        .order_by(Lead.id)
        .limit(limit + 1),
        {**claim.values},
    )
    found = rows.all()
    items = [_row(*row, choices=campaign.dispositions, now=now) for row in found[:limit]]
    return LeadPage(items, str(items[-1].lead_id) if len(found) > limit else None, total)


async def _claim(session: AsyncSession, campaign: Campaign, now: datetime) -> Claim:
    in_force = await session.get(DiallingPolicy, campaign.policy_id) if campaign.policy_id else None
    return Claim.of(campaign, in_force.readable if in_force is not None else None, now)


async def _wanted(
    session: AsyncSession, asked: LeadsAsked, claim: Claim, search: Search
) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [Lead.campaign_id == claim.campaign_id]
    if asked.list_id is not None:
        await list_of(session, claim.campaign_id, asked.list_id)
        wanted.append(Lead.list_id == asked.list_id)
    if asked.state is not None:
        wanted.append(_in_state(asked.state, claim.now))
    if asked.closed_because is not None:
        wanted += [_IS_CLOSED, Lead.closed_because == asked.closed_because]
    if asked.barred_by is not None:
        wanted += [~_IS_CLOSED, await _barred(session, asked.barred_by, claim)]
    if asked.search.strip():
        wanted.append(await _found(session, search))
    return wanted


_IS_CLOSED: Final = Lead.next_attempt_at.is_(None)
_IS_PROMISED: Final = Lead.callback_at.is_not(None)


def _in_state(state: LeadState, now: datetime) -> ColumnElement[bool]:
    unpromised = and_(~_IS_CLOSED, ~_IS_PROMISED)
    match state:
        case LeadState.FRESH:
            return and_(unpromised, Lead.attempts == 0)
        case LeadState.AGAIN:
            return and_(unpromised, Lead.attempts > 0)
        case LeadState.WAITING:
            return and_(unpromised, Lead.next_attempt_at > now)
        case LeadState.PROMISED:
            return and_(~_IS_CLOSED, _IS_PROMISED)
        case LeadState.CLOSED:
            return _IS_CLOSED


async def _barred(session: AsyncSession, code: BarCode, claim: Claim) -> ColumnElement[bool]:
    if code not in BARS_OF_LEADS:
        raise InvalidInput.of("barred_by", ErrorCode.UNKNOWN_CHOICE, choices=", ".join(BARS_OF_LEADS))
    if code in _BY_HOURS:
        zones = await zones_of(session, claim.campaign_id)
        return Lead.time_zone.in_([zone for zone in zones if _closed_by(claim, zone) is code])
    bars = [bar for bar in bars_of(claim).of_next if bar.code is code]
    # None: the campaign's policy knows no such bar.
    return or_(false(), *(not_(func.coalesce(bar.lets_lead_pass, false())) for bar in bars))


def _closed_by(claim: Claim, zone: str) -> BarCode | None:
    """What keeps that zone from being called now."""
    if claim.policy is None or claim.is_open(zone):
        return None
    is_holiday = claim.policy.calling_hours.is_holiday(claim.now, zone)
    return BarCode.HOLIDAY if is_holiday else BarCode.OUTSIDE_HOURS


async def _found(session: AsyncSession, search: Search) -> ColumnElement[bool]:
    """By the client, or by a number of the lead that the client's card has no more."""
    ids = (await session.scalars(select(Client.id).where(found_by(search)).limit(_FEW + 1))).all()
    # Few are quicker known by their ids than looked for lead by lead.
    clients = ids if len(ids) <= _FEW else select(Client.id).where(found_by(search))
    ways: list[ColumnElement[bool]] = [Lead.client_id.in_(clients)]
    if search.is_number:
        further = select(LeadNumber.lead_id).where(number_fits(search, LeadNumber.phone_number.expression))
        ways += [number_fits(search, Lead.phone_number.expression), Lead.id.in_(further)]
    return or_(*ways)


def _row(
    lead: Lead,
    client_name: str,
    list_name: str,
    promised_by: str | None,
    *,
    choices: Sequence[DispositionChoice],
    now: datetime,
) -> LeadRow:
    is_promised = lead.callback_at is not None and lead.next_attempt_at is not None
    return LeadRow(
        lead_id=lead.id,
        client_id=lead.client_id,
        client_name=client_name,
        phone_number=lead.phone_number,
        time_zone=lead.time_zone,
        list_id=lead.list_id,
        list_name=list_name,
        attempts=lead.attempts,
        last_outcome=CallOutcome(lead.last_outcome) if lead.last_outcome else None,
        last_disposition=(
            DispositionShown.of(lead.last_disposition, choices) if lead.last_disposition else None
        ),
        next_attempt_at=lead.next_attempt_at,
        promised_at=lead.callback_at if is_promised else None,
        promised_by=promised_by if is_promised else None,
        is_held=lead.held_until is not None and lead.held_until >= now,
        closed=ClosedShown.of(lead, choices),
    )


def _read_cursor(after: str) -> UUID:
    try:
        return UUID(after)
    except ValueError as error:
        raise InvalidInput.of("after", ErrorCode.UNKNOWN_CURSOR) from error
