"""Predictive dialling on a real Asterisk: more calls ring than operators are free, and the tally is true."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from core.clock import SystemClock
from core.db import Database
from core.law.tally import stored_tallies
from pbx.installation import AsteriskInstall
from pbx.simulated import CustomerShares
from tests.fixtures.product import Product, a_product, floor_when
from zvonar.demo.operators import simulated_operators

OPERATORS: Final = 5
FEW_ANSWER = CustomerShares(
    busy_percent=10,
    invalid_percent=10,
    no_answer_percent=45,
    machine_percent=0,
    ring_seconds=(5.0, 9.0),
    mean_talk_seconds=5.0,
)
PATIENCE_SECONDS: Final = 240.0


@pytest.mark.timeout(420)
def test_a_campaign_that_knows_its_customers_dials_ahead_of_its_operators(
    asterisk_install: AsteriskInstall, tmp_path: Path
) -> None:
    with a_product(
        asterisk_install, tmp_path, customers=FEW_ANSWER, operators=OPERATORS, clients=600
    ) as product:
        asyncio.run(_dial_ahead(product))


async def _dial_ahead(product: Product) -> None:
    async with product.supervisor() as http, simulated_operators(product.address, product.simulated):
        [campaign] = (await http.get("/campaigns")).json()
        address = f"/campaigns/{campaign['id']}"
        settings = {"mode": "predictive", "ring_seconds": 15}
        (await http.patch(address, json=settings)).raise_for_status()

        # What was decided before the change may be shown for one decision more.
        first = await _pace(http, lambda pace: pace["reason"] != "progressive_mode")
        assert first["reason"] in {"few_operators", "few_calls_seen"}, "nothing is known yet"
        await _pace(
            http, lambda pace: pace["reason"] == "predicted" and pace["ringing"] > pace["available"] + 1
        )

        (await http.patch(address, json={"mode": "progressive"})).raise_for_status()
        await _pace(http, lambda pace: pace["reason"] == "progressive_mode")
        (await http.post(f"{address}/pause")).raise_for_status()
        await _all_calls_ended(http)
        stored = await _stored(product)
        (await http.post(f"{address}/start")).raise_for_status()
        # Nobody answers within five seconds: what is shown first is what was counted before.
        counted = await _pace(http, lambda pace: True)
    assert (counted["answered"], counted["abandoned"]) == stored


async def _all_calls_ended(http: httpx.AsyncClient) -> None:
    def is_quiet(floor: dict[str, Any]) -> bool:
        return not any(floor["figures"]["calls_by_state"].values())

    await floor_when(http, is_quiet, within_seconds=PATIENCE_SECONDS)


async def _pace(http: httpx.AsyncClient, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The campaign's pace, as soon as it is as wanted."""

    def is_wanted(floor: dict[str, Any]) -> bool:
        pace = _shown_pace(floor)
        return pace is not None and wanted(pace)

    pace = _shown_pace(await floor_when(http, is_wanted, within_seconds=PATIENCE_SECONDS))
    assert pace is not None
    return pace


def _shown_pace(floor: dict[str, Any]) -> dict[str, Any] | None:
    [campaign] = floor["figures"]["campaigns"]
    pace: dict[str, Any] | None = campaign["pace"]
    return pace


async def _stored(product: Product) -> tuple[int, int]:
    """Answered and abandoned today, by the database."""
    database = Database(product.database_url)
    async with database.reading() as session:
        now = SystemClock().now()
        [tally] = (await stored_tallies(session, now, product.home_zone)).values()
    await database.close()
    today = tally.window(now, days=1)
    return today.answered, today.abandoned
