"""The floor of operators, its campaign and its carrier, set up as a supervisor would do it: by REST.

Part of the clients live where it is too early or too late to call, part of them have asked not to be
called; whether one of them was called is for the carrier's log to say.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final
from zoneinfo import ZoneInfo

import httpx
from sqlalchemy import select

from core.clock import SystemClock
from core.db import Database
from core.law.hours import CallingHours, DayHours, WeekHours
from core.leads.models import Lead
from pbx.installation import AsteriskInstall
from pbx.simulated import CustomerShares
from tests.fixtures.product import Product, a_product, floor_when
from tests.fixtures.sipp import Customers, SippCarrier, sipp_carrier
from zvonar.demo.campaign import POLICY
from zvonar.demo.operators import simulated_operators

REFUSED_SHARE: Final = 0.05
# From London's hour to Samara's: two thirds of the demo's clients, at whatever time this runs.
_EARLIEST_ZONE: Final = ZoneInfo("Europe/London")
_LATEST_ZONE: Final = ZoneInfo("Europe/Samara")
_QUIET_WITHIN_SECONDS: Final = 120.0
_ON_LINE_WITHIN_SECONDS: Final = 240.0
_AROUND_NOW: Final = timedelta(minutes=30)
# Nobody is simulated inside the exchange: all calls leave by the trunk.
_NO_CUSTOMERS: Final = CustomerShares(
    busy_percent=0,
    invalid_percent=0,
    no_answer_percent=0,
    machine_percent=0,
    ring_seconds=(1.0, 2.0),
    mean_talk_seconds=5.0,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What one run is made of."""

    operators: int
    leads: int
    customers: Customers
    calls_per_second: int
    """What the carrier's contract allows in any second."""
    wrap_up_seconds: float
    """Mean of what a simulated operator takes to dispose of a call."""


@dataclass(frozen=True, slots=True)
class Scene:
    product: Product
    carrier: SippCarrier
    campaign: str
    """Address of the only campaign, below `/api/v1`."""
    http: httpx.AsyncClient
    """Of the supervisor."""
    hours: CallingHours
    refused: frozenset[str]
    """Numbers, in E.164, that may not be called by anybody."""
    zones: dict[str, str]
    """Of every lead's number: where the client lives."""

    async def change(self, **settings: Any) -> None:
        (await self.http.patch(self.campaign, json=settings)).raise_for_status()

    async def start(self) -> None:
        (await self.http.post(f"{self.campaign}/start")).raise_for_status()

    async def pause(self) -> None:
        (await self.http.post(f"{self.campaign}/pause")).raise_for_status()

    async def shown(self) -> dict[str, Any]:
        """The supervisor's page as it is now."""
        return await floor_when(self.http, lambda _: True, within_seconds=_QUIET_WITHIN_SECONDS)

    async def until_quiet(self) -> None:
        """Wait until no call is left and every verdict is given."""
        await floor_when(self.http, _is_quiet, within_seconds=_QUIET_WITHIN_SECONDS)


@contextmanager
def a_floor(install: AsteriskInstall, folder: Path, plan: Plan) -> Iterator[tuple[Product, SippCarrier]]:
    """A product whose only way out is SIPp."""
    with (
        sipp_carrier(plan.customers, folder / "carrier") as carrier,
        a_product(
            install,
            folder,
            customers=_NO_CUSTOMERS,
            operators=plan.operators,
            clients=plan.leads,
        ) as product,
    ):
        yield product, carrier


@asynccontextmanager
async def a_shift(product: Product, carrier: SippCarrier, plan: Plan) -> AsyncIterator[Scene]:
    """All operators on line, the rules in force, the campaign resting."""
    async with product.supervisor() as http:
        [campaign] = (await http.get("/campaigns")).json()
        address = f"/campaigns/{campaign['id']}"
        (await http.post(f"{address}/pause")).raise_for_status()
        hours = hours_around(SystemClock().now())
        await _enter_trunk(http, carrier, plan.calls_per_second)
        policy_id = await _make_policy(http, hours)
        (await http.patch(address, json={"policy_id": policy_id})).raise_for_status()
        zones = await _zones(product)
        refused = frozenset(Random(2).sample(sorted(zones), round(REFUSED_SHARE * len(zones))))
        for number in refused:
            (await http.post("/dnc", json={"phone_number": number})).raise_for_status()
        scene = Scene(product, carrier, address, http, hours, refused, zones)
        async with simulated_operators(
            product.address, product.simulated, patience_seconds=plan.wrap_up_seconds
        ):
            await _all_on_line(scene, plan.operators)
            yield scene


def hours_around(now: datetime) -> CallingHours:
    """Hours that are open now for some zones of the demo's clients, and closed for the others."""
    begins, ends = (
        (now.astimezone(zone) + margin).replace(second=0, microsecond=0, tzinfo=None)
        for zone, margin in ((_EARLIEST_ZONE, -_AROUND_NOW), (_LATEST_ZONE, _AROUND_NOW))
    )
    hours = DayHours(opens=begins.time(), closes=ends.time())
    if hours.are_in_order:
        return CallingHours(week=WeekHours.daily(hours))
    # No day's hours go beyond midnight: those of two days meet there.
    week: dict[str, DayHours | None] = dict.fromkeys(WeekHours.model_fields)
    days = list(week)
    week[days[begins.weekday()]] = DayHours(opens=hours.opens, closes=time.min)
    week[days[ends.weekday()]] = DayHours(opens=time.min, closes=hours.closes)
    return CallingHours(week=WeekHours(**week))


async def _enter_trunk(http: httpx.AsyncClient, carrier: SippCarrier, calls_per_second: int) -> None:
    # SIPp takes calls and answers nothing else, so it is not asked whether it is there.
    connection = {"host": carrier.host, "port": carrier.port, "codecs": ["alaw"], "qualify_seconds": 0}
    trunk = {"name": "SIPp", "calls_per_second": calls_per_second, "connection": connection}
    (await http.post("/trunks", json=trunk)).raise_for_status()


async def _make_policy(http: httpx.AsyncClient, hours: CallingHours) -> str:
    policy = POLICY.model_copy(update={"calling_hours": hours})
    name = {"ru": "Полсвета", "en": "Half the world"}
    made = await http.post("/policies", json={"name": name, "policy": policy.model_dump(mode="json")})
    made.raise_for_status()
    return str(made.json()["id"])


async def _zones(product: Product) -> dict[str, str]:
    database = Database(product.database_url)
    async with database.reading() as session:
        leads = await session.execute(select(Lead.phone_number, Lead.time_zone))
        zones = {lead.phone_number: lead.time_zone for lead in leads}
    await database.close()
    return zones


async def _all_on_line(scene: Scene, operators: int) -> None:
    def all_are(floor: dict[str, Any]) -> bool:
        return _count(floor, "available") == operators

    await floor_when(scene.http, all_are, within_seconds=_ON_LINE_WITHIN_SECONDS)


def _count(shown: dict[str, Any], state: str) -> int:
    return sum(operator["state"] == state for operator in shown["operators"])


def _is_quiet(shown: dict[str, Any]) -> bool:
    busy = _count(shown, "reserved") + _count(shown, "on_call") + _count(shown, "wrap_up")
    return not busy and not any(shown["figures"]["calls_by_state"].values())
