"""Every bar keeps a lead from being taken, and nothing else does."""

from collections.abc import Awaitable, Callable
from datetime import time, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call, CallKind
from core.calls.state_machine import DECLINED, CallOutcome, CallState
from core.campaigns.halts import Halt
from core.campaigns.models import Campaign
from core.db import Database
from core.dnc.models import DncNumber, DncSource
from core.law.hours import CallingHours, DayHours, Holidays, WeekHours
from core.law.models import DiallingPolicy
from core.leads.bars import BarCode, Claim
from core.leads.hopper import take_leads
from core.leads.models import Lead
from core.leads.why import why_lead, why_number
from core.lists.models import LeadList
from tests.factories import a_campaign, a_lead, a_policy, a_user
from tests.fakes.clock import T0

Story = Callable[[AsyncSession, Campaign, Lead], Awaitable[None]]

# At T0 it is 13:00 in Moscow.
STRICT = {
    "attempts_per_day": 2,
    "attempts_per_week": 4,
    "pause_after_abandonment_hours": 72,
    "calling_hours": CallingHours(
        week=WeekHours.daily(DayHours(opens=time(9), closes=time(20))),
        holidays=Holidays(dates=((T0 + timedelta(days=1)).date(),)),
    ),
}


async def calls(session: AsyncSession, lead: Lead, *ago: timedelta, **values: Any) -> None:
    filled = {"kind": CallKind.DIALLER, "state": CallState.ENDED, "outcome": CallOutcome.NO_ANSWER}
    for before in ago:
        placed_at = T0 - before
        call = Call(
            node="node-1",
            phone_number=lead.phone_number,
            client_id=lead.client_id,
            placed_at=placed_at,
            **(filled | {"ended_at": placed_at + timedelta(seconds=30)} | values),
        )
        session.add(call)
    await session.flush()


async def taken(database: Database, campaign: Campaign, **asked: Any) -> list[UUID]:
    async with database.transaction() as session:
        row = await session.get_one(Campaign, campaign.id)
        policy = await session.get(DiallingPolicy, row.policy_id) if row.policy_id else None
        claim = Claim(campaign.id, **({"now": T0, "policy": policy and policy.policy} | asked))
        return [lead.id for lead in await take_leads(session, claim, limit=5)]


async def _nothing(_session: AsyncSession, _campaign: Campaign, _lead: Lead) -> None: ...


async def _two_attempts_yesterday(session: AsyncSession, _campaign: Campaign, lead: Lead) -> None:
    await calls(session, lead, timedelta(hours=24), timedelta(hours=25))


async def _one_attempt_today(session: AsyncSession, _campaign: Campaign, lead: Lead) -> None:
    await calls(session, lead, timedelta(hours=1))


async def _failed_attempts(session: AsyncSession, _campaign: Campaign, lead: Lead) -> None:
    await calls(session, lead, timedelta(hours=1), timedelta(hours=2), outcome=CallOutcome.FAILED)


async def _refused_to_our_account(session: AsyncSession, _campaign: Campaign, lead: Lead) -> None:
    refused = {"outcome": CallOutcome.NOT_PLACED, "cause": DECLINED}
    await calls(session, lead, timedelta(hours=1), timedelta(hours=2), **refused)


async def _abandoned_long_ago(session: AsyncSession, _campaign: Campaign, lead: Lead) -> None:
    await calls(session, lead, timedelta(hours=73), outcome=CallOutcome.ABANDONED)


async def _refused_by_another_campaign(session: AsyncSession, _campaign: Campaign, lead: Lead) -> None:
    await refuse(session, lead, (await a_campaign(session)).id)


async def _promised_after_the_last_attempt(session: AsyncSession, campaign: Campaign, lead: Lead) -> None:
    lead.attempts, lead.callback_at = campaign.max_attempts, T0


async def _one_attempt_left(_session: AsyncSession, campaign: Campaign, lead: Lead) -> None:
    lead.attempts = campaign.max_attempts - 1


async def _held_before(_session: AsyncSession, _campaign: Campaign, lead: Lead) -> None:
    lead.held_until = T0 - timedelta(seconds=1)


@pytest.mark.parametrize(
    "story",
    [
        _nothing,
        _two_attempts_yesterday,
        _one_attempt_today,
        _failed_attempts,
        _refused_to_our_account,
        _abandoned_long_ago,
        _refused_by_another_campaign,
        _one_attempt_left,
        _promised_after_the_last_attempt,
        _held_before,
    ],
)
async def test_a_lead_against_which_nothing_stands_is_taken(database: Database, story: Story) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session, policy=STRICT)
        lead = await a_lead(session, campaign)
        await story(session, campaign, lead)

    async with database.reading() as session:
        [asked] = (await why_lead(session, lead.id, T0)).leads
    assert asked.bars == []
    assert await taken(database, campaign) == [lead.id]


