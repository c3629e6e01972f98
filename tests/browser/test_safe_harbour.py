"""A supervisor gives a campaign a law that wants a message for abandoned calls, and then the message."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Camera
from tests.browser.desk import Desk
from tests.browser.test_answering_machines import a_recording
from zvonar.demo.fill import DemoLogin

# The first to come starts the product, perhaps on a machine that has much else to do.
pytestmark = pytest.mark.timeout(180)

CAMPAIGN = "По американским правилам"
RU_MESSAGE = "Сообщение потерянным, по-русски"
EN_MESSAGE = "Сообщение потерянным, по-английски"
MESSAGE = "Просим прощения за звонок"


def test_a_campaign_starts_under_a_law_that_wants_a_message_once_there_is_one(
    page: Page, desk: Desk, supervisor: DemoLogin, camera: Camera, tmp_path: Path
) -> None:
    desk.log_in(supervisor)
    _campaign_without_leads(page, desk)
    _keep_to(page, "США: TSR")
    start = page.get_by_role("button", name=f"Запустить: {CAMPAIGN}")
    start.click()
    expect(page.get_by_role("alert")).to_contain_text("Политика требует сообщения для потерянных вызовов")
    expect(start).to_be_visible()
    camera.take("harbour-1-refused")

    own = _own_policy(page, desk)
    own.get_by_role("button", name="Сохранить").click()
    expect(own.get_by_role("alert")).to_contain_text("сообщени")
    expect(own.get_by_role("switch", name="Закон требует этого сообщения")).to_be_checked()
    _upload(page, own, "Загрузить сообщение по-русски", a_recording(tmp_path / f"{MESSAGE}.wav"))
    expect(own.get_by_label(RU_MESSAGE)).to_have_value(f"{MESSAGE} (0:03)")
    expect(own.get_by_label(EN_MESSAGE)).to_have_value("")
    # What was uploaded for one language can be chosen for the other.
    own.get_by_label(EN_MESSAGE).click()
    page.get_by_role("option", name=MESSAGE).click()
    camera.take("harbour-2-message")
    own.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Редакция 2")).to_be_visible()
    expect(page.get_by_role("term").filter(has_text="Сообщение потерянным")).to_be_visible()

    _open_rules(page, desk)
    _keep_to(page, "США: TSR (копия)")
    start.click()
    pause = page.get_by_role("button", name=f"Приостановить: {CAMPAIGN}")
    expect(pause).to_be_visible()
    camera.take("harbour-3-dialling")
    pause.click()
    expect(start).to_be_visible()


def _campaign_without_leads(page: Page, desk: Desk) -> None:
    desk.open("/campaigns")
    page.get_by_role("button", name="Новая кампания").click()
    dialog = page.get_by_role("dialog", name="Новая кампания")
    dialog.get_by_role("textbox", name="Название").fill(CAMPAIGN)
    dialog.get_by_role("button", name="Создать").click()
    page.get_by_role("navigation", name="Кампания").get_by_role("link", name="Правила").click()


def _open_rules(page: Page, desk: Desk) -> None:
    desk.open("/campaigns")
    page.get_by_role("link", name=CAMPAIGN).click()
    page.get_by_role("navigation", name="Кампания").get_by_role("link", name="Правила").click()


def _keep_to(page: Page, policy: str) -> None:
    choice = page.get_by_role("combobox", name="Политика обзвона")
    choice.click()
    page.get_by_role("option", name=policy, exact=True).click()
    expect(choice).to_have_value(policy)
    expect(choice).to_be_enabled()


def _own_policy(page: Page, desk: Desk) -> Locator:
    """The form of a copy of the built-in policy."""
    desk.open("/settings/policies")
    page.get_by_role("navigation", name="Политики").get_by_role("button", name="США: TSR").click()
    page.get_by_role("button", name="Скопировать").click()
    own = page.get_by_role("article", name="США: TSR (копия)")
    expect(own.get_by_label("Название по-русски")).to_have_value("США: TSR (копия)")
    return own


def _upload(page: Page, form: Locator, button: str, file: Path) -> None:
    with page.expect_file_chooser() as chooser:
        form.get_by_role("button", name=re.compile(button)).click()
    chooser.value.set_files(file)
