"""Recorded AMI streams and what each must come to.

`python -m tests.acceptance.pbx.record_streams` records them again.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from uuid import UUID

import pytest

from core.calls.state_machine import (
    DECLINED,
    Answered,
    AnsweredBy,
    CallOutcome,
    CallProgress,
    CallState,
    Ended,
    Ringing,
    advance,
)
from core.telephony.port import CallNews, LineDown, LineUp
from pbx.ami.translate import CallLeft, LegGone, LegWaits, PerhapsEnded, translate
from pbx.lines import Lines
from tests.replay.tables import BEGAN, CALL, LINE, STREAMS, messages

Message = Mapping[str, str]

OUTCOMES = [
    ("answered_and_handled", CallOutcome.HANDLED, 16),
    ("operator_side_hangs_up", CallOutcome.HANDLED, 16),
    ("operators_leg_dies_in_the_call", CallOutcome.HANDLED, 16),
    ("nobody_was_free", CallOutcome.ABANDONED, 16),
    ("customer_leaves_before_an_operator_comes", CallOutcome.ABANDONED, 16),
    ("machine_recognised", CallOutcome.MACHINE, 16),
    ("person_greeted", CallOutcome.HANDLED, 16),
    ("no_answer", CallOutcome.NO_ANSWER, 19),
    ("busy", CallOutcome.BUSY, 17),
    ("no_such_number", CallOutcome.FAILED, 1),
    ("network_full", CallOutcome.NOT_PLACED, 34),
    ("hung_up_while_ringing", CallOutcome.FAILED, 16),
    ("exchange_full", CallOutcome.NOT_PLACED, None),
    ("exchange_full_at_the_answer", CallOutcome.ABANDONED, None),
]


def stream(name: str) -> list[dict[str, str]]:
    return list(messages((STREAMS / f"{name}.txt").read_text()))


def played(stream_of_messages: Iterable[Message]) -> CallProgress:
    """The call as the news leaves it; a failure without a reason counts when nothing better comes."""
    call = CallProgress(UUID(CALL), datetime.fromtimestamp(BEGAN, UTC))
    without_reason: Ended | None = None
    for message in stream_of_messages:
        match translate(message):
            case CallNews(call_id, event):
                assert call_id == call.call_id
                call = advance(call, event)
            case PerhapsEnded(ended=ended):
                without_reason = ended
    return advance(call, without_reason) if without_reason is not None else call


@pytest.mark.parametrize(("name", "outcome", "cause"), OUTCOMES)
def test_the_stream_comes_to(name: str, outcome: CallOutcome, cause: int | None) -> None:
    call = played(stream(name))

    assert call.state is CallState.ENDED
    assert (call.outcome, call.cause) == (outcome, cause)


@pytest.mark.parametrize("name", [name for name, _, _ in OUTCOMES])
def test_a_call_is_heard_to_leave_before_it_rings(name: str) -> None:
    news = [told for message in stream(name) if (told := translate(message)) is not None]
    begins = [one.event for one in news if isinstance(one, CallNews)][:1]
    left = [place for place, one in enumerate(news) if one == CallLeft(UUID(CALL))]
    if any(isinstance(event, Ringing) for event in begins):
        [departure] = left
        assert departure < next(place for place, one in enumerate(news) if isinstance(one, CallNews))
    else:
        assert len(left) <= 1


def test_every_recording_is_expected_to_come_to_something() -> None:
    assert {path.stem for path in STREAMS.glob("*.txt")} == {name for name, _, _ in OUTCOMES}


@pytest.mark.parametrize(("name", "outcome", "cause"), OUTCOMES)
def test_the_stream_told_twice_comes_to_the_same(name: str, outcome: CallOutcome, cause: int | None) -> None:
    once = stream(name)
    stuttered = [message for message in once for _ in range(2)]

    assert played(stuttered) == played(once)
    assert played([*once, *once]) == played(once)


@pytest.mark.parametrize("name", ["no_answer", "no_such_number", "hung_up_while_ringing"])
def test_the_end_is_the_same_whichever_of_its_two_messages_comes_first(name: str) -> None:
    told = stream(name)
    responses = [message for message in told if message["Event"] == "OriginateResponse"]
    others = [message for message in told if message["Event"] != "OriginateResponse"]

    first, last = played([*responses, *others]), played([*others, *responses])

    assert (first.outcome, first.cause) == (last.outcome, last.cause)


def test_the_times_are_asterisks_own() -> None:
    call = played(stream("answered_and_handled"))

    assert call.ringing_at
    assert call.answered_at
    assert call.connected_at
    assert call.ended_at
    assert call.ringing_at < call.answered_at < call.connected_at < call.ended_at
    assert call.answered_by is AnsweredBy.PERSON
    assert call.ringing_at.timestamp() == pytest.approx(BEGAN + 0.5, abs=0.1)


def test_a_greeting_that_was_heard_begins_the_wait_and_is_told_when_it_was_known() -> None:
    call = played(stream("person_greeted"))

    assert call.answered_at
    assert call.grace_began_at
    assert call.connected_at
    assert call.answered_at < call.grace_began_at < call.connected_at
    [answered] = [
        news.event
        for message in stream("person_greeted")
        if isinstance(news := translate(message), CallNews) and isinstance(news.event, Answered)
    ]
    assert answered.known_at is not None
    assert call.grace_began_at < answered.known_at < call.connected_at


def test_the_line_comes_up_once_and_goes_down_once_around_a_call() -> None:
    lines = Lines()
    told = []
    for message in stream("answered_and_handled"):
        match translate(message):
            case (LegWaits() | LegGone()) as news:
                told.append(lines.apply(news))

    assert [type(item) for item in told if item is not None] == [LineUp, LineDown]
    assert lines.up == frozenset()


def test_the_leg_that_died_is_told_before_the_call_ends() -> None:
    kinds = []
    for message in stream("operators_leg_dies_in_the_call"):
        match translate(message):
            case LegGone(line_id=line_id):
                assert line_id == LINE
                kinds.append("leg gone")
            case CallNews(event=Ended()):
                kinds.append("call ended")

    assert kinds == ["leg gone", "call ended"]


@pytest.mark.parametrize(
    "message",
    [
        pytest.param({}, id="empty"),
        pytest.param({"Event": "FullyBooted"}, id="another event"),
        pytest.param({"Event": "Newstate", "ChannelStateDesc": "Ringing"}, id="no channel"),
        pytest.param(
            {"Event": "Newstate", "ChannelStateDesc": "Ringing", "Uniqueid": "1756.42", "Timestamp": "1"},
            id="a call that is not ours",
        ),
        pytest.param(
            {
                "Event": "Newstate",
                "ChannelStateDesc": "Ringing",
                "Uniqueid": CALL.replace("-", ""),
                "Timestamp": "1",
            },
            id="a UUID that is not written as ours are",
        ),
        pytest.param(
            {"Event": "Newstate", "ChannelStateDesc": "Up", "Uniqueid": CALL, "Timestamp": "1"},
            id="the dialplan tells of the answer",
        ),
        pytest.param(
            {
                "Event": "Hangup",
                "Uniqueid": f"{CALL};2",
                "Channel": "Local/7@x-1;2",
                "Cause": "16",
                "Timestamp": "1",
            },
            id="the far half of a local channel",
        ),
        pytest.param(
            {"Event": "OriginateResponse", "Response": "Failure", "ActionID": "stored", "Reason": "0"},
            id="a failure of somebody else's",
        ),
    ],
)
def test_a_message_that_is_no_news_of_ours_gives_nothing(message: Message) -> None:
    assert translate(message) is None


def test_a_ringing_is_read_with_its_moment() -> None:
    message = {
        "Event": "Newstate",
        "ChannelStateDesc": "Ringing",
        "Uniqueid": CALL,
        "Timestamp": "1795440000.250000",
    }

    at = datetime.fromtimestamp(1795440000.25, UTC)
    assert translate(message) == CallNews(UUID(CALL), Ringing(at))


@pytest.mark.parametrize(
    ("sip_answer", "cause", "outcome", "kept_cause"),
    [
        ("401", 21, CallOutcome.NOT_PLACED, 21),
        ("403", 21, CallOutcome.NOT_PLACED, 21),
        ("407", 21, CallOutcome.NOT_PLACED, 21),
        ("603", 21, CallOutcome.FAILED, DECLINED),
        # An Asterisk that does not tell the answer.
        ("", 21, CallOutcome.FAILED, DECLINED),
        ("607", 127, CallOutcome.FAILED, DECLINED),
        ("402", 127, CallOutcome.NOT_PLACED, 127),
    ],
)
@pytest.mark.parametrize("rings_first", [False, True])
def test_a_carrier_that_wants_none_of_our_calls_is_told_from_a_person_who_wants_none(
    sip_answer: str, cause: int, outcome: CallOutcome, kept_cause: int, rings_first: bool
) -> None:
    of_call = {"Uniqueid": CALL, "Channel": "PJSIP/trunk-00000001", "Timestamp": f"{BEGAN:.6f}"}
    rings = {**of_call, "Event": "Newstate", "ChannelStateDesc": "Ringing"}
    hangup = {**of_call, "Event": "Hangup", "ChannelStateDesc": "Down", "Cause": str(cause)}
    told = {"TechCause": sip_answer} if sip_answer else {}
    call = played([*([rings] if rings_first else []), {**hangup, **told}])

    # Where it has rung, the carrier has let us in.
    assert (call.outcome, call.cause) == (CallOutcome.FAILED if rings_first else outcome, kept_cause)
