"""The server dies and comes back: nothing is lost, nothing is dialled twice, nobody is stuck."""

from uuid import uuid4

import pytest

from core.calls.disposition import Verdict
from core.calls.models import Call
from core.calls.state_machine import CallOutcome, CallState
from core.db import Database
from core.errors import TelephonyRefused, TelephonyUncertain
from core.operators.log import forget_lines
from core.operators.state_machine import OperatorState, PauseReason
from dialer.recovery import GIVE_UP_AFTER_SECONDS
from tests.factories import a_campaign, a_lead, a_user
from tests.integration.dialer.switchboard_story import a_story


async def test_a_call_that_ended_while_the_server_was_dead_is_read_from_the_outbox(
    database: Database,
) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna)
        lead = await a_lead(session, campaign)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        call_id = await story.a_call_is_dialled()
        await story.telephony.answer(call_id)
        await story.until_stored(call_id, lambda call: call.state == CallState.CONNECTED)
        telephony, clock = story.telephony, story.clock
    telephony.link_breaks()
    clock.move(30)
    telephony.customer_hangs_up(call_id)
    telephony.link_returns()

    async with a_story(database, telephony, clock) as story:
        call = await story.until_stored(call_id, lambda call: call.state == CallState.ENDED)
        assert call.outcome == CallOutcome.HANDLED
        await story.until_operator(anna, OperatorState.WRAP_UP)
        assert telephony.outbox == {}
        assert len(await story.contacts()) == 1
        assert (await story.stored_lead(lead.id)).attempts == 1
        assert len(telephony.dialled) == 1


async def test_a_call_that_is_alive_is_adopted_with_its_operator(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna)
        await a_lead(session, campaign)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        call_id = await story.a_call_is_dialled()
        telephony, clock = story.telephony, story.clock
        telephony.link_breaks()
        # Answered and joined unseen: the choice of the operator was never stored.
        await telephony.answer(call_id)
    telephony.link_returns()

    async with a_story(database, telephony, clock) as story:
        await story.until_operator(anna, OperatorState.ON_CALL)
        await story.until_stored(call_id, lambda call: call.operator_id == anna.id)
        telephony.customer_hangs_up(call_id)
        await story.until_operator(anna, OperatorState.WRAP_UP)


async def test_a_call_that_nobody_knows_is_given_up_and_not_dialled_again_at_once(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna)
        lead = await a_lead(session, campaign)
    async with a_story(database) as story:
        story.telephony.dial_error = TelephonyUncertain("no answer")
        await story.goes_on_line(anna)
        await story.until(lambda: story.telephony.asked_to_dial != [])
        telephony, clock = story.telephony, story.clock
        telephony.link_breaks()
    telephony.dial_error = None
    telephony.link_returns()

    async with a_story(database, telephony, clock) as story:
        await story.some_seconds_pass(5)
        assert telephony.dialled == [], "a call on doubt was dialled again"
        await story.some_seconds_pass(GIVE_UP_AFTER_SECONDS)
        settled = await story.until_settled(lead.id)
        assert settled.attempts == 1
        assert settled.next_attempt_at is not None
        assert settled.next_attempt_at > clock.now()


async def test_a_refused_dial_ends_the_call_at_once_and_the_campaign_goes_on(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna)
        await a_lead(session, campaign)
        await a_lead(session, campaign)
    async with a_story(database) as story:
        story.telephony.dial_error = TelephonyRefused("congestion")
        await story.goes_on_line(anna)
        await story.until(lambda: story.telephony.asked_to_dial != [])
        story.telephony.dial_error = None
        await story.some_seconds_pass()
        assert len(story.telephony.dialled) <= 1
        await story.until_operator(anna, OperatorState.AVAILABLE)


async def test_an_exchange_that_restarts_ends_its_calls_and_pauses_its_operators(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna)
        await a_lead(session, campaign)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        call_id = await story.a_call_is_dialled()
        await story.telephony.answer(call_id)
        await story.until_operator(anna, OperatorState.ON_CALL)
        story.telephony.restart()
        call = await story.until_stored(call_id, lambda call: call.state == CallState.ENDED)

        assert call.outcome == CallOutcome.HANDLED
        await story.until_operator(anna, OperatorState.WRAP_UP)


async def test_an_operator_whose_line_died_with_the_server_is_paused_until_it_returns(
    database: Database,
) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
    async with a_story(database) as story:
        line_id = await story.goes_on_line(anna)
        telephony, clock = story.telephony, story.clock
    telephony.link_breaks()
    telephony.softphone_is_lost(line_id)
    telephony.link_returns()

    async with a_story(database, telephony, clock) as story:
        await story.until_operator(anna, OperatorState.PAUSED)
        now = await story.switchboard.operator_now(anna.id)
        assert now is not None
        assert now.reason is PauseReason.LINE_LOST
        telephony.softphone_registers(line_id)
        await story.until_operator(anna, OperatorState.AVAILABLE)


