"""Leads are looked at before they are dialled: by keys, through a reload and a death of the server."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.chromium import CONTEXT
from tests.browser.conftest import Camera
from tests.browser.desk import Desk, seconds_of
from tests.browser.waiting import eventually
from tests.fixtures.product import Product
from zvonar.demo.fill import CAMPAIGN_NAME, DemoLogin

# The first to come starts the product, perhaps on a machine that has much else to do.
pytestmark = pytest.mark.timeout(240)


class SupervisorsDesk(Desk):
    @property
    def campaign_id(self) -> str:
        """Of the demo's own; other stories have made others."""
        campaigns = self.asked_of_server("/campaigns")
        return str(next(one["id"] for one in campaigns if one["name"] == CAMPAIGN_NAME))

    def sets(self, **settings: Any) -> None:
        address = f"{self.address}/api/v1/campaigns/{self.campaign_id}"
        response = self.page.request.patch(address, data=settings)
        assert response.ok, response.text()


@pytest.fixture
def boss(browser: Browser, product: Product, supervisor: DemoLogin) -> Iterator[SupervisorsDesk]:
    """A supervisor beside the operator; the campaign is put back into its mode at the end."""
    with browser.new_context(**CONTEXT) as context:
        desk = SupervisorsDesk(context.new_page(), product.address)
        desk.log_in(supervisor)
        try:
            yield desk
        finally:
            desk.sets(mode="progressive")


def test_an_operator_looks_at_a_lead_skips_it_and_calls_the_next(
    desk: Desk,
    boss: SupervisorsDesk,
    product: Product,
    camera: Camera,
    an_operator: Callable[[], DemoLogin],
) -> None:
    page = desk.page
    _the_mode_is_chosen_in_the_form(boss)
    operator = an_operator()
    desk.log_in(operator)
    desk.go_on_line()
    first = _offered(desk)
    expect(_call_button(desk)).to_be_enabled()
    camera.take("preview-1-offered")
    page.emulate_media(color_scheme="dark")
    camera.take("preview-1-offered-dark")
    page.emulate_media(color_scheme="light")
    page.get_by_text("EN", exact=True).click()
    expect(page.get_by_role("timer", name="Left to decide")).to_be_visible()
    camera.take("preview-1-offered-english")
    page.get_by_text("RU", exact=True).click()
    _is_seen_by(boss, desk.client_name)

    # Nothing is lost by a reload, nor by a server that dies: the time goes on.
    left = _seconds_left(desk)
    page.reload()
    expect(_screen(desk)).to_have_attribute("data-preview-id", first)
    camera.take("preview-2-reloaded")
    assert 0 < _seconds_left(desk) <= left
    desk.until(softphone="online")
    product.kill()
    desk.until(connection="waiting")
    product.start()
    desk.until(connection="open", operator="preview", within=timedelta(seconds=25))
    expect(_screen(desk)).to_have_attribute("data-preview-id", first)
    expect(_call_button(desk)).to_be_enabled(timeout=60_000)

    page.keyboard.press("s")
    expect(page.get_by_role("region", name="Почему пропустить?")).to_be_visible()
    camera.take("preview-3-reasons")
    page.keyboard.press("1")
    eventually(page, lambda: _offered(desk), lambda preview: preview != first)
    skipped = desk.client_name
    expect(_call_button(desk)).to_be_enabled()
    page.keyboard.press("c")
    desk.until(operator="reserved")
    camera.take("preview-4-ringing")
    desk.until_talking()
    assert desk.client_name == skipped
    camera.take("preview-5-talking")
    desk.hang_up()
    desk.dispose("refused", "Смотрел до звонка.")

    # The next lead is taken back by another mode, and dialled instead.
    _offered(desk)
    boss.sets(mode="progressive")
    desk.until_talking()
    desk.hang_up()
    desk.pause("Перерыв")
    desk.dispose("refused")


def _the_mode_is_chosen_in_the_form(boss: SupervisorsDesk) -> None:
    boss.open(f"/campaigns/{boss.campaign_id}/settings")
    form = boss.page.get_by_role("form", name="Настройки")
    form.get_by_role("combobox", name="Режим").click()
    boss.page.get_by_role("option", name="Обзвон с предпросмотром").click()
    form.get_by_role("textbox", name="Время на решение").fill("300")
    form.get_by_role("combobox", name="Когда время выйдет").click()
    boss.page.get_by_role("option", name="Пропустить лид").click()
    form.get_by_role("button", name="Сохранить").click()
    expect(form.get_by_role("status")).to_have_text("Сохранено")
    Camera(boss.page).take("preview-0-settings")


def _is_seen_by(boss: SupervisorsDesk, client_name: str) -> None:
    boss.open("/floor")
    row = boss.page.locator('tr[data-state="preview"]')
    expect(row).to_contain_text("Смотрит лид")
    expect(row).to_contain_text(client_name)
    Camera(boss.page).take("preview-floor")
    boss.open(f"/campaigns/{boss.campaign_id}/live")
    expect(boss.page.get_by_test_id("pace-previewing")).to_have_text("1")
    Camera(boss.page).take("preview-live")


def _screen(desk: Desk) -> Locator:
    return desk.page.get_by_test_id("preview-screen")


def _call_button(desk: Desk) -> Locator:
    return desk.page.get_by_role("button", name="Позвонить", exact=True)


def _offered(desk: Desk) -> str:
    desk.until(operator="preview", within=timedelta(seconds=30))
    expect(_screen(desk)).to_be_visible()
    return _screen(desk).get_attribute("data-preview-id") or ""


def _seconds_left(desk: Desk) -> int:
    return seconds_of(desk.page.get_by_role("timer", name="Осталось на решение").inner_text())
