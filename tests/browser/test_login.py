"""The door: who may come in, in which language, and what is said to those who may not."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from core.users.models import Role
from tests.browser.conftest import Camera
from tests.browser.desk import Desk
from tests.fixtures.product import Product

# The first to come starts the product, perhaps on a machine that has much else to do.
pytestmark = pytest.mark.timeout(180)


def test_a_wrong_password_is_told_plainly_and_the_right_one_still_opens(
    desk: Desk, product: Product, camera: Camera
) -> None:
    page = desk.page
    login = product.login_of(Role.SALES)
    desk.open()
    expect(page.get_by_role("button", name="Войти")).to_be_visible()
    camera.take("login")
    page.emulate_media(color_scheme="dark")
    camera.take("login-dark")
    page.emulate_media(color_scheme="light")
    wrong = replace(login, password="wrong" + login.password)
    page.get_by_role("textbox", name="Логин").fill(wrong.login)
    page.get_by_label("Пароль", exact=True).fill(wrong.password)
    page.get_by_role("button", name="Войти").click()
    expect(page.get_by_role("alert")).to_have_text("Неверный логин или пароль.")
    camera.take("login-wrong-password")
    desk.log_in(login)
    expect(page.get_by_role("table", name="Клиенты")).to_be_visible()


def test_whoever_only_stands_at_the_door_has_done_nothing_wrong(desk: Desk) -> None:
    said: list[str] = []
    desk.page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    desk.open()
    expect(desk.page.get_by_role("button", name="Войти")).to_be_visible()
    assert said == []


def test_the_language_chosen_in_the_header_is_kept_with_the_user(
    desk: Desk, product: Product, camera: Camera
) -> None:
    page = desk.page
    desk.log_in(product.login_of(Role.SALES))
    expect(page.get_by_role("heading", name="Клиенты")).to_be_visible()
    page.get_by_role("radiogroup", name="Язык").get_by_text("EN").click()
    expect(page.get_by_role("heading", name="Clients")).to_be_visible()
    expect(page.get_by_role("button", name="Go on line")).to_be_visible()
    camera.take("clients-english")
    page.reload()
    expect(page.get_by_role("heading", name="Clients")).to_be_visible()
    page.get_by_role("radiogroup", name="Language").get_by_text("RU").click()
    expect(page.get_by_role("heading", name="Клиенты")).to_be_visible()
    page.get_by_role("button", name="Моя учётная запись").click()
    page.get_by_role("menuitem", name="Выйти").click()
    expect(page.get_by_role("button", name="Войти")).to_be_visible()
