"""Two switchboards on one trunk: what it may carry holds for both together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count
from typing import Final

import pytest

from core.db import Database
from core.nodes.models import LiveNode
from core.nodes.presence import GONE_AFTER, KNOWN_AFTER, company_of, say_at_work, say_gone
from core.trunks.sharing import read_sharing
from dialer.presence import Presence
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


async def test_talks_that_a_switchboard_leaves_behind_keep_their_channels(database: Database) -> None:
    async with two_at_work(database, channel_limit=9) as (here, there):
        await here.some_seconds_pass(KNOWN_AFTER.total_seconds() + 2)
        left_behind = len(there.telephony.calls)
        async with database.transaction() as session:
            await say_gone(session, "node-2")
        await here.some_seconds_pass(3.0)
        async with database.reading() as session:
            sharing = await read_sharing(session, "node-1", here.clock.now())

        assert left_behind in (4, 5)
        assert set(sharing.calls_of_others.values()) == {left_behind}
        assert len(here.telephony.calls) == 9 - left_behind


SAID: Final = {
    "nobody but itself": ({"own": 0}, {"own": 9}, (1, True)),
    "a new one": ({"own": 0, "other": 0}, {"own": 1, "other": 99}, (2, False)),
    "both for long": ({"own": 0, "other": 0}, {"own": 99, "other": 99}, (2, True)),
    "the other has gone": ({"own": 0, "other": 21}, {"own": 99, "other": 99}, (1, True)),
    "nothing yet": ({"other": 0}, {"other": 99}, (2, False)),
    "both silent, as when the database was away": (
        {"own": 25, "other": 25},
        {"own": 99, "other": 99},
        (1, False),
    ),
    "silent and alone": ({"own": 25}, {"own": 99}, (1, True)),
}


@pytest.mark.parametrize("case", SAID)
async def test_how_many_are_at_work_and_whether_they_know_of_each_other(
    database: Database, case: str
) -> None:
    seen, announced, (of, is_known) = SAID[case]
    async with database.transaction() as session:
        for node, seconds_ago in seen.items():
            await say_at_work(
                session,
                node,
                since=T0 - timedelta(seconds=announced[node]),
                now=T0 - timedelta(seconds=seconds_ago),
            )
    async with database.reading() as session:
        company = await company_of(session, "own", T0)
    assert (company.of, company.is_known) == (of, is_known)


@pytest.mark.parametrize(("silent_seconds", "begins_anew"), [(19, False), (21, True)])
async def test_whoever_was_silent_for_too_long_begins_anew(
    database: Database, silent_seconds: float, begins_anew: bool
) -> None:
    clock = FakeClock()
    presence = Presence(node="node-1", database=database, clock=clock)
    await presence.say()
    clock.move(silent_seconds)
    await presence.say()
    async with database.reading() as session:
        row = await session.get_one(LiveNode, "node-1")
    assert row.seen_at == clock.now()
    assert row.announced_at == (clock.now() if begins_anew else T0)


@pytest.mark.parametrize(("ends_well", "of"), [(True, 1), (False, 2)])
async def test_a_switchboard_that_ends_says_so(database: Database, ends_well: bool, of: int) -> None:
    clock = FakeClock()
    async with a_story(database, clock=clock):
        pass
    if not ends_well:
        async with database.transaction() as session:
            await say_at_work(session, "node-1", since=T0, now=clock.now())
    async with database.reading() as session:
        assert (await company_of(session, "node-2", clock.now())).of == of
