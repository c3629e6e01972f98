"""The floor shows whom each operator's call is with, from the choice of the operator to the verdict."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import delete

from core.bus.events import OperatorChanged
from core.calls.disposition import Verdict
from core.clients.models import Client
from core.db import Database
from core.operators.models import OperatorStateChange
from core.operators.state_machine import CalledClient, OperatorState
from core.users.models import User
from tests.factories import a_campaign, a_client, a_lead, a_user
from tests.integration.dialer.switchboard_story import Story, a_story, told

NUMBER = "+79161234567"


async def a_lead_of(database: Database, name: str) -> tuple[User, Client]:
    async with database.transaction() as session:
        anna = await a_user(session)
        client = await a_client(session, NUMBER, name=name)
        await a_lead(session, await a_campaign(session, anna), client, phone_number=NUMBER)
    return anna, client


async def on_the_floor(story: Story) -> CalledClient | None:
    [operator] = (await story.switchboard.floor()).operators
    return operator.client


async def shown(story: Story) -> Sequence[tuple[str, str | None]]:
    """What consoles were told of the operator: each state, and the client's name with it."""
    changes: list[Any] = [json.loads(one)["operator"] for one in await told(story.bus, OperatorChanged)]
    return [(one["state"], one["client"] and one["client"]["name"]) for one in changes]


@pytest.mark.parametrize("rings", [True, False], ids=["read while it rings", "answered at once"])
async def test_the_floor_shows_the_client_until_the_verdict(database: Database, rings: bool) -> None:
    anna, client = await a_lead_of(database, "Ромашка")
    called = CalledClient(client.id, "Ромашка", NUMBER)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        assert await on_the_floor(story) is None
        call_id = await story.a_call_is_dialled()
        if rings:
            story.telephony.ring(call_id)
            await story.some_seconds_pass()
        await story.telephony.answer(call_id)
        await story.until_operator(anna, OperatorState.ON_CALL)
        await story.until_quiet()
        assert await on_the_floor(story) == called
        story.telephony.customer_hangs_up(call_id)
        await story.until_operator(anna, OperatorState.WRAP_UP)
        assert await on_the_floor(story) == called
        await story.switchboard.dispose(anna.id, call_id, Verdict("refused"))
        assert await on_the_floor(story) is None

        told_of_client = [name for state, name in await shown(story) if state == "reserved"]
        assert told_of_client == (["Ромашка"] if rings else [None]), "nothing is read between answer and join"
        assert ("on_call", "Ромашка") in await shown(story)
        assert (await shown(story))[-1] == ("available", None)


async def test_a_number_that_is_rung_by_hand_shows_its_client_at_once(database: Database) -> None:
    async with database.transaction() as session:
        sales = await a_user(session)
        client = await a_client(session, NUMBER, name="Лютик")
    async with a_story(database) as story:
        await story.goes_on_line(sales)
        await story.switchboard.place_call(sales.id, client.id, NUMBER)
        assert await on_the_floor(story) == CalledClient(client.id, "Лютик", NUMBER)


async def test_whom_they_talked_with_is_known_after_a_crash(database: Database) -> None:
    anna, client = await a_lead_of(database, "Ромашка")
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        call_id = await story.a_call_is_dialled()
        await story.telephony.answer(call_id)
        await story.until_operator(anna, OperatorState.ON_CALL)
        story.telephony.customer_hangs_up(call_id)
        await story.until_operator(anna, OperatorState.WRAP_UP)
        telephony, clock = story.telephony, story.clock
        telephony.link_breaks()
    telephony.link_returns()

    async with a_story(database, telephony, clock) as story:
        assert await on_the_floor(story) == CalledClient(client.id, "Ромашка", NUMBER)


async def test_whom_they_talk_with_is_known_although_the_choice_was_lost_in_a_crash(
    database: Database,
) -> None:
    anna, client = await a_lead_of(database, "Ромашка")
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        call_id = await story.a_call_is_dialled()
        telephony, clock = story.telephony, story.clock
        telephony.link_breaks()
        await telephony.answer(call_id)
    # The process died between the answer and the journal's next batch.
    async with database.transaction() as session:
        await session.execute(delete(OperatorStateChange).where(OperatorStateChange.call_id.is_not(None)))
    telephony.link_returns()

    async with a_story(database, telephony, clock) as story:
        await story.until_operator(anna, OperatorState.ON_CALL)
        await story.until_quiet()
        assert await on_the_floor(story) == CalledClient(client.id, "Ромашка", NUMBER)
