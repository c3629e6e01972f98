"""A telephone exchange in memory: it does nothing by itself, a test says what happens in it.

It keeps the promises of `core.telephony.port.Telephony` and asks the receptionist as the real one
does; `tests/acceptance/pbx/test_telephony_contract.py` holds it to that beside the real one.

    telephony = FakeTelephony(receptionist)
    line = await telephony.open_line()
    telephony.softphone_registers(line.line_id)
    await telephony.dial(request)
    telephony.ring(request.call_id)
    await telephony.answer(request.call_id)          # asks the receptionist, joins or abandons
    telephony.customer_hangs_up(request.call_id)
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Final
from uuid import UUID

from core.calls.state_machine import (
    Answered,
    AnsweredBy,
    CallOutcome,
    CallProgress,
    CallState,
    Ended,
    OperatorJoined,
    Ringing,
    advance,
)
from core.clock import SystemClock
from core.errors import TelephonyUnavailable
from core.telephony.port import (
    CallNews,
    DialRequest,
    FinalFacts,
    LineCredentials,
    LineDown,
    LineId,
    LineUp,
    LinkDown,
    LinkUp,
    LiveCall,
    Receptionist,
    TelephonyNews,
    TrunkEndpoint,
)

NORMAL_CLEARING: Final = 16
_NO_CIRCUIT: Final = 34
_CAUSE: Final = {CallOutcome.BUSY: 17, CallOutcome.NO_ANSWER: 19, CallOutcome.FAILED: 1}
"""Of a call that was not placed there is none."""
_QUESTIONS_PER_CALL: Final = 3


@dataclass(slots=True)
class FakeCall:
    """One call inside the fake exchange."""

    request: DialRequest
    progress: CallProgress
    line_id: LineId | None = None
    message_played: bool = False
    """The customer heard the safe-harbour message."""


@dataclass(slots=True)
class _Line:
    credentials: LineCredentials
    is_up: bool = False


@dataclass(slots=True)
class FakeTelephony:
    """Implements `Telephony`; every other method is something that happens to the exchange."""

    receptionist: Receptionist | None = None
    now: Callable[[], datetime] = SystemClock().now
    calls: dict[UUID, FakeCall] = field(default_factory=dict)
    """Every call ever placed, also the ended ones."""
    outbox: dict[UUID, FinalFacts] = field(default_factory=dict)
    link_is_up: bool = False
    dial_error: Exception | None = None
    """Raised by every `dial` while it is set; nothing is placed."""
    asked_to_dial: list[UUID] = field(default_factory=list)
    """Calls, whether they were placed or an error was raised."""
    trunks: Sequence[TrunkEndpoint] = ()
    """Those it was told of."""
    _lines: dict[LineId, _Line] = field(default_factory=dict)
    _news: asyncio.Queue[TelephonyNews] = field(default_factory=asyncio.Queue)
    _line_numbers: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.link_returns()

    # What the product asks of it.

    async def dial(self, request: DialRequest) -> None:
        self._require_link()
        self.asked_to_dial.append(request.call_id)
        if self.dial_error is not None:
            raise self.dial_error
        assert request.call_id not in self.calls, "dialled twice"
        progress = CallProgress(call_id=request.call_id, placed_at=self.now())
        self.calls[request.call_id] = FakeCall(request, progress)

    async def until_left(self, call_id: UUID) -> None:
        """At once: here nothing is on its way."""

    async def hang_up(self, call_id: UUID) -> None:
        self._require_link()
        call = self.calls.get(call_id)
        if call is not None and call.progress.state is not CallState.ENDED:
            self._end(call, CallOutcome.FAILED, NORMAL_CLEARING)

    async def give_up(self, call_id: UUID) -> None:
        self._require_link()
        call = self.calls.get(call_id)
        if call is not None:
            self._end(call, CallOutcome.NO_ANSWER, _CAUSE[CallOutcome.NO_ANSWER])

    async def open_line(self) -> LineCredentials:
        self._require_link()
        line_id = LineId(f"line-{next(self._line_numbers):012x}")
        credentials = LineCredentials(line_id=line_id, username=line_id, password=f"secret-of-{line_id}")
        self._lines[line_id] = _Line(credentials)
        return credentials

    async def close_line(self, line_id: LineId) -> None:
        self._require_link()
        if line_id in self._lines:
            self.softphone_is_lost(line_id)
            del self._lines[line_id]

    async def know_trunks(self, trunks: Sequence[TrunkEndpoint]) -> None:
        self._require_link()
        self.trunks = tuple(trunks)

    async def confirm_stored(self, call_ids: Collection[UUID]) -> None:
        for call_id in call_ids:
            self.outbox.pop(call_id, None)

    async def news(self) -> AsyncIterator[TelephonyNews]:
        while True:
            yield await self._news.get()

    # What happens to a call.

    @property
    def dialled(self) -> list[DialRequest]:
        """Every request that was accepted, oldest first."""
        return [call.request for call in self.calls.values()]

    @property
    def live_calls(self) -> list[FakeCall]:
        return [call for call in self.calls.values() if call.progress.state is not CallState.ENDED]

    def ring(self, call_id: UUID) -> None:
        self._tell(self.calls[call_id], Ringing(self.now()))

    async def answer(self, call_id: UUID, by: AnsweredBy = AnsweredBy.PERSON) -> None:
        """The customer picks up; returns when an operator is joined or the call is over.

        A machine is asked for as well: whether its call is worth an operator is the receptionist's
        decision.
        """
        call = self.calls[call_id]
        answered_at = self.now()
        answered = Answered(answered_at, by)
        self._tell(call, answered)
        assert self.receptionist is not None, "an answered call needs a receptionist"
        for _ in range(_QUESTIONS_PER_CALL):
            line_id = await self.receptionist.operator_for(call_id, answered)
            if call.progress.state is CallState.ENDED:
                return
            if line_id is None:
                break
            line = self._lines.get(line_id)
            if line is not None and line.is_up:
                call.line_id = line_id
                self._tell(call, OperatorJoined(self.now()))
                return
            await self.receptionist.join_failed(call_id, line_id)
        call.message_played = True
        self._end(call, CallOutcome.FAILED, NORMAL_CLEARING)

    def hang_up_machine(self, call_id: UUID) -> None:
        """A machine answers, and the exchange does not let it wait for an operator."""
        call = self.calls[call_id]
        assert call.request.detection is not None, "nobody listened"
        self._tell(call, Answered(self.now(), AnsweredBy.MACHINE))
        self._end(call, CallOutcome.FAILED, NORMAL_CLEARING)

    def customer_hangs_up(self, call_id: UUID) -> None:
        self._end(self.calls[call_id], CallOutcome.NO_ANSWER, NORMAL_CLEARING)

    def stay_unanswered(self, call_id: UUID, outcome: CallOutcome = CallOutcome.NO_ANSWER) -> None:
        """The call ends before anybody picks up: no answer, busy, failed or not placed."""
        self._end(self.calls[call_id], outcome, _CAUSE.get(outcome))

    def trunk_fails(self, call_id: UUID) -> None:
        """The carrier says that it has no circuit."""
        self._end(self.calls[call_id], CallOutcome.NOT_PLACED, _NO_CIRCUIT)

    # What happens to a line.

    def softphone_registers(self, line_id: LineId) -> None:
        """The softphone comes up and its leg waits in the exchange."""
        self._lines[line_id].is_up = True
        self._publish(LineUp(line_id, self.now()))

    def softphone_is_lost(self, line_id: LineId) -> None:
        """The leg is gone; a customer who was joined to it is hung up."""
        line = self._lines[line_id]
        if not line.is_up:
            return
        line.is_up = False
        for call in self.live_calls:
            if call.line_id == line_id:
                self._end(call, CallOutcome.FAILED, NORMAL_CLEARING)
        self._publish(LineDown(line_id, self.now()))

    # What happens to the link.

    def link_breaks(self) -> None:
        """Calls and lines live on unseen; ended calls are found in the outbox afterwards."""
        self.link_is_up = False
        self._news.put_nowait(LinkDown(self.now()))

    def link_returns(self) -> None:
        self.link_is_up = True
        live = [LiveCall(call.request.call_id, call.progress.state, call.line_id) for call in self.live_calls]
        lines_up = frozenset(line_id for line_id, line in self._lines.items() if line.is_up)
        self._news.put_nowait(LinkUp(self.now(), live, lines_up, tuple(self.outbox.values())))

    def restart(self) -> None:
        """The exchange itself dies and comes back: every call and line in it is gone, no fact is kept."""
        self.link_breaks()
        for call in self.live_calls:
            call.progress = replace(call.progress, state=CallState.ENDED)
        self._lines.clear()
        self.trunks = ()
        self.link_returns()

    def _require_link(self) -> None:
        if not self.link_is_up:
            raise TelephonyUnavailable("no link to the exchange")

    def _tell(self, call: FakeCall, event: Ringing | Answered | OperatorJoined | Ended) -> None:
        before, call.progress = call.progress, advance(call.progress, event)
        if before.state is not CallState.ENDED:
            self._publish(CallNews(call.request.call_id, event))

    def _end(self, call: FakeCall, unanswered_as: CallOutcome, cause: int | None) -> None:
        if call.progress.state is CallState.ENDED:
            return
        ended = Ended(self.now(), unanswered_as, cause)
        self._tell(call, ended)
        self.outbox[call.request.call_id] = FinalFacts(
            call_id=call.request.call_id,
            ended=ended,
            answered_at=call.progress.answered_at,
            answered_by=call.progress.answered_by,
            grace_began_at=call.progress.grace_began_at,
            connected_at=call.progress.connected_at,
            line_id=call.line_id,
        )

    def _publish(self, news: TelephonyNews) -> None:
        if self.link_is_up:
            self._news.put_nowait(news)
