"""From the answer to the bridge, through the whole product, as Asterisk itself saw both.

Both moments are read from Asterisk's own events by the second pair of ears: `Newstate` says that the
customer's channel is up, `BridgeEnter` that it is with an operator. Between the two lie the dialplan, our
server's answer to whom, and the bridge.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from uuid import UUID

from pbx.installation import AsteriskInstall
from pbx.simulated import TEST_CUSTOMERS, CustomerShares
from tests.fixtures.ami_witness import AmiWitness, ami_witness
from tests.fixtures.asterisk_node import INSTALLED
from tests.fixtures.product import Product, a_product
from tests.load.customers import answer_quickly, call_id_of
from tests.load.figures import Figure, delay
from zvonar.demo.fill import DemoLogin
from zvonar.demo.operators import SimulatedOperator

OPERATORS = 10
CALLS = 510
WARM_UP = 20
LEADS = 1500
GIVE_UP_SECONDS = 70.0
RING_SECONDS = (0.1, 0.3)
TALK_SECONDS = (0.3, 0.7)
OPERATORS_PATIENCE_SECONDS = 0.15


def measure(
    operators: int = OPERATORS, calls: int = CALLS, warm_up: int = WARM_UP, leads: int = LEADS
) -> list[Figure]:
    with (
        tempfile.TemporaryDirectory() as folder,
        a_product(
            AsteriskInstall.described_in(INSTALLED),
            Path(folder),
            customers=CustomerShares(),
            operators=operators,
            clients=leads,
            dial_template=TEST_CUSTOMERS,
        ) as product,
    ):
        took = asyncio.run(_measure(product, calls, warm_up))
    source = f"Asterisk's Newstate Up to BridgeEnter, {operators} simulated operators, SQLite"
    return [delay("answer to bridged", took, "p50 10 ms, p99 50 ms", source)]


async def _measure(product: Product, calls: int, warm_up: int) -> list[float]:
    await answer_quickly(product.database_url, ring_seconds=RING_SECONDS, talk_seconds=TALK_SECONDS)
    async with (
        ami_witness(product.node.address) as witness,
        operators_at_work(product.address, product.simulated),
    ):
        await until_joined(witness, warm_up + calls, GIVE_UP_SECONDS)
        return list(answer_to_bridged(witness.events).values())[warm_up:]


@asynccontextmanager
async def operators_at_work(address: str, logins: Sequence[DemoLogin]) -> AsyncIterator[None]:
    """Simulated operators, quick in asking and in disposing, until the block is left."""
    async with AsyncExitStack() as stack:
        tasks = await stack.enter_async_context(asyncio.TaskGroup())
        working = [
            tasks.create_task(
                SimulatedOperator(
                    address, login, seed=number, patience_seconds=OPERATORS_PATIENCE_SECONDS
                ).work(number * 0.1)
            )
            for number, login in enumerate(logins)
        ]
        try:
            yield
        finally:
            for task in working:
                task.cancel()


async def until_joined(witness: AmiWitness, calls: int, seconds: float) -> None:
    """Wait until so many calls were joined, or the time is up: then fewer must do."""
    for _ in range(round(seconds / 0.5)):
        await asyncio.sleep(0.5)
        if len(witness.joined_calls) >= calls:
            return


def answered_at(events: Iterable[Mapping[str, str]]) -> dict[UUID, float]:
    """When each customer's channel came up, in seconds since 1970."""
    return {
        call_id: float(event["Timestamp"])
        for event in events
        if event.get("Event") == "Newstate"
        and event.get("ChannelStateDesc") == "Up"
        and (call_id := call_id_of(event["Uniqueid"])) is not None
    }


def answer_to_bridged(events: Iterable[Mapping[str, str]]) -> dict[UUID, float]:
    """Seconds, for each call that was joined, in the order of the joins."""
    events = list(events)
    answers = answered_at(events)
    return {
        call_id: float(event["Timestamp"]) - answers[call_id]
        for event in events
        if event.get("Event") == "BridgeEnter"
        and event["BridgeNumChannels"] == "2"
        and (call_id := call_id_of(event["Uniqueid"])) in answers
        and call_id is not None
    }
