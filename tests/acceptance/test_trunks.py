"""The whole product over a carrier of ours, whose own log says how many calls came in which second."""

import asyncio
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from sqlalchemy import func, select

from core.calls.models import Call
from core.calls.state_machine import CallOutcome
from core.db import Database
from core.leads.models import Lead
from pbx.installation import AsteriskInstall
from pbx.simulated import CustomerShares
from tests.fixtures.carrier import Carrier, Reply, a_carrier
from tests.fixtures.product import Product, a_product, floor_when
from tests.load.floor.measured import most_within
from tests.waiting import eventually
from zvonar.demo.operators import simulated_operators

OPERATORS: Final = 10
NAME: Final = "Carrier"
CALLS_PER_SECOND: Final = 4
ENOUGH_CALLS: Final = 40
PATIENCE_SECONDS: Final = 60.0


@pytest.mark.timeout(300)
def test_no_second_has_too_many_calls_and_a_failing_trunk_rests_and_comes_back(
    asterisk_install: AsteriskInstall, tmp_path: Path
) -> None:
    with (
        a_carrier({r".": Reply(486, ring_seconds=0.1)}) as carrier,
        a_product(
            asterisk_install, tmp_path, customers=CustomerShares(), operators=OPERATORS, clients=600
        ) as product,
    ):
        asyncio.run(_dial_break_and_mend(product, carrier))


async def _dial_break_and_mend(product: Product, carrier: Carrier) -> None:
    async with product.supervisor() as http:
        await _enter_trunk(http, carrier)
        async with simulated_operators(product.address, product.simulated):
            await _until_carried(carrier, ENOUGH_CALLS)
            # A death and a rebirth: nobody remembers what was handed over a moment ago.
            await asyncio.to_thread(product.kill)
            await asyncio.to_thread(product.start)
            before = len(carrier.calls)
            await _until_carried(carrier, before + ENOUGH_CALLS)

            carrier.all_numbers(Reply(503))
            broken = await _trunk(http, "broken")
            assert broken["probed_at"] is not None
            refused = len(carrier.calls)
            carrier.all_numbers(None)
            await _trunk(http, "working")
            await _until_carried(carrier, refused + 10)
    await _check_attempts(product)
    moments = [call.invited_at for call in carrier.calls]
    most = most_within(1, moments)
    assert most <= CALLS_PER_SECOND
    assert most_within(5, moments) <= 5 * CALLS_PER_SECOND
    # It is a limit, and no excuse for slowness.
    assert most >= CALLS_PER_SECOND - 1


async def _enter_trunk(http: httpx.AsyncClient, carrier: Carrier) -> None:
    host, port = carrier.address
    trunk = {
        "name": NAME,
        "calls_per_second": CALLS_PER_SECOND,
        "channel_limit": 100,
        "connection": {"host": host, "port": port, "codecs": ["alaw"]},
    }
    (await http.post("/trunks", json=trunk)).raise_for_status()
    # Until the switchboard has read of it, calls would leave by the trunk of the settings.
    await _trunk(http, "working")


async def _check_attempts(product: Product) -> None:
    """Calls that were not placed are no attempts."""
    database = Database(product.database_url)
    async with database.reading() as session:
        not_placed = await session.scalar(
            select(func.count()).where(Call.outcome == CallOutcome.NOT_PLACED, Call.cause == 34)
        )
        counted = await session.scalar(
            select(func.count()).where(Call.outcome == CallOutcome.BUSY, Call.lead_id.is_not(None))
        )
        attempts = await session.scalar(select(func.sum(Lead.attempts)))
        other = await session.scalar(
            select(func.count()).where(Call.trunk_id.is_(None), Call.node == product.node.address.node_name)
        )
    await database.close()
    assert not_placed
    assert other == 0
    assert counted is not None
    # A call that was on its way when the server died may have been given up since.
    assert attempts is not None
    assert counted <= attempts


async def _trunk(http: httpx.AsyncClient, state: str) -> dict[str, Any]:
    """The trunk's figures, as soon as it is the only one and in that state."""

    def is_alone_and_so(floor: dict[str, Any]) -> bool:
        return [(one["name"], one["state"]) for one in floor["figures"]["trunks"]] == [(NAME, state)]

    floor = await floor_when(http, is_alone_and_so, within_seconds=PATIENCE_SECONDS)
    [trunk] = floor["figures"]["trunks"]
    return dict(trunk)


async def _until_carried(carrier: Carrier, calls: int) -> None:
    async def carried() -> int:
        return len(carrier.calls)

    await eventually(carried, lambda count: count >= calls, within_seconds=PATIENCE_SECONDS)
