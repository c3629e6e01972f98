"""Every way a call can go, on a real Asterisk, with real softphones and simulated customers."""

import asyncio
import wave
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from core.calls.machines import MachineAction
from core.calls.state_machine import (
    Answered,
    AnsweredBy,
    CallOutcome,
    CallState,
    Ended,
    OperatorJoined,
    Ringing,
)
from core.errors import TelephonyRefused
from core.telephony.port import DialRequest, LineDown, MachineDetection
from pbx.node import AsteriskNode
from pbx.registrations import COMES_BACK_WITHIN_SECONDS
from pbx.simulated import Fate
from tests.acceptance.pbx.floor import Floor, floor_of, until_closed

MESSAGE_SECONDS = 0.6


@pytest.fixture
async def floor(asterisk_node: AsteriskNode) -> AsyncIterator[Floor]:
    async with floor_of(asterisk_node) as standing:
        yield standing


async def test_an_answered_call_is_joined_recorded_and_ended_by_the_customer(
    floor: Floor, asterisk_recordings: Path
) -> None:
    async with floor.operator() as line_id:
        call_id = await floor.dial(talk_seconds=1.5, recording="2026/03/joined.wav")

        call = await floor.ended(call_id)

        assert [type(event) for event in floor.told_of(call_id)] == [Ringing, Answered, OperatorJoined, Ended]
        assert call.outcome is CallOutcome.HANDLED
        assert call.cause == 16
        assert call.answered_at
        assert call.connected_at
        assert call.ended_at
        assert (call.connected_at - call.answered_at).total_seconds() < 1.0
        assert 1.0 < (call.ended_at - call.connected_at).total_seconds() < 2.5
        assert line_id in floor.lines_up, "the leg waits again"
    joined = asterisk_recordings / "2026/03/joined.wav"
    await until_closed(joined)
    with wave.open(str(joined)) as recording:
        assert recording.getnframes() / recording.getframerate() > 0.8


async def test_the_same_operator_takes_one_call_after_the_other(floor: Floor) -> None:
    async with floor.operator():
        for _ in range(3):
            assert (await floor.ended(await floor.dial(talk_seconds=0.3))).outcome is CallOutcome.HANDLED


async def test_the_operator_side_hangs_up(floor: Floor) -> None:
    async with floor.operator() as line_id:
        call_id = await floor.dial(talk_seconds=30)
        await floor.reaches(call_id, CallState.CONNECTED)

        await floor.telephony.hang_up(call_id)

        assert (await floor.ended(call_id)).outcome is CallOutcome.HANDLED
        assert line_id in floor.lines_up


@pytest.mark.parametrize(
    ("fate", "outcome", "cause"),
    [
        pytest.param(Fate.BUSY, CallOutcome.BUSY, 17, id="busy"),
        pytest.param(Fate.AWAY, CallOutcome.NO_ANSWER, 19, id="nobody picks up"),
        pytest.param(Fate.INVALID, CallOutcome.FAILED, 1, id="no such number"),
        pytest.param(Fate.NETWORK_FULL, CallOutcome.NOT_PLACED, 34, id="network full"),
    ],
)
async def test_an_unanswered_call_ends_once_as(
    floor: Floor, fate: Fate, outcome: CallOutcome, cause: int
) -> None:
    call_id = await floor.dial(fate, rings_for=0.1)

    call = await floor.ended(call_id)

    assert (call.outcome, call.cause) == (outcome, cause)
    assert [type(event) for event in floor.told_of(call_id)].count(Ended) == 1
    assert floor.receptionist.asked == []


async def test_nobody_is_free_so_the_customer_hears_the_message_and_is_counted(floor: Floor) -> None:
    call_id = await floor.dial(talk_seconds=30)

    call = await floor.ended(call_id)

    assert call.outcome is CallOutcome.ABANDONED
    assert call.counts_as_abandoned(grace_seconds=2.0)
    assert call.answered_at
    assert call.ended_at
    assert 1.0 < (call.ended_at - call.answered_at).total_seconds() < 6.0


