"""Chromium as an operator has it: a small laptop's screen and a microphone that gives a tone.

Browser tests are plain functions, not coroutines: `page` is pytest-playwright's. What they test runs
as processes of its own.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Page, expect

from core.users.models import Role
from pbx.installation import AsteriskInstall
from pbx.simulated import CustomerShares
from scripts.steps import VAR
from tests.browser.chromium import CONTEXT, LAUNCH
from tests.browser.desk import Desk
from tests.fixtures.product import Product, a_product
from zvonar.demo.fill import DemoLogin

SCREENSHOTS = VAR / "screenshots"
# Everybody answers soon and has time: it is the operator who ends the call.
PATIENT_CUSTOMERS = CustomerShares(
    busy_percent=0,
    invalid_percent=0,
    no_answer_percent=0,
    machine_percent=0,
    ring_seconds=(1.5, 2.5),
    mean_talk_seconds=150,
)
_OPERATORS = 10
# Five, Playwright's own, are too few for a part of the page that is fetched while much else is done.
_SHOWN_WITHIN_SECONDS = 15.0
expect.set_options(timeout=_SHOWN_WITHIN_SECONDS * 1000)

Thing = TypeVar("Thing")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return LAUNCH


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return CONTEXT


@pytest.fixture
def page(page: Page) -> Page:
    """A page that gives up after ten seconds instead of thirty: everything here is on this machine."""
    page.set_default_timeout(10_000)
    return page


@contextmanager
def beside_playwright(entered: AbstractContextManager[Thing]) -> Iterator[Thing]:
    """Enter and leave a context in a thread of its own.

    Playwright's loop counts as running in this thread for good, so that nobody else can run one here.
    """
    with ThreadPoolExecutor(max_workers=1) as thread:
        thing = thread.submit(entered.__enter__).result()
        try:
            yield thing
        finally:
            thread.submit(entered.__exit__, None, None, None).result()


@pytest.fixture(scope="session")
def product(asterisk_install: AsteriskInstall, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """One product for all stories that do not disturb each other."""
    directory = tmp_path_factory.mktemp("product")
    with beside_playwright(
        a_product(asterisk_install, directory, customers=PATIENT_CUSTOMERS, operators=_OPERATORS)
    ) as product:
        yield product


@pytest.fixture(scope="session")
def _rested_operators(product: Product) -> Iterator[DemoLogin]:
    return iter(product.simulated)


@pytest.fixture
def an_operator(_rested_operators: Iterator[DemoLogin]) -> Callable[[], DemoLogin]:
    """Gives an operator in whose place nobody has worked yet, a new one at each call."""
    return lambda: next(_rested_operators)


@pytest.fixture
def desk(page: Page, product: Product) -> Desk:
    return Desk(page, product.address)


@pytest.fixture
def supervisor(product: Product) -> DemoLogin:
    return product.login_of(Role.SUPERVISOR)


class Camera:
    """Keeps pictures of a page under `var/screenshots`, to be looked at by a person."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def take(self, name: str) -> Path:
        path = SCREENSHOTS / f"{name}.png"
        # What moves is shown where it comes to rest.
        self._page.screenshot(path=path, animations="disabled")
        return path


@pytest.fixture
def camera(page: Page) -> Camera:
    return Camera(page)
