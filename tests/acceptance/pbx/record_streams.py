"""Record the streams again from a real Asterisk: `python -m tests.acceptance.pbx.record_streams`.

Each story is one call; what AMI says of it becomes one table under `streams/`.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

from core.calls.machines import MachineAction
from core.calls.state_machine import CallState
from core.telephony.port import LineId, MachineDetection
from pbx.ami.protocol import AmiMessage
from pbx.ami.translate import News
from pbx.node import AsteriskNode
from pbx.simulated import Fate
from tests.acceptance.pbx.floor import Floor, floor_of
from tests.fixtures.asterisk_node import full_at, private_node
from tests.replay.tables import STREAMS, table_of

Story = Callable[[Floor, LineId], Awaitable[UUID]]


async def answered_and_handled(floor: Floor, line_id: LineId) -> UUID:
    return await floor.dial(rings_for=0.5, talk_seconds=2)


async def operator_side_hangs_up(floor: Floor, line_id: LineId) -> UUID:
    call_id = await floor.dial(talk_seconds=30)
    await floor.reaches(call_id, CallState.CONNECTED)
    await floor.telephony.hang_up(call_id)
    return call_id


async def operators_leg_dies_in_the_call(floor: Floor, line_id: LineId) -> UUID:
    call_id = await floor.dial(talk_seconds=30)
    await floor.reaches(call_id, CallState.CONNECTED)
    await floor.telephony.close_line(line_id)
    return call_id


async def nobody_was_free(floor: Floor, line_id: LineId) -> UUID:
    floor.receptionist.free.clear()
    return await floor.dial(talk_seconds=30)


async def customer_leaves_before_an_operator_comes(floor: Floor, line_id: LineId) -> UUID:
    floor.receptionist.answers = False
    return await floor.dial(talk_seconds=0.5)


async def machine_recognised(floor: Floor, line_id: LineId) -> UUID:
    return await floor.dial(
        Fate.MACHINE, detection=MachineDetection(MachineAction.HANG_UP, grace_from_greeting=True)
    )


async def person_greeted(floor: Floor, line_id: LineId) -> UUID:
    detection = MachineDetection(MachineAction.HANG_UP, grace_from_greeting=True)
    return await floor.dial(talk_seconds=5, detection=detection)


async def no_answer(floor: Floor, line_id: LineId) -> UUID:
    return await floor.dial(Fate.AWAY)


async def busy(floor: Floor, line_id: LineId) -> UUID:
    return await floor.dial(Fate.BUSY)


async def no_such_number(floor: Floor, line_id: LineId) -> UUID:
    return await floor.dial(Fate.INVALID)


async def network_full(floor: Floor, line_id: LineId) -> UUID:
    return await floor.dial(Fate.NETWORK_FULL)


async def hung_up_while_ringing(floor: Floor, line_id: LineId) -> UUID:
    call_id = await floor.dial(Fate.AWAY)
    await floor.reaches(call_id, CallState.RINGING)
    await floor.telephony.hang_up(call_id)
    return call_id


async def exchange_full(floor: Floor, line_id: LineId) -> UUID:
    return await floor.dial(Fate.AWAY)


async def exchange_full_at_the_answer(floor: Floor, line_id: LineId) -> UUID:
    return await floor.dial(rings_for=0.5)


STORIES: tuple[Story, ...] = (
    answered_and_handled,
    operator_side_hangs_up,
    operators_leg_dies_in_the_call,
    nobody_was_free,
    customer_leaves_before_an_operator_comes,
    machine_recognised,
    person_greeted,
    no_answer,
    busy,
    no_such_number,
    network_full,
    hung_up_while_ringing,
)
# The operator's leg is a call, and so is each half of a customer's, the nearer one from the answer on.
IN_A_FULL_EXCHANGE: Mapping[Story, int] = {exchange_full: 1, exchange_full_at_the_answer: 2}


async def record() -> None:
    STREAMS.mkdir(exist_ok=True)
    async with private_node() as node:
        for story in STORIES:
            await _record_one(node, story)
    for story, most_calls in IN_A_FULL_EXCHANGE.items():
        async with private_node(full_at(most_calls)) as node:
            await _record_one(node, story)


async def _record_one(node: AsteriskNode, story: Story) -> None:
    async with floor_of(node) as floor:
        heard: list[Mapping[str, str]] = []
        read = floor.telephony._ami._read

        def overhear(message: AmiMessage) -> News | None:
            heard.append(message)
            return read(message)

        floor.telephony._ami._read = overhear
        async with floor.operator() as line_id:
            call_id = await story(floor, line_id)
            await floor.ended(call_id)
            await asyncio.sleep(0.5)
        table = table_of(heard, str(call_id), line_id)
        (STREAMS / f"{story.__name__}.txt").write_text(table)


if __name__ == "__main__":
    asyncio.run(record())
