"""Chromium as an operator has it: a small laptop's screen and a microphone that gives a tone.

Browser tests are plain functions, not coroutines: `page` is pytest-playwright's. What they test runs
as processes of its own.
"""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from scripts.install_chromium import EXECUTABLE
from scripts.steps import VAR

SCREEN = {"width": 1366, "height": 768}
SCREENSHOTS = VAR / "screenshots"

FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The microphone gives a tone, and nobody is asked whether it may be used.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    # Sound flows on machines that have no network but themselves.
    "--allow-loopback-in-peer-connection",
)


@pytest.fixture(scope="session")
def chromium_executable() -> Path:
    """What `make chromium` provided."""
    return EXECUTABLE


@pytest.fixture(scope="session")
def browser_type_launch_args(chromium_executable: Path) -> dict[str, Any]:
    return {"executable_path": str(chromium_executable), "args": list(FLAGS)}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {"viewport": SCREEN, "screen": SCREEN, "permissions": ["microphone"], "locale": "ru-RU"}


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
