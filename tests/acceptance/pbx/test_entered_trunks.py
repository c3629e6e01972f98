"""Trunks pushed into a real Asterisk, which nobody has written into a file."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from core.calls.state_machine import CallOutcome, Ended
from core.telephony.port import DialRequest, TrunkEndpoint
from pbx.installation import AsteriskInstall
from pbx.node import AsteriskNode
from tests.acceptance.pbx.floor import Floor, floor_of
from tests.fixtures.asterisk_node import a_node
from tests.fixtures.carrier import Carrier, Reply, a_carrier


@pytest.fixture
def carrier() -> Iterator[Carrier]:
    with a_carrier({r".": Reply(486)}) as working:
        yield working


@pytest.fixture
async def node(asterisk_install: AsteriskInstall, tmp_path: Path) -> AsyncIterator[AsteriskNode]:
    """It knows of no trunk."""
    async with a_node(asterisk_install, tmp_path) as made:
        yield made


async def is_carried(floor: Floor, carrier: Carrier, trunk: TrunkEndpoint, number: str) -> None:
    template = f"PJSIP/{{digits}}@{trunk.name}"
    await floor.telephony.dial(DialRequest(uuid4(), number, 5, dial_template=template))
    await floor.until(lambda: any(call.number == number[1:] for call in carrier.calls))


@pytest.mark.timeout(120)
async def test_a_pushed_trunk_carries_calls_registers_and_outlives_a_reload_and_a_restart(
    node: AsteriskNode, carrier: Carrier
) -> None:
    host, port = carrier.address
    trunk = TrunkEndpoint(
        "trunk-0123456789ab", host, port, "udp", ("alaw",), "zvonar", "s3cret", registers=True
    )
    async with floor_of(node) as floor:
        await floor.telephony.know_trunks([trunk])
        await is_carried(floor, carrier, trunk, "+79160000001")
        async with asyncio.timeout(15):
            while not carrier.registered:  # noqa: ASYNC110 - the carrier tells nobody
                await asyncio.sleep(0.05)
        assert "<sip:zvonar@" in carrier.registered[0]
        await node.command("core reload")
        await is_carried(floor, carrier, trunk, "+79160000002")

        await node.stop()
        await node.start()
        await floor.until(lambda: len(floor.links()) > 1)
        await floor.telephony.know_trunks([trunk])
        await is_carried(floor, carrier, trunk, "+79160000003")

        assert trunk.name in await node.command("pjsip show endpoints")
        await floor.telephony.know_trunks([])
        assert trunk.name not in await node.command("pjsip show endpoints")
        assert trunk.name not in await node.command("pjsip show registrations")
    assert "s3cret" not in node.log_file.read_text(errors="replace")


async def test_a_carrier_that_does_not_answer_gets_no_calls(node: AsteriskNode) -> None:
    trunk = TrunkEndpoint("trunk-0123456789ab", "127.0.0.1", 9, "udp", ("alaw",), qualify_seconds=1)
    async with floor_of(node) as floor, asyncio.timeout(20):
        await floor.telephony.know_trunks([trunk])
        while "Unavail" not in await node.command("pjsip show contacts"):  # noqa: ASYNC110
            await asyncio.sleep(0.2)
        call_id = uuid4()
        template = f"PJSIP/{{digits}}@{trunk.name}"
        await floor.telephony.dial(DialRequest(call_id, "+79160000001", 5, dial_template=template))
        await floor.until(lambda: bool(floor.told_of(call_id)))

        [ended] = floor.told_of(call_id)
        assert isinstance(ended, Ended)
        assert ended.unanswered_as is CallOutcome.NOT_PLACED
