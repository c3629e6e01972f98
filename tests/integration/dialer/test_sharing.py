"""Operators who work on several campaigns: nobody is promised twice, nobody is kept from work."""

from datetime import timedelta

from core.db import Database
from core.errors import TelephonyUncertain
from tests.factories import a_campaign, a_lead, a_user
from tests.fakes.clock import T0
from tests.integration.dialer.switchboard_story import a_story


async def test_a_campaign_without_a_lead_keeps_nobody_from_the_next(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        await a_campaign(session, anna)
        busy = await a_campaign(session, anna, created_at=T0 + timedelta(hours=1))
        lead = await a_lead(session, busy)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        await story.a_call_is_dialled()

        assert story.telephony.dialled[0].phone_number == lead.phone_number


async def test_one_operator_of_two_campaigns_gets_one_call(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        for _ in range(2):
            await a_lead(session, await a_campaign(session, anna))
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        await story.a_call_is_dialled()
        await story.some_seconds_pass()

        assert len(story.telephony.dialled) == 1


async def test_a_promised_call_that_perhaps_rings_keeps_its_operator_free_for_it(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna)
        await a_lead(session, campaign, callback_operator_id=anna.id)
        await a_lead(session, campaign)
    async with a_story(database) as story:
        story.telephony.dial_error = TelephonyUncertain("no answer")
        await story.goes_on_line(anna)
        await story.some_seconds_pass()

        calls = (await story.switchboard.floor()).figures.calls_by_state
        assert calls.originating == 1
