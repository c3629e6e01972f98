"""The page is reloaded or the server is killed in the middle of a call: the work goes on."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Camera
from tests.browser.desk import Desk
from tests.browser.waiting import eventually
from tests.fixtures.product import Product
from zvonar.demo.fill import DemoLogin

# The first to come starts the product, perhaps on a machine that has much else to do.
pytestmark = pytest.mark.timeout(180)

TYPED = "Набрано до перезагрузки."


def test_a_call_outlives_the_death_of_the_server(
    desk: Desk, product: Product, camera: Camera, an_operator: Callable[[], DemoLogin]
) -> None:
    page = desk.page
    desk.log_in(an_operator())
    desk.go_on_line()
    call_id = desk.until_talking()
    client_name = desk.client_name
    contacts_before = page.get_by_role("heading", name="Последние контакты").text_content() or ""
    desk.answer("has_internet").get_by_role("radio", name="Нет").check()
    desk.until_saved("has_internet")
    desk.open_diagnostics()
    desk.until_sound_flows_both_ways()

    product.kill()
    desk.until(connection="waiting")
    desk.until_sound_flows_both_ways()
    camera.take("outage-1-server-is-dead")
    product.start()
    desk.until(connection="open", within=timedelta(seconds=25))
    assert (desk.call_id, desk.client_name) == (call_id, client_name)
    desk.until(operator="on_call", call="connected", softphone="online", within=timedelta(seconds=25))
    desk.until_sound_flows_both_ways()
    page.keyboard.press("Escape")
    expect(desk.answer("has_internet").get_by_role("radio", name="Нет")).to_be_checked()
    # What goes on now is no past contact.
    expect(page.get_by_role("heading", name="Последние контакты")).to_have_text(contacts_before)
    camera.take("outage-2-server-is-back")

    desk.hang_up()
    desk.dispose("refused", "Связь была, сервера не было.")
    desk.until(operator="available")
    contacts = desk.asked_of_server(f"/clients/{_client_of(desk, call_id)}/contacts")["items"]
    assert [one["call_id"] for one in contacts].count(call_id) == 1
    assert contacts[0]["disposition"]["code"] == "refused"


def test_a_reloaded_console_goes_on_with_the_same_call_answers_and_timer(
    desk: Desk, camera: Camera, an_operator: Callable[[], DemoLogin]
) -> None:
    page = desk.page
    desk.log_in(an_operator())
    desk.go_on_line()
    call_id = desk.until_talking()
    client_name, client_id = desk.client_name, _client_of(desk, call_id)
    desk.answer("has_internet").get_by_role("radio", name="Да").check()
    desk.answer("services").get_by_role("checkbox", name="Телефония").check()
    for question_id in ("has_internet", "services"):
        desk.until_saved(question_id)
    desk.write_note(TYPED)
    eventually(page, lambda: desk.call_seconds, lambda seconds: seconds >= 2)
    before = desk.call_seconds
    page.reload()
    expect(desk.screen).to_be_visible()
    assert (desk.call_id, desk.client_name) == (call_id, client_name)
    expect(desk.answer("has_internet").get_by_role("radio", name="Да")).to_be_checked()
    expect(desk.answer("services").get_by_role("checkbox", name="Телефония")).to_be_checked()
    expect(page.get_by_role("textbox", name="Заметка")).to_have_value(TYPED)
    assert desk.call_seconds >= before
    # The sound ended with the page that carried it; the customer heard music until the new one came.
    desk.until(operator="on_call", call="connected", softphone="online")
    desk.open_diagnostics()
    desk.until_sound_flows_both_ways()
    camera.take("reload-in-call")
    page.keyboard.press("Escape")
    desk.hang_up()
    desk.until(operator="wrap_up", call="ended", softphone="online")
    assert desk.asked_of_server(f"/calls/{call_id}")["outcome"] == "handled"

    left = desk.wrap_up_seconds
    page.reload()
    expect(desk.screen).to_be_visible()
    assert desk.call_id == call_id
    assert left - 10 < desk.wrap_up_seconds <= left
    expect(page.get_by_role("textbox", name="Заметка")).to_have_value(TYPED)
    desk.until(softphone="online")
    camera.take("reload-in-wrap-up")
    desk.choose("refused")
    desk.save()
    desk.until(operator="available")
    contact = desk.asked_of_server(f"/clients/{client_id}/contacts")["items"][0]
    assert (contact["call_id"], contact["note"]) == (call_id, TYPED)
    assert {one["question_id"] for one in contact["answers"]} == {"has_internet", "services"}


def test_a_customer_is_not_left_in_silence_when_the_page_is_left(
    desk: Desk, an_operator: Callable[[], DemoLogin]
) -> None:
    page = desk.page
    desk.log_in(an_operator())
    desk.go_on_line()
    call_id = desk.until_talking()
    page.goto("about:blank")
    # Music for as long as she might come back, then a message that the line is broken.
    eventually(
        page,
        lambda: desk.asked_of_server(f"/calls/{call_id}")["state"],
        lambda state: state == "ended",
        within=timedelta(seconds=15),
    )


def _client_of(desk: Desk, call_id: str) -> str:
    client_id: str = desk.asked_of_server(f"/calls/{call_id}")["client"]["id"]
    return client_id
