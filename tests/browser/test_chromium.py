"""The browser the other tests lean on is a real one, with letters, a microphone and peer connections."""

from pathlib import Path

from playwright.sync_api import Page

from tests.browser.chromium import SCREEN
from tests.browser.conftest import Camera

_MICROPHONE = """
async () => {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  return stream.getAudioTracks().map((track) => track.readyState);
}
"""

_SOUND_FLOWS = """
async () => {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const [here, there] = [new RTCPeerConnection(), new RTCPeerConnection()];
  here.onicecandidate = ({ candidate }) => candidate && there.addIceCandidate(candidate);
  there.onicecandidate = ({ candidate }) => candidate && here.addIceCandidate(candidate);
  stream.getTracks().forEach((track) => here.addTrack(track, stream));
  await here.setLocalDescription();
  await there.setRemoteDescription(here.localDescription);
  await there.setLocalDescription();
  await here.setRemoteDescription(there.localDescription);
  for (;;) {
    for (const report of (await there.getStats()).values())
      if (report.type === "inbound-rtp" && report.packetsReceived > 5) return report.kind;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
"""


def test_the_screen_is_a_small_laptops(page: Page) -> None:
    size = page.evaluate("({ width: innerWidth, height: innerHeight })")
    assert size == SCREEN


def test_russian_letters_are_drawn(page: Page, camera: Camera) -> None:
    page.set_content("<p style='font: 40px sans-serif'><span>жжжжжж</span> <span>гггггг</span></p>")
    widths = [box["width"] for span in page.locator("span").all() if (box := span.bounding_box())]
    # Boxes drawn for missing letters would all have the same width.
    assert len(widths) == 2
    assert widths[0] > 1.5 * widths[1]
    picture: Path = camera.take("letters")
    assert picture.stat().st_size > 1_000


def test_the_microphone_is_live_without_a_question(page: Page) -> None:
    page.route("http://localhost/", lambda route: route.fulfill(body="<title>microphone</title>"))
    page.goto("http://localhost/")
    assert page.evaluate(_MICROPHONE) == ["live"]


def test_sound_flows_between_two_ends_of_this_machine(page: Page) -> None:
    page.route("http://localhost/", lambda route: route.fulfill(body="<title>sound</title>"))
    page.goto("http://localhost/")
    assert page.evaluate(_SOUND_FLOWS) == "audio"
