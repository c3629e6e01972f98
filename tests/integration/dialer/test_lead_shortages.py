"""Operators are free and nobody is called: the campaign says why, and the log tells no tales."""

from datetime import time, timedelta

import pytest

from core.campaigns.models import DialMode
from core.db import Database
from core.floor.figures import PaceFigures
from core.law.hours import CallingHours, DayHours, WeekHours
from core.leads.bars import BarCode
from core.leads.shortage import BarCount
from core.trunks.figures import LineLimit
from dialer.pacing_replay import PacingLogReader
from tests.factories import a_campaign, a_lead, a_user
from tests.fakes.clock import T0
from tests.integration.dialer.switchboard_story import Story, a_story
from tests.integration.dialer.test_trunks import until_limited

# At T0 it is 22:00 in Kamchatka.
BY_DAY = {"calling_hours": CallingHours(week=WeekHours.daily(DayHours(opens=time(9), closes=time(20))))}
MORNING_THERE = T0 + timedelta(hours=11)


async def pace_now(story: Story) -> PaceFigures:
    [campaign] = (await story.switchboard.floor()).figures.campaigns
    assert campaign.pace is not None
    return campaign.pace


@pytest.mark.parametrize("mode", [DialMode.PREVIEW, DialMode.PROGRESSIVE])
async def test_a_campaign_whose_leads_are_all_outside_hours_says_so(
    database: Database, mode: DialMode
) -> None:
    async with database.transaction() as session:
        staff = [await a_user(session) for _ in range(4)]
        campaign = await a_campaign(session, *staff, mode=mode, policy=BY_DAY)
        for _ in range(5):
            await a_lead(session, campaign, time_zone="Asia/Kamchatka")
    async with a_story(database) as story:
        for operator in staff:
            await story.goes_on_line(operator)
        await until_limited(story, campaign, LineLimit.NO_LEADS)
        shortage = (await pace_now(story)).lead_shortage
        assert shortage is not None
        assert shortage.bars == [BarCount(BarCode.OUTSIDE_HOURS, 5)]
        assert shortage.opens_at == MORNING_THERE
        await story.some_seconds_pass()
    moment = (await PacingLogReader(database).look_back(campaign.id, story.clock.now())).moment

    assert story.telephony.dialled == []
    assert moment is not None
    assert (moment.decided.calls, moment.launched) == (0 if mode is DialMode.PREVIEW else 4, 0)


async def test_leads_that_come_are_dialled_and_the_shortage_is_forgotten(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna)
        await a_lead(session, campaign, due_at=T0 + timedelta(minutes=1))
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        await until_limited(story, campaign, LineLimit.NO_LEADS)
        story.clock.move(60)
        call = await story.stored_call(await story.a_call_is_dialled())
        await story.some_seconds_pass()

        assert (await pace_now(story)).limited_by is None
    moment = (await PacingLogReader(database).look_back(campaign.id, call.placed_at)).moment
    assert moment is not None
    assert (moment.decided.calls, moment.launched) == (1, 1)
