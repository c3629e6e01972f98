"""One operator at two computers: the telephone is where they went on line last; the other page says so."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import CONTEXT
from tests.browser.conftest import Camera
from tests.browser.desk import Desk
from tests.fixtures.product import Product
from zvonar.demo.fill import DemoLogin

# The first to come starts the product, perhaps on a machine that has much else to do.
pytestmark = pytest.mark.timeout(180)

AT_ONCE = timedelta(seconds=4)


def test_a_talk_moves_to_the_computer_logged_in_last_and_back(
    desk: Desk, product: Product, camera: Camera, an_operator: Callable[[], DemoLogin], browser: Browser
) -> None:
    login = an_operator()
    desk.log_in(login)
    desk.go_on_line()
    call_id = desk.until_talking()
    client_name = desk.client_name
    with browser.new_context(**CONTEXT) as context:
        newer = Desk(context.new_page(), product.address)
        newer.log_in(login)
        newer.until(operator="on_call", call="connected", softphone="online")
        _stands_aside(desk.page)
        camera.take("taken-over")
        desk.until(softphone="offline", connection="stopped")
        assert newer.call_id == call_id
        newer.open_diagnostics()
        newer.until_sound_flows_both_ways()
        newer.page.keyboard.press("Escape")
        newer.hang_up()
        newer.pause("Перерыв")
        newer.dispose("refused")
        newer.until(operator="paused", call="none", softphone="online")

        desk.page.get_by_role("button", name="Работать здесь").click()
        desk.until(operator="paused", softphone="online", connection="open")
        _stands_aside(newer.page)
        newer.until(softphone="offline", connection="stopped")
        expect(desk.page.get_by_role("dialog")).to_have_count(0)
        # What was done over there is part of the day here.
        handled = desk.page.get_by_role("list", name="Мои последние звонки").get_by_role("listitem")
        expect(handled).to_have_count(1)
        expect(handled).to_contain_text(client_name)
        expect(handled).to_contain_text("Отказ")
        camera.take("taken-back")
        desk.become_available()
        assert desk.until_talking() != call_id
        _stands_aside(newer.page)
        desk.hang_up()
        desk.dispose("refused")
        desk.until(operator="available")


def _stands_aside(page: Page) -> None:
    expect(page.get_by_role("dialog", name="Вы вышли на линию в другом месте")).to_be_visible(
        timeout=AT_ONCE.total_seconds() * 1000
    )