async def refuse(session: AsyncSession, lead: Lead, campaign_id: UUID | None) -> None:
    session.add(
        DncNumber(
            phone_number=lead.phone_number,
            campaign_id=campaign_id,
            source=DncSource.HAND,
            reason="",
            added_at=T0,
        )
    )
    await session.flush()


async def _paused_campaign(_session: AsyncSession, campaign: Campaign, _lead: Lead) -> None:
    campaign.is_running = False


async def _no_policy(_session: AsyncSession, campaign: Campaign, _lead: Lead) -> None:
    campaign.policy_id = None


async def _list_off(session: AsyncSession, _campaign: Campaign, lead: Lead) -> None:
    (await session.get_one(LeadList, lead.list_id)).is_active = False


async def _closed(_session: AsyncSession, _campaign: Campaign, lead: Lead) -> None:
    lead.next_attempt_at = None


async def _not_due(_session: AsyncSession, _campaign: Campaign, lead: Lead) -> None:
    lead.next_attempt_at = T0 + timedelta(seconds=1)


async def _held(_session: AsyncSession, _campaign: Campaign, lead: Lead) -> None:
    lead.held_until = T0 + timedelta(seconds=1)


async def _promised(session: AsyncSession, _campaign: Campaign, lead: Lead) -> None:
    lead.callback_operator_id = (await a_user(session)).id
    lead.callback_at = lead.next_attempt_at = T0 - timedelta(minutes=1)


async def _refused(session: AsyncSession, _campaign: Campaign, lead: Lead) -> None:
    await refuse(session, lead, None)


async def _refused_by_the_campaign(session: AsyncSession, campaign: Campaign, lead: Lead) -> None:
    await refuse(session, lead, campaign.id)


async def _being_called(session: AsyncSession, _campaign: Campaign, lead: Lead) -> None:
    await calls(session, lead, timedelta(0), state=CallState.RINGING, outcome=None, ended_at=None)


async def _a_lowered_limit(_session: AsyncSession, campaign: Campaign, lead: Lead) -> None:
    lead.attempts, campaign.max_attempts = 3, 2


async def _two_attempts_today(session: AsyncSession, _campaign: Campaign, lead: Lead) -> None:
    await calls(session, lead, timedelta(hours=1), timedelta(hours=23, minutes=59))


async def _rang_and_failed(session: AsyncSession, _campaign: Campaign, lead: Lead) -> None:
    rang = {"outcome": CallOutcome.FAILED, "ringing_at": T0 - timedelta(hours=2)}
    await calls(session, lead, timedelta(hours=1), timedelta(hours=2), **rang)


async def _declined_without_ringing(session: AsyncSession, _campaign: Campaign, lead: Lead) -> None:
    declined = {"outcome": CallOutcome.FAILED, "cause": DECLINED}
    await calls(session, lead, timedelta(hours=1), timedelta(hours=2), **declined)


async def _four_attempts_this_week(session: AsyncSession, _campaign: Campaign, lead: Lead) -> None:
    await calls(session, lead, *(timedelta(days=days) for days in (2, 3, 5, 6)))


async def _abandoned(session: AsyncSession, _campaign: Campaign, lead: Lead) -> None:
    await calls(session, lead, timedelta(hours=71), outcome=CallOutcome.ABANDONED)


async def _evening(_session: AsyncSession, _campaign: Campaign, lead: Lead) -> None:
    lead.time_zone = "Asia/Vladivostok"


async def _holiday(_session: AsyncSession, _campaign: Campaign, lead: Lead) -> None:
    # In the evening of T0 in Moscow it is noon of the day after on Kiritimati.
    lead.time_zone = "Pacific/Kiritimati"


