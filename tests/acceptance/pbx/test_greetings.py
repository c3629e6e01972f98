"""Who greets is heard on a real Asterisk, people are joined in time, and a message begins after the beep."""

import io
import re
import wave
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID, uuid4

import numpy as np
import pytest

from core.calls.machines import MachineAction
from core.calls.state_machine import AnsweredBy, CallOutcome, CallState
from core.telephony.port import MachineDetection
from core.voice_messages.models import path_of
from core.voice_messages.sound import telephone_sound
from pbx.greeting.sound import FRAME_BYTES, FRAME_SECONDS, Frame, frame_of
from pbx.node import AsteriskNode
from pbx.simulated import Fate
from tests.acceptance.pbx.floor import Floor, floor_of, until_closed

HANG_UP = MachineDetection(MachineAction.HANG_UP)
FROM_GREETING = MachineDetection(MachineAction.HANG_UP, grace_from_greeting=True)


@pytest.fixture
async def floor(asterisk_node: AsteriskNode) -> AsyncIterator[Floor]:
    async with floor_of(asterisk_node) as connected:
        yield connected


def a_message(recordings_dir: Path) -> str:
    """Two seconds of a tone that no machine of ours whistles, where the exchange finds messages."""
    samples = 8000 * np.sin(2 * np.pi * 600 * np.arange(32_000) / 16_000)
    uploaded = io.BytesIO()
    with wave.open(uploaded, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16_000)
        sound.writeframes(samples.astype("<i2").tobytes())
    path = path_of(uuid4())
    file = recordings_dir / f"{path}.wav"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(telephone_sound(uploaded.getvalue())[0])
    return path


async def record(node: AsteriskNode, call_id: UUID, folder: Path) -> tuple[Path, Path]:
    """From now on: what the machine says, and what it hears."""
    said, heard = folder / "said.wav", folder / "heard.wav"
    channels = await node.command("core show channels concise")
    [name] = re.findall(r"Local/\S+?;1(?=!)", channels)
    await node.command(f"mixmonitor start {name} {folder / 'both.wav'},r({said})t({heard})")
    return said, heard


def frames_of(file: Path) -> list[Frame]:
    with wave.open(str(file)) as sound:
        assert sound.getframerate() == 8000
        pcm = sound.readframes(sound.getnframes())
    return [frame_of(pcm[at : at + FRAME_BYTES]) for at in range(0, len(pcm), FRAME_BYTES)]


@pytest.mark.parametrize("detection", [HANG_UP, FROM_GREETING], ids=["from answer", "from greeting"])
async def test_a_person_is_joined_within_the_grace_time(floor: Floor, detection: MachineDetection) -> None:
    async with floor.operator():
        call = await floor.ended(await floor.dial(talk_seconds=6, detection=detection))

    assert call.answered_by is AnsweredBy.PERSON
    assert call.outcome is CallOutcome.HANDLED
    assert not call.counts_as_abandoned(2.0)
    assert (call.grace_began_at is not None) is detection.grace_from_greeting


@pytest.mark.parametrize("detection", [HANG_UP, FROM_GREETING], ids=["from answer", "from greeting"])
async def test_a_machine_is_hung_up_on_and_nobody_is_asked_for_it(
    floor: Floor, detection: MachineDetection
) -> None:
    call = await floor.ended(await floor.dial(Fate.MACHINE, detection=detection))

    assert (call.answered_by, call.outcome) == (AnsweredBy.MACHINE, CallOutcome.MACHINE)
    assert floor.receptionist.asked == []
    assert call.answered_at is not None
    assert call.ended_at is not None
    assert (call.ended_at - call.answered_at).total_seconds() < 4.5


