"""A supervisor makes a campaign, sets it, staffs it, refuses numbers, and reads who did what."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Camera
from tests.browser.desk import Desk
from zvonar.demo.fill import DemoLogin

# The first to come starts the product, perhaps on a machine that has much else to do.
pytestmark = pytest.mark.timeout(180)

NUMBERS = "Телефон;Имя\n8 (495) 765-43-22;Анна\n+7 495 765-43-23;Борис\n12;Никто\n"


def test_a_campaign_is_made_set_and_staffed_and_each_change_is_remembered(
    page: Page, desk: Desk, supervisor: DemoLogin, camera: Camera
) -> None:
    desk.log_in(supervisor)
    page.get_by_role("link", name="Кампании").click()
    page.get_by_role("button", name="Новая кампания").click()
    dialog = page.get_by_role("dialog", name="Новая кампания")
    dialog.get_by_role("textbox", name="Название").fill("Осень")
    dialog.get_by_role("combobox", name="Начать с копии").click()
    page.get_by_role("option", name="Demo").click()
    camera.take("settings-1-new-campaign")
    dialog.get_by_role("button", name="Создать").click()

    form = page.get_by_role("form", name="Настройки")
    expect(form.get_by_role("textbox", name="Название")).to_have_value("Осень")
    ring = form.get_by_role("textbox", name="Ждать ответа")
    ring.fill("4")
    form.get_by_role("button", name="Сохранить").click()
    expect(ring).to_have_attribute("aria-invalid", "true")
    camera.take("settings-2-refused")
    ring.fill("40")
    form.get_by_role("radio", name="Только эта кампания").check()
    form.get_by_role("button", name="Сохранить").click()
    expect(form.get_by_role("status")).to_have_text("Сохранено")
    operators = page.get_by_role("list", name="Операторы")
    first = operators.get_by_role("checkbox").first
    expect(first).to_be_checked()
    first.click()
    expect(first).not_to_be_checked()
    camera.take("settings-3-saved")

    page.get_by_role("navigation", name="Кампания").get_by_role("link", name="Изменения").click()
    changes = page.get_by_role("list", name="Изменения").get_by_role("listitem")
    expect(changes).to_have_count(3)
    expect(changes.nth(0)).to_contain_text("Убраны операторы")
    expect(changes.nth(1)).to_contain_text("40")
    expect(changes.nth(1)).to_contain_text("Только эта кампания")
    expect(changes.nth(2)).to_contain_text("Осень")
    camera.take("settings-4-changes")


def test_numbers_are_refused_looked_up_and_let_go(
    page: Page, desk: Desk, supervisor: DemoLogin, camera: Camera, tmp_path: Path
) -> None:
    desk.log_in(supervisor)
    page.get_by_role("link", name="Настройки").click()
    desk.open("/settings/dnc")
    entering = page.get_by_role("form", name="Внести номер")
    entering.get_by_role("textbox", name="Номер телефона").fill("8 (495) 765-43-21")
    entering.get_by_role("textbox", name="Причина").fill("Просьба по почте")
    entering.get_by_role("button", name="Не звонить").click()
    rows = page.get_by_role("table", name="Стоп-лист").get_by_role("row")
    entered = rows.filter(has_text="+7 495 765-43-21")
    expect(entered).to_contain_text("Просьба по почте")
    expect(entered).to_contain_text("Все кампании")

    file = tmp_path / "stop.csv"
    file.write_text(NUMBERS, encoding="cp1251")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("Добавлено 2 номера")).to_be_visible()
    expect(page.get_by_role("list", name="Что не удалось внести")).to_contain_text("Строка 4: 12")
    expect(rows.filter(has_text="stop.csv")).to_have_count(2)
    camera.take("dnc-1-imported")

    page.get_by_role("searchbox", name="Найти номер").fill("00 7 495 765 43 21")
    expect(rows).to_have_count(2)
    entered.get_by_role("button", name="Убрать").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Убрать из списка")).to_be_disabled()
    dialog.get_by_role("textbox", name="Почему").fill("Клиент передумал")
    camera.take("dnc-2-removal")
    dialog.get_by_role("button", name="Убрать из списка").click()
    expect(page.get_by_text("Этого номера нет в стоп-листе.")).to_be_visible()
    camera.take("dnc-3-gone")
