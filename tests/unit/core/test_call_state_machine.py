"""The life of one call: what it comes to, whatever order the news takes."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calls.state_machine import (
    Answered,
    AnsweredBy,
    CallEvent,
    CallOutcome,
    CallProgress,
    CallState,
    Ended,
    OperatorJoined,
    Ringing,
    advance,
)
from tests.factories import some_id
from tests.fakes.clock import T0

GRACE_SECONDS = 2.0
PERSON, MACHINE = AnsweredBy.PERSON, AnsweredBy.MACHINE


def at(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def played(*events: CallEvent) -> CallProgress:
    call = CallProgress(call_id=some_id(1), placed_at=T0)
    for event in events:
        call = advance(call, event)
    return call


@pytest.mark.parametrize(
    ("events", "outcome", "answered", "abandoned"),
    [
        pytest.param(
            [Ringing(at(1)), Answered(at(6)), OperatorJoined(at(7)), Ended(at(90))],
            CallOutcome.HANDLED,
            True,
            False,
            id="answered and handled",
        ),
        pytest.param(
            [Answered(at(6)), OperatorJoined(at(7)), Ended(at(90))],
            CallOutcome.HANDLED,
            True,
            False,
            id="a trunk that never says it rings",
        ),
        pytest.param(
            [Ringing(at(1)), Answered(at(6)), Ended(at(9))],
            CallOutcome.ABANDONED,
            True,
            True,
            id="a person answered, nobody came",
        ),
        pytest.param(
            [Answered(at(6)), OperatorJoined(at(6 + GRACE_SECONDS)), Ended(at(60))],
            CallOutcome.HANDLED,
            True,
            False,
            id="an operator came in the last permitted moment",
        ),
        pytest.param(
            [Answered(at(6)), OperatorJoined(at(9)), Ended(at(60))],
            CallOutcome.HANDLED,
            True,
            True,
            id="an operator came too late: handled, yet abandoned for the regulator",
        ),
        pytest.param(
            [Ringing(at(1)), Answered(at(6), MACHINE), Ended(at(9))],
            CallOutcome.MACHINE,
            False,
            False,
            id="a machine answered",
        ),
        pytest.param(
            [Answered(at(6), MACHINE), OperatorJoined(at(9)), Ended(at(30))],
            CallOutcome.HANDLED,
            False,
            False,
            id="an operator heard a machine out",
        ),
        pytest.param(
            [Ringing(at(1)), Ended(at(25), CallOutcome.NO_ANSWER, 19)],
            CallOutcome.NO_ANSWER,
            False,
            False,
            id="nobody picked up",
        ),
        pytest.param([Ended(at(2), CallOutcome.BUSY, 17)], CallOutcome.BUSY, False, False, id="busy"),
        pytest.param([Ended(at(2))], CallOutcome.FAILED, False, False, id="no reason given"),
        pytest.param(
            [Ended(at(2), CallOutcome.NOT_PLACED)],
            CallOutcome.NOT_PLACED,
            False,
            False,
            id="the exchange had no room",
        ),
        pytest.param(
            [Ringing(at(1)), Ended(at(2), CallOutcome.NOT_PLACED)],
            CallOutcome.FAILED,
            False,
            False,
            id="what rang was placed, whatever the exchange says",
        ),
        pytest.param(
            [Ringing(at(1)), Ended(at(2), CallOutcome.NOT_PLACED, was_answered=True)],
            CallOutcome.ABANDONED,
            True,
            True,
            id="somebody picked up and the exchange had no room to ask for an operator",
        ),
        pytest.param(
            [Answered(at(6), MACHINE), Ended(at(9), was_answered=True)],
            CallOutcome.MACHINE,
            False,
            False,
            id="what picked up is known already",
        ),
        pytest.param(
            [Answered(at(6)), Ended(at(9), CallOutcome.BUSY)],
            CallOutcome.ABANDONED,
            True,
            True,
            id="a cause that fits no answered call does not count",
        ),
        pytest.param(
            [OperatorJoined(at(7)), Answered(at(6)), Ended(at(90))],
            CallOutcome.HANDLED,
            True,
            False,
            id="the join was heard of before the answer",
        ),
        pytest.param(
            [Answered(at(6)), Ringing(at(7)), OperatorJoined(at(7)), Ended(at(90))],
            CallOutcome.HANDLED,
            True,
            False,
            id="a second leg rang on after the answer",
        ),
        pytest.param(
            [Ringing(at(1)), Ringing(at(2)), Answered(at(6)), Answered(at(8), MACHINE), Ended(at(9))],
            CallOutcome.ABANDONED,
            True,
            True,
            id="everything came twice, and the first counts",
        ),
        pytest.param(
            [Ended(at(2), CallOutcome.BUSY), Answered(at(3)), OperatorJoined(at(3)), Ended(at(9))],
            CallOutcome.BUSY,
            False,
            False,
            id="late news of a dead call",
        ),
    ],
)
def test_a_call_ends_with(
    events: list[CallEvent], outcome: CallOutcome, answered: bool, abandoned: bool
) -> None:
    call = played(*events)

    assert call.state is CallState.ENDED
    assert call.outcome is outcome
    assert call.counts_as_answered is answered
    assert call.counts_as_abandoned(GRACE_SECONDS) is abandoned


def test_each_step_keeps_its_moment_and_the_end_its_cause() -> None:
    call = played(Ringing(at(1)), Answered(at(6)), OperatorJoined(at(7)), Ended(at(90), cause=16))

    assert (call.ringing_at, call.answered_at, call.connected_at) == (at(1), at(6), at(7))
    assert (call.ended_at, call.cause) == (at(90), 16)


def test_a_call_nobody_joined_is_not_abandoned_while_it_waits() -> None:
    assert not played(Answered(at(6))).counts_as_abandoned(GRACE_SECONDS)


@pytest.mark.parametrize("repeated", [Ringing(at(1)), Answered(at(2)), OperatorJoined(at(3)), Ended(at(4))])
def test_repeated_news_is_no_news(repeated: CallEvent) -> None:
    call = played(Ringing(at(1)), Answered(at(2)), OperatorJoined(at(3)))
    once = advance(call, repeated)

    assert advance(once, repeated) is once


EVENTS: list[CallEvent] = [
    event
    for second in (2, 5, 6, 9)
    for event in (
        Ringing(at(second)),
        Answered(at(second)),
        Answered(at(second), MACHINE),
        OperatorJoined(at(second)),
        Ended(at(second), CallOutcome.BUSY),
    )
]
events = st.sampled_from(EVENTS)
ORDER = [CallState.ORIGINATING, CallState.RINGING, CallState.ANSWERED, CallState.CONNECTED, CallState.ENDED]
FACTS = ("ringing_at", "answered_at", "answered_by", "connected_at", "ended_at", "outcome")


@given(st.lists(events))
def test_a_call_only_goes_forward_and_forgets_nothing(story: list[CallEvent]) -> None:
    lives = [played(*story[:length]) for length in range(len(story) + 1)]

    for before, after in pairwise(lives):
        assert ORDER.index(before.state) <= ORDER.index(after.state)
        for fact in FACTS:
            assert getattr(before, fact) in (None, getattr(after, fact)), f"{fact} was overwritten"


@given(st.lists(events), events, st.lists(events))
def test_an_ended_call_stays_as_it_is(
    story: list[CallEvent], event: CallEvent, late: list[CallEvent]
) -> None:
    ended = played(*story, Ended(at(700)))

    for one in [event, *late]:
        assert advance(ended, one) is ended


@given(st.lists(events))
def test_a_call_has_an_outcome_and_an_end_exactly_when_it_has_ended(story: list[CallEvent]) -> None:
    call = played(*story)

    is_over = call.state is CallState.ENDED
    assert (call.outcome is not None) is is_over
    assert (call.ended_at is not None) is is_over
    assert not call.counts_as_abandoned(GRACE_SECONDS) or call.counts_as_answered, "a share above one"


@st.composite
def one_call_told_in_any_order(draw: st.DrawFn) -> tuple[list[CallEvent], list[CallEvent]]:
    """What happened in one call, and the same reported out of order and more than once; the end is last."""
    answered = Answered(at(6), draw(st.sampled_from(AnsweredBy)))
    possible: list[CallEvent] = [Ringing(at(1)), answered, OperatorJoined(at(7))]
    happened = draw(st.lists(st.sampled_from(possible), unique=True))
    ended = Ended(at(90), CallOutcome.NO_ANSWER)
    repeated = draw(st.lists(st.sampled_from(happened))) if happened else []
    told = draw(st.permutations(happened + repeated))
    return [*happened, ended], [*told, ended]


@given(one_call_told_in_any_order())
def test_the_outcome_does_not_depend_on_the_order_of_the_news(
    stories: tuple[list[CallEvent], list[CallEvent]],
) -> None:
    happened, told = stories

    assert played(*told).outcome is played(*happened).outcome
