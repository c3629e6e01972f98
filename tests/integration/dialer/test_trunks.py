"""Calls go over the trunks that are entered, and keep to what each may carry."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import cycle
from typing import Final
from uuid import UUID

import pytest
from sqlalchemy import select

from core.calls.models import Call
from core.calls.state_machine import CallOutcome
from core.campaigns.models import Campaign
from core.db import Database
from core.errors import Conflict
from core.leads.bars import LEAVES_WITHIN
from core.telephony.port import DialRequest
from core.trunks.connection import exchange_name
from core.trunks.figures import LineLimit, TrunkFault, TrunkFigures, TrunkState
from core.trunks.models import Trunk
from core.users.models import User
from dialer.trunks.breaker import FEWEST_FAILURES, FIRST_PAUSE_SECONDS, MOST_IN_VAIN
from tests.factories import a_campaign, a_client, a_lead, a_trunk, a_user
from tests.fakes.clock import FakeClock
from tests.fakes.telephony import FakeTelephony
from tests.integration.dialer.switchboard_story import PATIENCE_SECONDS, Story, a_story

EAST: Final = "PJSIP/{digits}@east"
WEST: Final = "PJSIP/{digits}@west"
CONNECTION: Final = {"host": "sip.example.org", "username": "zvonar", "registers": True}


class TimedTelephony(FakeTelephony):
    """Writes down when each call came to the carrier, which is some time after it was accepted."""

    def __init__(self, clock: FakeClock, leaves_after: Iterable[float] = ()) -> None:
        """`leaves_after`: seconds, for one call after the other, from the first again after the last."""
        super().__init__(now=clock.now)
        self.clock = clock
        self.came_at: dict[UUID, float] = {}
        self._leaves_after = cycle([*leaves_after] or [0.0])

    async def dial(self, request: DialRequest) -> None:
        await super().dial(request)
        self.came_at[request.call_id] = self.clock.monotonic() + next(self._leaves_after)

    async def until_left(self, call_id: UUID) -> None:
        if (seconds := self.came_at[call_id] - self.clock.monotonic()) > 0:
            await self.clock.sleep(seconds)

    def most_in_a_second(self) -> int:
        moments = sorted(self.came_at.values())
        return max(sum(start <= at < start + 1 for at in moments) for start in moments)


async def filled(
    database: Database, *trunks: Mapping[str, object], operators: int = 1, campaigns: int = 1, leads: int = 30
) -> tuple[list[User], list[Campaign], list[Trunk]]:
    async with database.transaction() as session:
        staff = [await a_user(session) for _ in range(operators)]
        entered = [await a_trunk(session, **one) for one in trunks]
        running = [await a_campaign(session, *staff) for _ in range(campaigns)]
        for campaign in running:
            for _ in range(leads):
                await a_lead(session, campaign)
    return staff, running, entered


async def all_on_line(story: Story, staff: Sequence[User]) -> None:
    for operator in staff:
        await story.goes_on_line(operator)


async def the_trunks(story: Story) -> list[TrunkFigures]:
    return list((await story.switchboard.floor()).figures.trunks)


async def until_limited(story: Story, campaign: Campaign, limit: LineLimit) -> None:
    """Until it is shown that this keeps the campaign from dialling."""
    shown: LineLimit | None = None
    async with asyncio.timeout(PATIENCE_SECONDS):
        while shown is not limit:
            await story.some_seconds_pass(0.2)
            figures = (await story.switchboard.floor()).figures.campaigns
            [pace] = [one.pace for one in figures if one.id == campaign.id]
            shown = pace.limited_by if pace else None


async def placed_after(story: Story, first: UUID) -> UUID:
    """The next call that is stored, whether or not its turn to be sent has come."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            async with story.database.reading() as session:
                if call_id := await session.scalar(select(Call.id).where(Call.id != first)):
                    return call_id
            await story.some_seconds_pass(0.2)


async def trunk_of(story: Story, call_id: UUID) -> UUID | None:
    return (await story.stored_call(call_id)).trunk_id


