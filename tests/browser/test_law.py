"""A supervisor makes a policy of the house's own, gives it to the campaign, and asks why nobody is called."""

import re

import pytest
from playwright.sync_api import Page, expect

from core.users.models import Role
from tests.browser.conftest import Camera
from tests.browser.desk import Desk
from tests.fixtures.product import Product

# The first to come starts the product, perhaps on a machine that has much else to do.
pytestmark = pytest.mark.timeout(180)


def test_a_policy_is_copied_changed_and_given_and_the_numbers_say_so(
    page: Page, desk: Desk, product: Product, camera: Camera
) -> None:
    desk.log_in(product.login_of(Role.SUPERVISOR))

    page.get_by_role("link", name="Настройки").click()
    policies = page.get_by_role("navigation", name="Политики")
    policies.get_by_role("button", name=re.compile("Ofcom")).click()
    expect(page.get_by_text("72 часа", exact=True)).to_be_visible()
    camera.take("law-1-built-in")

    # This one asks for no recorded message, so a campaign may keep to its copy as it is.
    policies.get_by_role("button", name=re.compile("Россия")).click()
    expect(page.get_by_text("38-ФЗ")).to_be_visible()
    page.get_by_role("button", name="Скопировать").click()
    page.get_by_label("Название по-русски").fill("Никого не будим")
    page.get_by_label("Попыток на номер за 24 часа").fill("3")
    for day in ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"):
        page.get_by_role("checkbox", name=day).uncheck()
    page.get_by_role("checkbox", name="праздники").uncheck()
    camera.take("law-2-changed")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Редакция 2")).to_be_visible()
    expect(policies.get_by_role("button", name="Никого не будим")).to_be_visible()

    desk.open("/campaigns")
    page.get_by_role("link", name="Demo").click()
    page.get_by_role("link", name="Правила").click()
    page.get_by_role("combobox", name="Политика обзвона").click()
    page.get_by_role("option", name="Никого не будим").click()
    expect(page.get_by_text("не звоним").first).to_be_visible()
    camera.take("law-3-campaign")
    with page.expect_download() as download:
        page.get_by_role("link", name="Доля потерянных по дням").click()
    assert "abandon_rate" in download.value.path().read_text("utf-8-sig")

    desk.open("/clients")
    page.get_by_role("row").nth(1).get_by_role("link").click()
    page.get_by_role("link", name=re.compile("Почему на .* звонят")).first.click()
    expect(page.locator("[data-bar=outside_hours]")).to_be_visible()
    camera.take("law-4-why")

    desk.open("/campaigns")
    page.get_by_role("link", name="Demo").click()
    page.get_by_role("link", name="Правила").click()
    page.get_by_role("combobox", name="Политика обзвона").click()
    page.get_by_role("option", name="Демонстрация").click()
    expect(page.get_by_text("круглые сутки")).to_be_visible()
