"""A supervisor enters a trunk and a campaign's caller IDs, and sees how the lines fare."""

import re

import pytest
from playwright.sync_api import Page, expect

from core.users.models import Role
from tests.browser.conftest import Camera
from tests.browser.desk import Desk
from tests.fixtures.product import Product

# The first to come starts the product, perhaps on a machine that has much else to do.
pytestmark = pytest.mark.timeout(180)


def test_a_trunk_is_entered_and_shown_and_the_campaign_gets_caller_ids(
    page: Page, desk: Desk, product: Product, camera: Camera
) -> None:
    desk.log_in(product.login_of(Role.SUPERVISOR))
    desk.open("/settings/trunks")
    expect(page.get_by_text("Транков нет")).to_be_visible()

    page.get_by_role("button", name="Новый транк").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Название").fill("Северный")
    form.get_by_label("Каналов одновременно").fill("30")
    form.get_by_label("Звонков в секунду").fill("10")
    form.get_by_label("Адрес оператора связи").fill("127.0.0.1")
    form.get_by_label("Имя у оператора связи").fill("zvonar")
    form.get_by_label("Пароль").fill("s3cret")
    # Of no form that a channel has.
    form.get_by_label("Шаблон набора").fill("SIP/everybody")
    form.get_by_role("button", name="Сохранить").click()
    expect(form.get_by_text("не похоже на канал")).to_be_visible()
    camera.take("trunks-1-form")
    form.get_by_label("Шаблон набора").fill("PJSIP/{digits}@{trunk}")
    form.get_by_role("button", name="Сохранить").click()

    row = page.locator("[data-trunk=Северный]")
    expect(row.get_by_text("работает", exact=True)).to_be_visible()
    expect(row.get_by_text("0 / 30")).to_be_visible()
    camera.take("trunks-2-working")
    # Its switch is drawn over the box.
    row.locator("label").first.click()
    expect(row.get_by_text("выключен", exact=True)).to_be_visible()

    desk.open("/campaigns")
    page.get_by_role("link", name="Demo").click()
    page.get_by_role("link", name="Линии").click()
    numbers = page.get_by_role("form", name="Добавить номер для показа")
    numbers.get_by_label("Номер телефона").fill("8 (495) 123-45-67")
    numbers.get_by_role("combobox", name="Регион").fill("моск")
    page.get_by_role("option", name="Москва", exact=True).click()
    numbers.get_by_role("button", name="Добавить").click()
    shown = page.get_by_role("table", name="Номера для показа").get_by_role("row").nth(1)
    expect(shown).to_contain_text(re.compile(r"\+7 495 123.45.67.*Москва.*0 / 100"))
    expect(page.get_by_text("Ни один транк не включён")).to_be_visible()
    camera.take("trunks-3-lines")
    shown.get_by_role("button", name=re.compile("Удалить")).click()
    page.get_by_role("button", name="Да, удалить").click()
    expect(page.get_by_role("table", name="Номера для показа")).to_be_hidden()

    # Others need the demo's customers again.
    desk.open("/settings/trunks")
    page.get_by_role("button", name="Удалить: Северный").click()
    page.get_by_role("button", name="Да, удалить").click()
    expect(page.get_by_text("Транков нет")).to_be_visible()
