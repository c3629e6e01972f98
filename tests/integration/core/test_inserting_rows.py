"""Many rows at once are stored as they would be one by one, on either database."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, StatementError

from core.clients.models import Client, Person
from core.db import Database, insert_rows
from core.imports.models import LeadImport, RejectedLine
from core.leads.models import Lead
from tests.factories import a_campaign, a_lead
from tests.fakes.clock import T0

AWKWARD = '„Ромашка“ "und" O\'Neil \\ back\\u0041slash\t\n:name %s {} 😀 null'


def a_client_row(**values: Any) -> dict[str, Any]:
    row = {"id": uuid4(), "name": "Ромашка", "sort_name": "ромашка", "search_text": "", "kind": "company"}
    row |= {"region": "", "time_zone": "Europe/Moscow", "language": "ru", "note": "", "created_at": T0}
    return row | values


@pytest.mark.parametrize("text", [AWKWARD, "", " spaced ", "null", "[]", "5"])
async def test_texts_are_kept_to_the_letter(database: Database, text: str) -> None:
    row = a_client_row(name=text, note=text)
    async with database.transaction() as session:
        await insert_rows(session, Client, [row, a_client_row()])
    async with database.reading() as session:
        stored = await session.get_one(Client, row["id"])
    assert (stored.name, stored.note) == (text, text)


async def test_moments_are_kept_to_the_microsecond_in_whatever_zone_they_are_said(database: Database) -> None:
    at = datetime(2026, 3, 2, 23, 59, 59, 123_456, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    row = a_client_row(created_at=at)
    async with database.transaction() as session:
        await insert_rows(session, Client, [row])
    async with database.reading() as session:
        assert (await session.get_one(Client, row["id"])).created_at == at


@pytest.mark.parametrize("endings", [{}, {"no_answer": 2, "с ключом": 1}])
async def test_what_is_not_named_takes_the_databases_default(
    database: Database, endings: Mapping[str, int]
) -> None:
    async with database.transaction() as session:
        before = await a_lead(session, await a_campaign(session))
        columns = ("campaign_id", "list_id", "client_id", "time_zone")
        row = {name: getattr(before, name) for name in columns} | {"id": uuid4(), "endings": endings}
        row |= {"phone_number": "+79160000099", "attempts": 0, "next_attempt_at": T0, "is_refused": True}
        await insert_rows(session, Lead, [row])
    async with database.reading() as session:
        stored = await session.get_one(Lead, row["id"])
    assert (stored.endings, stored.not_placed, stored.has_several_zones) == (endings, 0, False)
    assert (stored.callback_at, stored.import_id, stored.is_refused) == (None, None, True)


async def test_lists_and_mappings_come_back_as_such(database: Database) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session)
        made = LeadImport(campaign_id=campaign.id, file_name="a.csv", size_bytes=1, created_at=T0)
        session.add(made)
        await session.flush()
        row = {"import_id": made.id, "line": 2, "field": "phone_number", "value": "x", "code": "not_a_number"}
        row |= {"parameters": {"min": 5, "of": "ё"}, "cells": ["", AWKWARD, "3"]}
        await insert_rows(session, RejectedLine, [row])
    async with database.reading() as session:
        stored = (await session.scalars(select(RejectedLine))).one()
    assert (stored.parameters, stored.cells) == (row["parameters"], row["cells"])


@pytest.mark.parametrize("client_id", [UUID(int=7), None], ids=["of nobody", "without a client"])
async def test_a_row_that_does_not_fit_keeps_all_out(database: Database, client_id: UUID | None) -> None:
    client = a_client_row()
    own = {"id": uuid4(), "client_id": client["id"], "name": "Иван", "position": "", "rank": 0}
    async with database.transaction() as session:
        await insert_rows(session, Client, [client])
        strange = own | {"id": uuid4(), "client_id": client_id}
        with pytest.raises(IntegrityError):
            await insert_rows(session, Person, [own, strange])
        await session.rollback()
    async with database.reading() as session:
        assert not await session.scalar(select(func.count()).select_from(Person))


@pytest.mark.parametrize("value", [T0.replace(tzinfo=None), {1}], ids=["no zone", "a set"])
async def test_what_a_column_cannot_hold_is_not_made_to_fit(database: Database, value: Any) -> None:
    name = "created_at" if isinstance(value, datetime) else "note"
    async with database.transaction() as session:
        with pytest.raises((ValueError, TypeError, StatementError)):
            await insert_rows(session, Client, [a_client_row(**{name: value})])
        await session.rollback()


async def test_no_rows_are_no_work(database: Database) -> None:
    async with database.transaction() as session:
        await insert_rows(session, Client, [])
    async with database.reading() as session:
        assert not await session.scalar(select(func.count()).select_from(Client))
