"""An operator's work, from the log-in to the recording: seen in Chromium, heard through Asterisk."""

import io
import re
import wave
from array import array
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, expect

from core.users.models import Role
from pbx.ari import SILENT_LEG_SECONDS
from tests.browser.conftest import Camera
from tests.browser.desk import Desk
from tests.browser.waiting import eventually
from tests.fixtures.product import Product
from zvonar.demo.fill import DemoLogin

# The first to come starts the product, perhaps on a machine that has much else to do.
pytestmark = pytest.mark.timeout(180)

GIVEN = {
    "has_internet": "yes",
    "satisfaction": 4,
    "services": ["internet", "tv"],
    "budget": 1500,
    "install_date": "2027-12-25",
    "comment": "Просит счёт на почту",
}
NOTE = "Договорились на вечер, позвонить в домофон."


def test_an_operator_talks_asks_disposes_and_listens_again(
    desk: Desk, product: Product, camera: Camera
) -> None:
    page = desk.page
    desk.log_in(product.login_of(Role.OPERATOR))
    camera.take("operator-1-before-the-line")
    desk.go_on_line()

    call_id = desk.until_talking()
    client_name = desk.client_name
    expect(page.get_by_role("region", name="Разговор")).to_contain_text("Меня зовут Анна Петрова")
    camera.take("operator-2-pop")
    _look_at_other_languages_and_lights(desk, camera)

    desk.open_diagnostics()
    desk.until_sound_flows_both_ways()
    camera.take("operator-3-diagnostics")
    page.keyboard.press("Escape")

    _answer_every_question(desk)
    assert desk.asked_of_server(f"/calls/{call_id}")["answers"] == GIVEN
    camera.take("operator-4-answered")

    desk.hang_up()
    desk.pause("Перерыв")
    desk.choose("sale")
    desk.write_note(NOTE)
    camera.take("operator-5-wrap-up")
    desk.save()
    desk.until(operator="paused", call="none")
    camera.take("operator-6-paused")

    page.get_by_role("list", name="Мои последние звонки").get_by_role("link", name=client_name).click()
    contact = page.get_by_role("list", name="Контакты").get_by_role("listitem").first
    expect(contact).to_contain_text("Продажа")
    expect(contact).to_contain_text("Анна Петрова")
    expect(contact).to_contain_text(NOTE)
    for shown in ("Да", "4", "Интернет, Телевидение", "25.12.2027", "Просит счёт на почту"):
        expect(contact.get_by_role("definition").filter(has_text=re.compile(f"^{shown}$"))).to_be_visible()
    _listen(desk, contact)
    camera.take("operator-7-history")
    _voices_were_recorded(desk, call_id)

    desk.become_available()
    next_call_id = desk.until_talking()
    assert next_call_id != call_id
    expect(page).to_have_url(re.compile("/console$"))
    desk.hang_up()
    desk.dispose("refused")
    desk.until(operator="available")


def _answer_every_question(desk: Desk) -> None:
    desk.answer("has_internet").get_by_role("radio", name="Да").check()
    desk.answer("satisfaction").get_by_text("4", exact=True).click()
    desk.answer("services").get_by_role("checkbox", name="Интернет").check()
    desk.answer("services").get_by_role("checkbox", name="Телевидение").check()
    desk.answer("budget").get_by_role("textbox").fill("1500")
    desk.answer("install_date").get_by_role("textbox").fill("25.12.2027")
    desk.answer("comment").get_by_role("textbox").fill("Просит счёт на почту")
    for question_id in GIVEN:
        desk.until_saved(question_id)


def test_a_muted_operator_is_not_taken_for_one_who_is_gone(
    desk: Desk, product: Product, an_operator: Callable[[], DemoLogin]
) -> None:
    desk.log_in(an_operator())
    desk.go_on_line()
    desk.until_talking()
    before = _legs_ended_in_silence(product)
    desk.page.get_by_role("button", name="Выключить микрофон").click()

    desk.page.wait_for_timeout((SILENT_LEG_SECONDS + 3) * 1000)

    assert _legs_ended_in_silence(product) == before
    desk.hang_up()
    desk.dispose("refused")
    desk.until(operator="available")


def _legs_ended_in_silence(product: Product) -> int:
    return product.node.log_file.read_text().count("for lack of audio RTP activity")


def _look_at_other_languages_and_lights(desk: Desk, camera: Camera) -> None:
    page = desk.page
    page.emulate_media(color_scheme="dark")
    camera.take("operator-2-pop-dark")
    page.emulate_media(color_scheme="light")
    page.get_by_text("EN", exact=True).click()
    expect(page.get_by_role("region", name="Conversation")).to_contain_text("My name is")
    expect(page.get_by_role("status", name="My state")).to_contain_text("On a call")
    camera.take("operator-2-pop-english")
    page.get_by_text("RU", exact=True).click()
    expect(page.get_by_role("region", name="Разговор")).to_be_visible()


def _listen(desk: Desk, contact: Locator) -> None:
    contact.get_by_role("button", name="Слушать запись").click()
    audio = contact.locator("audio")
    eventually(desk.page, lambda: audio.evaluate("one => one.currentTime"), lambda at: at > 0.7)
    assert audio.evaluate("one => one.duration") > 1
    expect(contact.get_by_test_id("recording-time")).to_have_text(re.compile(r"0:0[1-9] / \d:\d\d"))


def _voices_were_recorded(desk: Desk, call_id: str) -> None:
    response = desk.page.request.get(f"{desk.address}/api/v1/calls/{call_id}/recording")
    with wave.open(io.BytesIO(response.body())) as recording:
        length = timedelta(seconds=recording.getnframes() / recording.getframerate())
        loudness = array("h", recording.readframes(recording.getnframes()))
    assert length > timedelta(seconds=1)
    assert max(loudness) > 1000, "the recording is silent"