BARRED: dict[Story, tuple[BarCode, timedelta | None]] = {
    _paused_campaign: (BarCode.CAMPAIGN_NOT_RUNNING, None),
    _no_policy: (BarCode.NO_POLICY, None),
    _list_off: (BarCode.LIST_OFF, None),
    _closed: (BarCode.CLOSED, None),
    _not_due: (BarCode.NOT_DUE, timedelta(seconds=1)),
    _held: (BarCode.HELD, timedelta(seconds=1)),
    _promised: (BarCode.PROMISED, timedelta(minutes=59)),
    _refused: (BarCode.REFUSED_BY_ALL, None),
    _refused_by_the_campaign: (BarCode.REFUSED_BY_CAMPAIGN, None),
    _being_called: (BarCode.BEING_CALLED, None),
    _a_lowered_limit: (BarCode.ATTEMPTS_USED_UP, None),
    _two_attempts_today: (BarCode.ATTEMPTS_OF_DAY, timedelta(minutes=1)),
    _rang_and_failed: (BarCode.ATTEMPTS_OF_DAY, timedelta(hours=22)),
    _declined_without_ringing: (BarCode.ATTEMPTS_OF_DAY, timedelta(hours=22)),
    _four_attempts_this_week: (BarCode.ATTEMPTS_OF_WEEK, timedelta(days=1)),
    _abandoned: (BarCode.AFTER_ABANDONMENT, timedelta(hours=1, seconds=30)),
    # Tomorrow is a holiday.
    _evening: (BarCode.OUTSIDE_HOURS, timedelta(hours=37)),
    _holiday: (BarCode.HOLIDAY, timedelta(hours=33)),
}
"""What stands, and for how long from T0 on."""


@pytest.mark.parametrize("story", BARRED)
async def test_a_lead_against_which_one_thing_stands_is_not_taken(database: Database, story: Story) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session, policy=STRICT)
        lead = await a_lead(session, campaign)
        await story(session, campaign, lead)

    assert await taken(database, campaign) == []
    code, after = BARRED[story]
    async with database.reading() as session:
        [asked] = (await why_number(session, lead.phone_number, T0)).leads
    assert [(bar.code, bar.until) for bar in asked.bars] == [(code, after and T0 + after)]


def test_every_bar_is_told_of_here() -> None:
    # Only of leads with several numbers: `test_several_numbers.py`.
    of_further = {BarCode.WRONG_NUMBER, BarCode.RESTS, BarCode.PROMISED_ELSEWHERE}
    # Of the campaign: `tests/integration/dialer/test_halts.py`.
    halts = {BarCode(halt) for halt in Halt}
    assert {code for code, _ in BARRED.values()} | halts == set(BarCode) - of_further


async def test_a_policy_without_limits_counts_no_attempts(database: Database) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session)
        lead = await a_lead(session, campaign)
        await calls(session, lead, *(timedelta(minutes=minutes) for minutes in range(1, 30)))
        await calls(session, lead, timedelta(hours=1), outcome=CallOutcome.ABANDONED)

    assert await taken(database, campaign) == [lead.id]


async def test_an_abandoned_number_may_be_called_when_an_operator_waits_for_it(database: Database) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session, policy=STRICT)
        lead = await a_lead(session, campaign)
        await _abandoned(session, campaign, lead)

    assert await taken(database, campaign, operator_waits=True) == [lead.id]


async def test_a_promised_lead_is_taken_for_whoever_promised_it(database: Database) -> None:
    async with database.transaction() as session:
        campaign, anna, boris = await a_campaign(session), await a_user(session), await a_user(session)
        lead = await a_lead(session, campaign, callback_operator_id=anna.id)

    assert await taken(database, campaign, callback_operator_id=boris.id) == []
    assert await taken(database, campaign, callback_operator_id=anna.id) == [lead.id]


async def test_the_attempts_of_all_campaigns_count_together(database: Database) -> None:
    async with database.transaction() as session:
        campaign, other = await a_campaign(session, policy=STRICT), await a_campaign(session)
        lead = await a_lead(session, campaign)
        await calls(session, lead, timedelta(hours=1), campaign_id=other.id)
        await calls(session, lead, timedelta(hours=2), kind=CallKind.CLICK_TO_DIAL)

    assert await taken(database, campaign) == []


async def test_leads_of_several_zones_are_taken_in_the_order_they_became_due(database: Database) -> None:
    async with database.transaction() as session:
        policy = await a_policy(session, **STRICT)
        campaign = await a_campaign(session, policy_id=policy.id)
        zones = ("Asia/Vladivostok", "Asia/Omsk", "Europe/Moscow", "Asia/Omsk", "Europe/Samara")
        leads = [
            await a_lead(session, campaign, time_zone=zone, due_at=T0 - timedelta(minutes=10 - place))
            for place, zone in enumerate(zones)
        ]

    assert await taken(database, campaign) == [lead.id for lead in leads[1:]]
    assert await taken(database, campaign) == [], "they are held"
