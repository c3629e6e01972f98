"""What an attempt makes of its lead: closed, or tried again when and at which number."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.state_machine import CallOutcome
from core.campaigns.models import Campaign
from core.dnc.clauses import refused_by_all, refused_by_campaign
from core.dnc.marks import mark_leads
from core.leads.closing import TALKED, ClosedBecause, Closing, closed_after, plan, planned
from core.leads.models import Lead, LeadNumber
from core.leads.numbers import NextNumber, NumberInOrder, next_number
from core.leads.postponing import postpone_barred
from core.leads.recycling import Ending, Recycling

GIVEN_BACK_FOR: Final = timedelta(seconds=5)
"""How soon a call that was not placed is made again; each further one in a row waits twice as long."""
_LONGEST_GIVEN_BACK: Final = timedelta(minutes=5)
MOST_NOT_PLACED: Final = 10
"""In a row, of one lead: what fails more often than that is the number's fault after all, and an attempt."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A call of a lead that has ended."""

    lead_id: UUID
    phone_number: str
    outcome: CallOutcome
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class _Rules:
    max_attempts: int
    recycling: Recycling


async def settle_attempts(session: AsyncSession, attempts: Collection[Attempt]) -> None:
    """Count each attempt and plan the next. A handled lead stays closed until its verdict says else."""
    by_lead = {attempt.lead_id: attempt for attempt in attempts}
    if not by_lead:
        return
    leads = (await session.execute(_LEADS, {"lead_ids": list(by_lead)})).all()
    rules = await _rules(session, {lead.campaign_id for lead in leads})
    numbers = await _numbers(session, list(by_lead))
    given_back: list[dict[str, Any]] = []
    handled: list[dict[str, Any]] = []
    closed: list[dict[str, Any]] = []
    tried: list[dict[str, Any]] = []
    rests: list[dict[str, Any]] = []
    for lead in leads:
        attempt = by_lead[lead.id]
        if attempt.outcome is CallOutcome.NOT_PLACED:
            if lead.not_placed < MOST_NOT_PLACED:
                given_back.append(_given_back(lead, attempt))
                continue
            attempt = replace(attempt, outcome=CallOutcome.FAILED)
        settled = {"id_": lead.id, "attempts_": lead.attempts + 1, "last_outcome_": attempt.outcome}
        if attempt.outcome is CallOutcome.HANDLED:
            handled.append(settled)
        else:
            again = _tried_again(lead, attempt, rules[lead.campaign_id], numbers[lead.id])
            (tried if again["next_attempt_at_"] else closed).append(settled | again)
            if lead.id in numbers:
                rests.append(_rest(lead, attempt, rules[lead.campaign_id], again["endings_"]))
    connection = await session.connection()
    if given_back:
        await connection.execute(_GIVEN_BACK, given_back)
    if handled:
        await connection.execute(_LEAD.values(**planned(None, TALKED), **_NO_PROMISE), handled)
    if closed:
        await connection.execute(_PLANNED.values(**_NO_PROMISE), closed)
    if rests:
        await connection.execute(_RESTS, rests)
    if tried:
        await connection.execute(_PLANNED, tried)
        last_ended_at = max(attempt.ended_at for attempt in by_lead.values())
        await postpone_barred(session, [lead["id_"] for lead in tried], last_ended_at)


