"""A call that rings for one person ends when that person is gone; away for a moment, it waits."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from core.calls.models import CallKind
from core.calls.state_machine import CallOutcome, CallState
from core.db import Database
from core.operators.state_machine import OperatorState
from core.telephony.port import LineId
from core.users.models import User
from tests.factories import a_campaign, a_client, a_lead, a_user
from tests.integration.dialer.preview_story import a_preview_campaign
from tests.integration.dialer.switchboard_story import Story, a_story


def is_up(story: Story, call_id: UUID) -> bool:
    return story.telephony.calls[call_id].progress.state is not CallState.ENDED


@asynccontextmanager
async def a_clicked_call(database: Database) -> AsyncIterator[tuple[Story, User, LineId, UUID]]:
    async with database.transaction() as session:
        boris = await a_user(session)
        client = await a_client(session, "+79161234567")
    async with a_story(database) as story:
        line_id = await story.goes_on_line(boris)
        call_id = await story.switchboard.place_call(boris.id, client.id, "+79161234567")
        yield story, boris, line_id, call_id


async def test_a_clicked_call_ends_when_its_caller_logs_out(database: Database) -> None:
    async with a_clicked_call(database) as (story, boris, _, call_id):
        await story.switchboard.close_line(boris.id)
        await story.until(lambda: not is_up(story, call_id))
        assert await story.contacts() == []


async def test_a_clicked_call_waits_for_a_page_that_is_loaded_anew(database: Database) -> None:
    async with a_clicked_call(database) as (story, boris, line_id, call_id):
        story.telephony.softphone_is_lost(line_id)
        await story.until_operator(boris, OperatorState.PAUSED)
        await story.some_seconds_pass(3.0)
        assert is_up(story, call_id)
        await story.goes_on_line(boris)
        await story.some_seconds_pass(30.0)
        assert is_up(story, call_id)
        await story.telephony.answer(call_id)
        await story.until_operator(boris, OperatorState.ON_CALL)


async def test_a_clicked_call_ends_when_its_caller_does_not_come_back(database: Database) -> None:
    async with a_clicked_call(database) as (story, boris, line_id, call_id):
        story.telephony.softphone_is_lost(line_id)
        await story.until_operator(boris, OperatorState.PAUSED)
        await story.until(lambda: not is_up(story, call_id), clock_moves=0.1)


async def test_an_accepted_preview_ends_with_its_operator_and_abandons_nobody(database: Database) -> None:
    _, [anna, _boris], _ = await a_preview_campaign(database, operators=2)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        card = await story.is_offered(anna)
        call_id = await story.switchboard.accept_preview(anna.id, card.preview_id)
        await story.switchboard.close_line(anna.id)
        await story.until(lambda: not is_up(story, call_id))
        call = await story.until_stored(call_id, lambda call: call.outcome is not None)
        assert (call.kind, call.answered_at) == (CallKind.PREVIEW, None)


async def test_a_promised_callback_rings_on_for_whoever_is_there(database: Database) -> None:
    async with database.transaction() as session:
        anna, boris = await a_user(session), await a_user(session)
        campaign = await a_campaign(session, anna, boris)
        await a_lead(session, campaign, callback_operator_id=anna.id)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        call_id = await story.a_call_is_dialled()
        await story.goes_on_line(boris)
        await story.switchboard.close_line(anna.id)
        await story.some_seconds_pass(10.0)
        assert is_up(story, call_id)
        await story.telephony.answer(call_id)
        await story.until_operator(boris, OperatorState.ON_CALL)


async def test_a_preview_whose_operator_left_rings_for_the_policys_minimum(database: Database) -> None:
    _, [anna], _ = await a_preview_campaign(database, policy={"minimum_ring_seconds": 15})
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        card = await story.is_offered(anna)
        call_id = await story.switchboard.accept_preview(anna.id, card.preview_id)
        story.telephony.ring(call_id)
        await story.switchboard.close_line(anna.id)
        await story.some_seconds_pass(14.0)
        assert is_up(story, call_id)
        await story.until(lambda: not is_up(story, call_id))
        call = await story.until_stored(call_id, lambda call: call.outcome is not None)
        assert (call.answered_at, call.outcome) == (None, CallOutcome.NO_ANSWER)
