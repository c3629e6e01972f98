"""What an operator does next, step by step and for every order of steps."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidTransition
from core.operators.state_machine import (
    CHOSEN_BY_OPERATOR,
    AskedToBeAvailable,
    AskedToPause,
    CalledClient,
    CallOver,
    ClientKnown,
    Disposed,
    Joined,
    LineCameUp,
    LineWentDown,
    LoggedOut,
    Offered,
    OperatorEvent,
    OperatorNow,
    OperatorState,
    PauseReason,
    PreviewOver,
    Released,
    Reserved,
    SentHome,
    WrapUpRanOut,
    advance,
)
from tests.factories import some_id
from tests.fakes.clock import T0

CALL, OTHER_CALL = some_id(1), some_id(2)
LATER = T0 + timedelta(minutes=1)
WRAP_UP_ENDS = T0 + timedelta(seconds=90)
State, Reason = OperatorState, PauseReason


def anna(state: OperatorState = State.LOGGED_OUT, **values: Any) -> OperatorNow:
    return OperatorNow(some_id(0xA), "Anna", state, T0, **values)


AVAILABLE = anna(State.AVAILABLE, line_up=True)
RESERVED = anna(State.RESERVED, line_up=True, call_id=CALL)
ON_CALL = anna(State.ON_CALL, line_up=True, call_id=CALL)
WRAP_UP = anna(State.WRAP_UP, line_up=True, call_id=CALL, wrap_up_ends_at=WRAP_UP_ENDS)
LUNCH = anna(State.PAUSED, line_up=True, reason=Reason.LUNCH)
LINE_LOST = anna(State.PAUSED, reason=Reason.LINE_LOST)
CLIENT, OTHER_CLIENT = (CalledClient(some_id(number), "Ромашка", "+79161234567") for number in (7, 8))
PREVIEW, OTHER_PREVIEW = some_id(0x11), some_id(0x12)
CLIENT_OF: dict[UUID | None, CalledClient] = {
    CALL: CLIENT,
    OTHER_CALL: OTHER_CLIENT,
    PREVIEW: CLIENT,
    OTHER_PREVIEW: OTHER_CLIENT,
}
LOOKING = anna(State.PREVIEW, line_up=True, preview_id=PREVIEW, client=CLIENT)
OVERRUN = anna(State.PAUSED, line_up=True, reason=Reason.WRAP_UP_OVERRUN, call_id=CALL)


@pytest.mark.parametrize(
    ("before", "event", "after"),
    [
        pytest.param(anna(), LineCameUp(), AVAILABLE, id="whoever comes on line is available"),
        pytest.param(AVAILABLE, Reserved(CALL), RESERVED, id="a call is coming"),
        pytest.param(RESERVED, Joined(CALL), ON_CALL, id="they hear each other"),
        pytest.param(AVAILABLE, Offered(PREVIEW, CLIENT), LOOKING, id="a lead to look at"),
        pytest.param(
            replace(LOOKING, preview_id=None, client=None),
            Offered(PREVIEW, CLIENT),
            LOOKING,
            id="shown again to whoever was looking when we died",
        ),
        pytest.param(LOOKING, Reserved(CALL), RESERVED, id="the lead is dialled"),
        pytest.param(LOOKING, PreviewOver(), AVAILABLE, id="the lead is skipped"),
        pytest.param(LOOKING, AskedToPause(Reason.LUNCH), LUNCH, id="lunch instead of a decision"),
        pytest.param(LOOKING, LoggedOut(), anna(), id="the day is over, without a decision"),
        pytest.param(
            LOOKING,
            LineWentDown(),
            replace(LOOKING, line_up=False),
            id="the page is reloaded, and comes back",
        ),
        pytest.param(replace(LOOKING, line_up=False), LineCameUp(), LOOKING, id="it is back"),
        pytest.param(
            replace(LOOKING, line_up=False), PreviewOver(), LINE_LOST, id="the lead goes, and nobody is there"
        ),
        pytest.param(LOOKING, Joined(CALL), ON_CALL, id="a call that was heard of late"),
        pytest.param(
            AVAILABLE, Reserved(CALL, CLIENT), replace(RESERVED, client=CLIENT), id="a known client's call"
        ),
        pytest.param(
            RESERVED, ClientKnown(CALL, CLIENT), replace(RESERVED, client=CLIENT), id="a card is read late"
        ),
        pytest.param(
            replace(ON_CALL, client=CLIENT),
            CallOver(CALL, WRAP_UP_ENDS),
            replace(WRAP_UP, client=CLIENT),
            id="the client stays until the verdict",
        ),
        pytest.param(AVAILABLE, Joined(CALL), ON_CALL, id="joined, and the choice was never heard of"),
        pytest.param(RESERVED, Released(CALL), AVAILABLE, id="the customer hung up first"),
        pytest.param(ON_CALL, CallOver(CALL, WRAP_UP_ENDS), WRAP_UP, id="the talk is over"),
        pytest.param(WRAP_UP, Disposed(CALL), AVAILABLE, id="the verdict is saved"),
        pytest.param(WRAP_UP, WrapUpRanOut(), OVERRUN, id="no verdict in time"),
        pytest.param(OVERRUN, Disposed(CALL), AVAILABLE, id="the verdict comes late"),
        pytest.param(AVAILABLE, AskedToPause(Reason.LUNCH), LUNCH, id="lunch at once"),
        pytest.param(LUNCH, AskedToBeAvailable(), AVAILABLE, id="back from lunch"),
        pytest.param(
            ON_CALL,
            AskedToPause(Reason.LUNCH),
            replace(ON_CALL, pausing_reason=Reason.LUNCH),
            id="lunch is asked for in a call",
        ),
        pytest.param(
            replace(WRAP_UP, pausing_reason=Reason.LUNCH), Disposed(CALL), LUNCH, id="and begins after it"
        ),
        pytest.param(
            replace(RESERVED, pausing_reason=Reason.LUNCH),
            Released(CALL),
            LUNCH,
            id="or when the call comes to nothing",
        ),
        pytest.param(
            replace(WRAP_UP, pausing_reason=Reason.LUNCH),
            WrapUpRanOut(),
            replace(LUNCH, call_id=CALL),
            id="or when the wrap-up runs out, with the form still open",
        ),
        pytest.param(
            replace(LUNCH, call_id=CALL, client=CLIENT),
            Disposed(CALL),
            LUNCH,
            id="a late verdict does not end a lunch",
        ),
        pytest.param(
            OVERRUN,
            AskedToPause(Reason.LUNCH),
            replace(LUNCH, call_id=CALL),
            id="lunch with the form still open",
        ),
        pytest.param(
            replace(ON_CALL, pausing_reason=Reason.LUNCH),
            AskedToBeAvailable(),
            ON_CALL,
            id="no lunch after all",
        ),
        pytest.param(AVAILABLE, LineWentDown(), LINE_LOST, id="the softphone is gone"),
        pytest.param(RESERVED, LineWentDown(), LINE_LOST, id="gone before the customer was joined"),
        pytest.param(
            replace(RESERVED, pausing_reason=Reason.LUNCH),
            LineWentDown(),
            replace(LUNCH, line_up=False),
            id="gone, and lunch was asked for",
        ),
        pytest.param(LINE_LOST, LineCameUp(), AVAILABLE, id="the softphone is back"),
        pytest.param(LUNCH, LineWentDown(), replace(LUNCH, line_up=False), id="a lost line at lunch"),
        pytest.param(replace(LUNCH, line_up=False), LineCameUp(), LUNCH, id="comes back at lunch"),
        pytest.param(ON_CALL, LineWentDown(), replace(ON_CALL, line_up=False), id="a lost line in a call"),
        pytest.param(
            replace(WRAP_UP, line_up=False), Disposed(CALL), LINE_LOST, id="no line after the wrap-up"
        ),
        pytest.param(
            replace(OVERRUN, line_up=False), Disposed(CALL), LINE_LOST, id="no line after an overrun"
        ),
        pytest.param(
            replace(RESERVED, pausing_reason=Reason.LUNCH),
            LoggedOut(),
            anna(),
            id="the day is over before the customer was joined",
        ),
        pytest.param(LUNCH, LoggedOut(), anna(), id="the day is over at lunch"),
        pytest.param(WRAP_UP, SentHome(), anna(), id="switched off in wrap-up"),
        pytest.param(OVERRUN, SentHome(), anna(), id="switched off with the form still open"),
    ],
)
def test_an_operator_goes_on_to(before: OperatorNow, event: OperatorEvent, after: OperatorNow) -> None:
    now = advance(before, event, LATER)

    assert replace(now, since_at=T0) == after
    moved = (now.state, now.reason) != (before.state, before.reason)
    assert now.since_at == (LATER if moved else T0)


@pytest.mark.parametrize(
    ("before", "event"),
    [
        pytest.param(RESERVED, Released(OTHER_CALL), id="another call came to nothing"),
        pytest.param(ON_CALL, Released(CALL), id="released too late"),
        pytest.param(ON_CALL, CallOver(OTHER_CALL, WRAP_UP_ENDS), id="another call is over"),
        pytest.param(RESERVED, CallOver(CALL, WRAP_UP_ENDS), id="over before it was joined"),
        pytest.param(WRAP_UP, CallOver(CALL, LATER), id="over twice"),
        pytest.param(ON_CALL, Joined(CALL), id="joined twice"),
        pytest.param(WRAP_UP, Joined(CALL), id="joined, heard of after the end"),
        pytest.param(OVERRUN, Joined(CALL), id="joined, heard of long after the end"),
        pytest.param(WRAP_UP, Disposed(OTHER_CALL), id="the verdict on another call"),
        pytest.param(ON_CALL, ClientKnown(OTHER_CALL, OTHER_CLIENT), id="whom another call was with"),
        pytest.param(ON_CALL, Disposed(CALL), id="a verdict before the end"),
        pytest.param(AVAILABLE, Disposed(CALL), id="a verdict twice"),
        pytest.param(ON_CALL, WrapUpRanOut(), id="a time-out of no wrap-up"),
        pytest.param(AVAILABLE, AskedToBeAvailable(), id="available already"),
        pytest.param(AVAILABLE, LineCameUp(), id="the line is up already"),
        pytest.param(LOOKING, AskedToBeAvailable(), id="available enough to look at a lead"),
        pytest.param(AVAILABLE, PreviewOver(), id="over twice, the lead"),
        pytest.param(ON_CALL, PreviewOver(), id="a lead that was dialled long ago"),
        pytest.param(LOOKING, Released(CALL), id="a call of before"),
        pytest.param(anna(), LineWentDown(), id="the line was never up"),
        pytest.param(LINE_LOST, LineWentDown(), id="the line is down already"),
        pytest.param(LUNCH, AskedToPause(Reason.LUNCH), id="at lunch already"),
    ],
)
def test_what_is_no_news_changes_nothing(before: OperatorNow, event: OperatorEvent) -> None:
    assert advance(before, event, LATER) is before


@pytest.mark.parametrize(
    ("before", "event", "reason"),
    [
        pytest.param(RESERVED, Reserved(OTHER_CALL), "Reserved while reserved", id="two calls coming"),
        pytest.param(LUNCH, Reserved(CALL), "Reserved while paused", id="a call at lunch"),
        pytest.param(WRAP_UP, Reserved(OTHER_CALL), "Reserved while wrap_up", id="a call in wrap-up"),
        pytest.param(
            LOOKING, Offered(OTHER_PREVIEW, OTHER_CLIENT), "Offered while preview", id="two leads at once"
        ),
        pytest.param(ON_CALL, Offered(PREVIEW, CLIENT), "Offered while on_call", id="a lead in a talk"),
        pytest.param(LUNCH, Offered(PREVIEW, CLIENT), "Offered while paused", id="a lead at lunch"),
        pytest.param(anna(), Reserved(CALL), "Reserved while logged_out", id="a call to nobody"),
        pytest.param(ON_CALL, Joined(OTHER_CALL), "Joined while on_call", id="two customers on one line"),
        pytest.param(LINE_LOST, AskedToBeAvailable(), "not on line", id="available without a telephone"),
        pytest.param(anna(), AskedToBeAvailable(), "not on line", id="available and logged out"),
        pytest.param(OVERRUN, AskedToBeAvailable(), "disposition", id="available with the form still open"),
        pytest.param(ON_CALL, LoggedOut(), "finish the call", id="go home in the middle of a call"),
        pytest.param(ON_CALL, SentHome(), "finish the call", id="be sent home in the middle of a call"),
        pytest.param(WRAP_UP, LoggedOut(), "disposition", id="go home in wrap-up"),
        pytest.param(OVERRUN, LoggedOut(), "disposition", id="go home with the form still open"),
        pytest.param(
            replace(LUNCH, call_id=CALL, line_up=False),
            LoggedOut(),
            "disposition",
            id="go home from lunch, with the form still open and no telephone",
        ),
        pytest.param(
            anna(), AskedToPause(Reason.LUNCH), "go on line first", id="lunch of somebody logged out"
        ),
    ],
)
def test_an_operator_cannot(before: OperatorNow, event: OperatorEvent, reason: str) -> None:
    with pytest.raises(InvalidTransition, match=reason):
        advance(before, event, LATER)


SINGLE_STEPS: list[OperatorEvent] = [
    LineCameUp(),
    LineWentDown(),
    AskedToBeAvailable(),
    WrapUpRanOut(),
    LoggedOut(),
    SentHome(),
    Offered(PREVIEW, CLIENT),
    Offered(OTHER_PREVIEW, OTHER_CLIENT),
    PreviewOver(),
    *(AskedToPause(reason) for reason in (Reason.LUNCH, Reason.BREAK)),
    *(CallOver(call, WRAP_UP_ENDS) for call in (CALL, OTHER_CALL)),
    *(Reserved(call, client) for call, client in ((CALL, CLIENT), (OTHER_CALL, OTHER_CLIENT))),
    *(ClientKnown(call, client) for call, client in ((CALL, CLIENT), (OTHER_CALL, OTHER_CLIENT))),
    *(event(call) for event in (Reserved, Released, Joined, Disposed) for call in (CALL, OTHER_CALL)),
]
# Whole calls among the single steps, or chance would hardly ever talk one through.
WHOLE_CALL: list[OperatorEvent] = [
    LineCameUp(),
    AskedToBeAvailable(),
    Reserved(CALL),
    Joined(CALL),
    CallOver(CALL, WRAP_UP_ENDS),
]
HAS_CALL = {State.RESERVED, State.ON_CALL, State.WRAP_UP}
MAY_HAVE_CALL = HAS_CALL | {State.PAUSED}
"""A paused operator has one while a verdict is outstanding."""


def lived(pieces: list[list[OperatorEvent]]) -> "Steps":
    """Every step of a story that was possible: what was, what happened, what is."""
    now = anna()
    steps = []
    for second, event in enumerate(event for piece in pieces for event in piece):
        try:
            after = advance(now, event, T0 + timedelta(seconds=second))
        except InvalidTransition:
            continue
        steps.append((now, event, after))
        now = after
    return steps


stories = st.lists(st.sampled_from([[event] for event in SINGLE_STEPS] + 4 * [WHOLE_CALL]), max_size=20).map(
    lived
)
Steps = list[tuple[OperatorNow, OperatorEvent, OperatorNow]]


@given(stories)
def test_every_state_is_whole(steps: Steps) -> None:
    for _, _, now in steps:
        assert now.state is not State.AVAILABLE or now.line_up, "available without a telephone"
        assert now.state is not State.LOGGED_OUT or not now.line_up
        assert (now.wrap_up_ends_at is not None) is (now.state is State.WRAP_UP)
        assert (now.reason is not None) is (now.state is State.PAUSED)
        assert now.pausing_reason is None or now.state in HAS_CALL
        assert now.state not in HAS_CALL or now.call_id is not None
        assert now.call_id is None or now.state in MAY_HAVE_CALL
        assert now.client in (None, CLIENT_OF.get(now.call_id or now.preview_id))
        assert (now.preview_id is not None) is (now.state is State.PREVIEW)
        assert now.state is not State.PREVIEW or now.client is not None
        assert now.pausing_reason is None or now.pausing_reason in CHOSEN_BY_OPERATOR


@given(stories)
def test_a_call_leaves_before_another_comes(steps: Steps) -> None:
    for before, _, after in steps:
        if before.call_id is not None and after.call_id is not None:
            assert before.call_id == after.call_id


@given(stories)
def test_a_call_that_is_over_never_talks_again(steps: Steps) -> None:
    for before, _, after in steps:
        if before.state is State.WRAP_UP and after.state is State.ON_CALL:
            pytest.fail("back from wrap-up into the call")


@given(stories)
def test_only_its_verdict_gets_rid_of_a_call_that_was_talked(steps: Steps) -> None:
    for before, event, after in steps:
        was_talked = before.state is State.ON_CALL or before.waits_for_verdict
        if was_talked and after.call_id != before.call_id:
            assert before.call_id is not None
            assert event == Disposed(before.call_id)


@given(stories)
def test_nothing_changed_means_the_same_object(steps: Steps) -> None:
    for before, _, after in steps:
        assert (after == before) is (after is before)


@given(stories)
def test_since_is_when_the_state_or_its_reason_began(steps: Steps) -> None:
    for before, _, after in steps:
        if (before.state, before.reason) == (after.state, after.reason):
            assert after.since_at == before.since_at


@given(stories)
def test_a_pause_that_was_asked_for_lasts_until_it_is_taken_back(steps: Steps) -> None:
    for before, event, after in steps:
        wanted = before.pausing_reason or (before.reason if before.reason in CHOSEN_BY_OPERATOR else None)
        if wanted is None or isinstance(
            event, AskedToBeAvailable | AskedToPause | LoggedOut | SentHome | Joined
        ):
            continue
        assert wanted in (after.pausing_reason, after.reason)