# Put together once: this is done for every batch of calls that end. Locked, before any number of theirs is:
# what is counted up must be what stands there, though a list be reset meanwhile; in one order, as others do.
_LEADS: Final = (
    select(
        Lead.id,
        Lead.campaign_id,
        Lead.phone_number,
        Lead.time_zone,
        Lead.attempts,
        Lead.endings,
        Lead.not_placed,
        Lead.callback_at,
        Lead.next_attempt_at,
    )
    .where(Lead.id.in_(bindparam("lead_ids", expanding=True)))
    .order_by(Lead.id)
    .with_for_update(key_share=True)
)
_NUMBERS: Final = (
    select(
        LeadNumber.lead_id,
        LeadNumber.phone_number,
        LeadNumber.time_zone,
        or_(
            LeadNumber.is_dead,
            refused_by_all(LeadNumber.phone_number),
            refused_by_campaign(LeadNumber.phone_number, LeadNumber.campaign_id),
        ),
    )
    .where(LeadNumber.lead_id.in_(bindparam("lead_ids", expanding=True)))
    .order_by(LeadNumber.lead_id, LeadNumber.rank)
)
_RULES: Final = select(Campaign.id, Campaign.max_attempts, Campaign.recycling_document).where(
    Campaign.id.in_(bindparam("campaign_ids", expanding=True))
)
# A closed lead is not called: what was promised will not be kept, and stands in no list of promises.
_NO_PROMISE: Final[Mapping[str, None]] = {"callback_operator_id": None, "callback_at": None}
_LEAD: Final = (
    update(Lead.__table__)  # type: ignore[arg-type]
    .where(Lead.__table__.c.id == bindparam("id_"))
    .values(
        attempts=bindparam("attempts_"),
        last_outcome=bindparam("last_outcome_"),
        held_until=None,
        not_placed=0,
    )
)
_GIVEN_BACK: Final = (
    update(Lead.__table__)  # type: ignore[arg-type]
    .where(Lead.__table__.c.id == bindparam("id_"))
    .values(
        next_attempt_at=bindparam("next_attempt_at_"), not_placed=bindparam("not_placed_"), held_until=None
    )
)
_PLANNED: Final = _LEAD.values(
    **{column: bindparam(f"{column}_") for column in planned(None, TALKED)},
    phone_number=bindparam("phone_number_"),
    time_zone=bindparam("time_zone_"),
    endings=bindparam("endings_"),
)
_RESTS: Final = (
    update(LeadNumber.__table__)  # type: ignore[arg-type]
    .where(
        LeadNumber.__table__.c.lead_id == bindparam("id_"),
        LeadNumber.__table__.c.phone_number == bindparam("tried_number_"),
    )
    .values(rests_until=bindparam("rests_until_"))
)


def _given_back(lead: Any, attempt: Attempt) -> dict[str, Any]:
    """Nothing rang: the lead keeps all that it has, behind those who wait."""
    again_at = attempt.ended_at + min(GIVEN_BACK_FOR * 2**lead.not_placed, _LONGEST_GIVEN_BACK)
    return {
        "id_": lead.id,
        # A lead that is clicked is perhaps not due for long.
        "next_attempt_at_": max(again_at, lead.next_attempt_at or again_at),
        "not_placed_": lead.not_placed + 1,
    }


def _tried_again(
    lead: Any, attempt: Attempt, rules: _Rules, numbers: Sequence[NumberInOrder]
) -> dict[str, Any]:
    ending = Ending(attempt.outcome.value)
    endings = _counted(lead.endings, ending)
    # A promise was given at one number; the others are not meant.
    following = next_number(numbers, attempt.phone_number) if lead.callback_at is None else None
    again_at = rules.recycling.next_attempt_at(
        ending,
        endings,
        attempts=lead.attempts + 1,
        max_attempts=rules.max_attempts,
        ended_at=attempt.ended_at,
        has_fresh_number=following is not None and following.is_fresh,
    )
    if _is_before_promise(lead, attempt):
        again_at = max(lead.callback_at, lead.next_attempt_at or lead.callback_at)
    number = following if following and again_at else lead
    closing = closed_after(
        ending, rules.recycling, attempts=lead.attempts + 1, max_attempts=rules.max_attempts
    )
    return {
        "endings_": endings,
        **{f"{column}_": value for column, value in planned(again_at, closing).items()},
        "phone_number_": number.phone_number,
        "time_zone_": number.time_zone,
    }


def _is_before_promise(lead: Any, attempt: Attempt) -> bool:
    """By a click: what was promised for later is kept all the same."""
    return lead.callback_at is not None and lead.callback_at > attempt.ended_at


def _rest(lead: Any, attempt: Attempt, rules: _Rules, endings: Mapping[str, int]) -> dict[str, Any]:
    """How long the number that was tried is left alone while the lead goes on with others."""
    rest = rules.recycling.rest_after(Ending(attempt.outcome.value), endings)
    return {
        "id_": lead.id,
        "tried_number_": attempt.phone_number,
        "rests_until_": attempt.ended_at + rest,
    }


