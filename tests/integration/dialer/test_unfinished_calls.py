"""A talk without a verdict is lost over nothing: not a log-out, a dead browser, nor a dead server."""

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import pytest

from core.calls.disposition import Verdict
from core.db import Database
from core.dnc.clauses import is_refused
from core.errors import Conflict
from core.leads.models import Lead
from core.operators.state_machine import OperatorState, PauseReason
from core.telephony.port import LineId
from core.users.models import User
from tests.factories import a_campaign, a_lead, a_user
from tests.integration.dialer.switchboard_story import Story, a_story

Ending = Callable[[Story, User, UUID], Coroutine[None, None, None]]


@asynccontextmanager
async def a_talk(database: Database) -> AsyncIterator[tuple[Story, User, Lead, UUID]]:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna, wrap_up_seconds=20)
        lead = await a_lead(session, campaign)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        call_id = await story.a_call_is_dialled()
        await story.telephony.answer(call_id)
        await story.until_operator(anna, OperatorState.ON_CALL)
        yield story, anna, lead, call_id


async def hangs_up(story: Story, anna: User, call_id: UUID) -> None:
    story.telephony.customer_hangs_up(call_id)
    await story.until_operator(anna, OperatorState.WRAP_UP)


async def overruns(story: Story, anna: User, call_id: UUID) -> None:
    await hangs_up(story, anna, call_id)
    story.clock.move(21)
    await story.until_operator(anna, OperatorState.PAUSED)


async def overruns_at_lunch(story: Story, anna: User, call_id: UUID) -> None:
    await overruns(story, anna, call_id)
    await story.switchboard.pause(anna.id, PauseReason.LUNCH)


async def talks_on(story: Story, anna: User, call_id: UUID) -> None:
    pass


@pytest.mark.parametrize(
    ("then", "reason"),
    [
        (talks_on, "finish the call"),
        (hangs_up, "disposition"),
        (overruns, "disposition"),
        (overruns_at_lunch, "disposition"),
    ],
)
async def test_whoever_owes_a_verdict_is_not_logged_out_and_keeps_the_telephone(
    database: Database, then: Ending, reason: str
) -> None:
    async with a_talk(database) as (story, anna, _, call_id):
        await then(story, anna, call_id)
        with pytest.raises(Conflict, match=reason):
            await story.switchboard.close_line(anna.id)

        now = await story.switchboard.operator_now(anna.id)
        assert now is not None
        assert (now.call_id, now.line_up) == (call_id, True)
        assert await story.switchboard.console_of(anna.id) is not None


async def test_after_the_verdict_one_goes_home(database: Database) -> None:
    async with a_talk(database) as (story, anna, _, call_id):
        await overruns(story, anna, call_id)
        await story.switchboard.dispose(anna.id, call_id, Verdict("refused"))
        await story.switchboard.close_line(anna.id)

        assert await story.switchboard.operator_now(anna.id) is None


@pytest.mark.parametrize("is_server_restarted", [False, True])
async def test_a_call_left_without_a_verdict_is_on_the_desk_again_the_next_morning(
    database: Database, is_server_restarted: bool
) -> None:
    async with a_talk(database) as (story, anna, lead, call_id):
        await overruns(story, anna, call_id)
        # She shuts the lid of her computer and goes home.
        line_id = await line_of(story, anna)
        story.telephony.softphone_is_lost(line_id)
        await story.some_seconds_pass(14 * 3600)
        if not is_server_restarted:
            await the_morning_after(story, anna, lead, call_id)
        telephony, clock = story.telephony, story.clock
        if is_server_restarted:
            telephony.link_breaks()
    if is_server_restarted:
        telephony.link_returns()
        async with a_story(database, telephony, clock) as story:
            await the_morning_after(story, anna, lead, call_id)


async def line_of(story: Story, anna: User) -> LineId:
    credentials = await story.switchboard.open_line(anna.id, uuid4())
    story.telephony.softphone_registers(credentials.line_id)
    await story.until_operator(anna, OperatorState.PAUSED)
    return credentials.line_id


async def the_morning_after(story: Story, anna: User, lead: Lead, call_id: UUID) -> None:
    await line_of(story, anna)
    card = await story.switchboard.current_call(anna.id)
    assert card is not None
    assert card.call_id == call_id
    with pytest.raises(Conflict, match="disposition"):
        await story.switchboard.make_available(anna.id)
    await story.switchboard.dispose(anna.id, call_id, Verdict("do_not_call"))
    await story.until_operator(anna, OperatorState.AVAILABLE)
    async with story.database.reading() as session:
        assert await is_refused(session, lead.phone_number)
    assert (await story.stored_lead(lead.id)).last_disposition == "do_not_call"
