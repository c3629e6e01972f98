"""The fake exchange tells the same story as the real one would."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from core.calls.state_machine import (
    Answered,
    AnsweredBy,
    CallOutcome,
    CallState,
    Ended,
    OperatorJoined,
    Ringing,
)
from core.errors import TelephonyUnavailable
from core.telephony.port import (
    CallNews,
    DialRequest,
    LineDown,
    LineId,
    LineUp,
    LinkDown,
    LinkUp,
    Receptionist,
    Telephony,
    TelephonyNews,
)
from tests.fakes.telephony import FakeTelephony


class OneOperator:
    """A receptionist who always offers the same line."""

    def __init__(self, line_id: LineId | None) -> None:
        self.line_id = line_id
        self.failed: list[LineId] = []

    async def operator_for(self, call_id: UUID, answered: Answered) -> LineId | None:
        return self.line_id

    async def line_again(self, call_id: UUID) -> LineId | None:
        return None

    async def join_failed(self, call_id: UUID, line_id: LineId) -> None:
        self.failed.append(line_id)
        self.line_id = None


async def told(telephony: FakeTelephony, how_many: int) -> list[TelephonyNews]:
    news = telephony.news()
    return [await anext(news) for _ in range(how_many)]


def request() -> DialRequest:
    return DialRequest(call_id=uuid4(), phone_number="+79161234567", give_up_after_seconds=20)


async def test_an_answered_call_is_joined_to_the_line_the_receptionist_names() -> None:
    telephony = FakeTelephony(now=lambda: datetime(2026, 3, 2, tzinfo=UTC))
    line = await telephony.open_line()
    telephony.receptionist = OneOperator(line.line_id)
    telephony.softphone_registers(line.line_id)
    call = request()

    await telephony.dial(call)
    telephony.ring(call.call_id)
    await telephony.answer(call.call_id)
    telephony.customer_hangs_up(call.call_id)

    up, line_up, *rest = await told(telephony, 6)
    assert [type(up), type(line_up)] == [LinkUp, LineUp]
    assert [type(news.event) for news in rest if isinstance(news, CallNews)] == [
        Ringing,
        Answered,
        OperatorJoined,
        Ended,
    ]
    assert telephony.calls[call.call_id].progress.outcome is CallOutcome.HANDLED
    assert telephony.outbox[call.call_id].line_id == line.line_id
    await telephony.confirm_stored([call.call_id])
    assert telephony.outbox == {}


async def test_nobody_is_free_so_the_message_is_played() -> None:
    telephony = FakeTelephony(receptionist=OneOperator(None))
    call = request()

    await telephony.dial(call)
    await telephony.answer(call.call_id, AnsweredBy.PERSON)

    ended = telephony.calls[call.call_id]
    assert ended.message_played
    assert ended.progress.outcome is CallOutcome.ABANDONED


async def test_a_line_that_is_gone_is_told_to_the_receptionist() -> None:
    receptionist = OneOperator(LineId("line-gone"))
    telephony = FakeTelephony(receptionist=receptionist)
    call = request()

    await telephony.dial(call)
    await telephony.answer(call.call_id)

    assert receptionist.failed == [LineId("line-gone")]
    assert telephony.calls[call.call_id].progress.outcome is CallOutcome.ABANDONED


@pytest.mark.parametrize("outcome", [CallOutcome.BUSY, CallOutcome.NO_ANSWER, CallOutcome.FAILED])
async def test_an_unanswered_call_ends_as_told(outcome: CallOutcome) -> None:
    telephony = FakeTelephony()
    call = request()

    await telephony.dial(call)
    telephony.stay_unanswered(call.call_id, outcome)

    assert telephony.calls[call.call_id].progress.outcome is outcome
    assert telephony.outbox[call.call_id].ended.unanswered_as is outcome


async def test_while_the_link_is_down_nothing_is_dialled_and_facts_are_kept() -> None:
    telephony = FakeTelephony()
    call = request()
    await telephony.dial(call)

    telephony.link_breaks()
    telephony.customer_hangs_up(call.call_id)
    with pytest.raises(TelephonyUnavailable):
        await telephony.dial(request())
    telephony.link_returns()

    first, down, up = await told(telephony, 3)
    assert [type(news) for news in (first, down)] == [LinkUp, LinkDown]
    assert isinstance(up, LinkUp)
    assert [facts.call_id for facts in up.outbox] == [call.call_id]
    assert up.live_calls == []


async def test_a_lost_leg_ends_its_call_and_its_line() -> None:
    telephony = FakeTelephony()
    line = await telephony.open_line()
    telephony.receptionist = OneOperator(line.line_id)
    telephony.softphone_registers(line.line_id)
    call = request()
    await telephony.dial(call)
    await telephony.answer(call.call_id)

    telephony.softphone_is_lost(line.line_id)

    assert telephony.calls[call.call_id].progress.state is CallState.ENDED
    assert isinstance((await told(telephony, 6))[-1], LineDown)


def test_it_is_a_telephony() -> None:
    telephony: Telephony = FakeTelephony()
    receptionist: Receptionist = OneOperator(None)
    assert isinstance(telephony, FakeTelephony)
    assert isinstance(receptionist, OneOperator)
