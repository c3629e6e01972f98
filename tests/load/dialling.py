"""The product's own way of placing calls, in a process of its own that is told when to begin.

`python -m tests.load.dialling` reads from its input a line of settings, then for each round a line with a
campaign's id and a number of calls. It claims, commits and dials that many leads, keeping as many calls open
as allowed, and answers with the seconds from the first claim until every call is stored with its outcome,
every lead is settled, and Asterisk's outbox is empty.
"""

import asyncio
import json
import sys
import time
from dataclasses import astuple
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import func, select, update

from core.bus.memory import MemoryBus
from core.calls.models import Call
from core.campaigns.models import Campaign
from core.clock import SystemClock
from core.db import Database
from core.law.models import DiallingPolicy
from core.leads.models import Lead
from dialer.switchboard import NodeSwitchboard
from pbx.node import NodeAddress
from tests.load.bare_ami import BareAmi, bare_ami
from zvonar.collector import collect_seldom
from zvonar.serving import node_switchboard
from zvonar.settings import Settings

# As many as the dialling loop, which looks twice in a second, would claim at once at such a rate, or fewer.
FEWEST_AT_ONCE = 50
LOOK_EVERY_SECONDS = 0.02


async def dial_all(
    switchboard: NodeSwitchboard, campaign: Campaign, policy: DiallingPolicy, calls: int, most_open: int
) -> None:
    """Place so many calls and return when none is open any more."""
    placed = 0
    while True:
        is_open = sum(astuple((await switchboard.floor()).figures.calls_by_state))
        room = min(most_open - is_open, calls - placed)
        if placed == calls and not is_open:
            return
        if room >= min(FEWEST_AT_ONCE, calls - placed) and room:
            placed += await switchboard.placer.dial_leads(campaign, policy, limit=room)
        else:
            await asyncio.sleep(LOOK_EVERY_SECONDS)


async def until_recorded(database: Database, campaign_id: UUID, asterisk: BareAmi) -> None:
    """Wait until nothing of this campaign is left to be stored, nor to be forgotten by Asterisk."""
    unsettled = select(func.count()).where(Lead.campaign_id == campaign_id, Lead.held_until.is_not(None))
    unstored = select(func.count()).where(Call.campaign_id == campaign_id, Call.outcome.is_(None))
    while True:
        async with database.reading() as session:
            left = [await session.scalar(query) for query in (unstored, unsettled)]
        if not any(left) and not await asterisk.outbox_entries():
            return
        await asyncio.sleep(LOOK_EVERY_SECONDS)


async def main() -> None:
    structlog.configure(logger_factory=structlog.WriteLoggerFactory(sys.stderr))
    wanted: dict[str, Any] = json.loads(await _line())
    settings = Settings(**wanted["settings"])
    database = Database(settings.effective_database_url)
    clock = SystemClock()
    address = NodeAddress(**wanted["node"])
    # As the product's own process does.
    collect_seldom()
    while line := await _line():
        campaign_id, calls = json.loads(line)
        async with database.reading() as session:
            campaign = await session.get_one(Campaign, UUID(campaign_id))
            policy = await session.get_one(DiallingPolicy, campaign.policy_id)
        # Between rounds nobody of us listens to the exchange: the other loop's turn is its own.
        async with (
            node_switchboard(settings, database, MemoryBus(clock), clock) as switchboard,
            bare_ami(address, most_open=0, hears_events=False) as asterisk,
        ):
            began = time.perf_counter()
            await dial_all(switchboard, campaign, policy, calls, wanted["most_open"])
            await until_recorded(database, campaign.id, asterisk)
            took = time.perf_counter() - began
        # Its turn is over: beside the next campaign none runs.
        async with database.transaction() as session:
            await session.execute(update(Campaign).values(is_running=False))
        print(json.dumps(took), flush=True)
    await database.close()


async def _line() -> str:
    return await asyncio.to_thread(sys.stdin.readline)


if __name__ == "__main__":
    asyncio.run(main())
