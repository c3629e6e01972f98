"""What is known after the link to Asterisk, or our whole process, was away; nothing is lost or doubled."""

import asyncio
import os
import signal
from collections.abc import Callable, Collection
from typing import Final
from uuid import UUID

import pytest

from core.calls.state_machine import AnsweredBy, CallOutcome, CallState, Ended
from core.errors import TelephonyUnavailable, TelephonyUncertain
from core.telephony.port import LinkDown
from pbx.ari import SILENT_LEG_SECONDS
from pbx.node import AsteriskNode
from pbx.simulated import Fate
from tests.acceptance.pbx.floor import floor_of
from tests.fixtures.ami_witness import ami_witness
from tests.fixtures.faulty_line import Passage, faulty_line

JOINED_WITHIN_SECONDS: Final = 2.0
# Three, and what a busy machine adds; tests/unit/pbx/test_connection.py keeps our limits to the three.
NOTICED_WITHIN_SECONDS: Final = 5.0


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
            found = {call_id: reborn.kept(call_id) for call_id in (handled, busy, away, late)}
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
        assert loop.time() - began < NOTICED_WITHIN_SECONDS
        wire.cut()
        wire.swallows = False

        await floor.until(lambda: len(floor.links()) == 2)
        assert call_id in {live.call_id for live in floor.links()[-1].live_calls} or floor.kept(call_id)


@pytest.mark.parametrize(
    ("sign", "passage", "rings"),
    [
        pytest.param(b"Action: Originate", Passage.HELD, 0, id="before the request arrives"),
        pytest.param(b"Action: Originate", Passage.LAST, 1, id="before the answer"),
        pytest.param(b"Originate successfully queued", Passage.LAST, 1, id="after the acceptance"),
    ],
)
async def test_a_line_cut_around_an_originate_never_dials_twice(
    asterisk_node: AsteriskNode, sign: bytes, passage: Passage, rings: int
) -> None:
    def fate(message: bytes) -> Passage:
        if sign not in message:
            return Passage.PASSED
        # Once: a second request would find the line sound.
        wire.rule = lambda _message: Passage.PASSED
        if passage is Passage.HELD:
            asyncio.get_running_loop().call_soon(wire.cut)
        return passage

    async with (
        ami_witness(asterisk_node.address) as witness,
        faulty_line(asterisk_node) as wire,
        floor_of(asterisk_node, ami_port=wire.port) as floor,
    ):
        wire.rule = fate
        loop = asyncio.get_running_loop()
        began = loop.time()
        if sign == b"Action: Originate":
            with pytest.raises(TelephonyUncertain):
                await floor.dial(Fate.AWAY, ring_seconds=3)
        else:
            await floor.dial(Fate.AWAY, ring_seconds=3)
        [call_id] = floor.tried
        await floor.until(lambda: len(floor.links()) == 2)

        # Settled by what Asterisk knows: it lives, or it ended, or it never was.
        assert loop.time() - began < 10
        known = [live.call_id for live in floor.links()[-1].live_calls]
        assert known == [call_id] * rings
        if rings:
            assert (await floor.ended(call_id)).outcome is CallOutcome.NO_ANSWER
        # Long enough for a second one to be placed and given up too.
        await asyncio.sleep(0.5 if rings else 4)
        assert witness.ended_calls.count(call_id) == rings
        assert len(witness.ended_calls) == rings


def tells(event: str, call_id: UUID | None = None) -> Callable[[bytes], bool]:
    """Whether a message is such an event, of that call if one is named."""
    of_call = f"Uniqueid: {call_id}" if call_id else ""
    return lambda message: event.encode() in message and of_call.encode() in message


@pytest.mark.parametrize(
    ("event", "outcome"),
    [
        pytest.param("UserEvent: Answered", CallOutcome.HANDLED, id="the answer"),
        # Not heard of until the call is over: the stricter account is kept.
        pytest.param("Event: BridgeEnter", CallOutcome.ABANDONED, id="the join"),
    ],
)
async def test_no_customer_waits_for_an_event_that_is_held_back(
    asterisk_node: AsteriskNode, event: str, outcome: CallOutcome
) -> None:
    async with (
        ami_witness(asterisk_node.address) as witness,
        faulty_line(asterisk_node) as wire,
        floor_of(asterisk_node, ami_port=wire.port) as floor,
        floor.operator(),
    ):
        call_id = await floor.dial(rings_for=1, talk_seconds=3)
        is_held = tells(event, call_id)
        wire.rule = lambda message: Passage.HELD if is_held(message) else Passage.PASSED

        assert (await floor.ended(call_id)).outcome is outcome

        assert witness.seconds_to_join(call_id) < JOINED_WITHIN_SECONDS
        told = floor.told_of(call_id)
        assert wire.release() == 1
        await floor.ended(await floor.dial(Fate.BUSY))
        assert floor.receptionist.asked == [call_id]
        assert [one for one in floor.told_of(call_id) if isinstance(one, Ended)] == told[-1:]
        assert len(floor.links()) == 1


async def test_no_customer_waits_for_a_stream_that_stops_at_the_answer(asterisk_node: AsteriskNode) -> None:
    async with (
        ami_witness(asterisk_node.address) as witness,
        faulty_line(asterisk_node) as wire,
        floor_of(asterisk_node, ami_port=wire.port) as floor,
        floor.operator() as line_id,
    ):
        call_id = await floor.dial(rings_for=1, talk_seconds=20)
        is_answer = tells("UserEvent: Answered", call_id)

        def stops(message: bytes) -> Passage:
            wire.swallows = wire.swallows or is_answer(message)
            return Passage.PASSED

        wire.rule = stops
        await floor.until(lambda: any(isinstance(news, LinkDown) for news in floor.news))
        wire.rule = lambda _message: Passage.PASSED
        wire.swallows = False

        await floor.until(lambda: len(floor.links()) == 2)
        assert witness.seconds_to_join(call_id) < JOINED_WITHIN_SECONDS
        [live] = floor.links()[-1].live_calls
        assert (live.call_id, live.state, live.line_id) == (call_id, CallState.CONNECTED, line_id)
        assert floor.receptionist.asked == [call_id]
        await floor.telephony.hang_up(call_id)
        assert (await floor.ended(call_id)).outcome is not None


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
            assert loop.time() - began < NOTICED_WITHIN_SECONDS
            with pytest.raises(TelephonyUnavailable):
                await floor.dial(Fate.BUSY)
        finally:
            os.kill(process_id, signal.SIGCONT)

        await floor.until(lambda: len(floor.links()) == 2)

        assert [live.call_id for live in floor.links()[-1].live_calls] == [call_id]
        await floor.telephony.hang_up(call_id)
        await floor.ended(call_id)