@pytest.mark.parametrize(
    ("is_there", "least_seconds", "most_seconds"),
    [
        pytest.param(True, 0.5 * MESSAGE_SECONDS, 2.0, id="the policy's own"),
        pytest.param(False, 2.3, 8.0, id="it is gone: a plain one"),
    ],
)
async def test_the_customer_hears_the_message_of_the_policy(
    floor: Floor, asterisk_recordings: Path, is_there: bool, least_seconds: float, most_seconds: float
) -> None:
    message = f"voice-messages/{uuid4()}"
    if is_there:
        file = asterisk_recordings / f"{message}.wav"
        file.parent.mkdir(exist_ok=True)
        with wave.open(str(file), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(8000)
            sound.writeframes(bytes(round(2 * 8000 * MESSAGE_SECONDS)))
    call_id = await floor.dial(talk_seconds=30, safe_harbour=message)

    call = await floor.ended(call_id)

    assert call.outcome is CallOutcome.ABANDONED
    assert call.answered_at
    assert call.ended_at
    heard_seconds = (call.ended_at - call.answered_at).total_seconds()
    assert least_seconds < heard_seconds < most_seconds


async def test_a_receptionist_who_never_answers_costs_the_customer_only_the_grace(floor: Floor) -> None:
    floor.receptionist.answers = False
    call_id = await floor.dial(talk_seconds=30, grace_seconds=0.5)

    call = await floor.ended(call_id)

    assert call.outcome is CallOutcome.ABANDONED
    assert call.answered_at
    assert call.ended_at
    assert (call.ended_at - call.answered_at).total_seconds() < 6.0


async def test_the_customer_hangs_up_while_we_look_for_an_operator(floor: Floor) -> None:
    floor.receptionist.answers = False
    call_id = await floor.dial(talk_seconds=0.3)

    assert (await floor.ended(call_id)).outcome is CallOutcome.ABANDONED


async def test_a_call_is_hung_up_while_it_rings(floor: Floor) -> None:
    call_id = await floor.dial(Fate.AWAY)
    await floor.reaches(call_id, CallState.RINGING)

    await floor.telephony.hang_up(call_id)

    assert (await floor.ended(call_id)).answered_at is None


async def test_a_hang_up_that_comes_before_the_channel_is_not_lost(floor: Floor) -> None:
    call_id = await floor.dial(talk_seconds=30, rings_for=5)

    await floor.telephony.hang_up(call_id)

    assert (await floor.ended(call_id)).answered_at is None


async def test_hanging_up_twice_is_no_error(floor: Floor) -> None:
    call_id = await floor.dial(Fate.BUSY)
    await floor.ended(call_id)

    await floor.telephony.hang_up(call_id)


async def test_the_operators_telephone_dies_in_a_call(floor: Floor) -> None:
    async with floor.operator() as line_id:
        call_id = await floor.dial(talk_seconds=30)
        await floor.reaches(call_id, CallState.CONNECTED)

        await floor.telephony.close_line(line_id)

        assert (await floor.ended(call_id)).outcome is CallOutcome.HANDLED
        assert line_id not in floor.lines_up


async def test_an_operator_who_comes_back_is_joined_to_the_same_customer_again(floor: Floor) -> None:
    async with floor.operator() as line_id, floor.operator() as newer_line_id:
        call_id = await floor.dial(talk_seconds=30)
        await floor.reaches(call_id, CallState.CONNECTED)
        floor.receptionist.newer_line = newer_line_id

        await floor.telephony.close_line(line_id)
        await floor.until(lambda: line_id not in floor.lines_up)
        async with asyncio.timeout(5):
            while not floor.telephony.is_talking(newer_line_id):  # noqa: ASYNC110 - Asterisk is waited for
                await asyncio.sleep(0.05)

        assert (await floor.reaches(call_id, CallState.CONNECTED)).outcome is None
        floor.receptionist.newer_line = None
        await floor.telephony.hang_up(call_id)
        assert (await floor.ended(call_id)).outcome is CallOutcome.HANDLED
        assert newer_line_id in floor.lines_up, "the leg waits again"


async def test_a_browser_that_vanishes_between_calls_is_given_none(floor: Floor) -> None:
    async with floor.operator() as line_id:
        floor.telephones[line_id].lose_the_network()

        async with asyncio.timeout(10):
            await floor.until(lambda: line_id not in floor.lines_up)


async def test_a_browser_that_vanishes_in_a_call_leaves_no_customer_in_silence(floor: Floor) -> None:
    async with floor.operator() as line_id:
        call_id = await floor.dial(talk_seconds=30)
        await floor.reaches(call_id, CallState.CONNECTED)

        floor.telephones[line_id].lose_the_network()

        async with asyncio.timeout(COMES_BACK_WITHIN_SECONDS + 4):
            assert (await floor.ended(call_id)).outcome is CallOutcome.HANDLED
        assert line_id not in floor.lines_up


async def test_a_softphone_that_comes_again_takes_the_place_of_its_older_self(
    floor: Floor, asterisk_node: AsteriskNode
) -> None:
    async with floor.operator() as line_id:
        older = floor.telephones[line_id]
        async with older.like_itself().on_line(), asyncio.timeout(15):
            await older.ended()

            assert (await floor.ended(await floor.dial(talk_seconds=0.5))).outcome is CallOutcome.HANDLED
            assert not any(isinstance(news, LineDown) for news in floor.news)
            legs = await asterisk_node.command("core show channels concise")
            assert legs.count(f"PJSIP/{line_id}-") == 1


async def test_a_line_that_is_gone_is_passed_over_for_one_that_is_there(floor: Floor) -> None:
    async with floor.operator() as gone:
        pass
    async with floor.operator() as present:
        floor.receptionist.free = [gone, present]
        call_id = await floor.dial(talk_seconds=0.5)

        assert (await floor.ended(call_id)).outcome is CallOutcome.HANDLED
        assert floor.receptionist.failed == [gone]


async def test_a_leg_that_vanishes_as_it_is_named_is_told_and_the_next_one_taken(floor: Floor) -> None:
    async with floor.operators(2) as (first, second):
        # What the map of legs looks like between the death of a channel and the news of it.
        legs = floor.telephony._lines._legs
        alive, legs[first] = legs[first], f"PJSIP/{first}-ffffffff"
        call_id = await floor.dial(talk_seconds=0.5)

        assert (await floor.ended(call_id)).outcome is CallOutcome.HANDLED
        legs[first] = alive
        assert floor.receptionist.failed == [first]
        assert second in floor.lines_up


async def test_a_machine_is_recognised_and_hung_up_on_when_asked_for(floor: Floor) -> None:
    call_id = await floor.dial(Fate.MACHINE, detection=MachineDetection(MachineAction.HANG_UP))

    call = await floor.ended(call_id)

    assert call.answered_by is AnsweredBy.MACHINE
    assert call.outcome is CallOutcome.MACHINE
    assert floor.receptionist.asked == []


async def test_a_hundred_digits_or_a_dialplan_expression_is_never_dialled(floor: Floor) -> None:
    for number in ("+7" * 50, "+7916123456&PJSIP/1", "+7916${SHELL(id)}", "+٧٩١٦١٢٣٤٥٦٧", "89161234567"):
        request = DialRequest(call_id=uuid4(), phone_number=number, give_up_after_seconds=5)
        with pytest.raises(TelephonyRefused):
            await floor.telephony.dial(request)


@pytest.mark.parametrize("path", ["../../etc/x.wav", "/tmp/x.wav", "a/../b.wav", "x,b;System(id)", "a b.wav"])
async def test_a_recording_stays_under_its_folder(floor: Floor, path: str) -> None:
    with pytest.raises(TelephonyRefused):
        await floor.dial(recording=path)
