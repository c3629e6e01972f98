"""One call from the list to the history, on a fake exchange and real databases."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from core.bus.events import ContactChanged, ScreenPop
from core.calls.answers import save_answer
from core.calls.disposition import Verdict
from core.calls.state_machine import CallOutcome, CallState
from core.db import Database
from core.dnc.clauses import is_refused
from core.errors import AlreadyDisposed, Conflict, InvalidInput, NotAllowed
from core.operators.state_machine import OperatorState
from tests.factories import a_campaign, a_client, a_lead, a_user
from tests.integration.dialer.switchboard_story import Story, a_story, told
from zvonar.demo.campaign import QUESTIONNAIRE


async def test_a_lead_becomes_a_contact_with_answers_and_a_verdict(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna, questionnaire_document=QUESTIONNAIRE)
        lead = await a_lead(session, campaign)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        call_id = await story.a_call_is_dialled()
        story.telephony.ring(call_id)
        await story.telephony.answer(call_id)
        await story.until_operator(anna, OperatorState.ON_CALL)
        await story.until_stored(call_id, lambda call: call.state == CallState.CONNECTED)
        async with database.transaction() as session:
            for question_id, value in {"has_internet": "yes", "satisfaction": 4}.items():
                await save_answer(
                    session,
                    story.clock,
                    call_id=call_id,
                    operator_id=anna.id,
                    question_id=question_id,
                    value=value,
                )
        story.telephony.customer_hangs_up(call_id)
        await story.until_operator(anna, OperatorState.WRAP_UP)
        await story.switchboard.dispose(anna.id, call_id, Verdict("sale", "wants it on Monday"))
        await story.until_operator(anna, OperatorState.AVAILABLE)

        call = await story.stored_call(call_id)
        assert (call.outcome, call.disposition, call.operator_id) == (CallOutcome.HANDLED, "sale", anna.id)
        [contact] = await story.contacts()
        assert contact.call_id == call_id
        assert (contact.disposition, contact.note) == ("sale", "wants it on Monday")
        assert contact.responsible_id == anna.id
        closed = await story.stored_lead(lead.id)
        assert (closed.next_attempt_at, closed.attempts) == (None, 1)
        assert story.telephony.outbox == {}
        [pop] = await told(story.bus, ScreenPop)
        assert str(call_id).encode() in pop
        assert await told(story.bus, ContactChanged)


@pytest.mark.parametrize("outcome", [CallOutcome.NO_ANSWER, CallOutcome.BUSY, CallOutcome.FAILED])
async def test_an_unanswered_lead_is_planned_again(database: Database, outcome: CallOutcome) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna)
        lead = await a_lead(session, campaign)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        call_id = await story.a_call_is_dialled()
        story.telephony.stay_unanswered(call_id, outcome)
        call = await story.until_stored(call_id, lambda call: call.state == CallState.ENDED)

        assert call.outcome == outcome
        again = await story.stored_lead(lead.id)
        assert call.ended_at is not None
        delay = timedelta(minutes=15) if outcome is CallOutcome.BUSY else timedelta(hours=4)
        assert again.next_attempt_at == call.ended_at + delay
        assert await story.contacts() == []


async def test_nobody_free_in_time_is_an_abandoned_contact(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna)
        await a_lead(session, campaign)
    async with a_story(database) as story:
        line_id = await story.goes_on_line(anna)
        call_id = await story.a_call_is_dialled()
        story.telephony.softphone_is_lost(line_id)
        await story.until_operator(anna, OperatorState.PAUSED)
        await story.telephony.answer(call_id)
        call = await story.until_stored(call_id, lambda call: call.state == CallState.ENDED)

        assert call.outcome == CallOutcome.ABANDONED
        assert story.telephony.calls[call_id].message_played
        [contact] = await story.contacts()
        assert (contact.outcome, contact.responsible_id) == (CallOutcome.ABANDONED, None)
        assert (await story.switchboard.floor()).figures.abandon_rate == 1.0


async def test_a_customer_who_waits_gets_the_operator_who_becomes_free(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna)
        await a_lead(session, campaign)
    async with a_story(database) as story:
        line_id = await story.goes_on_line(anna)
        call_id = await story.a_call_is_dialled()
        story.telephony.softphone_is_lost(line_id)
        await story.until_operator(anna, OperatorState.PAUSED)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(story.telephony.answer(call_id))
            await asyncio.sleep(0)
            story.telephony.softphone_registers(line_id)
        await story.until_operator(anna, OperatorState.ON_CALL)


async def test_an_idle_operator_gets_one_call_at_a_time(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna)
        for _ in range(3):
            await a_lead(session, campaign)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        await story.a_call_is_dialled()
        await story.some_seconds_pass()

        assert len(story.telephony.dialled) == 1


async def test_a_callback_returns_to_the_operator_who_promised_it(database: Database) -> None:
    async with database.transaction() as session:
        anna, boris = await a_user(session), await a_user(session)
        campaign = await a_campaign(session, anna, boris)
        lead = await a_lead(session, campaign)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        call_id = await _talked(story)
        await story.until_operator(anna, OperatorState.WRAP_UP)
        later = story.clock.now() + timedelta(hours=1)
        await story.switchboard.dispose(anna.id, call_id, Verdict("callback", "", later))
        promised = await story.stored_lead(lead.id)
        assert (promised.next_attempt_at, promised.callback_operator_id) == (later, anna.id)

        await story.goes_on_line(boris)
        story.clock.move(3600)
        second = await story.a_call_is_dialled(2)
        await story.telephony.answer(second)
        await story.until_operator(anna, OperatorState.ON_CALL)
        assert (await story.stored_call(second)).intended_operator_id == anna.id


async def test_do_not_call_closes_the_lead_and_enters_the_list(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna)
        other = await a_campaign(session, anna)
        lead = await a_lead(session, campaign)
        client = await a_client(session, lead.phone_number)
        await a_lead(session, other, client, phone_number=lead.phone_number)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        call_id = await _talked(story)
        await story.until_operator(anna, OperatorState.WRAP_UP)
        await story.switchboard.dispose(anna.id, call_id, Verdict("do_not_call"))
        await story.some_seconds_pass()

        async with database.reading() as session:
            assert await is_refused(session, lead.phone_number)
        assert len(story.telephony.dialled) == 1, "the other campaign called a refused number"


async def test_a_verdict_is_recorded_once_and_by_the_right_operator(database: Database) -> None:
    async with database.transaction() as session:
        anna, boris = await a_user(session), await a_user(session)
        campaign = await a_campaign(session, anna)
        await a_lead(session, campaign)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        call_id = await story.a_call_is_dialled()
        await story.telephony.answer(call_id)
        with pytest.raises(Conflict, match="hang up first"):
            await story.switchboard.dispose(anna.id, call_id, Verdict("refused"))
        story.telephony.customer_hangs_up(call_id)
        await story.until_operator(anna, OperatorState.WRAP_UP)
        with pytest.raises(NotAllowed):
            await story.switchboard.dispose(boris.id, call_id, Verdict("refused"))
        with pytest.raises(InvalidInput, match="callback_at"):
            await story.switchboard.dispose(anna.id, call_id, Verdict("callback"))

        await story.switchboard.dispose(anna.id, call_id, Verdict("refused"))
        await story.switchboard.dispose(anna.id, call_id, Verdict("refused"))
        with pytest.raises(AlreadyDisposed):
            await story.switchboard.dispose(anna.id, call_id, Verdict("sale"))
        assert (await story.switchboard.floor()).figures.today.dispositions == {"refused": 1}


async def test_a_wrap_up_that_runs_out_pauses_the_operator_until_the_verdict(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna, wrap_up_seconds=20)
        await a_lead(session, campaign)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        call_id = await _talked(story)
        await story.until_operator(anna, OperatorState.WRAP_UP)
        story.clock.move(21)
        await story.until_operator(anna, OperatorState.PAUSED)
        with pytest.raises(Conflict, match="disposition"):
            await story.switchboard.make_available(anna.id)

        await story.switchboard.dispose(anna.id, call_id, Verdict("refused"))
        await story.until_operator(anna, OperatorState.AVAILABLE)


async def test_click_to_dial_joins_the_caller_and_makes_the_same_contact(database: Database) -> None:
    async with database.transaction() as session:
        boris = await a_user(session)
        client = await a_client(session, "+79161234567")
    async with a_story(database) as story:
        await story.goes_on_line(boris)
        call_id = await story.switchboard.place_call(boris.id, client.id, "8 (916) 123-45-67")
        with pytest.raises(Conflict, match="reserved"):
            await story.switchboard.place_call(boris.id, client.id, "+79161234567")
        await story.telephony.answer(call_id)
        await story.until_operator(boris, OperatorState.ON_CALL)
        await story.switchboard.hang_up(boris.id, call_id)
        await story.until_operator(boris, OperatorState.WRAP_UP)
        await story.switchboard.dispose(boris.id, call_id, Verdict("talked", "sends an order"))

        [contact] = await story.contacts()
        assert (contact.client_id, contact.disposition) == (client.id, "talked")


async def _talked(story: Story) -> UUID:
    call_id = await story.a_call_is_dialled()
    await story.telephony.answer(call_id)
    story.telephony.customer_hangs_up(call_id)
    return call_id


async def test_a_broken_talk_finds_its_operator_on_the_line_opened_last(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna)
        await a_lead(session, campaign)
    async with a_story(database) as story:
        first = await story.goes_on_line(anna)
        call_id = await story.a_call_is_dialled()
        await story.telephony.answer(call_id)
        await story.until_operator(anna, OperatorState.ON_CALL)
        receptionist = story.switchboard.receptionist
        assert await receptionist.line_again(call_id) == first

        story.telephony.customer_hangs_up(call_id)
        await story.until_operator(anna, OperatorState.WRAP_UP)
        assert await receptionist.line_again(call_id) is None
