"""An exchange that has no room is left alone, ever longer, until a call gets out again."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core.calls.state_machine import HUNG_UP, CallOutcome, CallState, Ended, Ringing, advance
from dialer.exchange_room import LONGEST_PAUSE, ExchangeRoom
from dialer.floor import LiveCall
from tests.fakes.clock import T0
from tests.unit.dialer.floors import a_ringing_call


def at(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def told(room: ExchangeRoom, placed: float, event: Ended | Ringing) -> None:
    call: LiveCall = a_ringing_call()
    before = replace(call.progress, placed_at=at(placed), state=CallState.ORIGINATING, ringing_at=None)
    call.progress = advance(before, event)
    room.call_changed(call, before, event.at)


def refused(room: ExchangeRoom, placed: float) -> None:
    told(room, placed, Ended(at(placed), CallOutcome.NOT_PLACED))


def shut_for(room: ExchangeRoom, since: float) -> float:
    """How many seconds from then on nothing is to be dialled."""
    return next(
        tenths / 10 for tenths in range(10_000) if room.has_room(at(since) + timedelta(seconds=tenths / 10))
    )


def test_there_is_room_until_a_call_is_not_placed() -> None:
    room = ExchangeRoom()
    assert room.has_room(at(0))

    refused(room, 0)

    assert shut_for(room, 0) == 1


def test_the_pause_doubles_up_to_a_limit_while_nothing_gets_out() -> None:
    room, now, pauses = ExchangeRoom(), 0.0, []
    for _ in range(8):
        refused(room, now)
        pauses.append(shut_for(room, now))
        now += pauses[-1]

    assert pauses == [1, 2, 4, 8, 16, 30, 30, 30]
    assert pauses[-1] == LONGEST_PAUSE.total_seconds()


def test_calls_that_were_placed_together_shut_it_once() -> None:
    room = ExchangeRoom()
    for _ in range(20):
        refused(room, 0)

    assert shut_for(room, 0) == 1


@pytest.mark.parametrize(
    "event",
    [Ringing(at(1.5)), Ended(at(1.5), CallOutcome.BUSY, 17), Ended(at(1.5), CallOutcome.NOT_PLACED, 34)],
    ids=["it rings", "it is busy", "the network is full"],
)
def test_a_call_that_gets_out_ends_the_doubling(event: Ended | Ringing) -> None:
    room = ExchangeRoom()
    refused(room, 0)
    told(room, 1, event)

    refused(room, 2)

    assert shut_for(room, 2) == 1


def test_a_call_that_was_taken_back_before_it_was_sent_says_nothing() -> None:
    room = ExchangeRoom()
    taken_back = Ended(at(0), CallOutcome.NOT_PLACED, HUNG_UP)
    told(room, 0, taken_back)
    assert room.has_room(at(0))
    refused(room, 0)
    told(room, 1, replace(taken_back, at=at(1)))
    refused(room, 1)

    assert shut_for(room, 1) == 2


def test_news_of_calls_from_before_the_pause_say_nothing_of_now() -> None:
    room = ExchangeRoom()
    refused(room, 5)
    told(room, 1, Ringing(at(5.5)))
    refused(room, 6)

    assert shut_for(room, 6) == 2
