"""What is known after the link to Asterisk, or our whole process, was away; nothing is lost or doubled."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from uuid import UUID

import pytest

from core.calls.state_machine import AnsweredBy, CallOutcome, CallState
from core.errors import TelephonyUnavailable
from core.telephony.port import FinalFacts, LinkDown
from pbx.ari import SILENT_LEG_SECONDS
from pbx.node import AsteriskNode
from pbx.simulated import Fate
from tests.acceptance.pbx.floor import Floor, floor_of


class FaultyLine:
    """Stands between us and AMI; a test cuts it or makes it swallow everything."""

    def __init__(self, to_port: int) -> None:
        self._to_port = to_port
        self._writers: set[asyncio.StreamWriter] = set()
        self.swallows = False
        self.refuses = False
        self.port = 0

    def cut(self) -> None:
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.refuses:
            writer.transport.abort()
            return
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._to_port)
        self._writers |= {writer, far_writer}
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._pass(reader, far_writer))
            tasks.create_task(self._pass(far_reader, writer))

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while heard := await reader.read(65536):
                if not self.swallows:
                    writer.write(heard)
        except ConnectionError:
            pass
        finally:
            writer.close()


@asynccontextmanager
async def faulty_line(node: AsteriskNode) -> AsyncIterator[FaultyLine]:
    line = FaultyLine(node.address.ami_port)
    server = await asyncio.start_server(line.serve, "127.0.0.1", 0)
    line.port = server.sockets[0].getsockname()[1]
    try:
        yield line
    finally:
        line.cut()
        server.close()


def facts_of(floor: Floor, call_id: UUID) -> FinalFacts | None:
    return next((facts for facts in floor.links()[-1].outbox if facts.call_id == call_id), None)


async def forgotten(node: AsteriskNode, call_ids: Collection[UUID]) -> None:
    async with asyncio.timeout(10):
        outbox = await node.command("database show zvonar-outbox")
        while any(str(call_id) in outbox for call_id in call_ids):
            outbox = await node.command("database show zvonar-outbox")


async def test_calls_that_ended_while_we_were_dead_are_found_and_forgotten_when_stored(
    asterisk_node: AsteriskNode,
) -> None:
    async with floor_of(asterisk_node) as floor, floor.operator():
        handled = await floor.dial(talk_seconds=3)
        await floor.reaches(handled, CallState.CONNECTED)
        busy = await floor.dial(Fate.BUSY)
        away = await floor.dial(Fate.AWAY)
        late = await floor.dial(rings_for=1.5, talk_seconds=30)
        # Everything of ours dies here but the softphone's websocket, which is the browser's.
        for task in floor.tasks:
            task.cancel()
        await asyncio.sleep(8)

        async with floor_of(asterisk_node) as reborn:
            found = {call_id: facts_of(reborn, call_id) for call_id in (handled, busy, away, late)}
            assert all(found.values())
            assert reborn.links()[0].live_calls == []
            assert reborn.lines_up, "the operator's leg lived on"
            talked = found[handled]
            assert talked is not None
            assert talked.answered_by is AnsweredBy.PERSON
            assert talked.connected_at is not None
            assert talked.line_id in reborn.lines_up
            assert [facts.ended.unanswered_as for facts in (found[busy], found[away]) if facts] == [
                CallOutcome.BUSY,
                CallOutcome.NO_ANSWER,
            ]
            abandoned = found[late]
            assert abandoned is not None
            assert abandoned.answered_at is not None
            assert abandoned.connected_at is None

            await reborn.telephony.confirm_stored(list(found))
            await forgotten(asterisk_node, found)


async def test_a_browser_that_vanishes_while_we_are_dead_leaves_no_leg_and_no_customer_in_silence(
    asterisk_node: AsteriskNode,
) -> None:
    async with floor_of(asterisk_node) as floor, floor.operators(3) as (talking, waiting, staying):
        call_id = await floor.dial(talk_seconds=90)
        await floor.reaches(call_id, CallState.CONNECTED)
        for task in floor.tasks:
            task.cancel()
        floor.telephones[talking].lose_the_network()
        floor.telephones[waiting].lose_the_network()

        async with asyncio.timeout(SILENT_LEG_SECONDS + 8):
            channels = await asterisk_node.command("core show channels concise")
            while any(gone in channels for gone in (talking, waiting, str(call_id))):
                await asyncio.sleep(0.2)
                channels = await asterisk_node.command("core show channels concise")
        assert staying in channels
        assert floor.telephones[staying].is_up


async def test_a_live_call_is_found_with_its_line_after_a_cut(asterisk_node: AsteriskNode) -> None:
    async with (
        faulty_line(asterisk_node) as wire,
        floor_of(asterisk_node, ami_port=wire.port) as floor,
        floor.operator() as line_id,
    ):
        talking = await floor.dial(talk_seconds=20)
        await floor.reaches(talking, CallState.CONNECTED)
        ringing = await floor.dial(Fate.AWAY)
        await floor.reaches(ringing, CallState.RINGING)

        wire.cut()
        await floor.until(lambda: len(floor.links()) == 2)

        assert any(isinstance(news, LinkDown) for news in floor.news)
        found = {live.call_id: live for live in floor.links()[-1].live_calls}
        assert found[talking].state is CallState.CONNECTED
        assert found[talking].line_id == line_id
        assert found[ringing].state is CallState.RINGING
        assert floor.links()[-1].lines_up == {line_id}
        await floor.telephony.hang_up(talking)
        assert (await floor.ended(talking)).outcome is CallOutcome.HANDLED


async def test_a_dead_line_is_noticed_within_three_seconds_and_calls_are_found_again(
    asterisk_node: AsteriskNode,
) -> None:
    async with faulty_line(asterisk_node) as wire, floor_of(asterisk_node, ami_port=wire.port) as floor:
        call_id = await floor.dial(Fate.AWAY)
        await floor.reaches(call_id, CallState.RINGING)

        loop = asyncio.get_running_loop()
        began = loop.time()
        wire.swallows = True
        await floor.until(lambda: any(isinstance(news, LinkDown) for news in floor.news))
        assert loop.time() - began < 3.2
        wire.cut()
        wire.swallows = False

        await floor.until(lambda: len(floor.links()) == 2)
        assert call_id in {live.call_id for live in floor.links()[-1].live_calls} or facts_of(floor, call_id)


@pytest.mark.parametrize("cut_after", ["the request", "the acceptance"])
async def test_a_line_cut_around_an_originate_dials_once(asterisk_node: AsteriskNode, cut_after: str) -> None:
    async with faulty_line(asterisk_node) as wire, floor_of(asterisk_node, ami_port=wire.port) as floor:
        dialling = asyncio.create_task(floor.dial(Fate.AWAY))  # owner: this test
        if cut_after == "the acceptance":
            await dialling
        await asyncio.sleep(0.02)
        wire.cut()
        await floor.until(lambda: len(floor.links()) == 2)
        await asyncio.gather(dialling, return_exceptions=True)

        await asyncio.sleep(0.5)
        channels = await asterisk_node.command("core show channels concise")
        assert channels.count("@test-customers-") == 2, "one call has two halves"
        await floor.until(lambda: bool(floor.news))
        for live in floor.links()[-1].live_calls:
            await floor.telephony.hang_up(live.call_id)


async def test_a_frozen_asterisk_is_noticed_and_its_calls_are_adopted_when_it_thaws(
    asterisk_node: AsteriskNode,
) -> None:
    process_id = asterisk_node.process_id
    assert process_id is not None
    async with floor_of(asterisk_node) as floor:
        call_id = await floor.dial(Fate.AWAY, ring_seconds=30)
        await floor.reaches(call_id, CallState.RINGING)
        loop = asyncio.get_running_loop()
        try:
            os.kill(process_id, signal.SIGSTOP)
            began = loop.time()
            await floor.until(lambda: any(isinstance(news, LinkDown) for news in floor.news))
            assert loop.time() - began < 3.2
            with pytest.raises(TelephonyUnavailable):
                await floor.dial(Fate.BUSY)
        finally:
            os.kill(process_id, signal.SIGCONT)

        await floor.until(lambda: len(floor.links()) == 2)

        assert [live.call_id for live in floor.links()[-1].live_calls] == [call_id]
        await floor.telephony.hang_up(call_id)
        await floor.ended(call_id)
