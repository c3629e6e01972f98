"""A salesperson calls a client by pressing the number."""

import re

import pytest
from playwright.sync_api import expect

from core.users.models import Role
from tests.browser.conftest import Camera
from tests.browser.desk import Desk
from tests.fixtures.product import Product

# The first to come starts the product, perhaps on a machine that has much else to do.
pytestmark = pytest.mark.timeout(180)

NOTE = "Пришлём договор до пятницы."


def test_a_salesperson_presses_a_number_and_the_talk_is_in_the_history(
    desk: Desk, product: Product, camera: Camera
) -> None:
    page = desk.page
    desk.log_in(product.login_of(Role.SALES))
    client = desk.asked_of_server("/clients?search=Grace")["items"][0]
    page.get_by_role("searchbox", name="Найти клиента").fill(client["name"])
    expect(page.get_by_role("table", name="Клиенты").get_by_role("row")).to_have_count(2)
    camera.take("sales-1-search")
    page.get_by_role("table", name="Клиенты").get_by_role("link", name=client["name"]).first.click()
    number = page.get_by_role("button", name=re.compile("^Позвонить ")).first
    expect(number).to_have_attribute("aria-disabled", "true")
    expect(number).to_have_accessible_name(re.compile("Сначала выйдите на линию"))

    desk.go_on_line()
    expect(number).to_have_attribute("aria-disabled", "false")
    camera.take("sales-2-ready")
    number.click()
    desk.until(call="ringing")
    call = page.get_by_role("complementary", name="Звонок")
    expect(call).to_contain_text(client["name"])
    camera.take("sales-3-ringing")
    desk.until_talking()
    desk.open_diagnostics()
    desk.until_sound_flows_both_ways()
    page.keyboard.press("Escape")
    camera.take("sales-4-talking")

    desk.choose("talked")
    desk.write_note(NOTE)
    page.get_by_role("button", name="Завершить и сохранить").click()
    desk.until(operator="available", call="none")
    expect(call).to_be_hidden()

    contact = page.get_by_role("list", name="Контакты").get_by_role("listitem").first
    expect(contact).to_contain_text("Поговорили")
    expect(contact).to_contain_text("Елена Орлова")
    expect(contact).to_contain_text(NOTE)
    expect(contact.get_by_role("group", name="Запись разговора")).to_be_visible()
    camera.take("sales-5-history")
