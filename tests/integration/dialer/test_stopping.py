"""A campaign that is stopped: no telephone rings for it longer than it must, and nobody is cut off."""

import asyncio
from datetime import timedelta

from core.calls.state_machine import CallOutcome, CallState
from core.campaigns.models import Campaign
from core.db import Database
from core.operators.state_machine import OperatorState
from tests.factories import a_campaign, a_lead, a_user
from tests.integration.dialer.switchboard_story import Story, a_story


async def test_what_rings_is_hung_up_and_who_talks_goes_on(database: Database) -> None:
    async with database.transaction() as session:
        anna, boris = await a_user(session, login="anna"), await a_user(session, login="boris")
        campaign = await a_campaign(session, anna, boris)
        for _ in range(4):
            await a_lead(session, campaign)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        await story.goes_on_line(boris)
        await story.a_call_is_dialled(2)
        talks, rings = (request.call_id for request in story.telephony.dialled)
        await story.telephony.answer(talks)
        story.telephony.ring(rings)
        await story.until_operator(anna, OperatorState.ON_CALL)
        await story.campaign_is(campaign, running=False)
        assert await _calls_shown(story) == (2, 1)
        await _stopped(story, campaign)

        await story.until_stored(rings, lambda call: call.ended_at is not None)
        assert await _calls_shown(story) == (1, 0)
        assert (await story.stored_call(talks)).state == CallState.CONNECTED
        states = [now.state for now in (await story.switchboard.floor()).operators]
        assert OperatorState.ON_CALL in states
        assert len(story.telephony.dialled) == 2


async def test_another_campaigns_calls_and_those_dialled_by_hand_ring_on(database: Database) -> None:
    async with database.transaction() as session:
        anna, sales = await a_user(session, login="anna"), await a_user(session, login="sales")
        stopped, other = await a_campaign(session), await a_campaign(session, anna)
        await a_lead(session, other)
        lead = await a_lead(session, stopped)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        call_id = await story.a_call_is_dialled()
        await story.goes_on_line(sales)
        by_hand = await story.switchboard.place_call(sales.id, lead.client_id, lead.phone_number)
        await _stopped(story, stopped)

        await story.some_seconds_pass()
        assert (await story.stored_call(call_id)).ended_at is None
        assert (await story.stored_call(by_hand)).ended_at is None
        shown = {one.id: one.calls_up for one in (await story.switchboard.floor()).figures.campaigns}
        assert shown == {other.id: 1, stopped.id: 0}


async def test_what_rings_rings_for_the_policys_minimum_and_may_be_answered_meanwhile(
    database: Database,
) -> None:
    async with database.transaction() as session:
        anna, boris = await a_user(session), await a_user(session)
        campaign = await a_campaign(session, anna, boris, policy={"minimum_ring_seconds": 15})
        for _ in range(2):
            await a_lead(session, campaign)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        await story.goes_on_line(boris)
        await story.a_call_is_dialled(2)
        answered, unanswered = (request.call_id for request in story.telephony.dialled)
        story.telephony.ring(answered)
        story.telephony.ring(unanswered)
        await story.some_seconds_pass(3)
        await _stopped(story, campaign)
        await story.some_seconds_pass(5)
        assert await _calls_shown(story) == (2, 2)

        await story.telephony.answer(answered)
        await story.until_operator(anna, OperatorState.ON_CALL)
        await story.some_seconds_pass(8)
        call = await story.until_stored(unanswered, lambda call: call.ended_at is not None)
        assert call.outcome == CallOutcome.NO_ANSWER
        assert call.ringing_at is not None
        assert call.ended_at is not None
        assert timedelta(seconds=15) <= call.ended_at - call.ringing_at < timedelta(seconds=17)
        assert (await story.stored_call(answered)).state == CallState.CONNECTED


async def _stopped(story: Story, campaign: Campaign) -> None:
    """As the interface does it: stored as resting, then the switchboard is told."""
    async with story.database.transaction() as session:
        (await session.get_one(Campaign, campaign.id)).is_running = False
    async with asyncio.TaskGroup() as tasks:
        stopping = tasks.create_task(story.switchboard.stop_campaign(campaign.id))
        await story.until(stopping.done)


async def _calls_shown(story: Story) -> tuple[int, int]:
    """Those of the one campaign that are up, and of them those that nobody has answered."""
    (shown,) = (await story.switchboard.floor()).figures.campaigns
    return shown.calls_up, shown.calls_unanswered
