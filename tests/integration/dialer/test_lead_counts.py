"""The floor shows how many leads each campaign has left, counted beside everything else, and seldom."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

import dialer.lead_counts
from core.campaigns.models import Campaign
from core.db import Database
from core.leads.counting import LeadCount, count_leads
from dialer.lead_counts import LeadCounts
from tests.factories import a_campaign, a_lead, a_list
from tests.fakes.clock import FakeClock
from tests.integration.dialer.switchboard_story import a_story


@asynccontextmanager
async def counting(database: Database, clock: FakeClock) -> AsyncIterator[LeadCounts]:
    counts = LeadCounts(database, clock)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(counts.run())
        yield counts
        running.cancel()


async def until_it_sleeps(clock: FakeClock) -> None:
    for _ in range(5000):
        if clock.sleeping:
            return
        await asyncio.sleep(0.002)
    raise AssertionError("it does not come to rest")


async def test_open_and_closed_leads_of_all_lists_are_counted_by_campaign(database: Database) -> None:
    async with database.transaction() as session:
        campaign, other, empty = [await a_campaign(session) for _ in range(3)]
        await a_lead(session, campaign)
        await a_lead(session, campaign, due_at=None)
        await a_lead(session, campaign, in_list=await a_list(session, campaign))
        await a_lead(session, other)
    async with database.reading() as session:
        everything = await count_leads(session)
        alone = await count_leads(session, campaign.id)

    assert everything == {campaign.id: LeadCount(2, 3), other.id: LeadCount(1, 1)}
    assert alone == {campaign.id: LeadCount(2, 3)}
    assert empty.id not in everything


async def test_the_floor_shows_the_count_and_as_of_when_it_is(database: Database) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session)
        await a_lead(session, campaign)
        await a_lead(session, campaign, due_at=None)
    async with a_story(database) as story:
        for _ in range(200):
            [shown] = (await story.switchboard.floor()).figures.campaigns
            if shown.leads_counted_at is not None:
                break
            assert (shown.leads_open, shown.leads_total) == (0, 0)
            story.clock.move(0.01)
            await asyncio.sleep(0.01)

        assert (shown.leads_open, shown.leads_total) == (1, 2)
        assert shown.leads_counted_at is not None
        assert shown.leads_counted_at <= story.clock.now()


async def test_after_a_long_count_nothing_is_counted_for_fifty_times_as_long(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, counted = FakeClock(), list[UUID]()

    async def takes_a_second(session: AsyncSession, campaign_id: UUID) -> Mapping[UUID, LeadCount]:
        counted.append(campaign_id)
        clock.move(1)
        return await count_leads(session, campaign_id)

    monkeypatch.setattr(dialer.lead_counts, "count_leads", takes_a_second)
    async with database.transaction() as session:
        running = await a_campaign(session, name="A")
        await a_campaign(session, name="B", is_running=False)
    async with counting(database, clock):
        await until_it_sleeps(clock)
        assert counted == [running.id]
        clock.move(48)
        await asyncio.sleep(0.05)
        assert len(counted) == 1
        clock.move(2)
        await until_it_sleeps(clock)

    assert len(counted) == 2


async def test_a_campaign_that_is_gone_has_no_count(database: Database) -> None:
    clock = FakeClock()
    async with database.transaction() as session:
        campaign = await a_campaign(session)
    async with counting(database, clock) as counts:
        await until_it_sleeps(clock)
        assert counts.of(campaign.id) is not None
        assert counts.of(uuid4()) is None
        async with database.transaction() as session:
            await session.execute(delete(Campaign).where(Campaign.id == campaign.id))
        clock.move(2)
        await until_it_sleeps(clock)

        assert counts.of(campaign.id) is None
