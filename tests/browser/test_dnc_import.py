"""A supervisor brings in a file of refused numbers, learns which lines were no numbers, and looks one up."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Camera
from tests.browser.desk import Desk
from zvonar.demo.fill import DemoLogin

# The first to come starts the product, perhaps on a machine that has much else to do.
pytestmark = pytest.mark.timeout(180)

SLOWLY_MS = 90_000
MANY = 120_000
REFUSED = {3: "не звоните мне", 5: "12"}


def a_list_of_numbers(folder: Path) -> Path:
    """Many good numbers; some lines among the first are none."""
    lines = ["phone", *(f"8 (977) {number // 10_000:03}-{number % 10_000:04}" for number in range(MANY))]
    for line, text in REFUSED.items():
        lines[line - 1] = text
    file = folder / "Отказались.csv"
    file.write_bytes("\r\n".join(lines).encode("cp1251"))
    return file


def test_a_file_of_refused_numbers_comes_in_and_is_told_line_by_line(
    page: Page, desk: Desk, supervisor: DemoLogin, camera: Camera, tmp_path: Path
) -> None:
    desk.log_in(supervisor)
    desk.open("/settings/dnc")
    look_up = page.get_by_role("searchbox", name="Найти номер")
    look_up.fill("+7 977 000 00 42")
    expect(page.get_by_text("Этого номера нет в стоп-листе.")).to_be_visible()

    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Загрузить файл").click()
    chooser.value.set_files(a_list_of_numbers(tmp_path))
    report = page.get_by_role("region", name="Последний импорт")
    # Its progress, to be seen from the first percent on; the same panel says how it ended.
    expect(report.get_by_role("progressbar", name="Загружено строк")).to_be_visible(timeout=SLOWLY_MS)
    expect(report.get_by_role("status")).to_have_text(re.compile(r"Идёт · [\d\s]+ / 120\s000"))
    camera.take("dnc-import-1-progress")
    expect(report.get_by_role("status")).to_have_text("Загружен", timeout=SLOWLY_MS)
    expect(report).to_contain_text(f"{MANY - len(REFUSED):,}".replace(",", "\N{NO-BREAK SPACE}"))
    refused = report.get_by_role("list", name="Что не удалось внести").get_by_role("listitem")
    expect(refused).to_have_count(len(REFUSED))
    for item, (line, text) in enumerate(REFUSED.items()):
        expect(refused.nth(item)).to_contain_text(f"Строка {line}: {text} — ")
    expect(refused.first).to_contain_text("содержит знаки, которых в номере телефона не бывает")
    camera.take("dnc-import-2-result")

    # What was looked up before the file came is asked anew by itself.
    table = page.get_by_role("table", name="Стоп-лист")
    expect(table.get_by_role("row").nth(1)).to_contain_text("+7 977 000-00-42")
    look_up.fill("8 (977) 000-00-77")
    expect(table.get_by_role("row")).to_have_count(2)
    expect(table.get_by_role("row").nth(1)).to_contain_text("+7 977 000-00-77")
    # Of a line that was refused nothing was entered.
    look_up.fill("+7 977 000 00 01")
    expect(page.get_by_text("Этого номера нет в стоп-листе.")).to_be_visible()
