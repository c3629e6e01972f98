"""An Asterisk that takes no more calls: what it did not place costs no lead anything, and nobody is lost."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import uuid4

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from core.bus.memory import MemoryBus
from core.calls.models import Call
from core.calls.state_machine import CallOutcome
from core.clock import SystemClock
from core.db import Database
from core.leads.models import Lead
from core.users.models import User
from dialer.switchboard import NodeSwitchboard
from pbx.ami.connection import AmiConnection
from pbx.installation import AsteriskInstall
from pbx.node import AsteriskNode
from pbx.simulated import TEST_CUSTOMERS, Fate, number_with_fate
from tests.acceptance.pbx.floor import floor_of
from tests.factories import a_campaign, a_lead, a_user
from tests.fixtures.asterisk_node import a_node, full_at
from zvonar.demo.softphone import Softphone
from zvonar.serving import node_switchboard
from zvonar.settings import Settings

PATIENCE_SECONDS: Final = 15.0
MOST_CALLS: Final = 4


@asynccontextmanager
async def a_switchboard(node: AsteriskNode, database: Database) -> AsyncIterator[NodeSwitchboard]:
    facts, clock = node.address, SystemClock()
    settings = Settings(
        node_name=facts.node_name,
        ami_port=facts.ami_port,
        ami_secret=SecretStr(facts.ami_secret),
        agi_port=facts.agi_port,
        sound_port=facts.sound_port,
        ari_url=facts.ari_url,
        ari_password=SecretStr(facts.ari_secret),
        dial_template=TEST_CUSTOMERS,
    )
    async with node_switchboard(settings, database, MemoryBus(clock), clock) as switchboard:
        yield switchboard


@asynccontextmanager
async def on_line(switchboard: NodeSwitchboard, node: AsteriskNode, operator: User) -> AsyncIterator[None]:
    line = await switchboard.open_line(operator.id, uuid4())
    url = node.address.sip_websocket_url
    async with Softphone(url, username=line.username, password=line.password).on_line():
        yield


@asynccontextmanager
async def calls_of_others(node: AsteriskNode, how_many: int) -> AsyncIterator[AmiConnection[None]]:
    """Inside, so many calls ring that are none of ours; hung up by `free_again`."""
    facts = node.address
    others: AmiConnection[None] = AmiConnection(
        host=facts.host,
        port=facts.ami_port,
        username=facts.ami_username,
        secret=facts.ami_secret,
        read=lambda _event: None,
    )
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(others.run())
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not others.is_up:  # noqa: ASYNC110 - the connection tells its stream, which nobody reads
                await asyncio.sleep(0.05)
        for serial in range(how_many):
            digits = number_with_fate(Fate.AWAY, serial=serial).removeprefix("+")
            channel = {"Channel": f"Local/{digits}@test-customers/n", "ChannelId": f"other-{serial}"}
            wait = {"Application": "Wait", "Data": "60", "Timeout": "60000", "Async": "true"}
            await others.send("Originate", {**channel, **wait})
        yield others
        running.cancel()


async def free_again(others: AmiConnection[None], how_many: int) -> None:
    for serial in range(how_many):
        await others.send("Hangup", {"Channel": f"other-{serial}"})


async def until_calls(database: Database, so: Callable[[Sequence[Call]], bool]) -> Sequence[Call]:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            async with database.reading() as session:
                calls = (await session.scalars(select(Call).order_by(Call.placed_at))).all()
            if so(calls):
                return calls
            await asyncio.sleep(0.1)


async def test_calls_that_found_no_room_are_placed_again_when_there_is_some(
    asterisk_install: AsteriskInstall,
    tmp_path: Path,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("core.leads.settling.GIVEN_BACK_FOR", timedelta(seconds=0.5))
    async with database.transaction() as session:
        anna = await a_user(session)
        # A second attempt is not allowed: it must not be needed.
        campaign = await a_campaign(session, anna, max_attempts=1)
        number = number_with_fate(Fate.PERSON, talk_seconds=0.5, serial=99)
        lead = await a_lead(session, campaign, phone_number=number)
    async with (
        a_node(asterisk_install, tmp_path, full_at(MOST_CALLS)) as node,
        calls_of_others(node, MOST_CALLS - 1) as others,
        a_switchboard(node, database) as switchboard,
        on_line(switchboard, node, anna),
    ):
        refused = await until_calls(database, lambda calls: len(calls) > 1)
        assert refused[0].outcome == CallOutcome.NOT_PLACED
        await free_again(others, MOST_CALLS - 1)
        calls = await until_calls(database, lambda calls: calls[-1].outcome == CallOutcome.HANDLED)
    assert {call.outcome for call in calls[:-1]} == {CallOutcome.NOT_PLACED}
    # Half a minute of two calls a second would be many.
    assert len(calls) < 8
    async with database.reading() as session:
        settled = await session.get_one(Lead, lead.id)
    assert (settled.attempts, settled.last_outcome) == (1, CallOutcome.HANDLED)


async def test_whoever_answers_in_a_full_asterisk_is_counted_as_lost(
    asterisk_install: AsteriskInstall, tmp_path: Path
) -> None:
    # The far half of a simulated customer takes the one place; from the answer on ours would be the second.
    async with a_node(asterisk_install, tmp_path, full_at(1)) as node:
        async with floor_of(node) as floor:
            call_id = await floor.dial(Fate.PERSON)
            call = await floor.ended(call_id)
            assert (call.outcome, call.counts_as_answered) == (CallOutcome.ABANDONED, True)
        async with floor_of(node) as reborn:
            kept = reborn.kept(call_id)
            assert kept is not None
            assert kept.answered_at is not None
            assert kept.connected_at is None
