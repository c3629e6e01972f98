"""Several switchboards keep the abandon limit of a campaign together."""

from itertools import count

from core.campaigns.models import Campaign
from core.db import Database
from core.floor.figures import PaceFigures
from core.users.models import User
from tests.factories import a_campaign, a_lead, a_user
from tests.fakes.clock import FakeClock
from tests.fakes.telephony import FakeTelephony
from tests.integration.dialer.switchboard_story import Story, a_story


async def two_operators(database: Database) -> tuple[Campaign, User, User]:
    async with database.transaction() as session:
        anna, boris = await a_user(session), await a_user(session)
        campaign = await a_campaign(session, anna, boris)
        for _ in range(8):
            await a_lead(session, campaign)
    return campaign, anna, boris


async def loses_a_call(story: Story, operator: User) -> None:
    line_id = await story.goes_on_line(operator)
    call_id = await story.a_call_is_dialled()
    story.telephony.softphone_is_lost(line_id)
    await story.telephony.answer(call_id)
    await story.until_stored(call_id, lambda call: call.ended_at is not None)


async def pace(story: Story) -> PaceFigures:
    [figures] = (await story.switchboard.floor()).figures.campaigns
    assert figures.pace is not None
    return figures.pace


async def test_what_another_switchboard_loses_is_counted_within_seconds(database: Database) -> None:
    _, anna, boris = await two_operators(database)
    clock = FakeClock()
    # The names of lines are the exchange's own, and no two exchanges have the same.
    exchange = FakeTelephony(now=clock.now, _line_numbers=count(1000))
    async with (
        a_story(database, clock=clock) as here,
        a_story(database, exchange, clock, node="node-2") as there,
    ):
        await here.goes_on_line(anna)
        await here.telephony.answer(await here.a_call_is_dialled())
        await loses_a_call(there, boris)
        for _ in range(3):
            await here.some_seconds_pass(5.0)

        for story in (here, there):
            figures = await pace(story)
            assert (figures.answered, figures.abandoned, figures.abandon_rate) == (2, 1, 0.5)
        assert (await here.switchboard.floor()).figures.abandon_rate == 0.5

    # And once, by one that begins when both have ended.
    async with a_story(database, clock=clock, node="node-3") as later:
        await later.some_seconds_pass()
        assert (await later.switchboard.floor()).figures.abandon_rate == 0.5
        figures = await pace(later)
        assert (figures.answered, figures.abandoned) == (2, 1)
