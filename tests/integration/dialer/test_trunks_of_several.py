"""Two switchboards on one trunk: what it may carry holds for both together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count

import pytest

from core.db import Database
from core.nodes.presence import GONE_AFTER, KNOWN_AFTER, company_of, say_at_work
from tests.factories import a_campaign, a_lead, a_trunk, a_user
from tests.fakes.clock import T0, FakeClock
from tests.integration.dialer.switchboard_story import Story, a_story
from tests.integration.dialer.test_trunks import TimedTelephony

LEADS = 40


@asynccontextmanager
async def two_at_work(database: Database, **trunk: int) -> AsyncIterator[tuple[Story, Story]]:
    """Each with twelve operators of its own, all free, and one trunk between them."""
    async with database.transaction() as session:
        staff = [await a_user(session) for _ in range(24)]
        await a_trunk(session, **trunk)
        campaign = await a_campaign(session, *staff)
        for _ in range(LEADS):
            await a_lead(session, campaign)
    clock = FakeClock()
    exchanges = [TimedTelephony(clock), TimedTelephony(clock)]
    # The names of lines are the exchange's own, and no two exchanges have the same.
    exchanges[1]._line_numbers = count(1000)
    async with (
        a_story(database, exchanges[0], clock, node="node-1") as here,
        a_story(database, exchanges[1], clock, node="node-2") as there,
    ):
        for story, operators in ((here, staff[:12]), (there, staff[12:])):
            for operator in operators:
                await story.goes_on_line(operator)
        yield here, there


async def test_the_channels_of_both_are_no_more_than_the_trunk_has(database: Database) -> None:
    async with two_at_work(database, channel_limit=9) as (here, there):
        most: list[int] = []
        for _ in range(20):
            await here.some_seconds_pass(1.0)
            most.append(len(here.telephony.calls) + len(there.telephony.calls))

        assert max(most) == most[-1] == 9
        assert sorted([len(here.telephony.calls), len(there.telephony.calls)]) == [4, 5]


async def test_no_second_has_more_calls_of_both_than_the_trunk_takes(database: Database) -> None:
    async with two_at_work(database, calls_per_second=3) as (here, there):
        for _ in range(15):
            await here.some_seconds_pass(1.0)
        came = [one.telephony.came_at for one in (here, there) if isinstance(one.telephony, TimedTelephony)]
        moments = sorted(at for of_one in came for at in of_one.values())

        assert all(of_one for of_one in came)
        assert max(sum(start <= at < start + 1 for at in moments) for start in moments) == 3


async def test_whoever_is_left_alone_has_the_trunk_for_itself(database: Database) -> None:
    async with database.transaction() as session:
        staff = [await a_user(session) for _ in range(8)]
        await a_trunk(session, channel_limit=6)
        campaign = await a_campaign(session, *staff)
        for _ in range(LEADS):
            await a_lead(session, campaign)
        # Another that died without a word.
        await say_at_work(session, "node-2", since=T0 - timedelta(hours=1), now=T0)
    async with a_story(database) as story:
        for operator in staff:
            await story.goes_on_line(operator)
        await story.some_seconds_pass(KNOWN_AFTER.total_seconds() + 2)
        assert len(story.telephony.calls) == 3
        await story.some_seconds_pass(GONE_AFTER.total_seconds())
        await story.some_seconds_pass(2.0)
        assert len(story.telephony.calls) == 6


@pytest.mark.parametrize(("ends_well", "others"), [(True, []), (False, ["node-1"])])
async def test_a_switchboard_that_ends_says_so(
    database: Database, ends_well: bool, others: list[str]
) -> None:
    clock = FakeClock()
    async with a_story(database, clock=clock):
        pass
    if not ends_well:
        async with database.transaction() as session:
            await say_at_work(session, "node-1", since=T0, now=clock.now())
    async with database.reading() as session:
        assert list((await company_of(session, "node-2", clock.now())).others) == others
