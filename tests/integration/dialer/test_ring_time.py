"""A call rings as long as its campaign says, counted from the ring, also over a restart and a break."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from core.calls.models import Call
from core.calls.state_machine import CallOutcome, CallState
from core.db import Database
from tests.factories import a_campaign, a_lead, a_user
from tests.fakes.clock import FakeClock
from tests.fakes.telephony import FakeTelephony
from tests.integration.dialer.switchboard_story import Story, a_story

SLOW_CARRIER_SECONDS = 6.0


@asynccontextmanager
async def a_ringing_call(database: Database, **campaign: Any) -> AsyncIterator[tuple[Story, UUID]]:
    async with database.transaction() as session:
        anna = await a_user(session)
        policy = {"minimum_ring_seconds": 15}
        await a_lead(session, await a_campaign(session, anna, policy=policy, **campaign))
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        call_id = await story.a_call_is_dialled()
        await story.some_seconds_pass(SLOW_CARRIER_SECONDS)
        story.telephony.ring(call_id)
        await story.until_stored(call_id, lambda call: call.ringing_at is not None)
        yield story, call_id


def has_ended(call: Call) -> bool:
    return call.ended_at is not None


def rang(call: Call) -> timedelta:
    assert call.ringing_at is not None
    assert call.ended_at is not None
    return call.ended_at - call.ringing_at


async def test_a_slow_carriers_call_rings_for_its_whole_time_and_ends_as_not_answered(
    database: Database,
) -> None:
    async with a_ringing_call(database, ring_seconds=15) as (story, call_id):
        await story.some_seconds_pass(10)
        assert story.telephony.calls[call_id].progress.state is CallState.RINGING
        await story.some_seconds_pass(6)
        call = await story.until_stored(call_id, has_ended)

    assert call.outcome == CallOutcome.NO_ANSWER
    assert timedelta(seconds=15) <= rang(call) < timedelta(seconds=17)


async def test_after_a_restart_a_call_rings_on_from_when_it_began(database: Database) -> None:
    async with a_ringing_call(database, ring_seconds=20) as (before, call_id):
        await before.some_seconds_pass(5)
        telephony, clock = before.telephony, before.clock
    telephony.link_returns()
    call = await _until_given_up(database, telephony, clock, call_id)

    assert call.outcome == CallOutcome.NO_ANSWER
    assert timedelta(seconds=20) <= rang(call) < timedelta(seconds=22)


async def test_what_could_not_be_given_up_while_the_link_was_down_is_afterwards(database: Database) -> None:
    async with a_ringing_call(database, ring_seconds=15) as (story, call_id):
        story.telephony.link_breaks()
        await story.some_seconds_pass(30)
        story.telephony.link_returns()
        await story.some_seconds_pass(3)
        call = await story.until_stored(call_id, has_ended)

    assert call.outcome == CallOutcome.NO_ANSWER


async def _until_given_up(
    database: Database, telephony: FakeTelephony, clock: FakeClock, call_id: UUID
) -> Call:
    async with a_story(database, telephony, clock) as story:
        await story.some_seconds_pass(10)
        assert telephony.calls[call_id].progress.state is CallState.RINGING
        await story.some_seconds_pass(6)
        return await story.until_stored(call_id, has_ended)