async def test_a_machine_is_passed_to_an_operator_and_known_as_one(floor: Floor) -> None:
    detection = MachineDetection(MachineAction.OPERATOR, grace_from_greeting=True)
    async with floor.operator():
        call_id = await floor.dial(Fate.MACHINE, detection=detection)
        await floor.reaches(call_id, CallState.CONNECTED)
        await floor.telephony.hang_up(call_id)
        call = await floor.ended(call_id)

    assert (call.answered_by, call.outcome) == (AnsweredBy.MACHINE, CallOutcome.HANDLED)
    assert not call.counts_as_answered


async def test_what_was_listened_to_is_part_of_the_wait(floor: Floor) -> None:
    """Nobody is free: the safe-harbour message comes two seconds after the answer."""
    call_id = await floor.dial(talk_seconds=20, detection=HANG_UP)
    call = await floor.ended(call_id)

    assert call.outcome is CallOutcome.ABANDONED
    assert call.answered_at is not None
    assert call.ended_at is not None
    # The message itself takes a few seconds.
    assert (call.ended_at - call.answered_at).total_seconds() < 7.0


async def test_a_person_who_leaves_while_we_listen_answered_and_was_abandoned(floor: Floor) -> None:
    call = await floor.ended(await floor.dial(talk_seconds=0.6, detection=FROM_GREETING))

    assert call.answered_by is AnsweredBy.PERSON
    assert call.outcome is CallOutcome.ABANDONED
    assert call.counts_as_abandoned(2.0)


async def test_a_message_begins_after_the_beep(
    floor: Floor, asterisk_node: AsteriskNode, asterisk_recordings: Path, tmp_path: Path
) -> None:
    detection = MachineDetection(
        MachineAction.MESSAGE, grace_from_greeting=True, message=a_message(asterisk_recordings)
    )
    call_id = await floor.dial(Fate.MACHINE, rings_for=0.5, detection=detection)
    await floor.reaches(call_id, CallState.ANSWERED)
    said, heard = await record(asterisk_node, call_id, tmp_path)
    call = await floor.ended(call_id)

    assert call.outcome is CallOutcome.MACHINE
    await until_closed(said, heard)
    said_frames, heard_frames = frames_of(said), frames_of(heard)
    beep = [place for place, frame in enumerate(said_frames) if frame.tone_hertz is not None]
    message = [place for place, frame in enumerate(heard_frames) if frame.level_db > -40]
    assert beep, "the machine whistled"
    assert len(message) * FRAME_SECONDS == pytest.approx(2.0, abs=0.2)
    assert message[0] > beep[-1]
    assert (message[0] - beep[-1]) * FRAME_SECONDS < 1.5


@pytest.fixture
async def deaf_node(asterisk_node: AsteriskNode) -> AsyncIterator[None]:
    """It cannot bring us what is said, and takes whoever speaks for a machine."""
    settings = asterisk_node.etc_dir / "amd.conf"
    kept = settings.read_text()
    settings.write_text(kept.replace("greeting = 1000", "greeting = 200"))
    await asterisk_node.command("module reload app_amd.so")
    await asterisk_node.command("module unload app_audiosocket.so")
    yield
    settings.write_text(kept)
    await asterisk_node.command("module reload app_amd.so")
    await asterisk_node.command("module load app_audiosocket.so")


@pytest.mark.usefixtures("deaf_node")
@pytest.mark.parametrize(
    ("trusts_amd", "expected"),
    [
        pytest.param(True, (AnsweredBy.MACHINE, CallOutcome.MACHINE), id="whose mistakes are counted"),
        pytest.param(False, (AnsweredBy.PERSON, CallOutcome.ABANDONED), id="whose mistakes nobody counts"),
    ],
)
async def test_an_exchange_that_listens_by_itself_is_believed_only(
    floor: Floor, trusts_amd: bool, expected: tuple[AnsweredBy, CallOutcome]
) -> None:
    detection = MachineDetection(MachineAction.HANG_UP, trusts_amd=trusts_amd)
    call = await floor.ended(await floor.dial(Fate.MACHINE, detection=detection))

    assert (call.answered_by, call.outcome) == expected
