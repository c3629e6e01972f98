"""From the answer to the client's card painted in a real Chromium, alone and on a busy floor.

Chromium tells when it presented the frame with the client's card, and the one with the questionnaire;
Asterisk tells when the customer answered. Both clocks are this machine's.
"""

import asyncio
import json
import tempfile
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from enum import StrEnum
from pathlib import Path
from uuid import UUID

import httpx
from playwright.sync_api import Page, sync_playwright
from websockets.asyncio.client import connect

from core.users.models import Role
from pbx.installation import AsteriskInstall
from pbx.simulated import TEST_CUSTOMERS, CustomerShares
from tests.browser.chromium import CONTEXT, LAUNCH
from tests.browser.desk import Desk
from tests.fixtures.ami_witness import ami_witness
from tests.fixtures.asterisk_node import INSTALLED
from tests.fixtures.product import Product, a_product
from tests.load.customers import answer_quickly
from tests.load.figures import Figure, delay
from tests.load.joins import answered_at, operators_at_work
from zvonar.demo.fill import DemoLogin

OPERATORS = 20
POPS = 120
WARM_UP = 5
LEADS = 2500
GIVE_UP_SECONDS = 100.0
RING_SECONDS = (0.1, 0.2)
TALK_SECONDS = (0.3, 0.5)

# The page names what is to be timed (Element Timing, W3C); the browser says when it was presented.
_WATCH = """
window.timed = [];
new PerformanceObserver((list) => {
  for (const { identifier, element, renderTime } of list.getEntries()) {
    const screen = element?.closest("[data-call-id]");
    if (screen) window.timed.push([identifier, screen.dataset.callId, renderTime]);
  }
}).observe({ type: "element", buffered: true });
"""
_TIMED = """
() => {
  // timeOrigin is taken once; what the clock was set by since then belongs to the moment, too.
  const origin = performance.timeOrigin;
  const now = Math.max(...Array.from({ length: 50 }, () => Date.now() - performance.now()));
  const start = Math.abs(now - origin) > 2 ? now : origin;
  return window.timed.map(([name, callId, renderTime]) => [name, callId, start + renderTime]);
}
"""


class Part(StrEnum):
    """What the page names for timing, in the order in which it is painted."""

    CLIENT = "client"
    QUESTIONNAIRE = "questionnaire"


Painted = dict[Part, dict[UUID, float]]
Delays = dict[Part, list[float]]


def measure(
    operators: int = OPERATORS, pops: int = POPS, warm_up: int = WARM_UP, leads: int = LEADS
) -> list[Figure]:
    with (
        tempfile.TemporaryDirectory() as folder,
        a_product(
            AsteriskInstall.described_in(INSTALLED),
            Path(folder),
            customers=CustomerShares(),
            # One of them sits in Chromium while the others are simulated.
            operators=operators + 1,
            clients=leads,
            dial_template=TEST_CUSTOMERS,
        ) as product,
    ):
        asyncio.run(
            answer_quickly(product.database_url, ring_seconds=RING_SECONDS, talk_seconds=TALK_SECONDS)
        )
        last, *others = reversed(product.simulated)
        alone = asyncio.run(_measure(product, product.login_of(Role.OPERATOR), [], pops, warm_up))
        busy = asyncio.run(_measure(product, last, others, pops, warm_up))
    source = "Asterisk's Newstate Up to Chromium's Element Timing of the client's card"
    goal = "p99 100 ms"
    return [
        delay("answer to pop painted", alone[Part.CLIENT], goal, f"{source}, one operator, SQLite"),
        delay("  with questionnaire", alone[Part.QUESTIONNAIRE], "none", "the same calls, two frames later"),
        delay("  on a busy floor", busy[Part.CLIENT], goal, f"beside {operators} simulated operators"),
    ]


async def _measure(
    product: Product, login: DemoLogin, beside: Sequence[DemoLogin], pops: int, warm_up: int
) -> Delays:
    is_over = threading.Event()
    async with ami_witness(product.node.address) as witness, operators_at_work(product.address, beside):
        sitting = asyncio.to_thread(_sit_at_the_console, product.address, login, is_over)
        console = asyncio.create_task(sitting)  # owner: this function, which waits for it
        try:
            async with asyncio.timeout(GIVE_UP_SECONDS):
                await _dispose_at_once(product, login, console, warm_up + pops)
        except TimeoutError:
            # Fewer pops than wanted; the figure says how many.
            pass
        finally:
            is_over.set()
        painted = await console
        answers = answered_at(witness.events)
    return {
        part: [moment - answers[call] for call, moment in moments.items() if call in answers][warm_up:]
        for part, moments in painted.items()
    }


def _sit_at_the_console(address: str, login: DemoLogin, is_over: threading.Event) -> Painted:
    """Log in, go on line, and look at what comes; returns when each call was painted."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**LAUNCH)
        try:
            page = browser.new_page(**CONTEXT)
            page.set_default_timeout(20_000)
            page.add_init_script(_WATCH)
            desk = Desk(page, address)
            desk.log_in(login)
            desk.go_on_line()
            while not is_over.is_set():
                page.wait_for_timeout(500)
            return _painted(page)
        finally:
            browser.close()


def _painted(page: Page) -> Painted:
    painted: Painted = {part: {} for part in Part}
    for name, call_id, milliseconds in page.evaluate(_TIMED):
        painted[Part(name)][UUID(call_id)] = milliseconds / 1000
    return painted


async def _dispose_at_once(
    product: Product, login: DemoLogin, console: "asyncio.Task[Painted]", calls_wanted: int
) -> None:
    """Save a verdict for each call of this operator as soon as it has ended, until there were enough."""
    async with product.signed_in(login) as http, wrap_ups(product, await _user_id(http)) as calls:
        for _ in range(calls_wanted):
            call_id = await _next(calls, console)
            body = {"disposition": "refused", "note": ""}
            (await http.put(f"/calls/{call_id}/disposition", json=body)).raise_for_status()


async def _next(calls: AsyncIterator[str], console: "asyncio.Task[Painted]") -> str:
    """The next call; a console that gave up raises here, instead of being waited for."""
    coming = asyncio.ensure_future(anext(calls))  # owner: this function
    try:
        await asyncio.wait((coming, console), return_when=asyncio.FIRST_COMPLETED)
        if console.done():
            console.result()
        return await coming
    finally:
        coming.cancel()


@asynccontextmanager
async def wrap_ups(product: Product, operator_id: str) -> AsyncIterator[AsyncIterator[str]]:
    """The ids of the calls that one operator has to dispose of, as a supervisor's console hears of them."""
    async with product.supervisor() as http:
        cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in http.cookies.items())}
        address = f"{product.address.replace('http', 'ws', 1)}/api/v1/live"
        async with connect(address, additional_headers=cookie, proxy=None, max_size=2**20) as live:

            async def calls() -> AsyncIterator[str]:
                async for message in live:
                    match json.loads(message):
                        case {
                            "type": "operator_changed",
                            "operator": {"operator_id": who, "state": "wrap_up", "call_id": call_id},
                        } if who == operator_id:
                            yield call_id

            yield calls()


async def _user_id(http: httpx.AsyncClient) -> str:
    return str((await http.get("/session")).raise_for_status().json()["id"])
