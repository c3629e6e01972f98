"""Where no lead may be called, the leads are counted by what stands against them, and the next is told."""

from datetime import time, timedelta

from core.campaigns.models import Campaign
from core.db import Database
from core.law.hours import CallingHours, DayHours, Holidays, WeekHours
from core.law.models import DiallingPolicy
from core.leads.bars import BarCode, Claim
from core.leads.shortage import BarCount, LeadShortage, lead_shortage
from tests.factories import a_campaign, a_lead, a_list, a_user
from tests.fakes.clock import T0

# At T0 it is 13:00 in Moscow, and 22:00 in Kamchatka.
BY_DAY = WeekHours.daily(DayHours(opens=time(9), closes=time(20)))
MORNING_IN_KAMCHATKA = T0 + timedelta(hours=11)
KAMCHATKA = "Asia/Kamchatka"


async def shortage_of(database: Database, campaign: Campaign) -> LeadShortage:
    async with database.reading() as session:
        policy = await session.get_one(DiallingPolicy, campaign.policy_id)
        return await lead_shortage(session, Claim.of(campaign, policy.policy, T0))


async def test_each_lead_is_counted_with_one_bar_and_most_come_first(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna, policy={"calling_hours": CallingHours(week=BY_DAY)})
        for _ in range(3):
            await a_lead(session, campaign, time_zone=KAMCHATKA)
        off = await a_list(session, campaign, is_active=False)
        for _ in range(2):
            await a_lead(session, campaign, due_at=None)
        await a_lead(session, campaign, in_list=off)
        (await a_lead(session, campaign)).is_refused = True
        await a_lead(session, campaign, held_until=T0 + timedelta(minutes=1))
        await a_lead(session, campaign, callback_operator_id=anna.id)
        await a_lead(session, campaign, due_at=T0 + timedelta(hours=9))
        await a_lead(session, campaign)
        await a_lead(session, await a_campaign(session, anna))

    found = await shortage_of(database, campaign)

    assert found.bars[:2] == [BarCount(BarCode.OUTSIDE_HOURS, 3), BarCount(BarCode.CLOSED, 2)]
    assert {one.code: one.leads for one in found.bars[2:]} == {
        BarCode.LIST_OFF: 1,
        BarCode.REFUSED_BY_ALL: 1,
        BarCode.HELD: 1,
        BarCode.PROMISED: 1,
        BarCode.NOT_DUE: 1,
    }
    assert found.others == 1, "nothing that it carries itself stands against it"
    assert found.opens_at == T0 + timedelta(hours=1), "then the promise is everybody's"


async def test_the_next_lead_is_the_first_that_is_due_and_in_its_hours(database: Database) -> None:
    async with database.transaction() as session:
        hours = CallingHours(week=BY_DAY, holidays=Holidays(dates=(T0.date(),)))
        campaign = await a_campaign(session, policy={"calling_hours": hours})
        await a_lead(session, campaign)
        await a_lead(session, campaign, time_zone=KAMCHATKA)
        await a_lead(session, campaign, due_at=T0 + timedelta(minutes=5))

    found = await shortage_of(database, campaign)

    assert {one.code: one.leads for one in found.bars} == {BarCode.HOLIDAY: 2, BarCode.NOT_DUE: 1}
    assert found.opens_at == MORNING_IN_KAMCHATKA


async def test_of_a_list_that_is_worked_off_nothing_is_to_be_expected(database: Database) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session)
        await a_lead(session, campaign, due_at=None)

    assert await shortage_of(database, campaign) == LeadShortage([BarCount(BarCode.CLOSED, 1)], 0, None)
