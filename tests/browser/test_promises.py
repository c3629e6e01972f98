"""What was promised to a client is kept: the call back comes, and who wants no calls gets none."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Request, Route, expect

from core.clock import SystemClock
from tests.browser.chromium import CONTEXT
from tests.browser.conftest import Camera
from tests.browser.desk import Desk
from tests.browser.waiting import eventually
from tests.fixtures.product import Product
from zvonar.demo.fill import DemoLogin

# The first to come starts the product, perhaps on a machine that has much else to do.
pytestmark = pytest.mark.timeout(180)

SOON = timedelta(seconds=6)


def test_a_promised_callback_comes_back_to_the_one_who_promised_it(
    desk: Desk, product: Product, camera: Camera, an_operator: Callable[[], DemoLogin], browser: Browser
) -> None:
    page = desk.page
    desk.log_in(an_operator())
    desk.go_on_line()
    call_id = desk.until_talking()
    promised_to = desk.asked_of_server(f"/calls/{call_id}")["client"]
    client_zone = ZoneInfo(promised_to["time_zone"])
    desk.choose("callback")
    note = page.get_by_role("textbox", name="Заметка")
    expect(note).to_be_in_viewport(ratio=1)
    camera.take("callback-open")
    page.get_by_role("button", name="завтра в 10").click()
    expect(page.get_by_role("button", name="Когда перезвонить")).to_have_text(
        re.compile("^[0-9]+ [а-я]+, 10:00$")
    )
    # Beside it the client's own clock may say the same.
    chosen = page.get_by_role("status").filter(has=page.get_by_text("10:00 у клиента"))
    expect(chosen).to_be_in_viewport(ratio=1)
    expect(note).to_be_in_viewport(ratio=1)
    camera.take("callback-chosen")
    page.emulate_media(color_scheme="dark")
    camera.take("callback-chosen-dark")
    page.emulate_media(color_scheme="light")
    desk.hang_up()
    desk.pause("Обед")
    due_at = SystemClock().now() + SOON
    _make_tomorrow_come(desk, client_zone, due_at)
    desk.write_note("Просил набрать ещё раз.")
    desk.save()
    desk.until(operator="paused", call="none")

    # A colleague is free all the time and gets other clients.
    with browser.new_context(**CONTEXT) as context:
        colleague = Desk(context.new_page(), product.address)
        colleague.log_in(an_operator())
        colleague.go_on_line()
        others_call_id = colleague.until_talking()
        assert colleague.asked_of_server(f"/calls/{others_call_id}")["client"]["id"] != promised_to["id"]

        eventually(page, SystemClock().now, lambda now: now > due_at)
        desk.become_available()
        call_id = desk.until_talking()
        assert desk.asked_of_server(f"/calls/{call_id}")["client"]["id"] == promised_to["id"]
        expect(page.get_by_role("list", name="Контакты").get_by_role("listitem").first).to_contain_text(
            "Просил набрать ещё раз."
        )
        desk.hang_up()
        desk.dispose("refused")


def test_a_number_that_wants_no_calls_cannot_be_called(
    desk: Desk, an_operator: Callable[[], DemoLogin], camera: Camera
) -> None:
    page = desk.page
    desk.log_in(an_operator())
    desk.go_on_line()
    call_id = desk.until_talking()
    call = desk.asked_of_server(f"/calls/{call_id}")
    desk.hang_up()
    desk.pause("Перерыв")
    desk.dispose("do_not_call", "Просил больше не звонить.")
    desk.until(operator="paused", call="none")

    page.get_by_role("list", name="Мои последние звонки").get_by_role(
        "link", name=call["client"]["name"]
    ).click()
    refused = (
        page.get_by_role("list", name="Номера телефонов")
        .get_by_role("listitem")
        .filter(has_text="не звонить")
    )
    button = refused.get_by_role("button", name=re.compile("^Позвонить .*просили не звонить"))
    expect(button).to_have_attribute("aria-disabled", "true")
    camera.take("do-not-call")
    button.click(force=True)
    desk.until(call="none")
    answer = page.request.post(
        f"{desk.address}/api/v1/calls",
        data={"client_id": call["client"]["id"], "phone_number": call["phone_number"]},
    )
    assert answer.status == 409


def _make_tomorrow_come(desk: Desk, client_zone: ZoneInfo, at: datetime) -> None:
    """The picker knows whole minutes; on its way to the server, the moment chosen is moved near."""

    def hasten(route: Route, request: Request) -> None:
        verdict = json.loads(request.post_data or "")
        promised_at = datetime.fromisoformat(verdict["callback_at"]).astimezone(client_zone)
        assert (promised_at.hour, promised_at.minute) == (10, 0), "ten o'clock, but not the client's"
        verdict["callback_at"] = at.isoformat()
        route.continue_(post_data=json.dumps(verdict))

    desk.page.route("**/disposition", hasten, times=1)