async def test_without_any_trunk_the_exchanges_own_template_is_dialled(database: Database) -> None:
    staff, _, _ = await filled(database)
    async with a_story(database) as story:
        await all_on_line(story, staff)
        call_id = await story.a_call_is_dialled()

        assert story.telephony.dialled[0].dial_template is None
        assert await trunk_of(story, call_id) is None
        [shown] = await the_trunks(story)
        assert (shown.id, shown.state, shown.calls) == (None, TrunkState.WORKING, 1)


async def test_calls_are_shared_by_weight_and_each_knows_its_trunk(database: Database) -> None:
    east, west = {"dial_template": EAST, "weight": 3}, {"dial_template": WEST}
    staff, _, trunks = await filled(database, east, west, operators=8)
    async with a_story(database) as story:
        await all_on_line(story, staff)
        await story.a_call_is_dialled(8)

        assert Counter(one.dial_template for one in story.telephony.dialled) == {EAST: 6, WEST: 2}
        stored = Counter([await trunk_of(story, one.call_id) for one in story.telephony.dialled])
        assert stored == {trunks[0].id: 6, trunks[1].id: 2}


async def test_a_trunk_that_is_switched_off_carries_nothing_and_none_at_all_is_said(
    database: Database,
) -> None:
    staff, [campaign], [trunk] = await filled(database, {"is_active": False})
    async with a_story(database) as story:
        await all_on_line(story, staff)
        await story.some_seconds_pass()
        assert story.telephony.dialled == []
        await until_limited(story, campaign, LineLimit.NO_TRUNK)

        async with database.transaction() as session:
            (await session.get_one(Trunk, trunk.id)).is_active = True
        await story.a_call_is_dialled()


async def test_no_more_calls_are_on_a_trunk_than_it_has_channels_whoever_dials(database: Database) -> None:
    staff, [campaign], [_trunk] = await filled(database, {"channel_limit": 2}, operators=4)
    async with database.transaction() as session:
        seller = await a_user(session)
        client = await a_client(session, "+79160000001")
    async with a_story(database) as story:
        await all_on_line(story, staff)
        await story.a_call_is_dialled(2)
        await story.some_seconds_pass()
        assert len(story.telephony.dialled) == 2
        await until_limited(story, campaign, LineLimit.NO_LINES)
        await story.goes_on_line(seller)
        with pytest.raises(Conflict, match="no trunk has a line"):
            await story.switchboard.place_call(seller.id, client.id, "+79160000001")

        story.telephony.stay_unanswered(story.telephony.dialled[0].call_id)
        await story.a_call_is_dialled(3)
        await story.some_seconds_pass()
        assert len(story.telephony.live_calls) == 2


async def test_calls_that_live_on_while_we_are_away_keep_their_channels(database: Database) -> None:
    staff, _, [trunk] = await filled(database, {"channel_limit": 3}, operators=4)
    async with a_story(database) as before:
        await all_on_line(before, staff)
        await before.a_call_is_dialled(3)
        telephony, clock = before.telephony, before.clock
    telephony.link_breaks()
    telephony.link_returns()
    async with a_story(database, telephony, clock) as story:
        await story.some_seconds_pass()
        assert len(telephony.dialled) == 3
        [shown] = await the_trunks(story)
        assert (shown.id, shown.calls, shown.channel_limit) == (trunk.id, 3, 3)


async def test_no_second_has_more_calls_than_the_trunk_takes_from_campaigns_and_clicks_together(
    database: Database,
) -> None:
    staff, campaigns, _ = await filled(database, {"calls_per_second": 4}, operators=9, campaigns=2, leads=40)
    async with database.transaction() as session:
        seller = await a_user(session)
        client = await a_client(session, "+79160000001")
    clock = FakeClock()
    telephony = TimedTelephony(clock)
    async with a_story(database, telephony, clock) as story:
        await story.goes_on_line(seller)
        await all_on_line(story, staff)
        await story.a_call_is_dialled(2)
        async with asyncio.TaskGroup() as tasks:
            clicked = tasks.create_task(story.switchboard.place_call(seller.id, client.id, "+79160000001"))
            await story.until(clicked.done)
        await story.a_call_is_dialled(10)
        for one in list(telephony.live_calls):
            telephony.stay_unanswered(one.request.call_id)
        await story.a_call_is_dialled(16)

        served = Counter([(await story.stored_call(one.call_id)).campaign_id for one in telephony.dialled])
    assert telephony.most_in_a_second() <= 4
    assert all(served[campaign.id] >= 4 for campaign in campaigns), served


