"""How fast the telephone side is on this machine: `python -m tests.load.pbx.bench`.

Prints the time from answer to bridged as Asterisk saw both, the rate of calls placed and followed to
their end against a bare loop that only originates, and the AMI events handled in a second.
"""

import asyncio
import os
import random
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

from core.calls.state_machine import CallOutcome, CallProgress
from pbx.ami.connection import AmiConnection, LinkOpened
from pbx.ami.protocol import ByteFramedProtocol
from pbx.ami.translate import translate
from pbx.installation import AsteriskInstall
from pbx.node import AsteriskNode
from pbx.simulated import TEST_CUSTOMERS, Fate, number_with_fate
from tests.acceptance.pbx.floor import Floor, floor_of
from tests.fakes.asterisk import GREETING, encoded

LINES = 10
CALLS = 100
RATE_CALLS = 600
RATE_AT_ONCE = 60
EVENTS = 200_000
_INSTALLED = Path(__file__).parents[3] / "var" / "asterisk" / "asterisk-run.json"


@asynccontextmanager
async def private_node() -> AsyncIterator[AsteriskNode]:
    with tempfile.TemporaryDirectory() as folder:
        node = AsteriskNode.prepare(
            AsteriskInstall.described_in(_INSTALLED),
            Path(folder) / "node",
            recordings_dir=Path(folder) / "recordings",
        )
        await node.start()
        try:
            yield node
        finally:
            await node.stop()


async def answer_to_bridged(node: AsteriskNode) -> list[float]:
    """Milliseconds, sorted, of `CALLS` calls to `LINES` operators, all lines busy all the time."""
    took: list[float] = []
    async with floor_of(node) as floor, floor.operators(LINES):

        async def calls(how_many: int) -> None:
            for _ in range(how_many):
                call = await _one_call(floor)
                if call.connected_at and call.answered_at:
                    took.append((call.connected_at - call.answered_at).total_seconds() * 1000)

        async with asyncio.TaskGroup() as tasks:
            for _ in range(LINES):
                tasks.create_task(calls(CALLS // LINES))
    return sorted(took)


async def _one_call(floor: Floor) -> CallProgress:
    # Dialled together, they must not all be answered together.
    rings_for = random.randint(1, 9) / 10
    call_id = await floor.dial(rings_for=rings_for, talk_seconds=0.4, recording=f"bench/{uuid4()}.wav")
    return await floor.ended(call_id)


async def followed_calls_per_second(node: AsteriskNode) -> float:
    """Busy numbers, dialled, followed to their end, and forgotten from the outbox."""
    async with floor_of(node) as floor:

        async def calls(how_many: int) -> None:
            for _ in range(how_many):
                call_id = await floor.dial(Fate.INVALID)
                call = await floor.ended(call_id)
                assert call.outcome is CallOutcome.FAILED
                await floor.telephony.confirm_stored([call_id])

        began = time.perf_counter()
        async with asyncio.TaskGroup() as tasks:
            for _ in range(RATE_AT_ONCE):
                tasks.create_task(calls(RATE_CALLS // RATE_AT_ONCE))
        return RATE_CALLS / (time.perf_counter() - began)


async def bare_originates_per_second(node: AsteriskNode) -> float:
    """The same numbers over the same link, and nothing but `Originate`."""
    facts = node.address
    connection = AmiConnection(
        host=facts.host, port=facts.ami_port, username=facts.ami_username, secret=facts.ami_secret
    )
    ended = asyncio.Semaphore(0)

    async def count_ends() -> None:
        async for item in connection.stream():
            if isinstance(item, dict) and item["Event"] == "OriginateResponse":
                ended.release()
            elif isinstance(item, LinkOpened):
                linked.set()

    linked = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(connection.run()), tasks.create_task(count_ends())]
        await linked.wait()

        async def calls(how_many: int) -> None:
            for _ in range(how_many):
                digits = number_with_fate(Fate.INVALID).removeprefix("+")
                await connection.send(
                    "Originate",
                    {
                        "Channel": TEST_CUSTOMERS.replace("{digits}", digits),
                        "Context": "safe-harbour",
                        "Exten": "s",
                        "Priority": "1",
                        "Async": "true",
                    },
                )
                await ended.acquire()

        began = time.perf_counter()
        async with asyncio.TaskGroup() as dialling:
            for _ in range(RATE_AT_ONCE):
                dialling.create_task(calls(RATE_CALLS // RATE_AT_ONCE))
        rate = RATE_CALLS / (time.perf_counter() - began)
        for task in running:
            task.cancel()
    return rate


async def events_per_second() -> float:
    """From bytes to news, as our process does it: framing, parsing, queue, translation."""
    queue: asyncio.Queue[object] = asyncio.Queue()
    protocol = ByteFramedProtocol(on_event=queue.put_nowait, on_bytes=lambda: None)
    protocol.data_received(GREETING)
    stream = encoded_stream()
    began = time.perf_counter()
    for start in range(0, len(stream), 65536):
        protocol.data_received(stream[start : start + 65536])
        while not queue.empty():
            message = await queue.get()
            assert isinstance(message, dict)
            translate(message)
    return EVENTS / (time.perf_counter() - began)


def encoded_stream() -> bytes:
    common = {
        "Privilege": "call,all",
        "Timestamp": "1795441940.099960",
        "SystemName": "node-1",
        "Channel": "Local/70001050150000@test-customers-00000001;1",
        "ChannelState": "6",
        "CallerIDNum": "<unknown>",
        "CallerIDName": "<unknown>",
        "ConnectedLineNum": "<unknown>",
        "ConnectedLineName": "<unknown>",
        "Language": "ru",
        "AccountCode": "",
        "Context": "customer-answered",
        "Exten": "s",
        "Priority": "15",
    }
    call = []
    for call_id in (uuid4() for _ in range(EVENTS // 5)):
        own = {"Uniqueid": str(call_id), "Linkedid": str(call_id), **common}
        call += [
            {"Event": "Newstate", "ChannelStateDesc": "Ringing", **own},
            {"Event": "Newstate", "ChannelStateDesc": "Up", **own},
            {"Event": "UserEvent", "UserEvent": "Answered", "At": "1795441940.099", "By": "person", **own},
            {"Event": "BridgeEnter", "BridgeNumChannels": "2", "BridgeTechnology": "simple_bridge", **own},
            {"Event": "Hangup", "Cause": "16", "ChannelStateDesc": "Up", **own},
        ]
    return b"".join(map(encoded, call))


def percentile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


async def main() -> None:
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    async with private_node() as node:
        took = await answer_to_bridged(node)
        print(
            f"answer to bridged, {len(took)} calls on {LINES} lines: p50 {percentile(took, 0.5):.1f} ms, "
            f"p99 {percentile(took, 0.99):.1f} ms, mean {statistics.mean(took):.1f} ms"
        )
        bare = await bare_originates_per_second(node)
        followed = await followed_calls_per_second(node)
        print(f"calls a second: bare {bare:.0f}, followed {followed:.0f} ({followed / bare:.0%})")
    print(f"AMI events a second, bytes to news: {await events_per_second():,.0f}")


if __name__ == "__main__":
    asyncio.run(main())
