"""Operators are free and nobody is called: the campaign says why, and the log tells no tales."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, time, timedelta
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

import dialer.lead_shortages
from core.campaigns.models import Campaign, DialMode
from core.db import Database
from core.floor.figures import PaceFigures
from core.law.hours import CallingHours, DayHours, WeekHours
from core.law.models import DiallingPolicy
from core.leads.bars import BarCode, Claim
from core.leads.shortage import BarCount, LeadShortage, lead_shortage
from core.trunks.figures import LineLimit
from dialer.lead_shortages import LeadShortages, ShortCampaign, next_to_count
from dialer.pacing_replay import PacingLogReader
from tests.factories import a_campaign, a_lead, a_user
from tests.fakes.clock import T0, FakeClock
from tests.integration.dialer.switchboard_story import PATIENCE_SECONDS, Story, a_story
from tests.integration.dialer.test_trunks import until_limited
from tests.waiting import eventually

# At T0 it is 22:00 in Kamchatka.
BY_DAY = {"calling_hours": CallingHours(week=WeekHours.daily(DayHours(opens=time(9), closes=time(20))))}
MORNING_THERE = T0 + timedelta(hours=11)


async def pace_of(story: Story, campaign: Campaign) -> PaceFigures:
    campaigns = (await story.switchboard.floor()).figures.campaigns
    [pace] = [one.pace for one in campaigns if one.id == campaign.id]
    assert pace is not None
    return pace


async def until_counted(story: Story, campaign: Campaign) -> LeadShortage:
    for _ in range(1000):
        if (shortage := (await pace_of(story, campaign)).lead_shortage) is not None:
            return shortage
        story.clock.move(0.1)
        await asyncio.sleep(0.002)
    raise AssertionError("why there are no leads is not counted")


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
        shortage = await until_counted(story, campaign)
        assert shortage.bars == [BarCount(BarCode.OUTSIDE_HOURS, 5)]
        assert shortage.opens_at == MORNING_THERE
        # The last decision of all may find the story ended before its leads.
        counted_at = story.clock.now()
        await story.some_seconds_pass()
    moment = (await PacingLogReader(database).look_back(campaign.id, counted_at)).moment

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

        assert (await pace_of(story, campaign)).limited_by is None
    moment = (await PacingLogReader(database).look_back(campaign.id, call.placed_at)).moment
    assert moment is not None
    assert (moment.decided.calls, moment.launched) == (1, 1)


class SlowCounts:
    """Counts that come to an end when the test says so, `may_end` being set; and looks for what is due."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, clock: FakeClock | None = None) -> None:
        self.begun: list[UUID] = []
        self.at_once = 0
        self.most_at_once = 0
        self.takes_seconds = 0.0
        self._clock = clock
        self._looks_in_vain = 0
        self.may_end = asyncio.Event()
        monkeypatch.setattr(dialer.lead_shortages, "lead_shortage", self._count)
        monkeypatch.setattr(dialer.lead_shortages, "next_to_count", self._next)

    async def until_none_is_due(self) -> None:
        """What is due now is counted, and the next look has found nothing."""
        before = self._looks_in_vain
        await until(lambda: self._looks_in_vain > before)

    def _next(self, short: Mapping[UUID, ShortCampaign], now: datetime) -> UUID | None:
        due = next_to_count(short, now)
        self._looks_in_vain += due is None
        return due

    async def _count(self, session: AsyncSession, claim: Claim) -> LeadShortage:
        self.begun.append(claim.campaign_id)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await self.may_end.wait()
        self.at_once -= 1
        if self._clock is not None:
            self._clock.move(self.takes_seconds)
        return await lead_shortage(session, claim)


async def test_another_campaign_is_dialled_while_a_long_list_is_counted(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = SlowCounts(monkeypatch)
    async with database.transaction() as session:
        anna, boris = await a_user(session), await a_user(session)
        short = await a_campaign(session, anna, name="A")
        await a_lead(session, short, due_at=None)
        other = await a_campaign(session, boris, name="B")
        lead = await a_lead(session, other, due_at=T0 + timedelta(seconds=5))
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        await story.until(lambda: short.id in counts.begun)
        await story.goes_on_line(boris)
        story.clock.move(5)
        call = await story.stored_call(await story.a_call_is_dialled())

        assert call.phone_number == lead.phone_number
        pace = await pace_of(story, short)
        assert (pace.limited_by, pace.lead_shortage) == (LineLimit.NO_LEADS, None)
        assert counts.most_at_once == 1
        counts.may_end.set()
        assert (await until_counted(story, short)).bars == [BarCount(BarCode.CLOSED, 1)]


@asynccontextmanager
async def counting(database: Database, clock: FakeClock) -> AsyncIterator[LeadShortages]:
    shortages = LeadShortages(database, clock)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(shortages.run())
        yield shortages
        running.cancel()


async def some_campaigns(database: Database, count: int) -> list[tuple[Campaign, DiallingPolicy]]:
    async with database.transaction() as session:
        campaigns = [await a_campaign(session) for _ in range(count)]
        for campaign in campaigns:
            await a_lead(session, campaign, due_at=None)
        return [(one, await session.get_one(DiallingPolicy, one.policy_id)) for one in campaigns]


async def until(happened: Callable[[], bool]) -> None:
    async def look() -> bool:
        return happened()

    await eventually(look, bool, within_seconds=PATIENCE_SECONDS, look_every_seconds=0.002)


async def test_campaigns_are_counted_one_at_a_time_with_rests_between(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = FakeClock()
    counts = SlowCounts(monkeypatch, clock)
    counts.takes_seconds = 0.5
    first, second = await some_campaigns(database, 2)
    async with counting(database, clock) as shortages:
        assert shortages.came_short(*first) is None
        assert shortages.came_short(*second) is None
        await until(lambda: bool(counts.begun))
        counts.may_end.set()
        await until(lambda: clock.sleeping == 1)
        assert shortages.of(first[0].id) is not None
        assert counts.begun == [first[0].id], "half a second of counting, and no rest"
        clock.move(4.5)
        await until(lambda: len(counts.begun) == 2)

    assert counts.begun == [first[0].id, second[0].id]
    assert counts.most_at_once == 1


async def test_a_count_of_before_leads_came_is_not_shown(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = FakeClock()
    counts = SlowCounts(monkeypatch)
    [short] = await some_campaigns(database, 1)
    async with counting(database, clock) as shortages:
        shortages.came_short(*short)
        await until(lambda: len(counts.begun) == 1)
        shortages.had_enough(short[0].id)
        shortages.came_short(*short)
        # The first count ends, and the second waits.
        counts.may_end.set()
        counts.may_end.clear()
        await until(lambda: len(counts.begun) == 2)

        assert counts.begun == [short[0].id] * 2
        assert shortages.of(short[0].id) is None
        shortages.had_enough(short[0].id)
        counts.may_end.set()
        await counts.until_none_is_due()
        assert not shortages.is_short(short[0].id)
        assert shortages.of(short[0].id) is None


async def test_a_count_is_shown_for_ten_seconds_and_then_renewed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = FakeClock()
    counts = SlowCounts(monkeypatch)
    counts.may_end.set()
    [short] = await some_campaigns(database, 1)
    async with counting(database, clock) as shortages:
        for seconds, counted in [(0, 1), (9, 1), (2, 2)]:
            clock.move(seconds)
            shortages.came_short(*short)
            await counts.until_none_is_due()
            assert len(counts.begun) == counted
            assert shortages.came_short(*short) is not None
        clock.move(31)

        assert not shortages.is_short(short[0].id)
        assert shortages.came_short(*short) is None, "what was counted then tells nothing of now"
