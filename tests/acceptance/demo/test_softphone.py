"""The simulated operator's telephone on a real Asterisk."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from core.errors import TelephonyRefused, TelephonyUnavailable
from core.telephony.port import LineCredentials
from pbx.ari import AriPush
from pbx.node import AsteriskNode
from pbx.ports import free_tcp_ports
from zvonar.demo.softphone import Softphone


@pytest.fixture
async def ari(asterisk_node: AsteriskNode) -> AsyncIterator[AriPush]:
    facts = asterisk_node.address
    push = AriPush(facts.ari_url, facts.ari_username, facts.ari_secret)
    yield push
    await push.close()


@pytest.fixture
async def line(ari: AriPush) -> AsyncIterator[LineCredentials]:
    credentials = await ari.push()
    yield credentials
    await ari.withdraw(credentials.line_id)


def phone(
    node: AsteriskNode, line: LineCredentials, *, password: str | None = None, extension: str = "online"
) -> Softphone:
    return Softphone(
        node.address.sip_websocket_url,
        username=line.username,
        password=password or line.password,
        extension=extension,
    )


async def channels(node: AsteriskNode) -> str:
    return await node.command("core show channels concise")


async def test_its_leg_is_up_inside_and_gone_after(
    asterisk_node: AsteriskNode, line: LineCredentials
) -> None:
    async with phone(asterisk_node, line).on_line() as up:
        assert up.is_up
        assert line.line_id in await channels(asterisk_node)

    assert line.line_id not in await channels(asterisk_node)


async def test_it_is_told_when_the_exchange_ends_the_leg(
    asterisk_node: AsteriskNode, line: LineCredentials
) -> None:
    async with phone(asterisk_node, line).on_line() as up, asyncio.timeout(5):
        await asterisk_node.command("channel request hangup all")
        await up.ended()
        assert not up.is_up


async def test_a_wrong_password_is_refused(asterisk_node: AsteriskNode, line: LineCredentials) -> None:
    with pytest.raises(TelephonyRefused, match="401"):
        async with phone(asterisk_node, line, password="guess").on_line():
            pass


async def test_withdrawn_credentials_are_worth_nothing(
    asterisk_node: AsteriskNode, ari: AriPush, line: LineCredentials
) -> None:
    await ari.withdraw(line.line_id)

    with pytest.raises(TelephonyRefused, match="401"):
        async with phone(asterisk_node, line).on_line():
            pass


@pytest.mark.parametrize("extension", ["+79161234567", "s", "outbox-stored", "h"])
async def test_there_is_nothing_else_it_may_dial(
    asterisk_node: AsteriskNode, line: LineCredentials, extension: str
) -> None:
    with pytest.raises(TelephonyRefused, match="404"):
        async with phone(asterisk_node, line, extension=extension).on_line():
            pass


async def test_nobody_listens_there(line: LineCredentials) -> None:
    nowhere = Softphone(f"ws://127.0.0.1:{free_tcp_ports(1)[0]}/ws", username="x", password="y")

    with pytest.raises(TelephonyUnavailable):
        async with nowhere.on_line():
            pass
