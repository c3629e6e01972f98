"""Calls a second, placed and fully recorded, beside a bare AMI loop that only places them.

Both dial the same numbers in the same Asterisk with as many calls open at once, in turn; each pair gives a
ratio, and the median of the ratios is the figure. Two calls in three are busy, the third is answered, finds
no operator, hears that, and hangs up.
"""

import asyncio
import json
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert

from core.campaigns.models import Campaign
from core.clients.models import Client, ClientKind, ClientNumber
from core.clock import SystemClock
from core.db import Database
from core.leads.models import Lead
from pbx.node import AsteriskNode
from pbx.simulated import TEST_CUSTOMERS
from tests.factories import a_campaign, a_list
from tests.fixtures.asterisk_node import private_node
from tests.fixtures.postgres import started_postgres
from tests.load.bare_ami import bare_ami
from tests.load.customers import busy_and_brief
from tests.load.figures import Figure, rate
from zvonar.migration import migrate

# So many that the last second, in which Asterisk is told what is stored, weighs little.
CALLS = 2000
WARM_UP_CALLS = 150
ROUNDS = 3
MOST_OPEN = 200
ROUND_SECONDS = 60.0
KINDS = ("SQLite", "PostgreSQL")


def measure(calls: int = CALLS, warm_up: int = WARM_UP_CALLS, rounds: int = ROUNDS) -> list[Figure]:
    return [_figure(kind, calls, warm_up, rounds) for kind in KINDS]


def _figure(kind: str, calls: int, warm_up: int, rounds: int) -> Figure:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = f"sqlite+aiosqlite:///{folder / 'zvonar.db'}"
        if kind == "PostgreSQL":
            postgres = stack.enter_context(started_postgres())
            url = postgres.url(postgres.create_database())
        pairs = asyncio.run(_measure(folder, url, calls, warm_up, rounds))
    ours, bare = zip(*pairs, strict=True)
    share = median(one / other for one, other in pairs)
    return Figure(
        f"calls a second, {kind}",
        f"{rate(ours)}; bare {rate(bare)}; ratio {share:.0%}",
        "60 % of bare",
        f"{rounds} pairs of {calls} calls, {MOST_OPEN} open, to the empty outbox; bare: to the last hangup",
    )


async def _measure(
    folder: Path, database_url: str, calls: int, warm_up: int, rounds: int
) -> list[tuple[float, float]]:
    """Calls a second, ours and bare, for each pair."""
    database = Database(database_url)
    await migrate(database)
    async with private_node() as node:
        settings = _settings(node, folder, database_url)
        async with _dialling(node, settings) as ours:
            await _ours(ours, database, warm_up, batch=0)
            await _bare(node, warm_up, batch=0)
            pairs = []
            for batch in range(1, rounds + 1):
                our_seconds = await _ours(ours, database, calls, batch)
                pairs.append((calls / our_seconds, calls / await _bare(node, calls, batch)))
    await database.close()
    return pairs


async def _ours(process: Process, database: Database, calls: int, batch: int) -> float:
    """Seconds that the product took for so many calls."""
    campaign_id = await _add_campaign(database, busy_and_brief(calls, batch))
    seconds: float = await _asked(process, [str(campaign_id), calls])
    return seconds


async def _bare(node: AsteriskNode, calls: int, batch: int) -> float:
    """Seconds that the bare loop took for the same calls."""
    async with bare_ami(node.address, most_open=MOST_OPEN) as bare:
        began = time.perf_counter()
        async with asyncio.timeout(ROUND_SECONDS):
            await bare.place(busy_and_brief(calls, batch))
        return time.perf_counter() - began


async def _asked(process: Process, question: Any) -> Any:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{json.dumps(question)}\n".encode())
    async with asyncio.timeout(ROUND_SECONDS):
        return json.loads(await process.stdout.readline())


@asynccontextmanager
async def _dialling(node: AsteriskNode, settings: dict[str, Any]) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.load.dialling", stdin=PIPE, stdout=PIPE
    )
    assert process.stdin is not None
    wanted = {"settings": settings, "node": asdict(node.address), "most_open": MOST_OPEN}
    process.stdin.write(f"{json.dumps(wanted)}\n".encode())
    try:
        yield process
    finally:
        # The end of its input is the end of its work.
        process.stdin.close()
        try:
            async with asyncio.timeout(10):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


def _settings(node: AsteriskNode, folder: Path, database_url: str) -> dict[str, Any]:
    address = node.address
    return {
        "var_dir": str(folder),
        "database_url": database_url,
        "node_name": address.node_name,
        "ami_port": address.ami_port,
        "ami_username": address.ami_username,
        "ami_secret": address.ami_secret,
        "agi_port": address.agi_port,
        "sound_port": address.sound_port,
        "ari_url": address.ari_url,
        "ari_username": address.ari_username,
        "ari_password": address.ari_secret,
        "dial_template": TEST_CUSTOMERS,
    }


async def _add_campaign(database: Database, numbers: Sequence[str]) -> UUID:
    """A campaign that nobody works on, with a client and a lead for each number, due now."""
    now = SystemClock().now() - timedelta(seconds=1)
    rows = [(uuid4(), number) for number in numbers]
    async with database.transaction() as session:
        campaign: Campaign = await a_campaign(
            session, policy={"grace_seconds": 0.0}, max_attempts=1, created_at=now
        )
        await session.execute(
            insert(Client),
            [
                {
                    "id": client_id,
                    "name": number,
                    "sort_name": number,
                    "search_text": number,
                    "kind": ClientKind.HOUSEHOLD,
                    "time_zone": "Europe/Moscow",
                    "created_at": now,
                }
                for client_id, number in rows
            ],
        )
        await session.execute(
            insert(ClientNumber), [{"client_id": client_id, "e164": number} for client_id, number in rows]
        )
        lead_list = await a_list(session, campaign)
        await session.execute(
            insert(Lead),
            [
                {
                    "campaign_id": campaign.id,
                    "list_id": lead_list.id,
                    "client_id": client_id,
                    "phone_number": number,
                    "time_zone": "Europe/Moscow",
                    "attempts": 0,
                    "next_attempt_at": now,
                }
                for client_id, number in rows
            ],
        )
    return campaign.id
