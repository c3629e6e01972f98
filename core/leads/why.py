"""Why a lead is dialled or not: what bars or closed it, and what was offered, denied and dialled before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call
from core.campaigns.editions import every_choice
from core.campaigns.halts import halts_of
from core.campaigns.models import Campaign
from core.clients.models import Client, ClientNumber
from core.denials.log import PastDenial, past_denials
from core.dnc.clauses import is_refused
from core.error_codes import Parameter
from core.errors import NotFound
from core.floor.figures import FloorFigures
from core.floor.waits import Wait, waits_of
from core.law.models import DiallingPolicy
from core.law.policy import Policy
from core.leads.bars import Bar, BarCode, Claim, Until, bars_of, bars_of_clicked
from core.leads.closing import ClosedShown
from core.leads.models import Lead, LeadNumber
from core.leads.numbers import NumberInOrder, next_number
from core.leads.past_calls import PastCall, past_calls
from core.leads.turn import leads_before
from core.previews.history import PastPreview, past_previews
from core.users.models import User

MOST_LEADS: Final = 50
MOST_CALLS: Final = 50
MOST_DENIALS: Final = 20
_FOLLOW_CLOSED: Final = frozenset({BarCode.NOT_DUE, BarCode.ATTEMPTS_USED_UP})


@dataclass(frozen=True, slots=True)
class Standing:
    """One bar that stands against a lead."""

    code: BarCode
    until: datetime | None = None
    """When it falls by itself; None: nobody knows, or never."""
    parameters: Mapping[str, Parameter] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NumberWhy:
    """One of several numbers of a lead."""

    phone_number: str
    time_zone: str
    bars: Sequence[Standing]
    """Against this number, whatever stands against the lead itself."""


@dataclass(frozen=True, slots=True)
class LeadWhy:
    lead_id: UUID
    campaign_id: UUID
    campaign_name: str
    client_id: UUID
    client_name: str
    phone_number: str
    """The one of its numbers that would be dialled next."""
    time_zone: str
    attempts: int
    max_attempts: int
    bars: Sequence[Standing]
    """Empty: nothing stands against it, and it is dialled when its turn comes."""
    closed: ClosedShown | None
    """What closed it; None: it is open."""
    numbers: Sequence[NumberWhy]
    """In the order in which they are tried; empty: it has only one."""
    previews: Sequence[PastPreview]
    """To whom it was offered, the newest first."""
    leads_before: int | None = None
    """Which its campaign dials first, up to `MOST_COUNTED`; None: it is barred."""
    waits: Sequence[Wait] | None = None
    """What its campaign waits for; None: it is barred, or the switchboard does not say."""


@dataclass(frozen=True, slots=True)
class Why:
    phone_number: str
    asked_at: datetime
    is_refused: bool
    """Nobody may call this number, campaign or colleague."""
    leads: Sequence[LeadWhy]
    has_more_leads: bool
    """Than the first `MOST_LEADS`, by the names of their campaigns."""
    calls: Sequence[PastCall]
    """The newest first."""
    has_more_calls: bool
    """Than the newest `MOST_CALLS`."""
    denials: Sequence[PastDenial]
    """Calls that operators asked for and were denied, the newest first."""
    has_more_denials: bool
    """Than the newest `MOST_DENIALS`."""

    @classmethod
    def of(
        cls,
        phone_number: str,
        now: datetime,
        *,
        is_refused: bool,
        leads: Sequence[LeadWhy],
        calls: Sequence[PastCall],
        denials: Sequence[PastDenial],
    ) -> Self:
        """From one more of each than is told."""
        return cls(
            phone_number,
            now,
            is_refused,
            leads[:MOST_LEADS],
            len(leads) > MOST_LEADS,
            calls[:MOST_CALLS],
            len(calls) > MOST_CALLS,
            denials[:MOST_DENIALS],
            len(denials) > MOST_DENIALS,
        )


async def why_lead(session: AsyncSession, lead_id: UUID, now: datetime) -> Why:
    """
    Raises:
        NotFound: there is no such lead.
    """
    lead = await session.get(Lead, lead_id)
    if lead is None:
        raise NotFound("lead", lead_id)
    leads = await _leads(session, Lead.id == lead_id, now)
    calls = await past_calls(session, Call.lead_id == lead_id, limit=MOST_CALLS + 1)
    numbers = {lead.phone_number, *(one.phone_number for found in leads for one in found.numbers)}
    return Why.of(
        lead.phone_number,
        now,
        is_refused=await is_refused(session, lead.phone_number),
        leads=leads,
        calls=calls,
        denials=await past_denials(session, numbers, limit=MOST_DENIALS + 1),
    )


async def why_number(session: AsyncSession, phone_number: str, now: datetime) -> Why:
    """Of every campaign that has this number (E.164), and of every call to it."""
    further = select(LeadNumber.lead_id).where(LeadNumber.phone_number == phone_number)
    leads = await _leads(session, or_(Lead.phone_number == phone_number, Lead.id.in_(further)), now)
    calls = await past_calls(session, Call.phone_number == phone_number, limit=MOST_CALLS + 1)
    return Why.of(
        phone_number,
        now,
        is_refused=await is_refused(session, phone_number),
        leads=leads,
        calls=calls,
        denials=await past_denials(session, [phone_number], limit=MOST_DENIALS + 1),
    )


def with_waits(why: Why, figures: FloorFigures) -> Why:
    """The same, with what the campaigns of the leads that nothing stands against wait for."""
    return replace(
        why,
        leads=[
            one if one.bars else replace(one, waits=waits_of(figures, one.campaign_id)) for one in why.leads
        ],
    )


async def _leads(session: AsyncSession, wanted: ColumnElement[bool], now: datetime) -> list[LeadWhy]:
    rows = await session.execute(
        select(Lead, Campaign, DiallingPolicy, Client.name, User.name)
        .join(Campaign, Campaign.id == Lead.campaign_id)
        .join(Client, Client.id == Lead.client_id)
        .outerjoin(DiallingPolicy, DiallingPolicy.id == Campaign.policy_id)
        .outerjoin(User, User.id == Lead.callback_operator_id)
        .where(wanted)
        .order_by(Campaign.name, Lead.id)
        .limit(MOST_LEADS + 1)
    )
    found = []
    wanted_rows = rows.all()
    previews = await past_previews(session, [lead.id for lead, *_ in wanted_rows])
    halts = await halts_of(session, {campaign.id: policy for _, campaign, policy, *_ in wanted_rows})
    for lead, campaign, policy_row, client_name, promised_by in wanted_rows:
        in_force: DiallingPolicy | None = policy_row
        claim = Claim.of(campaign, in_force.readable if in_force is not None else None, now)
        bars = bars_of(claim)
        halted = [Standing(BarCode(halts[campaign.id]))] if campaign.id in halts else []
        of_lead = await _standing(session, Lead.id == lead.id, bars.of_lead, claim, promised_by)
        numbers = await _numbers(session, lead, claim)
        phone_number, time_zone, of_number = _next_of(lead, numbers)
        if of_number is None:
            of_number = await _standing(session, Lead.id == lead.id, bars.of_number, claim)
            of_number += _hours(time_zone, claim)
        standing_now = _once([*halted, *_without_followers(lead, of_lead), *of_number])
        found.append(
            LeadWhy(
                lead_id=lead.id,
                campaign_id=campaign.id,
                campaign_name=campaign.name,
                client_id=lead.client_id,
                client_name=client_name,
                phone_number=phone_number,
                time_zone=time_zone,
                attempts=lead.attempts,
                max_attempts=campaign.max_attempts,
                bars=standing_now,
                closed=ClosedShown.of(lead, await every_choice(session, campaign)),
                numbers=numbers,
                previews=previews.get(lead.id, ()),
                leads_before=None if standing_now else await leads_before(session, lead, claim),
            )
        )
    return found


def _next_of(lead: Lead, numbers: Sequence[NumberWhy]) -> tuple[str, str, Sequence[Standing] | None]:
    """At which number the lead is dialled next, as the hopper goes on to it, and what stands against it."""
    by_number = {one.phone_number: one for one in numbers}
    if lead.phone_number not in by_number:
        return lead.phone_number, lead.time_zone, None
    chosen = by_number[lead.phone_number]
    # Who talks at the next number is not rung at another.
    if any(bar.code is not BarCode.BEING_CALLED for bar in chosen.bars):
        in_order = [NumberInOrder(one.phone_number, one.time_zone, bool(one.bars)) for one in numbers]
        following = next_number(in_order, lead.phone_number)
        chosen = by_number[following.phone_number] if following is not None else chosen
    return chosen.phone_number, chosen.time_zone, chosen.bars


def _once(found: Iterable[Standing]) -> list[Standing]:
    return list({one.code: one for one in found}.values())


async def _numbers(session: AsyncSession, lead: Lead, claim: Claim) -> list[NumberWhy]:
    bars = bars_of(claim)
    rows = await session.execute(
        select(LeadNumber.phone_number, LeadNumber.time_zone)
        .where(LeadNumber.lead_id == lead.id)
        .order_by(LeadNumber.rank)
    )
    numbers = []
    for phone_number, time_zone in rows.all():
        is_next = phone_number == lead.phone_number
        meant = and_(LeadNumber.lead_id == lead.id, LeadNumber.phone_number == phone_number)
        heeded = bars.of_number_itself if is_next else bars.of_further
        found = await _standing(session, meant, heeded, claim)
        if lead.callback_at is not None and not is_next:
            found.append(Standing(BarCode.PROMISED_ELSEWHERE))
        numbers.append(NumberWhy(phone_number, time_zone, [*found, *_hours(time_zone, claim)]))
    return numbers


async def standing(
    session: AsyncSession, lead: Lead, claim: Claim, promised_by: str | None = None
) -> list[Standing]:
    """Every bar that stands for that claim against dialling the lead at its next number, the hours last."""
    found = await _standing(session, Lead.id == lead.id, bars_of(claim).of_next, claim, promised_by)
    return _without_followers(lead, found) + _hours(lead.time_zone, claim)


async def standing_against_click(
    session: AsyncSession, client_number_id: UUID, time_zone: str, claim: Claim
) -> list[Standing]:
    """Every bar of the claim's policy that stands against calling that number by hand, the hours last."""
    bars, meant = bars_of_clicked(claim), ClientNumber.id == client_number_id
    found = await _standing(session, meant, bars, claim) if bars else []
    return found + _hours(time_zone, claim)


