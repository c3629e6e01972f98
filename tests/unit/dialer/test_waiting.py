"""Customers on hold: first come, first served, and nobody who was found for them is lost."""

import asyncio
from collections.abc import Callable

import pytest

from core.operators.state_machine import OperatorNow
from dialer.floor import LiveCall
from dialer.waiting import WaitingRoom
from tests.factories import some_id
from tests.unit.dialer.floors import a_ringing_call, an_operator

ANNA, BORIS = an_operator("Anna"), an_operator("Boris")
LONG = 60.0


def offering(*operators: OperatorNow) -> Callable[[LiveCall], OperatorNow | None]:
    """Reserves these, one a call."""
    left = list(operators)
    return lambda call: left.pop(0) if left else None


async def all_that_can_happen_happens() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


@pytest.fixture
async def room() -> WaitingRoom:
    return WaitingRoom()


async def test_the_oldest_is_served_first(room: WaitingRoom) -> None:
    async with asyncio.TaskGroup() as tasks:
        first = tasks.create_task(room.wait(a_ringing_call(1), LONG))
        second = tasks.create_task(room.wait(a_ringing_call(2), LONG))
        await all_that_can_happen_happens()
        room.serve(offering(ANNA))
        await all_that_can_happen_happens()
        assert (first.done(), second.done()) == (True, False)
        room.serve(offering(BORIS))

    assert (first.result(), second.result()) == (ANNA, BORIS)


async def test_who_cannot_serve_the_oldest_serves_the_next(room: WaitingRoom) -> None:
    async with asyncio.TaskGroup() as tasks:
        first = tasks.create_task(room.wait(a_ringing_call(1, campaign=1), LONG))
        second = tasks.create_task(room.wait(a_ringing_call(2, campaign=2), LONG))
        await all_that_can_happen_happens()
        of_campaign_2 = a_ringing_call(campaign=2).campaign_id
        room.serve(lambda call: BORIS if call.campaign_id == of_campaign_2 else None)
        await all_that_can_happen_happens()
        assert second.done()
        room.leave(some_id(1))

    assert (first.result(), second.result()) == (None, BORIS)


async def test_who_has_hung_up_is_passed_over(room: WaitingRoom) -> None:
    async with asyncio.TaskGroup() as tasks:
        gone = tasks.create_task(room.wait(a_ringing_call(1), LONG))
        stays = tasks.create_task(room.wait(a_ringing_call(2), LONG))
        await all_that_can_happen_happens()
        room.leave(some_id(1))
        # In the same moment, before the room has noticed.
        room.serve(offering(ANNA))

    assert (gone.result(), stays.result()) == (None, ANNA)


async def test_one_customer_is_never_given_two_operators(room: WaitingRoom) -> None:
    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(room.wait(a_ringing_call(1), LONG))
        await all_that_can_happen_happens()
        choose = offering(ANNA, BORIS)
        room.serve(choose)
        room.serve(choose)

    assert waiting.result() == ANNA
    assert choose(a_ringing_call()) == BORIS, "Boris was reserved and forgotten"


async def test_leaving_after_being_served_takes_nothing_back(room: WaitingRoom) -> None:
    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(room.wait(a_ringing_call(1), LONG))
        await all_that_can_happen_happens()
        room.serve(offering(ANNA))
        room.leave(some_id(1))

    assert waiting.result() == ANNA


@pytest.mark.parametrize("seconds", [0.0, -1.0])
async def test_without_time_to_wait_nobody_is_asked(room: WaitingRoom, seconds: float) -> None:
    assert await room.wait(a_ringing_call(), seconds) is None


async def test_patience_ends(room: WaitingRoom) -> None:
    assert await room.wait(a_ringing_call(), 0.001) is None
    # Whoever comes now must not be reserved for somebody who is gone.
    choose = offering(ANNA)
    room.serve(choose)
    assert choose(a_ringing_call()) == ANNA


async def test_an_operator_found_in_the_moment_the_time_runs_out_is_not_lost(room: WaitingRoom) -> None:
    loop = asyncio.get_running_loop()
    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(room.wait(a_ringing_call(), 0.001))
        await asyncio.sleep(0)
        # Due just before the limit, and carried out in the same turn of the loop, which is held up.
        loop.call_later(0.0005, room.serve, offering(ANNA))
        until = loop.time() + 0.005
        while loop.time() < until:
            pass

    assert waiting.result() == ANNA


async def test_whoever_waits_can_be_sent_away(room: WaitingRoom) -> None:
    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(room.wait(a_ringing_call(), LONG))
        await all_that_can_happen_happens()
        waiting.cancel()
    choose = offering(ANNA)
    room.serve(choose)

    assert choose(a_ringing_call()) == ANNA
