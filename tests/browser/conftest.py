"""Chromium as an operator has it: a small laptop's screen and a microphone that gives a tone.

Browser tests are plain functions, not coroutines: `page` is pytest-playwright's. What they test runs
as processes of its own.
"""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from scripts.steps import VAR
from tests.browser.chromium import CONTEXT, LAUNCH

SCREENSHOTS = VAR / "screenshots"


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


class Camera:
    """Keeps pictures of a page under `var/screenshots`, to be looked at by a person."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def take(self, name: str) -> Path:
        path = SCREENSHOTS / f"{name}.png"
        self._page.screenshot(path=path)
        return path


@pytest.fixture
def camera(page: Page) -> Camera:
    return Camera(page)