def _without_followers(lead: Lead, found: list[Standing]) -> list[Standing]:
    """What is closed is not due either, and has used up what it had: nobody need be told so."""
    return [one for one in found if lead.next_attempt_at is not None or one.code not in _FOLLOW_CLOSED]


async def _standing(
    session: AsyncSession,
    meant: ColumnElement[bool],
    bars: Sequence[Bar],
    claim: Claim,
    promised_by: str | None = None,
) -> list[Standing]:
    """Those of the bars that stand against the one lead, or the one number, that is meant."""
    columns: list[ColumnElement[Any]] = []
    for place, bar in enumerate(bars):
        columns.append(func.coalesce(bar.lets_lead_pass, false()).label(f"passes_{place}"))
        if bar.until is not None:
            columns.append(bar.until.moment.label(f"until_{place}"))
    row = (await session.execute(select(*columns).where(meant), {**claim.values})).one()
    found = []
    for place, bar in enumerate(bars):
        if not row._mapping[f"passes_{place}"]:
            until = _until(row, place, bar.until, claim)
            found.append(Standing(bar.code, until, _parameters(bar.code, claim, promised_by)))
    return found


def _until(row: Row[Any], place: int, until: Until | None, claim: Claim) -> datetime | None:
    moment: datetime | None = row._mapping[f"until_{place}"] if until is not None else None
    return moment + until.plus(claim) if until is not None and moment is not None else None


