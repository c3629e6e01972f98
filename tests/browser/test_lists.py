"""A supervisor brings a list in from a spreadsheet, ranks it, looks at its leads, and takes it back."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Camera
from tests.browser.desk import Desk
from zvonar.demo.fill import DemoLogin

# The first to come starts the product, perhaps on a machine that has much else to do.
pytestmark = pytest.mark.timeout(180)

CLIENTS = [f"ООО «Ромашка-{number}»;8 (921) 555-{number:02}-{number:02};Псков" for number in range(10, 40)]
LIST = "\r\n".join(["Наименование;Моб. телефон;Город", *CLIENTS, "Без номера;;Псков"])
SLOWLY_MS = 30_000


def test_a_list_comes_in_from_a_spreadsheet_and_goes_again(
    page: Page, desk: Desk, supervisor: DemoLogin, camera: Camera, tmp_path: Path
) -> None:
    file = tmp_path / "Весна.csv"
    file.write_bytes(LIST.replace("«", '"').replace("»", '"').encode("cp1251"))
    desk.log_in(supervisor)
    page.get_by_role("link", name="Кампании").click()
    page.get_by_role("link", name="Demo").click()
    page.get_by_role("navigation", name="Кампания").get_by_role("link", name="Списки").click()
    page.get_by_role("button", name="Загрузить список").click()
    wizard = page.get_by_role("dialog", name="Загрузить список")
    with page.expect_file_chooser() as chooser:
        wizard.get_by_role("button", name="Выбрать файл").click()
    chooser.value.set_files(file)

    begin = wizard.get_by_role("button", name="Загрузить 31 строку")
    expect(begin).to_be_enabled(timeout=SLOWLY_MS)
    expect(wizard.get_by_role("combobox", name="Кодировка")).to_have_value("Windows-1251")
    number = wizard.get_by_role("combobox", name="Что говорит «Моб. телефон»")
    expect(number).to_have_value("Номер телефона")
    camera.take("lists-1-columns")
    begin.click()

    expect(wizard.get_by_role("status")).to_contain_text("30 лидов загружено", timeout=SLOWLY_MS)
    expect(wizard.get_by_role("list", name="Непринятые строки")).to_contain_text("32")
    camera.take("lists-2-result")
    wizard.get_by_role("button", name="Готово").click()

    weight = page.get_by_role("textbox", name="Вес списка Весна")
    weight.fill("3")
    weight.blur()
    priority = page.get_by_role("textbox", name="Приоритет списка Весна")
    priority.fill("-5")
    priority.blur()
    switch = page.get_by_role("switch", name="По списку Весна звонят")
    # While one change is being stored, the next one has to wait.
    expect(switch).to_be_enabled()
    switch.click(force=True)
    expect(switch).not_to_be_checked()
    page.emulate_media(color_scheme="dark")
    camera.take("lists-3-lists")
    page.reload()
    expect(page.get_by_role("textbox", name="Вес списка Весна")).to_have_value("3")

    page.get_by_role("button", name="Переименовать Весна").click()
    renaming = page.get_by_role("dialog", name="Переименовать список")
    renaming.get_by_role("textbox", name="Название").fill("Весна, Псков")
    renaming.get_by_role("button", name="Сохранить").click()
    page.get_by_role("link", name="Весна, Псков").click()
    leads = page.get_by_role("table", name="Лиды")
    expect(leads.get_by_role("row")).to_have_count(31)
    page.get_by_role("searchbox", name="Найти лид").fill("8 921 555-17")
    expect(leads.get_by_role("row")).to_have_count(2)
    expect(leads).to_contain_text('ООО "Ромашка-17"')
    page.get_by_role("combobox", name="Какие лиды").click()
    page.get_by_role("option", name="Список выключен").click()
    expect(leads.get_by_role("row")).to_have_count(2)
    camera.take("lists-6-leads")
    leads.get_by_role("link", name="Почему звонят или не звонят").click()
    expect(page.get_by_role("region", name="Лиды")).to_contain_text("Список выключен")
    page.go_back()
    expect(page.get_by_role("searchbox", name="Найти лид")).to_have_value("8 921 555-17")
    page.get_by_role("navigation", name="Кампания").get_by_role("link", name="Списки").click()

    page.get_by_role("button", name="Отменить загрузку Весна.csv").click()
    expect(page.get_by_role("textbox", name="Вес списка Весна, Псков")).to_have_count(0, timeout=SLOWLY_MS)
    expect(page.get_by_role("table").last).to_contain_text("30 убрано")


def test_rules_for_trying_again_are_set(
    page: Page, desk: Desk, supervisor: DemoLogin, camera: Camera
) -> None:
    desk.log_in(supervisor)
    page.get_by_role("link", name="Кампании").click()
    page.get_by_role("link", name="Demo").click()
    page.get_by_role("navigation", name="Кампания").get_by_role("link", name="Списки").click()
    wait = page.get_by_role("textbox", name="Минут до следующей попытки после: Занято")
    wait.fill("20")
    page.get_by_role("checkbox", name="Сбой").uncheck()
    camera.take("lists-4-rules")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("button", name="Сохранить")).to_be_disabled()
    page.reload()
    expect(wait).to_have_value("20")
    expect(page.get_by_role("checkbox", name="Сбой")).not_to_be_checked()


def test_clients_are_selected_by_what_is_known_of_them(
    page: Page, desk: Desk, supervisor: DemoLogin, camera: Camera
) -> None:
    desk.log_in(supervisor)
    page.get_by_role("link", name="Кампании").click()
    page.get_by_role("button", name="Новая кампания").click()
    dialog = page.get_by_role("dialog", name="Новая кампания")
    dialog.get_by_role("textbox", name="Название").fill("Отбор")
    dialog.get_by_role("button", name="Создать").click()
    page.get_by_role("navigation", name="Кампания").get_by_role("link", name="Списки").click()
    page.get_by_role("button", name="Отобрать из клиентов").click()
    selection = page.get_by_role("dialog", name="Отобрать из клиентов")
    found = selection.get_by_role("status")
    expect(found).to_contain_text("Найдено 200 клиентов", timeout=SLOWLY_MS)
    selection.get_by_role("button", name="Добавить условие").click()
    selection.get_by_role("combobox", name="Что о клиенте").click()
    page.get_by_role("option", name="Вид").click()
    selection.get_by_role("combobox", name="Значение").click()
    page.get_by_role("option", name="Компания").click()
    expect(found).not_to_contain_text("Найдено 200 клиентов")
    selection.get_by_role("textbox", name="Название нового списка").fill("Компании")
    camera.take("lists-5-selection")
    selection.get_by_role("button", name="Внести в список").click()
    expect(page.get_by_role("textbox", name="Вес списка Компании")).to_be_visible(timeout=SLOWLY_MS)
    expect(page.get_by_role("table").first).not_to_contain_text("0 из 0 закрыто", timeout=SLOWLY_MS)
    selections = page.get_by_role("table").last
    expect(selections).to_contain_text("Отобрано", timeout=SLOWLY_MS)
    camera.take("lists-7-selections")
    selections.get_by_role("button", name="Отменить отбор в Компании").click()
    expect(selections).to_contain_text("Отменено", timeout=SLOWLY_MS)
    expect(page.get_by_role("textbox", name="Вес списка Компании")).to_have_count(0, timeout=SLOWLY_MS)
