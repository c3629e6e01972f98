"""The demo's customers on a real Asterisk: all kinds of them, and no complaint in its log."""

import asyncio
from collections import Counter

import pytest

from core.calls.state_machine import CallOutcome
from pbx.node import AsteriskNode
from pbx.simulated import DEMO_CUSTOMERS
from tests.acceptance.pbx.floor import floor_of

# So many that none of the kinds is missing but once in ten thousand runs.
CALLS = 240
# As many as a slow machine places before those who answer soonest do, and no more.
ABREAST = 40


@pytest.mark.timeout(180)
async def test_the_dice_decide_within_their_shares(asterisk_node: AsteriskNode) -> None:
    complaints_before = complaints(asterisk_node)
    async with floor_of(asterisk_node, dial_template=DEMO_CUSTOMERS) as floor:
        outcomes: Counter[CallOutcome | None] = Counter()
        for _ in range(CALLS // ABREAST):
            call_ids = [await floor.dial(ring_seconds=3) for _ in range(ABREAST)]
            outcomes.update([(await floor.ended(call_id)).outcome for call_id in call_ids])

    # Eight, four, twenty-two in a hundred; the people find nobody, and neither do the machines.
    assert set(outcomes) == {
        CallOutcome.ABANDONED,
        CallOutcome.NO_ANSWER,
        CallOutcome.BUSY,
        CallOutcome.FAILED,
    }
    assert outcomes[CallOutcome.ABANDONED] > CALLS / 2 > outcomes[CallOutcome.NO_ANSWER]
    assert complaints(asterisk_node) == complaints_before


async def test_a_customer_speaks_and_hangs_up_by_himself(asterisk_node: AsteriskNode) -> None:
    async with floor_of(asterisk_node) as floor, floor.operator():
        call_id = await floor.dial(talk_seconds=9, recording="spoken.wav")
        await floor.until(lambda: len(floor.told_of(call_id)) == 3)
        await asyncio.sleep(1)
        playing = await asterisk_node.command("core show channels concise")
        assert "Playback" in playing

        ended = await floor.ended(call_id)
        assert ended.cause == 16


def complaints(node: AsteriskNode) -> list[str]:
    return [line for line in node.log_file.read_text().splitlines() if "ERROR" in line or "WARNING" in line]
