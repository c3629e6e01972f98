"""A campaign with a long list and a past: most of what stands first in it may not be called now."""

from collections.abc import Iterator
from datetime import time, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call, CallKind
from core.calls.state_machine import CallOutcome, CallState
from core.clients.models import Client, ClientKind
from core.db import Base, Database
from core.dnc.models import DncSource
from core.dnc.register import Refusal, refuse_numbers
from core.law.hours import CallingHours, DayHours, WeekHours
from core.leads.models import Lead, LeadNumber
from core.leads.numbers import rows_of_numbers
from core.lists.models import LeadList
from tests.factories import EASY_POLICY, a_campaign, a_list
from tests.fakes.clock import T0

_BATCH: Final = 5000
_ZONES: Final = (
    "Asia/Kamchatka", "Asia/Magadan", "Asia/Vladivostok", "Asia/Yakutsk", "Asia/Irkutsk", "Asia/Krasnoyarsk",
    "Asia/Omsk", "Asia/Yekaterinburg", "Europe/Samara", "Europe/Moscow", "Europe/Kaliningrad",
)  # fmt: skip
# At T0 it is 13:00 in Moscow and 20:00 or later in the first three.
STRICT: Final = EASY_POLICY.model_copy(
    update={
        "calling_hours": CallingHours(week=WeekHours.daily(DayHours(opens=time(9), closes=time(20)))),
        "attempts_per_day": 2,
        "attempts_per_week": 5,
        "pause_after_abandonment_hours": 72,
    }
)


async def add_long_list(database: Database, leads: int) -> UUID:
    """A running campaign under `STRICT` whose leads are all due, the easternmost first.

    Every lead was called twice some days ago; every tenth has asked not to be called, every eighth
    has been called too often today, every twentieth was abandoned yesterday. Every fourth has a second
    number, every fortieth one in Moscow.
    """
    async with database.transaction() as session:
        campaign = await a_campaign(session, policy=dict(STRICT))
        lead_list = await a_list(session, campaign)
        await insert_rows(session, Client, (client_row(number) for number in range(leads)))
        await insert_rows(session, Lead, (_lead(number, leads, lead_list) for number in range(leads)))
        further = (row for number in range(0, leads, 4) for row in _numbers(_lead(number, leads, lead_list)))
        await insert_rows(session, LeadNumber, further)
        calls = (call for number in range(leads) for call in _calls(number, campaign.id))
        await insert_rows(session, Call, calls)
        refused = [phone_number(number) for number in range(0, leads, 10)]
        await refuse_numbers(session, refused, Refusal(DncSource.FILE, T0))
    async with database.transaction() as session:
        await session.execute(text("ANALYZE"))
    return campaign.id


async def insert_rows(session: AsyncSession, table: type[Base], rows: Iterator[dict[str, Any]]) -> None:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            await session.execute(insert(table), batch)
            batch = []
    if batch:
        await session.execute(insert(table), batch)


def phone_number(number: int) -> str:
    return f"+79{number:09}"


def client_row(number: int) -> dict[str, Any]:
    name = f"Client {number}"
    return {
        "id": UUID(int=number + 1),
        "name": name,
        "sort_name": name,
        "search_text": name,
        "kind": ClientKind.HOUSEHOLD,
        "time_zone": "Europe/Moscow",
        "created_at": T0,
    }


def _lead(number: int, leads: int, lead_list: LeadList) -> dict[str, Any]:
    return {
        "id": UUID(int=number + 1),
        "campaign_id": lead_list.campaign_id,
        "list_id": lead_list.id,
        "client_id": UUID(int=number + 1),
        "phone_number": phone_number(number),
        "time_zone": _ZONES[number * len(_ZONES) // leads],
        "attempts": 2,
        "has_several_zones": number % 40 == 0,
        "next_attempt_at": T0 - timedelta(seconds=leads - number),
    }


def _numbers(lead: dict[str, Any]) -> Iterator[dict[str, Any]]:
    zone = "Europe/Moscow" if lead["has_several_zones"] else lead["time_zone"]
    second = lead["phone_number"].replace("+79", "+78", 1)
    yield from rows_of_numbers(lead, {lead["phone_number"]: lead["time_zone"], second: zone})


def _calls(number: int, campaign_id: UUID) -> Iterator[dict[str, Any]]:
    tried = [timedelta(days=9), timedelta(days=3)]
    if number % 8 == 1:
        tried += [timedelta(hours=5), timedelta(hours=2)]
    for before in tried:
        yield _call(number, campaign_id, before, CallOutcome.NO_ANSWER)
    if number % 20 == 3:
        yield _call(number, campaign_id, timedelta(days=1, hours=1), CallOutcome.ABANDONED)


def _call(number: int, campaign_id: UUID, before: timedelta, outcome: CallOutcome) -> dict[str, Any]:
    return {
        "node": "node-1",
        "kind": CallKind.DIALLER,
        "phone_number": phone_number(number),
        "campaign_id": campaign_id,
        "lead_id": UUID(int=number + 1),
        "client_id": UUID(int=number + 1),
        "placed_at": T0 - before,
        "ended_at": T0 - before + timedelta(seconds=25),
        "state": CallState.ENDED,
        "outcome": outcome,
    }
