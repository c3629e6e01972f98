"""A supervisor says what becomes of answering machines, and uploads the message that is left on them."""

import io
import wave
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Camera
from tests.browser.desk import Desk
from zvonar.demo.fill import DemoLogin

# The first to come starts the product, perhaps on a machine that has much else to do.
pytestmark = pytest.mark.timeout(180)


def a_recording(file: Path) -> Path:
    """Three seconds of a tone; the file's name is the message's, and must be new to the product."""
    made = io.BytesIO()
    with wave.open(made, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16_000)
        samples = 8000 * np.sin(2 * np.pi * 440 * np.arange(48_000) / 16_000)
        sound.writeframes(samples.astype("<i2").tobytes())
    file.write_bytes(made.getvalue())
    return file


def test_a_message_for_answering_machines_is_uploaded_and_set(
    page: Page, desk: Desk, supervisor: DemoLogin, camera: Camera, tmp_path: Path
) -> None:
    desk.log_in(supervisor)
    page.get_by_role("link", name="Кампании").click()
    page.get_by_role("button", name="Новая кампания").click()
    dialog = page.get_by_role("dialog", name="Новая кампания")
    dialog.get_by_role("textbox", name="Название").fill("Автоответчики")
    dialog.get_by_role("combobox", name="Начать с копии").click()
    page.get_by_role("option", name="Demo").click()
    dialog.get_by_role("button", name="Создать").click()

    form = page.get_by_role("form", name="Настройки")
    machines = form.get_by_role("combobox", name="Автоответчики")
    machines.click()
    page.get_by_role("option", name="Оставить сообщение после сигнала").click()
    form.get_by_role("button", name="Сохранить").click()
    message = form.get_by_role("combobox", name="Сообщение")
    expect(message).to_have_attribute("aria-invalid", "true")
    camera.take("machines-1-message-missing")
    page.locator("input[type=file]").set_input_files(a_recording(tmp_path / "Осенью дешевле.wav"))
    expect(message).to_have_value("Осенью дешевле (0:03)")
    form.get_by_role("button", name="Сохранить").click()
    expect(form.get_by_role("status")).to_have_text("Сохранено")
    camera.take("machines-2-saved")
    heard = page.evaluate(
        "async (address) => (await (await fetch(address)).arrayBuffer()).byteLength",
        form.locator("audio").get_attribute("src"),
    )
    assert heard > 3 * 16_000

    page.get_by_role("navigation", name="Кампания").get_by_role("link", name="Изменения").click()
    newest = page.get_by_role("list", name="Изменения").get_by_role("listitem").first
    expect(newest).to_contain_text("Оставить сообщение после сигнала")
    expect(newest).to_contain_text("Осенью дешевле")
    camera.take("machines-3-changes")
