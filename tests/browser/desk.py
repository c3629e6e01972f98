"""What a person does in front of the console, and what they wait for: the words of the stories.

Everything is held by what a person perceives: roles and names, in Russian. The states the page writes on
its document tell when to go on.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.waiting import PATIENCE, eventually
from zvonar.demo.fill import DemoLogin

_TIMER = re.compile(r"(?:(\d+):)?(\d+):(\d\d)")


@dataclass(frozen=True, slots=True)
class Packets:
    sent: int
    received: int


class Desk:
    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address

    def open(self, path: str = "/") -> None:
        self.page.goto(self.address + path)

    def log_in(self, login: DemoLogin) -> None:
        self.open()
        self.page.get_by_role("textbox", name="Логин").fill(login.login)
        self.page.get_by_label("Пароль", exact=True).fill(login.password)
        self.page.get_by_role("button", name="Войти").click()
        self.until(connection="open")

    def until(self, within: timedelta = PATIENCE, **states: str) -> None:
        """Wait until the document shows these states: `operator`, `call`, `softphone`, `connection`."""
        marks = {
            f"data-{name}" if name == "connection" else f"data-{name}-state": state
            for name, state in states.items()
        }
        selector = "html" + "".join(f'[{mark}="{state}"]' for mark, state in marks.items())
        self.page.wait_for_selector(selector, state="attached", timeout=within.total_seconds() * 1000)

    def go_on_line(self) -> None:
        self.page.get_by_role("button", name="Выйти на линию").click()
        self.until(softphone="online")

    def until_talking(self) -> str:
        """Wait for the next customer and return the call's id."""
        self.until(operator="on_call", call="connected")
        expect(self.screen).to_be_visible()
        return self.call_id

    def answer(self, question_id: str) -> Locator:
        return self.page.locator(f"li[data-question={question_id}]")

    def until_saved(self, question_id: str) -> None:
        expect(self.answer(question_id).get_by_role("img", name="Сохранено")).to_be_visible()

    def hang_up(self) -> None:
        self.page.get_by_role("button", name="Завершить", exact=True).click()
        self.until(operator="wrap_up", call="ended")

    def pause(self, reason: str) -> None:
        self.page.get_by_role("button", name="Пауза").click()
        self.page.get_by_role("menuitem", name=reason).click()

    def become_available(self) -> None:
        self.page.get_by_role("button", name="Готов", exact=True).click()

    def choose(self, disposition: str) -> None:
        choice = self.page.locator(f"button[data-disposition={disposition}]")
        choice.click()
        expect(choice).to_be_checked()

    def write_note(self, note: str) -> None:
        self.page.get_by_role("textbox", name="Заметка").fill(note)

    def save(self) -> None:
        self.page.get_by_role("button", name="Сохранить", exact=True).click()

    def dispose(self, disposition: str, note: str = "") -> None:
        self.choose(disposition)
        self.write_note(note)
        self.save()

    @property
    def screen(self) -> Locator:
        return self.page.get_by_test_id("call-screen")

    @property
    def call_id(self) -> str:
        return self.screen.get_attribute("data-call-id") or ""

    @property
    def client_name(self) -> str:
        return self.page.get_by_role("article", name="Карточка клиента").get_by_role("heading").inner_text()

    @property
    def call_seconds(self) -> int:
        return seconds_of(self.page.get_by_role("timer", name="Длительность звонка").inner_text())

    @property
    def wrap_up_seconds(self) -> int:
        """How many are left."""
        return seconds_of(self.page.get_by_role("timer", name="Осталось на постобработку").inner_text())

    @property
    def packets(self) -> Packets:
        """What the diagnostics panel shows; it must be open."""
        return Packets(self._count("packets-sent"), self._count("packets-received"))

    def open_diagnostics(self) -> None:
        self.page.get_by_role("button", name="Диагностика телефона").click()
        expect(self.page.get_by_test_id("packets-sent")).to_be_visible()

    def until_sound_flows_both_ways(self) -> None:
        """Both counts of packets rise by what half a second of speech takes."""
        before = self.packets
        eventually(
            self.page,
            lambda: self.packets,
            lambda now: now.sent >= before.sent + 25 and now.received >= before.received + 25,
        )

    def asked_of_server(self, path: str) -> Any:
        """What the REST interface answers to this very user."""
        response = self.page.request.get(f"{self.address}/api/v1{path}")
        assert response.ok, response.text()
        return response.json()

    def _count(self, test_id: str) -> int:
        return int(self.page.get_by_test_id(test_id).inner_text())


def seconds_of(timer: str) -> int:
    """ "1:05" is 65."""
    found = _TIMER.search(timer)
    assert found, timer
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds
