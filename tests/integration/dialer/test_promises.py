"""A promised call has its operator for itself: who promised it is reserved before it rings."""

from datetime import time, timedelta

from core.calls.models import CallKind
from core.calls.state_machine import CallOutcome, CallState
from core.campaigns.models import DialMode
from core.db import Database
from core.law.hours import CallingHours, DayHours, WeekHours
from core.operators.state_machine import OperatorState, PauseReason
from core.users.models import User
from tests.factories import a_campaign, a_lead, a_user
from tests.fakes.clock import T0
from tests.integration.dialer.switchboard_story import Story, a_story

SOON = T0 + timedelta(minutes=1)
"""Calls with the longest ring time still ring then."""


async def three_calls_ring_for(story: Story, *staff: User) -> None:
    for operator in staff:
        await story.goes_on_line(operator)
    await story.a_call_is_dialled(3)


async def test_where_more_calls_ring_than_operators_are_free_a_promise_is_kept_all_the_same(
    database: Database,
) -> None:
    async with database.transaction() as session:
        staff = [await a_user(session) for _ in range(3)]
        anna, boris, vera = staff
        campaign = await a_campaign(session, *staff, mode=DialMode.PREDICTIVE, ring_seconds=120)
        for _ in range(3):
            await a_lead(session, campaign)
        promised = await a_lead(session, campaign, due_at=SOON, callback_operator_id=anna.id)
    async with a_story(database) as story:
        await three_calls_ring_for(story, *staff)
        await story.switchboard.pause(vera.id, PauseReason.LUNCH)
        story.clock.move((SOON - story.clock.now()).total_seconds())

        fourth = await story.a_call_is_dialled(4)
        stored = await story.stored_call(fourth)
        assert (stored.lead_id, stored.kind) == (promised.id, CallKind.CALLBACK)
        assert (stored.operator_id, stored.intended_operator_id) == (anna.id, anna.id)
        await story.until_operator(anna, OperatorState.RESERVED)

        # Anna has waited longest, and yet the others who answer are not given her.
        await story.telephony.answer(story.telephony.dialled[0].call_id)
        await story.until_operator(boris, OperatorState.ON_CALL)
        await story.telephony.answer(story.telephony.dialled[1].call_id)
        await story.telephony.answer(fourth)
        await story.until_operator(anna, OperatorState.ON_CALL)
        await story.until_stored(fourth, lambda call: call.state == CallState.CONNECTED)


async def test_a_promise_takes_no_operator_from_the_one_call_that_rings_for_them(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna, ring_seconds=120)
        await a_lead(session, campaign)
        promised = await a_lead(session, campaign, due_at=SOON, callback_operator_id=anna.id)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        first = await story.a_call_is_dialled()
        story.clock.move((SOON - story.clock.now()).total_seconds())
        await story.some_seconds_pass()
        assert len(story.telephony.dialled) == 1

        story.telephony.stay_unanswered(first)
        second = await story.stored_call(await story.a_call_is_dialled(2))
        assert second.lead_id == promised.id


async def test_a_promise_that_nobody_answers_frees_its_operator(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna)
        await a_lead(session, campaign, callback_operator_id=anna.id)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        call_id = await story.a_call_is_dialled()
        await story.until_operator(anna, OperatorState.RESERVED)
        story.telephony.stay_unanswered(call_id)
        await story.until_operator(anna, OperatorState.AVAILABLE)
        call = await story.until_stored(call_id, lambda call: call.ended_at is not None)
        assert call.outcome == CallOutcome.NO_ANSWER


async def test_a_promise_that_may_not_be_called_now_leaves_its_operator_alone(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        by_day = CallingHours(week=WeekHours.daily(DayHours(opens=time(9), closes=time(20))))
        campaign = await a_campaign(session, anna, policy={"calling_hours": by_day})
        await a_lead(session, campaign, callback_operator_id=anna.id, time_zone="Asia/Kamchatka")
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        before = await story.switchboard.operator_now(anna.id)
        await story.some_seconds_pass()
        assert await story.switchboard.operator_now(anna.id) == before
        assert story.telephony.dialled == []


async def test_a_promise_whose_operator_is_gone_ends_when_nobody_else_is_free(
    database: Database,
) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna)
        await a_lead(session, campaign, callback_operator_id=anna.id)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        call_id = await story.a_call_is_dialled()
        await story.switchboard.close_line(anna.id)
        call = await story.until_stored(call_id, lambda call: call.ended_at is not None)
        assert (call.kind, call.answered_at) == (CallKind.CALLBACK, None)
