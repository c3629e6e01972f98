"""A supervisor watches the floor live while operators work, and stops and starts the campaign."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from core.users.models import Role
from pbx.installation import AsteriskInstall
from pbx.simulated import CustomerShares
from tests.browser.conftest import Camera, beside_playwright
from tests.browser.desk import Desk
from tests.browser.waiting import eventually
from tests.fixtures.product import Product, a_product
from zvonar.demo.operators import simulated_operators

# The first to come starts the product, perhaps on a machine that has much else to do.
pytestmark = pytest.mark.timeout(180)

OPERATORS = 5
PHONE_NUMBER = re.compile(r"\+(?:7 \d{3} \d{3}-\d\d-\d\d|44 \d{4} \d{6})")
BRIEF_CUSTOMERS = CustomerShares(
    busy_percent=15,
    invalid_percent=5,
    no_answer_percent=0,
    machine_percent=0,
    ring_seconds=(1.5, 2.5),
    mean_talk_seconds=4,
)


@pytest.fixture(scope="module")
def busy_product(
    asterisk_install: AsteriskInstall, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Product]:
    directory = tmp_path_factory.mktemp("busy-product")
    with beside_playwright(
        a_product(asterisk_install, directory, customers=BRIEF_CUSTOMERS, operators=OPERATORS)
    ) as product:
        yield product


def test_the_floor_moves_by_itself_while_operators_work(
    page: Page, busy_product: Product, camera: Camera
) -> None:
    desk = Desk(page, busy_product.address)
    desk.log_in(busy_product.login_of(Role.SUPERVISOR))
    expect(page).to_have_url(f"{busy_product.address}/floor")
    rows = page.locator("tr[data-operator]")
    expect(rows).to_have_count(0)
    camera.take("floor-1-nobody")
    page.evaluate("document.documentElement.dataset.neverReloaded = 'true'")

    with _at_work(busy_product):
        expect(rows).to_have_count(OPERATORS, timeout=20_000)
        talk = page.locator('tr[data-operator][data-state="on_call"]').first
        expect(talk).to_contain_text(PHONE_NUMBER)
        _until_at_least(desk, "today-handled", 3)
        handled, placed = _figure(desk, "today-handled"), _figure(desk, "today-placed")
        camera.take("floor-2-at-work")
        _until_at_least(desk, "today-handled", handled + 2)
        _until_at_least(desk, "today-placed", placed + 1)
        assert _figure(desk, "today-answered") >= _figure(desk, "today-handled")

        page.get_by_role("button", name="Приостановить: Demo").click()
        start = page.get_by_role("button", name="Запустить: Demo")
        expect(start).to_be_visible()
        expect(page.get_by_test_id("calls-connected")).to_have_text("0", timeout=20_000)
        expect(page.locator('tr[data-operator][data-state="available"]')).to_have_count(
            OPERATORS, timeout=35_000
        )
        expect(rows.get_by_role("link")).to_have_count(0)
        rested = _figure(desk, "today-placed")
        camera.take("floor-3-paused")
        start.click()
        _until_at_least(desk, "today-placed", rested + OPERATORS)
        page.emulate_media(color_scheme="dark")
        camera.take("floor-4-dark")
        page.emulate_media(color_scheme="light")
        page.get_by_role("radiogroup", name="Язык").get_by_text("EN").click()
        expect(page.get_by_role("button", name="Pause Demo")).to_be_visible()
        camera.take("floor-5-english")
        page.get_by_role("navigation", name="Pages").get_by_role("link", name="Campaigns").click()
        page.get_by_role("link", name="Demo").click()
        expect(page.get_by_text("One call for each free operator: the mode is progressive.")).to_be_visible()
        expect(page.get_by_role("img", name="Operators and calls").locator("canvas")).to_be_visible()
        busy = [page.get_by_test_id(f"pace-{state}") for state in ("talking", "wrapping_up", "ringing")]
        eventually(page, lambda: sum(int(one.inner_text()) for one in busy), lambda count: count > 0)
        page.wait_for_timeout(4000)
        camera.take("campaign-1-now")
        page.get_by_role("link", name="Overview").click()
        expect(page.get_by_text("Progressive dialling")).to_be_visible()
        page.get_by_role("link", name="Lists", exact=True).click()
        expect(page.get_by_role("button", name="Import a list")).to_be_visible()
        camera.take("campaign-2-lists")
    assert page.evaluate("document.documentElement.dataset.neverReloaded") == "true"


def _figure(desk: Desk, test_id: str) -> int:
    return int(desk.page.get_by_test_id(test_id).inner_text())


def _until_at_least(desk: Desk, test_id: str, least: int) -> None:
    eventually(desk.page, lambda: _figure(desk, test_id), lambda count: count >= least)


def test_a_supervisor_sees_forecast_and_fact_and_why_a_number_was_dialled(
    page: Page, busy_product: Product, camera: Camera
) -> None:
    desk = Desk(page, busy_product.address)
    desk.log_in(busy_product.login_of(Role.SUPERVISOR))
    page.get_by_role("radiogroup", name=re.compile("Язык|Language")).get_by_text("RU").click()
    with _at_work(busy_product):
        talk = page.locator('tr[data-operator][data-state="on_call"]').first
        expect(talk).to_contain_text(PHONE_NUMBER, timeout=20_000)
        [number] = PHONE_NUMBER.findall(talk.inner_text())
        desk.open("/campaigns")
        page.get_by_role("link", name="Demo").click()
        expect(page.get_by_role("img", name="Прогноз и факт")).to_be_visible()
        expect(page.get_by_role("region", name="Взгляд назад")).to_be_visible()
        # Until forecasts of ten seconds have become facts.
        page.wait_for_timeout(16_000)
        page.get_by_role("img", name="Счёт потерянных").scroll_into_view_if_needed()
        camera.take("look-back-1-live")
        # What rests is written down at once.
        page.get_by_role("button", name="Приостановить: Demo").click()
        expect(page.get_by_role("button", name="Запустить: Demo")).to_be_visible()

        desk.open(f"/why?number={quote(number)}")
        eventually(page, lambda: _decision_of_the_dial(page), bool)
        expect(page.get_by_test_id("decided-calls")).to_contain_text("Решено")
        expect(page.get_by_text("Пересчитано по журналу: решение то же.")).to_be_visible()
        camera.take("look-back-2-decision")
        dialled_at = _shown_moment(page)
        page.get_by_role("button", name="Предыдущее решение").click()
        expect(page.locator("time").first).not_to_have_text(dialled_at)
        page.get_by_role("button", name="Следующее решение").click()
        expect(page.locator("time").first).to_have_text(dialled_at)
        page.get_by_role("button", name="Закрыть").click()
        expect(page.get_by_test_id("decided-calls")).to_have_count(0)
        page.get_by_role("button", name="Запустить: Demo").click()


def _decision_of_the_dial(page: Page) -> bool:
    """Whether the decision is in the log already; asks for it once."""
    page.reload()
    page.get_by_role("link", name="сколько и почему").first.click()
    region = page.get_by_role("region", name="Взгляд назад")
    expect(region.locator("header, p[role=status]").first).to_be_visible()
    if page.get_by_test_id("decided-calls").count():
        return True
    page.go_back()
    return False


def _shown_moment(page: Page) -> str:
    return page.locator("time").first.inner_text()


@contextmanager
def _at_work(product: Product) -> Iterator[None]:
    """Simulated operators on a loop of their own: this thread's belongs to Playwright."""
    over = Event()

    async def work() -> None:
        async with simulated_operators(product.address, product.simulated, patience_seconds=1.0):
            await asyncio.to_thread(over.wait)

    thread = Thread(target=lambda: asyncio.run(work()), name="simulated operators")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
