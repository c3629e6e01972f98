"""The audit trail: what is written, how it is read, and that nobody can write it anew."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core.audit.trail import FieldChange, audit_page, changers, record
from core.campaigns.models import DialMode
from core.db import Database
from core.errors import InvalidInput
from tests.factories import a_user
from tests.fakes.clock import T0


async def test_an_entry_says_who_changed_what_from_what_to_what(database: Database) -> None:
    campaign_id, policy_id = uuid4(), uuid4()
    async with database.transaction() as session:
        boris = await a_user(session, login="boris")
        record(
            session,
            user_id=boris.id,
            entity="campaign",
            entity_id=campaign_id,
            name="Осень",
            campaign_id=campaign_id,
            change={
                "ring_seconds": (25, 30),
                "mode": (DialMode.PROGRESSIVE, None),
                "policy": (None, policy_id),
                "recycling": (T0, T0 + timedelta(hours=1)),
                "name": ("same", "same"),
            },
            now=T0,
        )
    async with database.reading() as session:
        [entry] = (await audit_page(session)).items
    assert (entry.user_name, entry.at, entry.name) == ("Boris", T0, "Осень")
    assert (entry.entity, entry.entity_id, entry.campaign_id) == ("campaign", str(campaign_id), campaign_id)
    assert entry.changes == [
        FieldChange("ring_seconds", 25, 30),
        FieldChange("mode", "progressive", None),
        FieldChange("policy", None, str(policy_id)),
        FieldChange("recycling", "2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z"),
    ]


async def test_what_changes_nothing_leaves_no_entry(database: Database) -> None:
    async with database.transaction() as session:
        record(session, user_id=None, entity="trunk", entity_id="1", change={"weight": (1, 1)}, now=T0)
    async with database.reading() as session:
        assert (await audit_page(session)).items == []


async def test_pages_follow_each_other_without_gap_or_repetition(database: Database) -> None:
    one, other = uuid4(), uuid4()
    async with database.transaction() as session:
        for step in range(7):
            record(
                session,
                user_id=None,
                entity="campaign" if step % 2 else "trunk",
                entity_id=step,
                campaign_id=one if step < 5 else other,
                change={"name": (None, str(step))},
                now=T0,
            )
    seen, after = [], None
    async with database.reading() as session:
        while True:
            page = await audit_page(session, campaign_id=one, limit=2, after=after)
            seen += [entry.entity_id for entry in page.items]
            if (after := page.next) is None:
                break
        assert seen == ["4", "3", "2", "1", "0"]
        trunks = await audit_page(session, entity="trunk")
        assert [entry.entity_id for entry in trunks.items] == ["6", "4", "2", "0"]
        assert [entry.id for entry in (await audit_page(session, entity="trunk", entity_id="2")).items]
        with pytest.raises(InvalidInput, match="after"):
            await audit_page(session, after="٣")


@pytest.mark.parametrize("attempt", ["UPDATE audit_entry SET name = 'x'", "DELETE FROM audit_entry"])
async def test_an_entry_is_neither_altered_nor_deleted(database: Database, attempt: str) -> None:
    async with database.transaction() as session:
        record(session, user_id=None, entity="trunk", entity_id="1", change={"weight": (1, 2)}, now=T0)
    with pytest.raises(DBAPIError, match="only added to"):
        async with database.transaction() as session:
            await session.execute(text(attempt))
    async with database.reading() as session:
        assert len((await audit_page(session)).items) == 1


async def test_the_trail_is_narrowed_down_by_whoever_changed_and_when(database: Database) -> None:
    async with database.transaction() as session:
        anna, boris, _nobody = [await a_user(session, login=name) for name in ("anna", "boris", "vera")]
        for hours, one in enumerate([anna, boris, anna]):
            record(
                session,
                user_id=one.id,
                entity="trunk",
                entity_id=hours,
                change={"weight": (None, hours)},
                now=T0 + timedelta(hours=hours),
            )
    async with database.reading() as session:

        async def found(**asked: Any) -> list[str]:
            return [row.entity_id for row in (await audit_page(session, **asked)).items]

        assert await found(user_id=anna.id) == ["2", "0"]
        assert await found(since=T0 + timedelta(hours=1)) == ["2", "1"]
        assert await found(until=T0 + timedelta(hours=1)) == ["0"]
        assert [one.name for one in await changers(session)] == ["Anna", "Boris"]
