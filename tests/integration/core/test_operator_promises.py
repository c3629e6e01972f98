"""What an operator has promised and not kept yet."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call, CallKind
from core.calls.state_machine import CallOutcome, CallState
from core.campaigns.staffing import staff
from core.clients.models import Client
from core.db import Database
from core.dnc.models import DncSource
from core.dnc.register import Refusal, refuse_numbers
from core.leads.models import Lead
from core.operators.promises import MOST_PROMISES, promises_of
from core.users.models import Role, User
from core.users.service import UserChange, change_user, switch_off
from tests.factories import a_campaign, a_client, a_lead, a_user
from tests.fakes.clock import T0

NUMBER = "+79161234567"


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


async def a_clicked_call(session: AsyncSession, user: User, client: Client, **values: Any) -> Call:
    filled: dict[str, Any] = {
        "node": "node",
        "kind": CallKind.CLICK_TO_DIAL,
        "phone_number": NUMBER,
        "placed_at": T0,
        "ended_at": T0,
        "state": CallState.ENDED,
        "outcome": CallOutcome.HANDLED,
    }
    call = Call(id=uuid4(), client_id=client.id, operator_id=user.id, **(filled | values))
    session.add(call)
    await session.flush()
    return call


async def test_own_promises_of_campaigns_and_of_clicked_calls_stand_in_their_order(
    database: Database,
) -> None:
    async with database.transaction() as session:
        anna, boris = await a_user(session), await a_user(session, Role.SALES)
        campaign = await a_campaign(session, anna, name="Winter")
        client = await a_client(session, NUMBER, name="Ромашка")
        mine: dict[str, Any] = {"callback_operator_id": anna.id, "time_zone": "Asia/Omsk"}
        await a_lead(session, campaign, client, phone_number=NUMBER, due_at=T0 + hours(5), **mine)
        await a_clicked_call(session, anna, client, callback_at=T0 + hours(2))
        # Another's, nobody's in particular, one that is closed, and none at all.
        await a_lead(session, campaign, callback_operator_id=boris.id)
        await a_lead(session, campaign, callback_at=T0)
        await a_lead(session, campaign, due_at=None, callback_at=T0, callback_operator_id=anna.id)
        await a_lead(session, campaign)
        await a_clicked_call(session, boris, await a_client(session), callback_at=T0 + hours(1))

    async with database.reading() as session:
        found = await promises_of(session, anna.id)
    assert [(one.callback_at - T0, one.campaign_name, one.time_zone) for one in found] == [
        (hours(2), None, "Europe/Moscow"),
        (hours(5), "Winter", "Asia/Omsk"),
    ]
    assert {(one.client_id, one.client_name, one.phone_number) for one in found} == {
        (client.id, "Ромашка", NUMBER)
    }


@pytest.mark.parametrize(
    ("later", "stands"),
    [
        ({}, False),
        ({"outcome": CallOutcome.NO_ANSWER}, True),
        ({"placed_at": T0 - hours(1)}, True),
    ],
)
async def test_a_salespersons_promise_stands_until_they_talk_again(
    database: Database, later: dict[str, Any], stands: bool
) -> None:
    async with database.transaction() as session:
        boris = await a_user(session, Role.SALES)
        client = await a_client(session, NUMBER)
        await a_clicked_call(session, boris, client, callback_at=T0 + hours(2))
        await a_clicked_call(session, boris, client, **({"placed_at": T0 + hours(1)} | later))

    async with database.reading() as session:
        assert bool(await promises_of(session, boris.id)) is stands


async def test_a_colleagues_talk_keeps_nobodys_promise(database: Database) -> None:
    async with database.transaction() as session:
        anna, boris = await a_user(session), await a_user(session, Role.SALES)
        client = await a_client(session, NUMBER)
        await a_clicked_call(session, boris, client, callback_at=T0 + hours(2))
        await a_clicked_call(session, anna, client, placed_at=T0 + hours(1))

    async with database.reading() as session:
        assert len(await promises_of(session, boris.id)) == 1


async def test_whoever_asked_not_to_be_called_is_promised_nothing_any_more(database: Database) -> None:
    async with database.transaction() as session:
        boris = await a_user(session, Role.SALES)
        client = await a_client(session, NUMBER)
        await a_clicked_call(session, boris, client, callback_at=T0 + hours(2))
        campaign = await a_campaign(session, boris)
        await a_lead(session, campaign, client, phone_number=NUMBER, callback_operator_id=boris.id)
        await refuse_numbers(session, [NUMBER], Refusal(DncSource.CALL, T0))

    async with database.reading() as session:
        assert await promises_of(session, boris.id) == []


async def test_no_more_than_fifty_are_told_and_those_that_come_first(database: Database) -> None:
    async with database.transaction() as session:
        boris = await a_user(session, Role.SALES)
        client = await a_client(session, NUMBER)
        for hour in range(MOST_PROMISES + 2, 0, -1):
            await a_clicked_call(session, boris, client, callback_at=T0 + hours(hour))

    async with database.reading() as session:
        found = await promises_of(session, boris.id)
    assert [one.callback_at - T0 for one in found] == [hours(1 + hour) for hour in range(MOST_PROMISES)]


Leaves = Callable[[AsyncSession, UUID, UUID, UUID], Awaitable[None]]


async def _switched_off(session: AsyncSession, operator: UUID, _campaign: UUID, boss: UUID) -> None:
    await switch_off(session, operator, user_id=boss, now=T0)


async def _another_role(session: AsyncSession, operator: UUID, _campaign: UUID, boss: UUID) -> None:
    await change_user(session, operator, UserChange(role=Role.SALES), user_id=boss, now=T0)


async def _another_name(session: AsyncSession, operator: UUID, _campaign: UUID, boss: UUID) -> None:
    await change_user(session, operator, UserChange(name="Anna B."), user_id=boss, now=T0)


async def _off_the_campaign(session: AsyncSession, operator: UUID, campaign: UUID, boss: UUID) -> None:
    await staff(session, campaign, added=[], removed=[operator], user_id=boss, now=T0)


@pytest.mark.parametrize(
    ("leaves", "here", "elsewhere"),
    [
        pytest.param(_switched_off, False, False, id="switched off"),
        pytest.param(_another_role, False, False, id="of another role"),
        pytest.param(_another_name, True, True, id="of another name"),
        pytest.param(_off_the_campaign, False, True, id="off the campaign"),
    ],
)
async def test_what_an_operator_promised_who_leaves_is_anybodys_at_once(
    database: Database, leaves: Leaves, here: bool, elsewhere: bool
) -> None:
    async with database.transaction() as session:
        boss, anna, boris = await a_user(session, Role.ADMIN), await a_user(session), await a_user(session)
        campaign, other = await a_campaign(session, anna, boris), await a_campaign(session, anna)
        promised = [
            await a_lead(session, one, due_at=T0 + hours(1), callback_operator_id=operator.id)
            for one, operator in ((campaign, anna), (other, anna), (campaign, boris))
        ]
    async with database.transaction() as session:
        await leaves(session, anna.id, campaign.id, boss.id)
    async with database.reading() as session:
        left = [await session.get_one(Lead, lead.id) for lead in promised]
    assert [lead.callback_operator_id for lead in left] == [
        anna.id if here else None,
        anna.id if elsewhere else None,
        boris.id,
    ]
    assert {(lead.callback_at, lead.next_attempt_at) for lead in left} == {(T0 + hours(1), T0 + hours(1))}
