"""An administrator adds an operator, who logs in with the password that was handed over, and changes it."""

import re

from playwright.sync_api import Browser, Page, expect

from core.users.models import Role
from tests.browser.chromium import CONTEXT
from tests.browser.conftest import Camera
from tests.browser.desk import Desk
from tests.fixtures.product import Product
from zvonar.demo.fill import DemoLogin

OWN_PASSWORD = "тёплый хлеб на ужин"


def test_an_administrator_adds_an_operator_who_then_logs_in(
    page: Page, desk: Desk, product: Product, camera: Camera, browser: Browser
) -> None:
    desk.log_in(product.login_of(Role.ADMIN))
    desk.open("/settings/staff")
    staff = page.get_by_role("table", name="Сотрудники")
    expect(staff.locator("tr[data-login=supervisor]")).to_contain_text("Супервизор")
    camera.take("staff")

    page.get_by_role("button", name="Добавить").click()
    dialog = page.get_by_role("dialog", name="Новый сотрудник")
    dialog.get_by_role("textbox", name="Имя").fill("Вера Белова")
    dialog.get_by_role("textbox", name="Логин").fill("Operator")
    dialog.get_by_role("button", name="Добавить").click()
    expect(dialog.get_by_text("этот логин уже занят")).to_be_visible()
    camera.take("staff-new-user")
    dialog.get_by_role("textbox", name="Логин").fill("Vera.Belova")
    dialog.get_by_role("button", name="Добавить").click()

    told = page.get_by_role("dialog", name="Сотрудник добавлен")
    password = told.get_by_label("Пароль").input_value()
    assert re.fullmatch(r"[a-z0-9]{4}(-[a-z0-9]{4}){3}", password)
    camera.take("staff-password")
    told.get_by_role("button", name="Готово").click()
    row = staff.locator("tr[data-login='vera.belova']")
    expect(row).to_contain_text("Оператор")

    with browser.new_context(**CONTEXT) as context:
        operators = Desk(context.new_page(), product.address)
        operators.log_in(DemoLogin("vera.belova", password, Role.OPERATOR))
        _change_password(operators.page, password, OWN_PASSWORD)
        expect(operators.page.get_by_role("button", name="Выйти на линию")).to_be_visible()

        row.get_by_role("switch").click(force=True)
        page.get_by_role("button", name="Да, отключить").click()
        expect(row.get_by_role("switch")).not_to_be_checked()
        operators.page.reload()
        expect(operators.page.get_by_role("button", name="Войти")).to_be_visible()

    page.emulate_media(color_scheme="dark")
    page.evaluate("localStorage.setItem('mantine-color-scheme-value', 'dark')")
    page.reload()
    expect(row).to_be_visible()
    camera.take("staff-dark")


def _change_password(page: Page, present: str, wanted: str) -> None:
    page.get_by_role("button", name="Моя учётная запись").click()
    page.get_by_role("menuitem", name="Сменить пароль").click()
    dialog = page.get_by_role("dialog", name="Сменить пароль")
    dialog.get_by_label("Текущий пароль").fill(present)
    dialog.get_by_label("Новый пароль", exact=True).fill(wanted)
    dialog.get_by_label("Новый пароль ещё раз").fill(wanted)
    dialog.get_by_role("button", name="Изменить").click()
    expect(page.get_by_text("Пароль изменён")).to_be_visible()