async def test_no_second_has_too_many_calls_however_late_each_leaves_the_exchange(database: Database) -> None:
    staff, _, _ = await filled(database, {"calls_per_second": 4}, operators=16)
    clock = FakeClock()
    telephony = TimedTelephony(clock, leaves_after=(0.6, 0.0, 0.0, 0.0, 0.3))
    async with a_story(database, telephony, clock) as story:
        await all_on_line(story, staff)
        await story.a_call_is_dialled(16)
        await story.some_seconds_pass(1.0)

    assert telephony.most_in_a_second() <= 4


async def test_after_a_restart_the_first_call_waits_for_a_second(database: Database) -> None:
    staff, _, _ = await filled(database, {"calls_per_second": 1}, operators=3)
    clock = FakeClock()
    telephony = TimedTelephony(clock)
    async with a_story(database, telephony, clock) as before:
        await all_on_line(before, staff)
        await before.a_call_is_dialled()
    async with a_story(database, telephony, clock) as story:
        telephony.link_returns()
        await story.a_call_is_dialled(2)

    assert telephony.most_in_a_second() == 1


async def test_a_call_that_still_waits_for_its_turn_when_its_campaign_is_stopped_is_never_sent(
    database: Database,
) -> None:
    staff, [campaign], _ = await filled(database, {"calls_per_second": 50}, operators=12)
    async with a_story(database) as story:
        await all_on_line(story, staff)
        await story.a_call_is_dialled(2)
        await story.campaign_is(campaign, running=False)
        async with asyncio.TaskGroup() as tasks:
            stopped = tasks.create_task(story.switchboard.stop_campaign(campaign.id))
            await story.until(stopped.done)
        sent = len(story.telephony.dialled)
        await story.some_seconds_pass(2)

        assert len(story.telephony.dialled) == sent
        [shown] = await the_trunks(story)
        assert shown.calls == 0


async def test_a_call_that_waits_so_long_that_its_hours_may_be_over_is_not_sent(database: Database) -> None:
    staff, _, _ = await filled(database, {"calls_per_second": 4}, operators=2)
    clock = FakeClock()
    blocked_seconds = 3 * LEAVES_WITHIN.total_seconds()
    telephony = TimedTelephony(clock, leaves_after=(blocked_seconds, 0.0, 0.0))
    async with a_story(database, telephony, clock) as story:
        await all_on_line(story, staff)
        first = await story.a_call_is_dialled()
        late = await placed_after(story, first)
        await story.some_seconds_pass(blocked_seconds)

        ended = await story.until_stored(late, lambda call: call.ended_at is not None)
        assert ended.outcome == CallOutcome.NOT_PLACED
        assert late not in telephony.came_at


async def test_calls_that_a_trunk_does_not_place_cost_no_attempt_and_go_over_another(
    database: Database,
) -> None:
    staff, _, trunks = await filled(database, {"dial_template": EAST}, {"dial_template": WEST}, leads=1)
    async with a_story(database) as story:
        await all_on_line(story, staff)
        first = await story.a_call_is_dialled()
        story.telephony.trunk_fails(first)
        lead_id = (await story.stored_call(first)).lead_id
        assert lead_id is not None
        lead = await story.until_settled(lead_id)
        assert (lead.attempts, lead.not_placed, lead.last_outcome) == (0, 1, None)
        ended = await story.until_stored(first, lambda call: call.ended_at is not None)
        assert ended.outcome == CallOutcome.NOT_PLACED

        second = await story.a_call_is_dialled(2)
        assert {await trunk_of(story, first), await trunk_of(story, second)} == {one.id for one in trunks}
        story.telephony.stay_unanswered(second, CallOutcome.BUSY)
        lead = await story.until_settled(lead_id)
        assert (lead.attempts, lead.not_placed, lead.last_outcome) == (1, 0, CallOutcome.BUSY)