def _hours(zone: str, claim: Claim) -> list[Standing]:
    if claim.policy is None:
        return []
    if claim.is_open(zone):
        return []
    hours = claim.policy.calling_hours
    opens_at = hours.opens_at(claim.now, zone)
    if opens_at == claim.now:
        # Open still, and not when the call would leave.
        opens_at = hours.opens_at(claim.leaves_by, zone)
    code = BarCode.HOLIDAY if hours.is_holiday(claim.now, zone) else BarCode.OUTSIDE_HOURS
    return [Standing(code, opens_at, {"zone": zone})]


def _parameters(code: BarCode, claim: Claim, promised_by: str | None) -> dict[str, Parameter]:
    policy: Policy | None = claim.policy
    match code:
        case BarCode.PROMISED if promised_by is not None:
            return {"operator": promised_by}
        case BarCode.ATTEMPTS_OF_DAY if policy is not None and policy.attempts_per_day is not None:
            return {"most": policy.attempts_per_day}
        case BarCode.ATTEMPTS_OF_WEEK if policy is not None and policy.attempts_per_week is not None:
            return {"most": policy.attempts_per_week}
        case BarCode.AFTER_ABANDONMENT if policy is not None:
            return {"hours": policy.pause_after_abandonment_hours}
        case _:
            return {}