async def try_again_by_verdict(
    session: AsyncSession, lead: Lead, campaign: Campaign, tried_number: str, ended_at: datetime
) -> None:
    """An operator asked for another try: at the next number, if the client has several."""
    lead.endings = _counted(lead.endings, Ending.VERDICT)
    following = next_number((await _numbers(session, [lead.id]))[lead.id], tried_number)
    again_at = campaign.recycling.next_attempt_at(
        Ending.VERDICT,
        lead.endings,
        attempts=lead.attempts,
        max_attempts=campaign.max_attempts,
        ended_at=ended_at,
        has_fresh_number=following is not None and following.is_fresh,
    )
    plan(lead, again_at, _closing(lead, campaign, Ending.VERDICT))
    rest = campaign.recycling.rest_after(Ending.VERDICT, lead.endings)
    await session.execute(
        update(LeadNumber)
        .where(LeadNumber.lead_id == lead.id, LeadNumber.phone_number == tried_number)
        .values(rests_until=ended_at + rest)
    )
    if following and lead.next_attempt_at:
        _dial_next(lead, following)


def put_off(lead: Lead, campaign: Campaign, at: datetime, reason: str | None) -> None:
    """It was offered to an operator and not dialled, for that reason; a promised call stays promised.

    No attempt was made, so that a promise which outlives the attempts is not lost over it.
    """
    lead.endings = _counted(lead.endings, Ending.SKIPPED)
    rules, most = campaign.recycling, campaign.max_attempts
    attempts = lead.attempts if lead.callback_at is None else 0
    again_at = rules.next_attempt_at(
        Ending.SKIPPED, lead.endings, attempts=attempts, max_attempts=most, ended_at=at
    )
    closing = closed_after(Ending.SKIPPED, rules, attempts=attempts, max_attempts=most)
    if closing.because is not ClosedBecause.ATTEMPTS:
        closing = Closing(ClosedBecause.SKIPPED, reason)
    plan(lead, again_at, closing)
    if again_at is None:
        lead.callback_operator_id = lead.callback_at = None


def _closing(lead: Lead, campaign: Campaign, ending: Ending) -> Closing:
    rules, most = campaign.recycling, campaign.max_attempts
    return closed_after(ending, rules, attempts=lead.attempts, max_attempts=most)


async def leave_wrong_number(
    session: AsyncSession, lead: Lead, campaign: Campaign, wrong_number: str, ended_at: datetime
) -> None:
    """Never try that number again; the lead goes on with the client's next one, or is closed."""
    await session.execute(
        update(LeadNumber)
        .where(LeadNumber.lead_id == lead.id, LeadNumber.phone_number == wrong_number)
        .values(is_dead=True)
    )
    following = next_number((await _numbers(session, [lead.id]))[lead.id], wrong_number)
    again_at, closing = None, Closing(ClosedBecause.WRONG_NUMBER)
    if following is not None:
        _dial_next(lead, following)
        closing = _closing(lead, campaign, Ending.VERDICT)
        again_at = campaign.recycling.next_attempt_at(
            Ending.VERDICT,
            lead.endings,
            attempts=lead.attempts,
            max_attempts=campaign.max_attempts,
            ended_at=ended_at,
            has_fresh_number=True,
        )
    plan(lead, again_at, closing)
    await session.flush()
    await mark_leads(session, [lead.id])


def _dial_next(lead: Lead, following: NextNumber) -> None:
    lead.phone_number, lead.time_zone = following.phone_number, following.time_zone


def _counted(endings: Mapping[str, int], ending: Ending) -> dict[str, int]:
    return {**endings, ending.value: endings.get(ending, 0) + 1}


async def _numbers(session: AsyncSession, lead_ids: Sequence[UUID]) -> Mapping[UUID, list[NumberInOrder]]:
    numbers: defaultdict[UUID, list[NumberInOrder]] = defaultdict(list)
    rows = await session.execute(_NUMBERS, {"lead_ids": list(lead_ids)})
    for lead_id, phone_number, time_zone, is_barred in rows:
        numbers[lead_id].append(NumberInOrder(phone_number, time_zone, is_barred))
    return numbers


async def _rules(session: AsyncSession, campaign_ids: set[UUID]) -> dict[UUID, _Rules]:
    rows = await session.execute(_RULES, {"campaign_ids": list(campaign_ids)})
    return {
        campaign_id: _Rules(max_attempts, Recycling.model_validate(document))
        for campaign_id, max_attempts, document in rows
    }
