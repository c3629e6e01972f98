"""Our loop is blocked while Asterisk has much to say: nothing is lost, with the same link or the next."""

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest

from core.calls.state_machine import CallOutcome, CallState
from core.telephony.port import LinkDown
from pbx.installation import AsteriskInstall
from pbx.node import AsteriskNode
from pbx.simulated import Fate
from tests.acceptance.pbx.floor import Floor, floor_of
from tests.fixtures.faulty_line import faulty_line
from tests.fixtures.ports import a_node_address

_FLOOD_USER: Final = """
[flood]
secret = flood
permit = 127.0.0.1/255.255.255.255
write = user
read = command
"""
# A test's network holds many megabytes for a reader who is slow; this one does not.
LITTLE_BYTES: Final = 16_384
EVENT_BYTES: Final = 90_000


@pytest.fixture
async def node(asterisk_install: AsteriskInstall, tmp_path: Path) -> AsyncIterator[AsteriskNode]:
    """With somebody in it who may make as many events as he likes."""
    made = AsteriskNode.prepare(
        asterisk_install, tmp_path / "node", recordings_dir=tmp_path, address=a_node_address()
    )
    with (made.etc_dir / "manager.conf").open("a") as file:
        file.write(_FLOOD_USER)
    await made.start()
    try:
        yield made
    finally:
        await made.stop()


class Flood:
    """Events that pass our filter and are no news, from a thread that no blocked loop stops."""

    def __init__(self, node: AsteriskNode, mebibytes_a_second: float) -> None:
        self._address = (node.address.host, node.address.ami_port)
        self._pause_seconds = EVENT_BYTES / (mebibytes_a_second * 2**20)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._pour, name="flood")
        self.events = 0

    def __enter__(self) -> "Flood":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _pour(self) -> None:
        line = f"Fill: {'x' * 890}\r\n"
        action = "Action: UserEvent\r\nUserEvent: Flood\r\n" + line * (EVENT_BYTES // len(line)) + "\r\n"
        with socket.create_connection(self._address) as link:
            link.sendall(b"Action: Login\r\nUsername: flood\r\nSecret: flood\r\n\r\n")
            while not self._over.wait(self._pause_seconds):
                link.sendall(action.encode())
                self.events += 1
                link.setblocking(False)
                try:
                    while link.recv(65536):
                        pass
                except BlockingIOError:
                    link.setblocking(True)


def link_was_lost(floor: Floor) -> bool:
    return any(isinstance(news, LinkDown) for news in floor.news)


async def test_half_a_second_of_deafness_now_and_then_costs_nothing(node: AsteriskNode) -> None:
    async with (
        faulty_line(node, buffer_bytes=LITTLE_BYTES) as wire,
        floor_of(node, ami_port=wire.port) as floor,
        floor.operator(),
    ):
        with Flood(node, mebibytes_a_second=12) as flood:
            call_ids = []
            for _ in range(6):
                call_ids.append(await floor.dial(Fate.BUSY))
                call_ids.append(await floor.dial(talk_seconds=0.5))
                await asyncio.sleep(0.3)
                time.sleep(0.5)  # noqa: ASYNC251 - this is the fault
            outcomes = [(await floor.ended(call_id)).outcome for call_id in call_ids]

        assert flood.events > 50
        assert outcomes.count(CallOutcome.BUSY) == 6
        assert CallOutcome.HANDLED in outcomes
        assert not link_was_lost(floor)


async def test_what_happened_in_a_long_deafness_is_known_afterwards(node: AsteriskNode) -> None:
    async with (
        faulty_line(node, buffer_bytes=LITTLE_BYTES) as wire,
        floor_of(node, ami_port=wire.port) as floor,
    ):
        staying = await floor.dial(Fate.AWAY, ring_seconds=60)
        ending = await floor.dial(Fate.AWAY, ring_seconds=2)
        for call_id in (staying, ending):
            await floor.reaches(call_id, CallState.RINGING)
        with Flood(node, mebibytes_a_second=8) as flood:
            # Longer than Asterisk waits for a reader, with more than the network holds for him.
            time.sleep(8)  # noqa: ASYNC251 - this is the fault
        assert flood.events > 100

        def ending_is_known() -> bool:
            return floor.has_ended(ending) or floor.kept(ending) is not None

        await floor.until(ending_is_known)
        await floor.until(lambda: len(floor.links()) == (2 if link_was_lost(floor) else 1))
        assert [floor.has_ended(call_id) for call_id in floor.tried if call_id != ending] == [False]
        assert not link_was_lost(floor) or staying in {call.call_id for call in floor.links()[-1].live_calls}
        assert (await floor.ended(await floor.dial(Fate.BUSY))).outcome is CallOutcome.BUSY
        await floor.telephony.hang_up(staying)
        await floor.ended(staying)
