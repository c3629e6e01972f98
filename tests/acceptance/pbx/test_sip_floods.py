"""Strangers at the door of the telephones: none gets in, and whoever works inside hardly notices."""

import asyncio
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Final

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from core.calls.state_machine import CallState
from core.telephony.port import LineCredentials
from pbx.node import AsteriskNode
from tests.acceptance.pbx.floor import Floor, floor_of
from zvonar.demo.sip import VERSION, SipMessage, digest, silent_audio

REQUESTS: Final = 1000
STRANGERS: Final = 4
ANSWERED_WITHIN_SECONDS: Final = 30.0
# Without strangers it is milliseconds; the flood and the customer share the processors of a small machine.
JOINED_WITHIN_SECONDS: Final = 5.0
BROKEN_SDP: Final = "v=0\r\no=- x y IN\r\nm=audio -1 RTP/AVP 999\r\na=fmtp:" + "9" * 2000
CHALLENGE: Final = 'realm="asterisk", nonce="1/2"'


@pytest.fixture
async def floor(asterisk_node: AsteriskNode) -> AsyncIterator[Floor]:
    async with floor_of(asterisk_node) as floor:
        yield floor


def a_request(
    method: str,
    user: str,
    *,
    to: str = "online",
    more: tuple[tuple[str, str], ...] = (),
    body: str = "",
) -> SipMessage:
    host = f"{secrets.token_hex(6)}.invalid"
    uri = "sip:zvonar" if method == "REGISTER" else f"sip:{to}@zvonar"
    headers = [
        ("Via", f"{VERSION}/WS {host};branch=z9hG4bK{secrets.token_hex(8)}"),
        ("Max-Forwards", "70"),
        ("From", f"<sip:{user}@zvonar>;tag={secrets.token_hex(6)}"),
        ("To", f"<sip:{to}@zvonar>"),
        ("Call-ID", secrets.token_hex(10)),
        ("CSeq", f"1 {method}"),
        ("Contact", f"<sip:{user}@{host};transport=ws>"),
        *more,
    ]
    return SipMessage(f"{method} {uri} {VERSION}", headers, body)


def guessed(user: str) -> SipMessage:
    proof = digest(
        CHALLENGE, method="REGISTER", uri="sip:zvonar", username=user, password=secrets.token_hex(4)
    )
    return a_request("REGISTER", user, to=user, more=(("Authorization", proof), ("Expires", "300")))


FLOODS: Final[Mapping[str, Callable[[str], SipMessage]]] = {
    "guessed passwords of a line that is there": guessed,
    "calls without a log-in": lambda user: a_request(
        "INVITE", user, more=(("Content-Type", "application/sdp"),), body=silent_audio("actpass")
    ),
    "calls whose SDP is rubbish": lambda user: a_request(
        "INVITE", user, more=(("Content-Type", "application/sdp"),), body=BROKEN_SDP
    ),
    "calls to the world": lambda user: a_request("INVITE", user, to="+79161234567"),
    "messages": lambda user: a_request(
        "MESSAGE", user, more=(("Content-Type", "text/plain"),), body="x" * 500
    ),
    "subscriptions": lambda user: a_request(
        "SUBSCRIBE", user, more=(("Event", "presence"), ("Expires", "60"))
    ),
}


@pytest.mark.parametrize("flood", FLOODS)
async def test_a_flood_lets_nobody_in_and_keeps_no_customer_waiting(
    floor: Floor, asterisk_node: AsteriskNode, flood: str
) -> None:
    answers: Counter[int] = Counter()
    async with floor.operator() as line_id, asyncio.TaskGroup() as tasks:
        for _ in range(STRANGERS):
            tasks.create_task(_flood(asterisk_node, flood, line_id, answers))
        call_id = await floor.dial(talk_seconds=60, ring_seconds=10, grace_seconds=10.0)
        call = await floor.reaches(call_id, CallState.CONNECTED)
        await floor.telephony.hang_up(call_id)
        await floor.ended(call_id)
        assert call.answered_at
        assert call.connected_at
        assert (call.connected_at - call.answered_at).total_seconds() < JOINED_WITHIN_SECONDS

    assert answers.total() > 0
    assert min(answers) >= 400, answers
    assert "invalid" not in await asterisk_node.command("pjsip show contacts")
    assert (await asterisk_node.command("core show channels count")).startswith("0 active channels")


async def test_a_line_registers_nobody_but_itself(floor: Floor, asterisk_node: AsteriskNode) -> None:
    own, others = await floor.telephony.open_line(), await floor.telephony.open_line()
    async with _door(asterisk_node) as door:
        asked = a_request("REGISTER", own.username, to=others.username, more=(("Expires", "300"),))
        await door.send(asked.encoded())
        challenged = await _answer(door)
        assert challenged.status == 401
        proven = SipMessage(asked.start, [*asked.headers, ("Authorization", _proof(challenged, own))])
        await door.send(proven.encoded().replace("CSeq: 1 ", "CSeq: 2 "))
        refused = (await _answer(door)).status
        assert refused is not None
        assert refused >= 400
    assert others.username not in await asterisk_node.command("pjsip show contacts")
    for line in (own, others):
        await floor.telephony.close_line(line.line_id)


def _proof(challenged: SipMessage, line: LineCredentials) -> str:
    challenge = challenged.header("WWW-Authenticate")
    return digest(
        challenge, method="REGISTER", uri="sip:zvonar", username=line.username, password=line.password
    )


async def _flood(node: AsteriskNode, flood: str, user: str, answers: Counter[int]) -> None:
    """Send as fast as the door takes it, and count what comes back until nothing more does."""
    async with asyncio.timeout(ANSWERED_WITHIN_SECONDS), _door(node) as door, asyncio.TaskGroup() as tasks:
        heard = tasks.create_task(_count(door, answers))
        for _ in range(REQUESTS // STRANGERS):
            await door.send(FLOODS[flood](user).encoded())
        await heard


async def _count(door: ClientConnection, answers: Counter[int]) -> None:
    for _ in range(REQUESTS // STRANGERS):
        answer = await _answer(door)
        answers[answer.status or 0] += 1


async def _answer(door: ClientConnection) -> SipMessage:
    while True:
        text = await door.recv()
        answer = SipMessage.decoded(text if isinstance(text, str) else text.decode())
        if answer.status is not None and answer.status >= 200:
            return answer


def _door(node: AsteriskNode) -> connect:
    return connect(node.address.sip_websocket_url, subprotocols=[Subprotocol("sip")], proxy=None)
