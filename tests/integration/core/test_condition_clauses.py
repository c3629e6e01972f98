"""A condition asked of the database finds what the same condition finds among values in memory."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.clients.fields import client_fields
from core.clients.models import Client
from core.conditions.evaluate import holds
from core.conditions.sql import allowed_operators, clause
from core.conditions.tree import Condition
from core.contacts.models import Contact, ContactKind, Direction
from core.db import Database
from core.errors import InvalidInput
from tests.factories import a_campaign, a_client, a_lead
from tests.fakes.clock import T0

CLIENTS: list[dict[str, Any]] = [
    {"name": "альфа", "region": "Москва", "kind": "company", "language": "ru", "contacts_count": 0},
    {"name": "бета", "region": "", "kind": "household", "language": "en", "contacts_count": 1},
    {"name": "гамма 100%", "region": "Омск", "kind": "company", "language": "ru", "contacts_count": 3},
    {"name": "дельта_1", "region": "Омская", "kind": "household", "language": "ru", "contacts_count": 2},
]


async def stored(session: AsyncSession) -> None:
    for values in CLIENTS:
        contacts = values["contacts_count"]
        client = await a_client(session, name=values["name"])
        client.region, client.kind, client.language = values["region"], values["kind"], values["language"]
        session.add_all(
            Contact(
                kind=ContactKind.CALL,
                direction=Direction.OUTBOUND,
                client_id=client.id,
                started_at=T0 - timedelta(days=10 * (number + 1)),
                disposition="sale" if number == 0 else "refused",
            )
            for number in range(contacts)
        )
    await session.flush()


async def names(session: AsyncSession, *rules: dict[str, Any], **group: Any) -> list[str]:
    condition = Condition.model_validate({"rules": rules} | group)
    statement = select(Client.sort_name).where(clause(condition, client_fields(), now=T0))
    return sorted(await session.scalars(statement))


RULES: list[tuple[str, Any]] = [
    ("name", "бета"),
    ("name", "а"),
    ("name", "100%"),
    ("name", "_1"),
    ("name", ["альфа", "бета"]),
    ("region", "Омск"),
    ("region", ["Омск", "Москва"]),
    ("kind", "company"),
    ("language", "en"),
    ("contacts_count", 0),
    ("contacts_count", 2),
    ("contacts_count", "1"),
]


async def test_a_rule_finds_the_same_in_the_database_as_in_memory(database: Database) -> None:
    async with database.transaction() as session:
        await stored(session)
        asked = 0
        for field, value in RULES:
            for operator in allowed_operators(client_fields()[field].kind):
                if isinstance(value, list) != (operator in ("in", "notIn")):
                    continue
                rule = {"field": field, "operator": operator, "value": value}
                for group in ({}, {"not": True}, {"combinator": "or"}):
                    condition = Condition.model_validate({"rules": [rule]} | group)
                    expected = sorted(one["name"] for one in CLIENTS if holds(condition, one))
                    assert await names(session, rule, **group) == expected, (rule, group)
                    asked += 1
        assert asked > 80


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ({"field": "name", "operator": "=", "value": "АЛЬФА"}, ["альфа"]),
        ({"field": "last_contact", "operator": "<", "value": 11}, ["бета", "гамма 100%", "дельта_1"]),
        ({"field": "last_contact", "operator": ">", "value": 11}, []),
        ({"field": "last_contact", "operator": "null"}, ["альфа"]),
        ({"field": "created", "operator": "<=", "value": 0}, ["альфа", "бета", "гамма 100%", "дельта_1"]),
        ({"field": "last_disposition", "operator": "=", "value": "sale"}, ["бета", "гамма 100%", "дельта_1"]),
        ({"field": "last_disposition", "operator": "!=", "value": "sale"}, ["альфа"]),
    ],
)
async def test_what_only_the_database_knows_can_be_asked(
    database: Database, rule: dict[str, Any], found: list[str]
) -> None:
    async with database.transaction() as session:
        await stored(session)

        assert await names(session, rule) == found


async def test_clients_are_asked_for_by_the_campaigns_they_were_in(database: Database) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session)
        await a_lead(session, campaign, await a_client(session, name="Была"))
        await a_client(session, name="Не была")

        inside = {"field": "campaign", "operator": "in", "value": [str(campaign.id), "nonsense"]}
        assert await names(session, inside) == ["была"]
        assert await names(session, inside | {"operator": "notIn"}) == ["не была"]


@pytest.mark.parametrize(
    "rule",
    [
        {"field": "password_hash", "operator": "=", "value": "x"},
        {"field": "name", "operator": "<", "value": "x"},
        {"field": "kind", "operator": "=", "value": "castle"},
        {"field": "contacts_count", "operator": ">", "value": "many"},
        {"field": "contacts_count", "operator": ">", "value": 1e300},
        {"field": "contacts_count", "operator": ">", "value": True},
        {"field": "last_contact", "operator": "<", "value": 10**9},
        {"field": "name", "operator": "=", "value": "x" * 301},
        {"field": "name", "operator": "=", "value": {"$ne": ""}},
        {"field": "region", "operator": "in", "value": ["x"] * 501},
        {"field": "name", "operator": "contains", "value": "nul\0"},
    ],
)
def test_what_does_not_fit_is_refused_by_name(rule: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput, match=str(rule["field"])):
        clause(Condition.model_validate({"rules": [rule]}), client_fields(), now=T0)