async def test_a_trunk_whose_calls_fail_rests_and_is_probed(database: Database) -> None:
    staff, [campaign], [_trunk] = await filled(database, {})
    async with a_story(database) as story:
        await all_on_line(story, staff)
        for place in range(FEWEST_FAILURES):
            story.telephony.trunk_fails(await story.a_call_is_dialled(place + 1))
        broke_at = story.clock.now()
        await until_limited(story, campaign, LineLimit.TRUNKS_BROKEN)
        [shown] = await the_trunks(story)
        assert (shown.state, shown.calls, shown.fault) == (TrunkState.BROKEN, 0, TrunkFault.REFUSES)
        assert shown.probed_at is not None
        assert shown.probed_at - broke_at == pytest.approx(
            timedelta(seconds=FIRST_PAUSE_SECONDS), abs=timedelta(seconds=1)
        )
        assert len(story.telephony.dialled) == FEWEST_FAILURES

        for place in (1, 2):
            probe = await story.a_call_is_dialled(FEWEST_FAILURES + place)
            story.telephony.ring(probe)
            story.telephony.stay_unanswered(probe)
        await story.a_call_is_dialled(FEWEST_FAILURES + 3)
        [shown] = await the_trunks(story)
        assert shown.state is TrunkState.WORKING
        assert await every_cause(story) == {34: FEWEST_FAILURES, 19: 2}


async def test_a_trunk_that_reaches_nobody_rests_and_its_leads_are_given_back(database: Database) -> None:
    staff, [campaign], _ = await filled(database, {}, leads=MOST_IN_VAIN + 5)
    async with database.transaction() as session:
        stored = await session.get_one(Campaign, campaign.id)
        # Without a rule, one failure closes a lead.
        stored.recycling_document = {"rules": []}
    async with a_story(database) as story:
        await all_on_line(story, staff)
        for place in range(MOST_IN_VAIN):
            story.telephony.stay_unanswered(await story.a_call_is_dialled(place + 1), CallOutcome.FAILED)
        await until_limited(story, campaign, LineLimit.TRUNKS_BROKEN)
        [shown] = await the_trunks(story)
        assert (shown.state, shown.fault) == (TrunkState.BROKEN, TrunkFault.REACHES_NOBODY)

        await story.some_seconds_pass(5)
        for request in story.telephony.dialled:
            call = await story.stored_call(request.call_id)
            assert (call.outcome, call.cause) == (CallOutcome.FAILED, 1)
            assert call.lead_id is not None
            lead = await story.stored_lead(call.lead_id)
            assert (lead.attempts, lead.endings, lead.not_placed, lead.last_outcome) == (0, {}, 1, None)
            assert lead.next_attempt_at is not None


async def test_the_exchange_is_told_of_trunks_and_again_when_it_comes_back(database: Database) -> None:
    own = {"dial_template": "PJSIP/{digits}@{trunk}", "connection_document": CONNECTION, "password": "s3cret"}
    _, _, [trunk] = await filled(database, own)
    async with a_story(database) as story:
        await story.until(lambda: bool(story.telephony.trunks))
        [told] = story.telephony.trunks
        assert (told.host, told.username, told.password, told.registers) == (
            "sip.example.org",
            "zvonar",
            "s3cret",
            True,
        )
        assert "s3cret" not in repr(told)
        assert told.name == exchange_name(trunk.id)

        story.telephony.restart()
        await story.until(lambda: bool(story.telephony.trunks))
        async with database.transaction() as session:
            (await session.get_one(Trunk, trunk.id)).is_active = False
        await story.until(lambda: not story.telephony.trunks)


async def every_cause(story: Story) -> Counter[int | None]:
    calls = [await story.stored_call(one.call_id) for one in story.telephony.dialled]
    return Counter(call.cause for call in calls if call.ended_at is not None)
