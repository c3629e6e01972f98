"""Whoever is switched off or loses the telephone with the role leaves the floor; a talk goes on."""

import pytest

from core.calls.state_machine import CallState
from core.db import Database
from core.operators.state_machine import OperatorState
from core.users.models import Role, User
from tests.factories import a_campaign, a_lead, a_user
from tests.integration.dialer.switchboard_story import Story, a_story


async def becomes(story: Story, user: User, **values: object) -> None:
    async with story.database.transaction() as session:
        stored = await session.get_one(User, user.id)
        for name, value in values.items():
            setattr(stored, name, value)


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.SUPERVISOR}], ids=["off", "role"])
async def test_whoever_may_telephone_no_more_is_taken_off_line(
    database: Database, change: dict[str, object]
) -> None:
    async with a_story(database) as story:
        async with database.transaction() as session:
            anna, boris = await a_user(session), await a_user(session)
        await story.goes_on_line(anna)
        await story.goes_on_line(boris)
        await becomes(story, anna, **change)
        await story.until_operator(anna, OperatorState.LOGGED_OUT)

        assert await story.switchboard.console_of(anna.id) is None
        assert {now.operator_id for now in (await story.switchboard.floor()).operators} == {boris.id}


async def test_a_talk_is_not_cut_off_and_the_operator_leaves_after_it(database: Database) -> None:
    async with a_story(database) as story:
        async with database.transaction() as session:
            anna = await a_user(session)
            await a_lead(session, await a_campaign(session, anna))
        await story.goes_on_line(anna)
        call_id = await story.a_call_is_dialled()
        await story.telephony.answer(call_id)
        await story.until_stored(call_id, lambda call: call.state == CallState.CONNECTED)
        await becomes(story, anna, is_active=False)
        await story.some_seconds_pass(5)
        await story.until_operator(anna, OperatorState.ON_CALL)
        await story.switchboard.hang_up(anna.id, call_id)
        await story.until_operator(anna, OperatorState.LOGGED_OUT)


async def test_an_operator_who_sells_is_given_no_more_calls_of_campaigns(database: Database) -> None:
    async with a_story(database) as story:
        async with database.transaction() as session:
            anna = await a_user(session)
            campaign = await a_campaign(session, anna)
        await story.goes_on_line(anna)
        await becomes(story, anna, role=Role.SALES)
        await story.some_seconds_pass(3)
        async with database.transaction() as session:
            await a_lead(session, campaign)
        await story.some_seconds_pass(5)

        assert story.telephony.dialled == []
        await story.until_operator(anna, OperatorState.AVAILABLE)
