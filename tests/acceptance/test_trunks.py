"""The whole product over a carrier of ours, whose own log says how many calls came in which second."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta
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
from tests.fixtures.carrier import CarriedCall, Carrier, Reply, a_carrier
from tests.fixtures.product import Product, a_product, floor_when
from zvonar.demo.operators import simulated_operators

OPERATORS: Final = 10
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
            await _until(lambda: len(carrier.calls) >= ENOUGH_CALLS)
            # A death and a rebirth: nobody remembers what was handed over a moment ago.
            await asyncio.to_thread(product.kill)
            await asyncio.to_thread(product.start)
            before = len(carrier.calls)
            await _until(lambda: len(carrier.calls) >= before + ENOUGH_CALLS)

            carrier.all_numbers(Reply(503))
            broken = await _trunk(http, "broken")
            assert broken["probed_at"] is not None
            refused = len(carrier.calls)
            carrier.all_numbers(None)
            await _trunk(http, "working")
            await _until(lambda: len(carrier.calls) >= refused + 10)
    await _check_attempts(product)
    most = most_in_a_second(carrier.calls)
    assert most <= CALLS_PER_SECOND
    # It is a limit, and no excuse for slowness.
    assert most >= CALLS_PER_SECOND - 1


def most_in_a_second(calls: Sequence[CarriedCall]) -> int:
    moments = sorted(call.invited_at for call in calls)
    second = timedelta(seconds=1)
    return max(sum(start <= at < start + second for at in moments) for start in moments)


async def _enter_trunk(http: httpx.AsyncClient, carrier: Carrier) -> None:
    host, port = carrier.address
    trunk = {
        "name": "Carrier",
        "calls_per_second": CALLS_PER_SECOND,
        "channel_limit": 100,
        "connection": {"host": host, "port": port, "codecs": ["alaw"]},
    }
    (await http.post("/trunks", json=trunk)).raise_for_status()


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
    """The trunk's figures, as soon as it is in that state."""

    def shown(floor: dict[str, Any]) -> dict[str, Any]:
        [trunk] = floor["figures"]["trunks"]
        return dict(trunk)

    return shown(
        await floor_when(http, lambda floor: shown(floor)["state"] == state, within_seconds=PATIENCE_SECONDS)
    )


async def _until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not happened():  # noqa: ASYNC110 - the carrier tells nobody
            await asyncio.sleep(0.05)
