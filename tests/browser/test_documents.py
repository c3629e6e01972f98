"""A supervisor writes a line of the script and a question, and an operator's next call shows both."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import CONTEXT
from tests.browser.conftest import Camera
from tests.browser.desk import Desk
from tests.fixtures.product import Product
from zvonar.demo.fill import CAMPAIGN_NAME, DemoLogin

# The first to come starts the product, perhaps on a machine that has much else to do.
pytestmark = pytest.mark.timeout(240)

LINE = "Здравствуйте, {person_name}! Вас беспокоит осенняя кампания."
QUESTION = "Сколько у вас окон?"


class Author(Desk):
    """A supervisor in front of the page of the demo's campaign."""

    def campaign(self) -> dict[str, object]:
        return next(one for one in self.asked_of_server("/campaigns") if one["name"] == CAMPAIGN_NAME)

    def opens_the_documents(self) -> None:
        self.open(f"/campaigns/{self.campaign()['id']}/live")
        tabs = self.page.get_by_role("navigation", name="Кампания")
        tabs.get_by_role("link", name="Сценарий и вопросы").click()
        expect(self.page.get_by_role("form", name="Сценарий")).to_be_visible()

    def puts_back(self, before: dict[str, object]) -> None:
        for name, parts in (("script", "blocks"), ("questionnaire", "questions")):
            document = before[name]
            assert isinstance(document, dict)
            body = {"edition": self.campaign()["edition"], parts: document[parts]}
            address = f"{self.address}/api/v1/campaigns/{before['id']}/{name}"
            response = self.page.request.put(address, data=body)
            assert response.ok, response.text()


@pytest.fixture
def author(browser: Browser, product: Product, supervisor: DemoLogin) -> Iterator[Author]:
    """The documents are the demo's own again at the end."""
    with browser.new_context(**CONTEXT) as context:
        context.set_default_timeout(10_000)
        author = Author(context.new_page(), product.address)
        author.log_in(supervisor)
        before = author.campaign()
        try:
            yield author
        finally:
            author.puts_back(before)


def test_what_a_supervisor_writes_is_on_the_screen_of_the_next_call(
    desk: Desk, author: Author, camera: Camera, an_operator: Callable[[], DemoLogin]
) -> None:
    author.opens_the_documents()
    _writes_a_line(author.page)
    camera_of_author = Camera(author.page)
    camera_of_author.take("documents-1-script")
    _asks_a_question(author.page, camera_of_author)
    _looks_at_the_dispositions(author.page, camera_of_author)

    desk.log_in(an_operator())
    desk.go_on_line()
    desk.until_talking()
    script = desk.page.get_by_role("region", name="Сценарий")
    expect(script).to_contain_text("Вас беспокоит осенняя кампания.")
    expect(script).not_to_contain_text("{person_name}")
    asked = desk.page.get_by_role("region", name="Анкета").get_by_role("listitem")
    expect(asked.filter(has_text=QUESTION)).to_be_visible()
    camera.take("documents-5-call")
    desk.hang_up()
    desk.dispose("refused")


def _writes_a_line(page: Page) -> None:
    script = page.get_by_role("form", name="Сценарий")
    script.get_by_role("button", name="Что сказать", exact=True).click()
    last = script.get_by_role("list", name="Блоки сценария").get_by_role("listitem").last
    last.get_by_role("textbox", name="по-русски").fill(LINE.replace("{person_name}", ""))
    last.get_by_role("textbox", name="по-русски").evaluate("field => field.setSelectionRange(14, 14)")
    last.get_by_role("button", name="Имя собеседника").click()
    expect(last.get_by_role("textbox", name="по-русски")).to_have_value(LINE)
    _saves(page, "Сценарий")


def _asks_a_question(page: Page, camera: Camera) -> None:
    page.get_by_role("radiogroup", name="Что меняется").get_by_text("Вопросы").click()
    form = page.get_by_role("form", name="Анкета")
    form.get_by_role("button", name="Добавить вопрос").click()
    form.get_by_role("button", name="Сохранить").click()
    wording = form.get_by_role("textbox", name="по-русски").first
    expect(wording).to_have_attribute("aria-invalid", "true")
    camera.take("documents-2-refused")
    wording.fill(QUESTION)
    form.get_by_role("combobox", name="Вид ответа").click()
    page.get_by_role("option", name="Один из нескольких").click()
    for place, words in enumerate(("До пяти", "Больше пяти"), 1):
        form.get_by_role("textbox", name=f"ответ {place}, по-русски").fill(words)
    form.get_by_role("checkbox", name="Спрашивать только после определённого ответа").check()
    page.emulate_media(color_scheme="dark")
    camera.take("documents-3-question-dark")
    page.emulate_media(color_scheme="light")
    camera.take("documents-3-question")
    form.get_by_role("checkbox", name="Спрашивать только после определённого ответа").uncheck()
    # Whoever goes away with something unsaved is asked first.
    page.get_by_role("navigation", name="Кампания").get_by_role("link", name="Изменения").click()
    page.get_by_role("dialog", name="Уйти без сохранения?").get_by_role(
        "button", name="Продолжить правку"
    ).click()
    _saves(page, "Анкета")


def _looks_at_the_dispositions(page: Page, camera: Camera) -> None:
    page.get_by_role("radiogroup", name="Что меняется").get_by_text("Итоги").click()
    expect(page.get_by_role("form", name="Итоги")).to_be_visible()
    camera.take("documents-4-dispositions")


def _saves(page: Page, name: str) -> None:
    form = page.get_by_role("form", name=name)
    form.get_by_role("button", name="Сохранить").click()
    expect(form.get_by_role("status").filter(has_text="Сохранено")).to_be_visible()
