"""Calls through a SIP trunk whose carrier answers as a test says, on a real Asterisk."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast
from uuid import uuid4

import pytest

from core.calls.state_machine import CallOutcome, Ended
from core.clock import SystemClock
from core.telephony.port import CallNews, DialRequest, LinkUp
from pbx.installation import AsteriskInstall
from pbx.node import AsteriskNode
from pbx.ports import free_tcp_ports
from pbx.telephony import AsteriskTelephony
from tests.acceptance.pbx.floor import LineUpReceptionist, address_of, floor_of
from zvonar.demo.sip import SipMessage

_TRUNK = """
[trunk-transport]
type = transport
protocol = udp
bind = 127.0.0.1:{own_port}

[trunk]
type = aor
contact = sip:127.0.0.1:{carrier_port}

[trunk]
type = endpoint
transport = trunk-transport
aors = trunk
disallow = all
allow = alaw
context = nowhere
"""


class Carrier(asyncio.DatagramProtocol):
    """Answers every INVITE with one final answer; the number's last three digits are the code."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, packet: bytes, sender: tuple[str | object, int]) -> None:
        request = SipMessage.decoded(packet.decode())
        if request.status is not None or request.method == "ACK":
            return
        if request.method == "INVITE":
            code = int(request.start.split("@")[0][-3:])
            self._transport.sendto(request.answer(code, "As told").encoded().encode(), sender)
        else:
            self._transport.sendto(request.answer(200, "OK").encoded().encode(), sender)


@asynccontextmanager
async def _carrier() -> AsyncIterator[int]:
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(Carrier, local_addr=("127.0.0.1", 0))
    try:
        yield transport.get_extra_info("sockname")[1]
    finally:
        transport.close()


@pytest.fixture
async def node(asterisk_install: AsteriskInstall, tmp_path: Path) -> AsyncIterator[AsteriskNode]:
    async with _carrier() as carrier_port:
        made = AsteriskNode.prepare(asterisk_install, tmp_path / "node", recordings_dir=tmp_path)
        trunk = _TRUNK.format(own_port=free_tcp_ports(1)[0], carrier_port=carrier_port)
        (made.etc_dir / "pjsip_trunk.conf").write_text(trunk)
        await made.start()
        try:
            yield made
        finally:
            await made.stop()


async def test_a_carriers_refusals_end_once_with_their_cause(node: AsteriskNode) -> None:
    told: dict[str, list[tuple[CallOutcome, int | None]]] = {}
    codes = {"486": "busy", "404": "unknown", "480": "away", "503": "full", "603": "declined"}
    telephony = AsteriskTelephony(
        address_of(node), LineUpReceptionist(), SystemClock(), dial_template="PJSIP/{digits}@trunk"
    )
    requests = {code: DialRequest(uuid4(), f"+7916000{code}", ring_seconds=5) for code in codes}
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(telephony.run())
        async with asyncio.timeout(15):
            async for news in telephony.news():
                match news:
                    case LinkUp():
                        for request in requests.values():
                            await telephony.dial(request)
                    case CallNews(call_id, Ended() as ended):
                        code = next(code for code in codes if requests[code].call_id == call_id)
                        told.setdefault(code, []).append((ended.unanswered_as, ended.cause))
                if len(told) == len(codes):
                    break
        await asyncio.sleep(0.5)
        running.cancel()

    assert told == {
        "486": [(CallOutcome.BUSY, 17)],
        "404": [(CallOutcome.FAILED, 1)],
        "480": [(CallOutcome.NO_ANSWER, 19)],
        "503": [(CallOutcome.FAILED, 34)],
        "603": [(CallOutcome.FAILED, 21)],
    }
    async with floor_of(node) as reborn:
        kept = {facts.call_id: facts for facts in reborn.links()[0].outbox}
        assert set(kept) == {request.call_id for request in requests.values()}
        # A known gap: the stand-in channel of a refused call does not know why it was refused.
        assert {facts.ended.unanswered_as for facts in kept.values()} == {CallOutcome.FAILED}


async def test_a_trunk_that_does_not_exist_is_a_failed_call(asterisk_node: AsteriskNode) -> None:
    telephony = AsteriskTelephony(
        address_of(asterisk_node), LineUpReceptionist(), SystemClock(), dial_template="PJSIP/{digits}@nobody"
    )
    request = DialRequest(uuid4(), "+79160000001", ring_seconds=5)
    async with asyncio.TaskGroup() as tasks, asyncio.timeout(10):
        running = tasks.create_task(telephony.run())
        async for news in telephony.news():
            match news:
                case LinkUp():
                    await telephony.dial(request)
                case CallNews(call_id, Ended(unanswered_as=outcome)) if call_id == request.call_id:
                    break
        running.cancel()

    assert outcome is CallOutcome.FAILED
