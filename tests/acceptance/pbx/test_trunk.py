"""Calls through a SIP trunk whose carrier answers as a test says, on a real Asterisk."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from typing import Final
from uuid import UUID, uuid4

import pytest

from core.calls.state_machine import Answered, CallOutcome, Ended, OperatorJoined, Ringing
from core.clock import SystemClock
from core.telephony.port import CallNews, DialRequest, LinkUp
from pbx.node import AsteriskNode
from pbx.telephony import AsteriskTelephony
from tests.acceptance.pbx.floor import Floor, LineUpReceptionist, address_of, floor_of
from tests.fixtures.ami_witness import ami_witness
from tests.fixtures.carrier import TRUNK, Carrier, Reply, a_carrier

REFUSALS: Final = {
    486: (CallOutcome.BUSY, 17),
    404: (CallOutcome.FAILED, 1),
    480: (CallOutcome.NO_ANSWER, 19),
    503: (CallOutcome.NOT_PLACED, 34),
    603: (CallOutcome.FAILED, 21),
}
"""The outcome and the Q.850 cause of each final answer."""
SHUT_OUT: Final = (401, 403, 407)
"""Answers that Asterisk makes the same cause of as of 603, and that mean our account."""
SILENT: Final = 777
"""Rings longer than anybody waits."""
PERSON: Final = 200


@pytest.fixture
def carrier() -> Iterator[Carrier]:
    """The last three digits of a number are its answer; a second that begins with 1 rings first."""
    at_once = {rf"00{code}$": Reply(code) for code in (*REFUSALS, *SHUT_OUT)}
    later = {rf"01{code}$": Reply(code, ring_seconds=1.0) for code in REFUSALS}
    others = {
        rf"{SILENT}$": Reply(ring_seconds=60.0),
        rf"{PERSON}$": Reply(200, ring_seconds=0.2, talk_seconds=1.0),
    }
    with a_carrier(at_once | later | others) as working:
        yield working


def request(ending: str, ring_seconds: int = 5) -> DialRequest:
    return DialRequest(uuid4(), f"+79160{ending}", ring_seconds)


async def test_a_carriers_refusals_end_once_with_their_cause_and_are_kept_with_it(
    node: AsteriskNode, carrier: Carrier
) -> None:
    requests = {code: request(f"00{code}") for code in REFUSALS}
    async with floor_of(node, dial_template=TRUNK) as floor:
        for one in requests.values():
            await floor.telephony.dial(one)
        await floor.until(lambda: all(endings(floor, one.call_id) for one in requests.values()))
        await asyncio.sleep(0.5)

        told = {code: endings(floor, one.call_id) for code, one in requests.items()}

    assert told == {code: [why] for code, why in REFUSALS.items()}
    assert set(Counter(call.number for call in carrier.calls).values()) == {1}
    assert await kept_by(node) == {requests[code].call_id: why for code, why in REFUSALS.items()}


async def test_a_carrier_that_lets_us_not_in_has_placed_nothing(node: AsteriskNode, carrier: Carrier) -> None:
    requests = {code: request(f"00{code}") for code in SHUT_OUT}
    async with floor_of(node, dial_template=TRUNK) as floor:
        for one in requests.values():
            await floor.telephony.dial(one)
        await floor.until(lambda: all(endings(floor, one.call_id) for one in requests.values()))

        told = {code: endings(floor, one.call_id) for code, one in requests.items()}

    assert told == {code: [(CallOutcome.NOT_PLACED, 21)] for code in SHUT_OUT}


async def test_what_a_carrier_refuses_while_nobody_listens_is_kept_with_its_cause(
    node: AsteriskNode, carrier: Carrier
) -> None:
    requests = {code: request(f"01{code}") for code in REFUSALS}
    silent = request(f"01{SILENT}", ring_seconds=1)
    dialled = {one.call_id for one in (*requests.values(), silent)}
    async with ami_witness(node.address) as witness:
        async with floor_of(node, dial_template=TRUNK) as floor:
            for one in (*requests.values(), silent):
                await floor.telephony.dial(one)
        # It rings, and nobody of ours is there any more.
        assert not witness.given_up_calls
        async with asyncio.timeout(10):
            while witness.given_up_calls != dialled:  # noqa: ASYNC110 - Asterisk is waited for
                await asyncio.sleep(0.05)

    assert await kept_by(node) == {
        silent.call_id: (CallOutcome.NO_ANSWER, 19),
        **{requests[code].call_id: why for code, why in REFUSALS.items()},
    }
    assert {call.code for call in carrier.calls} == {*REFUSALS, 487}


async def test_a_ringing_call_that_is_given_up_is_told_and_kept_as_not_answered(
    node: AsteriskNode, carrier: Carrier
) -> None:
    one = request(f"01{SILENT}", ring_seconds=60)
    async with floor_of(node, dial_template=TRUNK) as floor:
        await floor.telephony.dial(one)
        await floor.until(lambda: any(isinstance(event, Ringing) for event in floor.told_of(one.call_id)))
        await floor.telephony.give_up(one.call_id)
        await floor.until(lambda: bool(endings(floor, one.call_id)))
        await asyncio.sleep(0.5)

        assert endings(floor, one.call_id) == [(CallOutcome.NO_ANSWER, 19)]

    assert await kept_by(node) == {one.call_id: (CallOutcome.NO_ANSWER, 19)}
    assert [call.code for call in carrier.calls] == [487]


async def test_a_call_through_the_trunk_is_joined_and_ended_by_the_far_end(
    node: AsteriskNode, carrier: Carrier
) -> None:
    one = request(f"00{PERSON}")
    async with floor_of(node, dial_template=TRUNK) as floor, floor.operator():
        await floor.telephony.dial(one)
        await floor.until(lambda: bool(endings(floor, one.call_id)))

        events = [type(event) for event in floor.told_of(one.call_id)]

    assert events == [Ringing, Answered, OperatorJoined, Ended]
    [call] = carrier.calls
    assert call.answered_at
    assert call.ended_at
    assert (call.ended_at - call.answered_at).total_seconds() >= 1.0


async def test_a_call_over_a_trunk_that_does_not_exist_is_not_placed(asterisk_node: AsteriskNode) -> None:
    telephony = AsteriskTelephony(
        address_of(asterisk_node), LineUpReceptionist(), SystemClock(), dial_template="PJSIP/{digits}@nobody"
    )
    request = DialRequest(uuid4(), "+79160000001", give_up_after_seconds=5)
    async with asyncio.TaskGroup() as tasks, asyncio.timeout(10):
        running = tasks.create_task(telephony.run())
        async for news in telephony.news():
            match news:
                case LinkUp():
                    await telephony.dial(request)
                case CallNews(call_id, Ended(unanswered_as=outcome)) if call_id == request.call_id:
                    break
        running.cancel()

    assert outcome is CallOutcome.NOT_PLACED


def endings(floor: Floor, call_id: UUID) -> list[tuple[CallOutcome, int | None]]:
    return [
        (event.unanswered_as, event.cause) for event in floor.told_of(call_id) if isinstance(event, Ended)
    ]


async def kept_by(node: AsteriskNode) -> dict[UUID, tuple[CallOutcome, int | None]]:
    async with floor_of(node) as reborn:
        return {
            facts.call_id: (facts.ended.unanswered_as, facts.ended.cause)
            for facts in reborn.links()[0].outbox
        }
