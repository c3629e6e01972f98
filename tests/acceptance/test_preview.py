"""Preview dialling on a real Asterisk: nothing rings before somebody accepts, and whoever accepts talks."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import select

from core.calls.models import Call, CallKind
from core.calls.state_machine import CallOutcome
from core.db import Database
from core.previews.models import Preview, PreviewEnding
from pbx.installation import AsteriskInstall
from pbx.simulated import CustomerShares
from tests.fixtures.product import Product, a_product, floor_when
from zvonar.demo.operators import simulated_operators

OPERATORS: Final = 3
TALKS: Final = 6
BRIEF_CUSTOMERS = CustomerShares(
    busy_percent=10,
    invalid_percent=0,
    no_answer_percent=0,
    machine_percent=0,
    ring_seconds=(0.5, 1.0),
    mean_talk_seconds=2.0,
)
PATIENCE_SECONDS: Final = 90.0
TAKEN_BACK_WITHIN_SECONDS: Final = 2.0


@pytest.mark.timeout(240)
def test_whoever_accepts_a_lead_talks_to_it_and_another_mode_takes_the_rest_back(
    asterisk_install: AsteriskInstall, tmp_path: Path
) -> None:
    with a_product(
        asterisk_install, tmp_path, customers=BRIEF_CUSTOMERS, operators=OPERATORS, clients=200
    ) as product:
        asyncio.run(_preview_and_switch(product))


async def _preview_and_switch(product: Product) -> None:
    async with product.supervisor() as http:
        [campaign] = (await http.get("/campaigns")).json()
        address = f"/campaigns/{campaign['id']}"
        settings = {"mode": "preview", "preview_seconds": 60, "preview_timeout": "pause"}
        (await http.patch(address, json=settings)).raise_for_status()
        async with simulated_operators(product.address, product.simulated, patience_seconds=0.5):
            await floor_when(
                http,
                lambda floor: floor["figures"]["today"]["handled"] >= TALKS,
                within_seconds=PATIENCE_SECONDS,
            )
            # Who leaves before the verdict has to give it first when they come back.
            (await http.post(f"{address}/pause")).raise_for_status()
            await floor_when(
                http, lambda floor: _states(floor) == {"available"}, within_seconds=PATIENCE_SECONDS
            )
        (await http.post(f"{address}/start")).raise_for_status()
        async with simulated_operators(product.address, product.simulated, patience_seconds=3600.0):
            await floor_when(http, lambda floor: "preview" in _states(floor), within_seconds=PATIENCE_SECONDS)
            switched_at = asyncio.get_running_loop().time()
            (await http.patch(address, json={"mode": "progressive"})).raise_for_status()
            await floor_when(
                http, lambda floor: "preview" not in _states(floor), within_seconds=PATIENCE_SECONDS
            )
            assert asyncio.get_running_loop().time() - switched_at < TAKEN_BACK_WITHIN_SECONDS
            (await http.post(f"{address}/stop")).raise_for_status()
            # What rings may be answered still: the operators stay until nothing does.
            floor = await floor_when(
                http,
                lambda floor: not any(floor["figures"]["calls_by_state"].values()),
                within_seconds=PATIENCE_SECONDS,
            )
    assert floor["figures"]["abandon_rate"] == 0
    await _everybody_talked_to_their_own(product)


async def _everybody_talked_to_their_own(product: Product) -> None:
    database = Database(product.database_url)
    async with database.reading() as session:
        talked = Call.kind == CallKind.PREVIEW, Call.outcome == CallOutcome.HANDLED
        talks = (await session.scalars(select(Call).where(*talked))).all()
        offered = (await session.scalars(select(Preview))).all()
    await database.close()
    assert len(talks) >= TALKS
    for call in talks:
        [preview] = [one for one in offered if one.call_id == call.id]
        assert call.operator_id == call.intended_operator_id == preview.operator_id
        assert preview.ended_at is not None
        assert call.placed_at >= preview.offered_at
        assert call.answered_at is not None
        assert call.connected_at is not None
        assert call.connected_at - call.answered_at < timedelta(seconds=1)
        assert call.reason is not None
        assert (call.reason.kind, call.reason.operator_id) == ("preview", call.operator_id)
    endings = [one.ending for one in offered]
    assert None not in endings, "an offer was left open"
    assert PreviewEnding.WITHDRAWN in endings


def _states(floor: dict[str, Any]) -> set[str]:
    return {operator["state"] for operator in floor["operators"]}
