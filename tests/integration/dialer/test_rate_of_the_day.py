"""The floor's abandon rate of today and the campaigns' own are one count, with the mistakes of detection."""

import pytest

from core.calls.machines import MachineAction
from core.calls.state_machine import CallOutcome
from core.db import Database
from core.floor.figures import FloorFigures
from tests.factories import a_campaign, a_lead, a_user
from tests.integration.dialer.switchboard_story import Story, a_story

COUNTED = {"machine_false_positive_rate": 0.5, "grace_seconds": 4.0}


async def figures(story: Story) -> FloorFigures:
    return (await story.switchboard.floor()).figures


async def test_people_taken_for_machines_are_abandoned_on_the_floor_as_in_the_campaign(
    database: Database,
) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna, policy=COUNTED, machine_action=MachineAction.HANG_UP)
        for _ in range(4):
            await a_lead(session, campaign)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        for count in (1, 2):
            call_id = await story.a_call_is_dialled(count)
            story.telephony.hang_up_machine(call_id)
            await story.until_stored(call_id, lambda call: call.outcome == CallOutcome.MACHINE)
        await story.a_call_is_dialled(3)

        shown = await figures(story)
        [pace] = [one.pace for one in shown.campaigns]
        assert pace is not None
        # One of two machines was a person, who answered and was lost.
        assert (pace.machines, pace.people_taken_for_machines, pace.abandon_rate) == (2, 1.0, 1.0)
        assert (shown.abandon_rate, shown.people_taken_for_machines) == (1.0, 1.0)

        # What was counted is counted while the campaign rests, and after a restart.
        await story.campaign_is(campaign, running=False)
        assert (await figures(story)).abandon_rate == 1.0
    async with a_story(database) as reborn:
        assert (await figures(reborn)).abandon_rate == pytest.approx(1.0)
