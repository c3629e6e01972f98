"""kill -9 in the middle of calls: what Asterisk knows is in the database exactly once."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from sqlalchemy import func, select

from core.calls.models import Call
from core.calls.state_machine import CallOutcome, CallState
from core.contacts.models import Contact
from core.db import Database
from core.leads.models import Lead
from pbx.installation import AsteriskInstall
from pbx.simulated import CustomerShares
from tests.fixtures.ami_witness import AmiWitness, ami_witness
from tests.fixtures.carrier import TRUNK, Carrier, Reply, a_carrier
from tests.fixtures.product import Product, a_product
from tests.waiting import eventually
from zvonar.demo.operators import simulated_operators

OPERATORS = 20
PATIENCE_SECONDS = 180.0
DEAD_SECONDS = 5.0
CUSTOMERS = CustomerShares(
    busy_percent=10,
    invalid_percent=5,
    no_answer_percent=5,
    machine_percent=0,
    ring_seconds=(1.0, 4.0),
    mean_talk_seconds=7.0,
)
# The far ends of a trunk: all ring, none answers.
RINGING_CALLS = 6
REFUSALS = {
    r"[0-4]$": Reply(486, ring_seconds=10.0),
    r"[5-7]$": Reply(404, ring_seconds=10.0),
    r"[89]$": Reply(503, ring_seconds=10.0),
}
WHY = {486: (CallOutcome.BUSY, 17), 404: (CallOutcome.FAILED, 1), 503: (CallOutcome.FAILED, 34)}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_every_call_is_stored_once_after_a_kill(
    asterisk_install: AsteriskInstall, tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    database_url = None
    if kind == "postgresql":
        postgres = request.getfixturevalue("postgres")
        database_url = postgres.url(postgres.create_database())
    with a_product(
        asterisk_install, tmp_path, customers=CUSTOMERS, operators=OPERATORS, database_url=database_url
    ) as product:
        asyncio.run(_kill_and_compare(product))


@asynccontextmanager
async def closed_after(database: Database) -> AsyncIterator[Database]:
    """Also when the test fails: what it leaves open would be held against the next."""
    try:
        yield database
    finally:
        await database.close()


async def _kill_and_compare(product: Product) -> None:
    async with (
        closed_after(Database(product.database_url)) as database,
        ami_witness(product.node.address) as witness,
        simulated_operators(product.address, product.simulated),
    ):
        await _until(lambda: _open_calls(database), lambda count: count >= OPERATORS * 3 // 5)
        await asyncio.to_thread(product.kill)
        killed_at = len(witness.ended_calls)
        await asyncio.sleep(DEAD_SECONDS)
        assert len(witness.ended_calls) > killed_at, "no call ended while the server was dead"
        await asyncio.to_thread(product.start)
        before = len(witness.ended_calls)
        # Work goes on: operators come back and take further calls.
        await _until(lambda: _ended(witness.ended_calls), lambda count: count >= before + OPERATORS)
        async with product.supervisor() as supervisor:
            await _pause_campaign(supervisor)
            await _until(lambda: _open_calls(database), lambda count: count == 0)
            await _until(lambda: _busy_operators(supervisor), lambda count: count == 0)

        async with database.reading() as session:
            calls = {call.id: call for call in await session.scalars(select(Call).where(Call.node == "test"))}
            contacts = Counter(
                await session.scalars(select(Contact.call_id).where(Contact.call_id.in_(list(calls))))
            )

    known = Counter(witness.ended_calls)
    assert set(known) <= set(calls), "Asterisk ended a call that nobody committed"
    never_dialled = [calls[call_id] for call_id in calls.keys() - known.keys()]
    assert all(call.outcome == CallOutcome.FAILED for call in never_dialled)
    assert {call.state for call in calls.values()} == {CallState.ENDED}
    assert {call_id for call_id, call in calls.items() if call.connected_at} == witness.joined_calls
    assert all(
        contacts[call_id] == (call.outcome in (CallOutcome.HANDLED, CallOutcome.ABANDONED))
        for call_id, call in calls.items()
    )
    dialled = Counter(call.lead_id for call in calls.values())
    assert max(dialled.values()) == 1, "a lead was dialled twice"


@pytest.mark.timeout(600)
def test_what_a_carrier_refuses_after_a_kill_is_stored_once_with_its_cause(
    asterisk_install: AsteriskInstall, tmp_path: Path
) -> None:
    with (
        a_carrier(REFUSALS) as carrier,
        a_product(
            asterisk_install,
            tmp_path,
            customers=CUSTOMERS,
            operators=RINGING_CALLS,
            dial_template=TRUNK,
            carrier=carrier,
        ) as product,
    ):
        asyncio.run(_kill_while_all_ring(product, carrier))


async def _kill_while_all_ring(product: Product, carrier: Carrier) -> None:
    async with (
        closed_after(Database(product.database_url)) as database,
        ami_witness(product.node.address) as witness,
        simulated_operators(product.address, product.simulated),
    ):
        await _until(lambda: _ringing(carrier), lambda count: count == RINGING_CALLS)
        # Whose ringing was not heard of yet would count as never placed when the carrier gives up on it.
        await _until(lambda: _heard_ringing(database), lambda count: count == RINGING_CALLS)
        await asyncio.to_thread(product.kill)
        async with database.reading() as session:
            rang = set(await session.scalars(select(Call.id).where(Call.ended_at.is_(None))))
        assert len(rang) >= RINGING_CALLS
        # Asterisk has told it to nobody of ours, and has written down what it keeps.
        await _until(lambda: _given_up(witness, rang), lambda count: count == len(rang))
        await asyncio.to_thread(product.start)
        await _until(lambda: _still_open(database, rang), lambda count: count == 0)

        async with database.reading() as session:
            calls = list(await session.scalars(select(Call).where(Call.id.in_(rang))))
            attempts = list(
                await session.scalars(
                    select(Lead.attempts).where(Lead.id.in_([call.lead_id for call in calls]))
                )
            )

    refused = {f"+{far.number}": far.code for far in carrier.calls}
    assert {call.phone_number: (call.outcome, call.cause) for call in calls} == {
        call.phone_number: WHY[refused[call.phone_number] or 0] for call in calls
    }
    assert max(Counter(far.number for far in carrier.calls).values()) == 1, "a number rang twice"
    assert attempts == [1] * len(rang)


async def _ringing(carrier: Carrier) -> int:
    return sum(call.code is None for call in carrier.calls)


async def _heard_ringing(database: Database) -> int:
    async with database.reading() as session:
        ringing = Call.state == CallState.RINGING
        return await session.scalar(select(func.count()).where(ringing)) or 0


async def _given_up(witness: AmiWitness, call_ids: set[UUID]) -> int:
    return len(witness.given_up_calls & call_ids)


async def _still_open(database: Database, call_ids: set[UUID]) -> int:
    async with database.reading() as session:
        found = await session.scalars(
            select(Call.id).where(Call.id.in_(call_ids), Call.state != CallState.ENDED)
        )
        return len(list(found))


async def _open_calls(database: Database) -> int:
    async with database.reading() as session:
        counted = await session.scalar(select(func.count()).where(Call.state != CallState.ENDED))
    return counted or 0


async def _ended(calls: list[UUID]) -> int:
    return len(calls)


async def _busy_operators(supervisor: httpx.AsyncClient) -> int:
    operators = (await supervisor.get("/floor")).json()["operators"]
    assert len(operators) == OPERATORS
    return sum(one["state"] not in ("available", "paused") for one in operators)


async def _pause_campaign(supervisor: httpx.AsyncClient) -> None:
    [campaign] = (await supervisor.get("/campaigns")).json()
    (await supervisor.post(f"/campaigns/{campaign['id']}/pause")).raise_for_status()


async def _until(look: Callable[[], Awaitable[int]], enough: Callable[[int], bool]) -> None:
    await eventually(look, enough, within_seconds=PATIENCE_SECONDS, look_every_seconds=0.2)
