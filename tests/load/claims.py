"""How long the claim of the next leads takes in a list of 200,000 that begins with 20,000 refused numbers."""

import asyncio
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text, update

from core.clients.models import Client
from core.db import Database
from core.dnc.models import DncSource
from core.dnc.register import Refusal, refuse_numbers
from core.leads.bars import Claim
from core.leads.hopper import take_leads
from core.leads.models import Lead
from tests.factories import EASY_POLICY, a_campaign, a_list
from tests.fakes.clock import T0
from tests.load.figures import Figure, delay
from tests.load.imports import postgres_url, sqlite_url
from tests.load.long_list import client_row, insert_rows, phone_number
from zvonar.migration import migrate

LEADS: Final = 200_000
REFUSED: Final = 20_000
CLAIMS: Final = 100
TAKEN: Final = 5
_GOAL: Final = "a few ms"


def measure(leads: int = LEADS, refused: int = REFUSED, claims: int = CLAIMS) -> list[Figure]:
    figures: list[Figure] = []
    for kind, database_url in (("SQLite", sqlite_url), ("PostgreSQL", postgres_url)):
        with database_url() as url:
            figures += asyncio.run(_measured(kind, url, leads, refused, claims))
    return figures


async def _measured(kind: str, url: str, leads: int, refused: int, claims: int) -> list[Figure]:
    database = Database(url)
    await migrate(database)
    campaign_id = await add_list(database, leads)
    began = time.monotonic()
    async with database.transaction() as session:
        numbers = [phone_number(number) for number in range(refused)]
        await refuse_numbers(session, numbers, Refusal(DncSource.FILE, T0))
    entered = time.monotonic() - began
    async with database.transaction() as session:
        await session.execute(text("ANALYZE"))
    marked = await _claims(database, campaign_id, claims, first=refused)
    async with database.transaction() as session:
        await session.execute(update(Lead).values(is_refused=False))
    unmarked = await _claims(database, campaign_id, max(1, claims // 10), first=refused)
    await database.close()
    source = f"{TAKEN} of {leads:,} leads, the first {refused:,} refused, {kind}"
    return [
        Figure(f"refusing {refused:,} numbers, {kind}", f"{entered:.2f} s", "", source),
        delay(f"claim, {kind}", marked, _GOAL, source),
        delay(f"the same without marks, {kind}", unmarked, "", source),
    ]


async def _claims(database: Database, campaign_id: UUID, how_many: int, *, first: int) -> list[float]:
    claim = Claim(campaign_id, T0, EASY_POLICY)
    seconds = []
    for _ in range(how_many):
        async with database.transaction() as session:
            began = time.perf_counter()
            leads = await take_leads(session, claim, limit=TAKEN)
            seconds.append(time.perf_counter() - began)
            assert leads[0].phone_number >= phone_number(first)
    return seconds


async def add_list(database: Database, leads: int) -> UUID:
    async with database.transaction() as session:
        campaign = await a_campaign(session)
        lead_list = await a_list(session, campaign)
        await insert_rows(session, Client, (client_row(number) for number in range(leads)))
        await insert_rows(session, Lead, _leads(campaign.id, lead_list.id, leads))
    return campaign.id


def _leads(campaign_id: UUID, list_id: UUID, leads: int) -> Iterator[dict[str, Any]]:
    for number in range(leads):
        yield {
            "id": UUID(int=number + 1),
            "campaign_id": campaign_id,
            "list_id": list_id,
            "client_id": UUID(int=number + 1),
            "phone_number": phone_number(number),
            "time_zone": "Europe/Moscow",
            "next_attempt_at": T0 - timedelta(seconds=leads - number),
        }
