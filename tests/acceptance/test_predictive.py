"""Predictive dialling on a real Asterisk: more calls ring than operators are free, and the tally is true."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import httpx
import pytest

from core.clock import SystemClock
from core.db import Database
from core.law.tally import stored_tallies
from core.users.models import Role
from pbx.installation import AsteriskInstall
from pbx.simulated import CustomerShares
from tests.fixtures.product import Product, a_product
from zvonar.demo.operators import simulated_operators
from zvonar.settings import Settings

OPERATORS: Final = 5
FEW_ANSWER = CustomerShares(
    busy_percent=10,
    invalid_percent=10,
    no_answer_percent=45,
    machine_percent=0,
    ring_seconds=(2.0, 6.0),
    mean_talk_seconds=5.0,
)
PATIENCE_SECONDS: Final = 150.0


@pytest.mark.timeout(300)
def test_a_campaign_that_knows_its_customers_dials_ahead_of_its_operators(
    asterisk_install: AsteriskInstall, tmp_path: Path
) -> None:
    with a_product(
        asterisk_install, tmp_path, customers=FEW_ANSWER, operators=OPERATORS, clients=600
    ) as product:
        asyncio.run(_dial_ahead(product))


async def _dial_ahead(product: Product) -> None:
    async with _supervisor(product) as http, simulated_operators(product.address, product.simulated):
        [campaign] = (await http.get("/campaigns")).json()
        address = f"/campaigns/{campaign['id']}"
        settings = {"mode": "predictive", "ring_seconds": 15}
        (await http.patch(address, json=settings)).raise_for_status()

        first = await _pace(http, lambda pace: True)
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
        # Nobody answers within two seconds: what is shown first is what was counted before.
        counted = await _pace(http, lambda pace: True)
    assert (counted["answered"], counted["abandoned"]) == stored


async def _all_calls_ended(http: httpx.AsyncClient) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while any((await http.get("/floor")).json()["figures"]["calls_by_state"].values()):  # noqa: ASYNC110
            await asyncio.sleep(0.25)


async def _pace(http: httpx.AsyncClient, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The campaign's pace, as soon as it is as wanted."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            [campaign] = (await http.get("/floor")).json()["figures"]["campaigns"]
            pace: dict[str, Any] | None = campaign["pace"]
            if pace is not None and wanted(pace):
                return pace
            await asyncio.sleep(0.25)


async def _stored(product: Product) -> tuple[int, int]:
    """Answered and abandoned today, by the database."""
    database = Database(product.database_url)
    async with database.reading() as session:
        now = SystemClock().now()
        [tally] = (await stored_tallies(session, now, ZoneInfo(Settings().home_zone))).values()
    await database.close()
    today = tally.window(now, days=1)
    return today.answered, today.abandoned


@asynccontextmanager
async def _supervisor(product: Product) -> AsyncIterator[httpx.AsyncClient]:
    login = product.login_of(Role.SUPERVISOR)
    async with httpx.AsyncClient(base_url=f"{product.address}/api/v1", timeout=15, trust_env=False) as http:
        body = {"login": login.login, "password": login.password}
        (await http.post("/session", json=body)).raise_for_status()
        yield http
