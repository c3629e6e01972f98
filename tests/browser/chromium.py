"""How Chromium is started, for tests and for whoever measures with it."""

from typing import Any

from scripts.install_chromium import EXECUTABLE

SCREEN = {"width": 1366, "height": 768}

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

LAUNCH: dict[str, Any] = {"executable_path": str(EXECUTABLE), "args": list(FLAGS)}
CONTEXT: dict[str, Any] = {
    "viewport": SCREEN,
    "screen": SCREEN,
    "permissions": ["microphone"],
    "locale": "ru-RU",
}
