"""A carrier that lets our account not in: the trunk rests, and no lead pays for it. On a real Asterisk."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Final

import pytest
from sqlalchemy import select

from core.calls.state_machine import CallOutcome
from core.db import Database
from core.leads.models import Lead
from core.trunks.figures import TrunkState
from dialer.switchboard import NodeSwitchboard
from pbx.node import AsteriskNode
from tests.acceptance.pbx.test_full_asterisk import a_switchboard, on_line, until_calls
from tests.factories import a_campaign, a_lead, a_trunk, a_user
from tests.fixtures.carrier import TRUNK, Carrier, Reply, a_carrier

PATIENCE_SECONDS: Final = 25.0
LEADS: Final = 8


@pytest.fixture
def carrier() -> Iterator[Carrier]:
    with a_carrier({r".": Reply(403)}) as working:
        yield working


async def until_trunk(switchboard: NodeSwitchboard, state: TrunkState) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while [one.state for one in (await switchboard.floor()).figures.trunks] != [state]:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def until_leads(database: Database, so: Callable[[Sequence[Lead]], bool]) -> Sequence[Lead]:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            async with database.reading() as session:
                leads = (await session.scalars(select(Lead))).all()
            if so(leads):
                return leads
            await asyncio.sleep(0.1)


@pytest.mark.timeout(120)
async def test_a_carrier_that_forbids_every_call_breaks_its_trunk_and_costs_no_lead_an_attempt(
    node: AsteriskNode, carrier: Carrier, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.leads.settling.GIVEN_BACK_FOR", timedelta(seconds=0.5))
    monkeypatch.setattr("dialer.trunks.breaker.FIRST_PAUSE_SECONDS", 3.0)
    async with database.transaction() as session:
        anna = await a_user(session)
        # A second attempt is not allowed: it must not be needed.
        campaign = await a_campaign(session, anna, max_attempts=1)
        for _ in range(LEADS):
            await a_lead(session, campaign)
        await a_trunk(session, dial_template=TRUNK)
    async with a_switchboard(node, database) as switchboard, on_line(switchboard, node, anna):
        await until_trunk(switchboard, TrunkState.BROKEN)
        forbidden = len(carrier.calls)
        await asyncio.sleep(1.5)
        assert len(carrier.calls) == forbidden, "a trunk that rests gets no calls"
        calls = await until_calls(database, lambda calls: all(call.ended_at for call in calls))
        assert {(call.outcome, call.cause) for call in calls} == {(CallOutcome.NOT_PLACED, 21)}
        leads = await until_leads(database, lambda leads: all(lead.held_until is None for lead in leads))
        assert {lead.attempts for lead in leads} == {0}
        assert all(lead.next_attempt_at for lead in leads)

        # The account is let in again, and now it is the people who want none of our calls.
        carrier.all_numbers(Reply(603))
        await until_trunk(switchboard, TrunkState.WORKING)
        leads = await until_leads(database, lambda leads: all(lead.attempts for lead in leads))
        assert {(lead.attempts, lead.last_outcome) for lead in leads} == {(1, CallOutcome.FAILED)}
        await until_trunk(switchboard, TrunkState.WORKING)
    assert {call.code for call in carrier.calls} == {403, 603}