async def test_nothing_is_dialled_while_the_exchange_cannot_be_heard(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna, is_running=False)
        await a_lead(session, campaign)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        story.telephony.link_breaks()
        await story.some_seconds_pass(0.5)
        await story.campaign_is(campaign, running=True)
        await story.some_seconds_pass()
        assert story.telephony.dialled == []
        story.telephony.link_returns()
        await story.a_call_is_dialled()


@pytest.mark.parametrize("wrap_up_saved", [True, False])
async def test_a_verdict_saved_just_before_the_crash_ends_the_wrap_up(
    database: Database, wrap_up_saved: bool
) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna)
        await a_lead(session, campaign)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        call_id = await story.a_call_is_dialled()
        await story.telephony.answer(call_id)
        story.telephony.customer_hangs_up(call_id)
        await story.until_operator(anna, OperatorState.WRAP_UP)
        await story.until_stored(call_id, lambda call: call.state == CallState.ENDED)
        if wrap_up_saved:
            async with database.transaction() as session:
                (await session.get_one(Call, call_id)).disposition = "refused"
        telephony, clock = story.telephony, story.clock
        telephony.link_breaks()
    telephony.link_returns()

    async with a_story(database, telephony, clock) as story:
        await story.until_operator(anna, OperatorState.AVAILABLE if wrap_up_saved else OperatorState.WRAP_UP)


async def test_an_operator_let_in_just_before_the_crash_comes_on_line_after_it(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
    async with a_story(database) as story:
        credentials = await story.switchboard.open_line(anna.id, uuid4())
        telephony, clock = story.telephony, story.clock
        telephony.link_breaks()
    telephony.softphone_registers(credentials.line_id)
    telephony.link_returns()

    async with a_story(database, telephony, clock) as story:
        await story.until_operator(anna, OperatorState.AVAILABLE)


async def test_whose_line_an_operators_is_is_known_after_a_crash(database: Database) -> None:
    async with database.transaction() as session:
        anna, boris = await a_user(session), await a_user(session)
    async with a_story(database) as story:
        console_id = uuid4()
        await story.switchboard.open_line(anna.id, uuid4())
        await story.switchboard.open_line(anna.id, console_id)
        await story.switchboard.open_line(boris.id, uuid4())
        await story.switchboard.close_line(boris.id)
        telephony, clock = story.telephony, story.clock

    async with a_story(database, telephony, clock) as story:
        assert await story.switchboard.console_of(anna.id) == console_id
        assert await story.switchboard.console_of(boris.id) is None


async def test_an_operator_whose_softphone_comes_up_after_the_link_broke_and_returned_is_let_in(
    database: Database,
) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
    async with a_story(database) as story:
        credentials = await story.switchboard.open_line(anna.id, uuid4())
        story.telephony.link_breaks()
        story.telephony.link_returns()
        await story.some_seconds_pass(0.1)
        story.telephony.softphone_registers(credentials.line_id)
        await story.until_operator(anna, OperatorState.AVAILABLE)


async def test_an_operator_without_a_line_is_not_available_after_a_crash(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        telephony, clock = story.telephony, story.clock
    # The process died between taking the line back and storing that she had logged out.
    async with database.transaction() as session:
        await forget_lines(session, [anna.id])
    telephony.link_breaks()
    telephony.link_returns()

    async with a_story(database, telephony, clock) as story:
        await story.until_operator(anna, OperatorState.PAUSED)


async def test_a_pause_asked_for_during_a_call_begins_after_it_although_the_server_died(
    database: Database,
) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        await a_lead(session, await a_campaign(session, anna))
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        call_id = await story.a_call_is_dialled()
        await story.telephony.answer(call_id)
        await story.until_operator(anna, OperatorState.ON_CALL)
        await story.switchboard.pause(anna.id, PauseReason.BREAK)
        await story.switchboard.pause(anna.id, PauseReason.LUNCH)
        await story.switchboard.everything_stored()
        telephony, clock = story.telephony, story.clock
        telephony.link_breaks()
    telephony.link_returns()

    async with a_story(database, telephony, clock) as story:
        await story.until_operator(anna, OperatorState.ON_CALL)
        telephony.customer_hangs_up(call_id)
        await story.until_operator(anna, OperatorState.WRAP_UP)
        await story.switchboard.dispose(anna.id, call_id, Verdict("refused"))
        now = await story.switchboard.operator_now(anna.id)
        assert now is not None
        assert (now.state, now.reason) == (OperatorState.PAUSED, PauseReason.LUNCH)
