"""A lead with several numbers goes on to the next that may be called, and why is said number by number."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import time, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call, CallKind
from core.calls.state_machine import CallOutcome, CallState
from core.campaigns.models import Campaign
from core.db import Database
from core.dnc.models import DncSource
from core.dnc.register import Refusal, refuse_numbers
from core.law.hours import CallingHours, DayHours, WeekHours
from core.law.models import DiallingPolicy
from core.leads.bars import BarCode, Claim
from core.leads.hopper import take_leads
from core.leads.models import Lead, LeadNumber
from core.leads.settling import Attempt, leave_wrong_number, settle_attempts
from core.leads.why import LeadWhy, why_lead, why_number
from tests.factories import a_campaign, a_lead, a_number
from tests.fakes.clock import T0
from tests.integration.core.test_bars import STRICT

Story = Callable[[AsyncSession, Campaign, Lead], Awaitable[None]]

MOSCOW, FAR_EAST = "Europe/Moscow", "Asia/Vladivostok"
SOON = {
    "rules": [{"after": ending, "wait_seconds": 4 * 3600, "times": 9} for ending in ("no_answer", "verdict")],
    "next_number_seconds": 300,
}


async def called(session: AsyncSession, lead: Lead, number: str, *ago: timedelta, **values: Any) -> None:
    filled = {"kind": CallKind.DIALLER, "state": CallState.ENDED, "outcome": CallOutcome.NO_ANSWER}
    for before in ago:
        at = T0 - before
        call = Call(node="node-1", phone_number=number, client_id=lead.client_id, placed_at=at, ended_at=at)
        for name, value in (filled | values).items():
            setattr(call, name, value)
        session.add(call)
    await session.flush()


async def refuse(session: AsyncSession, *numbers: str, by: UUID | None = None) -> None:
    await refuse_numbers(session, numbers, Refusal(DncSource.HAND, T0, campaign_id=by))


async def _refused(session: AsyncSession, _campaign: Campaign, lead: Lead) -> None:
    await refuse(session, lead.phone_number)


async def _refused_by_the_campaign(session: AsyncSession, campaign: Campaign, lead: Lead) -> None:
    await refuse(session, lead.phone_number, by=campaign.id)


async def _two_attempts_today(session: AsyncSession, _campaign: Campaign, lead: Lead) -> None:
    await called(session, lead, lead.phone_number, timedelta(hours=1), timedelta(hours=2))


async def _four_attempts_this_week(session: AsyncSession, _campaign: Campaign, lead: Lead) -> None:
    await called(session, lead, lead.phone_number, *(timedelta(days=days) for days in (2, 3, 4, 5)))


async def _abandoned(session: AsyncSession, _campaign: Campaign, lead: Lead) -> None:
    await called(session, lead, lead.phone_number, timedelta(hours=7), outcome=CallOutcome.ABANDONED)


async def _evening_there(session: AsyncSession, _campaign: Campaign, lead: Lead) -> None:
    lead.time_zone, lead.has_several_zones = FAR_EAST, True
    of_first = LeadNumber.lead_id == lead.id, LeadNumber.rank == 0
    await session.execute(update(LeadNumber).where(*of_first).values(time_zone=FAR_EAST))


STORIES: dict[Story, BarCode] = {
    _refused: BarCode.REFUSED_BY_ALL,
    _refused_by_the_campaign: BarCode.REFUSED_BY_CAMPAIGN,
    _two_attempts_today: BarCode.ATTEMPTS_OF_DAY,
    _four_attempts_this_week: BarCode.ATTEMPTS_OF_WEEK,
    _abandoned: BarCode.AFTER_ABANDONMENT,
    _evening_there: BarCode.OUTSIDE_HOURS,
}


async def taken(database: Database, campaign: Campaign, *, later: timedelta = timedelta()) -> Sequence[Lead]:
    async with database.transaction() as session:
        policy = (await session.get_one(DiallingPolicy, campaign.policy_id)).policy
        return await take_leads(session, Claim(campaign.id, T0 + later, policy), limit=5)


async def answer(database: Database, lead: Lead, *, later: timedelta = timedelta()) -> LeadWhy:
    async with database.reading() as session:
        [found] = (await why_lead(session, lead.id, T0 + later)).leads
        return found


def codes(why: LeadWhy) -> list[list[BarCode]]:
    return [[bar.code for bar in one.bars] for one in why.numbers]


@pytest.mark.parametrize("story", STORIES)
async def test_what_bars_the_first_number_does_not_bar_the_next(database: Database, story: Story) -> None:
    second, third = a_number(), a_number()
    async with database.transaction() as session:
        campaign = await a_campaign(session, policy=STRICT)
        lead = await a_lead(session, campaign, more_numbers=[second, third])
        first = lead.phone_number
        await story(session, campaign, lead)

    why = await answer(database, lead)
    assert (why.phone_number, why.bars, codes(why)) == (second, [], [[STORIES[story]], [], []])
    [found] = await taken(database, campaign)
    assert (found.id, found.phone_number, found.time_zone) == (lead.id, second, MOSCOW)
    assert first != second


@pytest.mark.parametrize("story", STORIES)
async def test_a_lead_that_may_be_called_at_none_of_its_numbers_is_not_taken(
    database: Database, story: Story
) -> None:
    second = a_number()
    async with database.transaction() as session:
        campaign = await a_campaign(session, policy=STRICT)
        lead = await a_lead(session, campaign, more_numbers=[second])
        await refuse(session, second)
        await story(session, campaign, lead)

    assert await taken(database, campaign) == []
    why = await answer(database, lead)
    assert [bar.code for bar in why.bars] == [STORIES[story]]
    assert codes(why) == [[STORIES[story]], [BarCode.REFUSED_BY_ALL]]


async def test_who_may_be_called_at_the_first_number_is_called_there(database: Database) -> None:
    second = a_number()
    async with database.transaction() as session:
        campaign = await a_campaign(session, policy=STRICT)
        lead = await a_lead(session, campaign, more_numbers=[second], more_zones=[FAR_EAST])

    why = await answer(database, lead)
    assert (why.phone_number, codes(why)) == (lead.phone_number, [[], [BarCode.OUTSIDE_HOURS]])
    assert [one.phone_number for one in await taken(database, campaign)] == [lead.phone_number]


async def test_a_number_that_rings_where_it_is_night_waits_for_its_morning(database: Database) -> None:
    """At T0 it is 13:00 in Moscow and 20:00 in Vladivostok; ten hours later the other way round."""
    second, night = a_number(), timedelta(hours=15)
    async with database.transaction() as session:
        hours = CallingHours(week=WeekHours.daily(DayHours(opens=time(9), closes=time(20))))
        campaign = await a_campaign(session, policy={"calling_hours": hours})
        lead = await a_lead(session, campaign, more_numbers=[second], more_zones=[FAR_EAST])

    assert (await answer(database, lead, later=night)).phone_number == second
    [found] = await taken(database, campaign, later=night)
    assert (found.phone_number, found.time_zone) == (second, FAR_EAST)


async def test_whoever_is_on_the_telephone_is_not_rung_at_another_number(database: Database) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session, policy=STRICT)
        lead = await a_lead(session, campaign, more_numbers=[a_number()])
        await called(session, lead, lead.phone_number, timedelta(0), state=CallState.RINGING, outcome=None)
        await session.execute(update(Call).values(ended_at=None))

    assert await taken(database, campaign) == []
    why = await answer(database, lead)
    assert (why.phone_number, [bar.code for bar in why.bars]) == (lead.phone_number, [BarCode.BEING_CALLED])


async def test_a_promised_call_is_made_at_the_number_where_it_was_promised(database: Database) -> None:
    second = a_number()
    async with database.transaction() as session:
        campaign = await a_campaign(session, policy=STRICT)
        lead = await a_lead(session, campaign, more_numbers=[second], callback_at=T0)
        await refuse(session, lead.phone_number)

    assert await taken(database, campaign) == []
    why = await answer(database, lead)
    assert codes(why) == [[BarCode.REFUSED_BY_ALL], [BarCode.PROMISED_ELSEWHERE]]
    assert [bar.code for bar in why.bars] == [BarCode.REFUSED_BY_ALL]


async def test_a_number_that_was_tried_rests_though_the_one_after_it_is_barred(database: Database) -> None:
    """Else who did not answer at one number would be rung there again after the wait for another number."""
    second, soon = a_number(), timedelta(minutes=6)
    async with database.transaction() as session:
        campaign = await a_campaign(session, recycling_document=SOON)
        lead = await a_lead(session, campaign, more_numbers=[second])
        first = lead.phone_number
        await settle_attempts(session, [Attempt(lead.id, first, CallOutcome.NO_ANSWER, T0)])
        await refuse(session, second)

    assert await taken(database, campaign, later=soon) == []
    why = await answer(database, lead, later=soon)
    assert codes(why) == [[BarCode.RESTS], [BarCode.REFUSED_BY_ALL]]
    assert why.numbers[0].bars[0].until == T0 + timedelta(hours=4)
    [found] = await taken(database, campaign, later=timedelta(hours=4))
    assert found.phone_number == first


async def test_after_an_attempt_refused_numbers_are_passed_over(database: Database) -> None:
    second, third = a_number(), a_number()
    async with database.transaction() as session:
        campaign = await a_campaign(session, recycling_document=SOON)
        lead = await a_lead(session, campaign, more_numbers=[second, third], more_zones=[MOSCOW, FAR_EAST])
        await refuse(session, second)
        await settle_attempts(session, [Attempt(lead.id, lead.phone_number, CallOutcome.NO_ANSWER, T0)])
        await session.refresh(lead)
        assert (lead.phone_number, lead.time_zone) == (third, FAR_EAST)
        assert lead.next_attempt_at == T0 + timedelta(minutes=5)


async def test_a_lead_is_due_as_soon_as_one_of_its_numbers_may_be_called(database: Database) -> None:
    """Its first number has had its attempts of the day by other campaigns; its turn comes round."""
    second = a_number()
    async with database.transaction() as session:
        campaign = await a_campaign(session, policy={"attempts_per_day": 1}, recycling_document=SOON)
        lead = await a_lead(session, campaign, more_numbers=[second])
        first = lead.phone_number
        await called(session, lead, first, timedelta(hours=1))
        await session.execute(update(Lead).values(phone_number=second))
        await settle_attempts(session, [Attempt(lead.id, second, CallOutcome.NO_ANSWER, T0)])
        await session.refresh(lead)
        # Nobody counts a call to the second number, so it is free again after its rest.
        assert (lead.phone_number, lead.next_attempt_at) == (first, T0 + timedelta(hours=4))


async def test_a_wrong_number_is_gone_on_from_for_good(database: Database) -> None:
    second = a_number()
    async with database.transaction() as session:
        campaign = await a_campaign(session, recycling_document=SOON)
        lead = await a_lead(session, campaign, more_numbers=[second])
        first = lead.phone_number
        await leave_wrong_number(session, lead, campaign, first, T0)

    async with database.reading() as session:
        [why] = (await why_number(session, first, T0)).leads
    assert (why.phone_number, codes(why)) == (second, [[BarCode.WRONG_NUMBER], []])
