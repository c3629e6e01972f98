"""What the exchange tells of calls, and whom it joins to them: the receptionist.

Every piece of news goes through the state machine; what changed is stored by the journal, shown on
the operator's screen, and moves the operator along.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog

from core.bus.events import CallChanged, ScreenPop
from core.bus.port import Bus, operator_topic
from core.calls.card import CallCard
from core.calls.ledger import CallChange
from core.calls.state_machine import Answered, CallEvent, CallProgress, CallState, advance
from core.clock import Clock
from core.db import Database
from core.errors import InvalidTransition
from core.operators.state_machine import (
    CalledClient,
    CallOver,
    ClientKnown,
    Joined,
    LineWentDown,
    OperatorNow,
    OperatorState,
    Released,
    Reserved,
)
from core.telephony.port import LineId
from dialer.cards import CardReader
from dialer.desk import OperatorDesk
from dialer.floor import CallFloor, FloorListener, LiveCall
from dialer.journal import Journal
from dialer.waiting import WaitingRoom

log = structlog.get_logger()

_CARD_ATTEMPTS: Final = 4
_CARD_RETRY_SECONDS: Final = 0.25


class LiveCalls:
    """Implements `core.telephony.port.Receptionist`."""

    def __init__(
        self,
        *,
        floor: CallFloor,
        desk: OperatorDesk,
        journal: Journal,
        bus: Bus,
        database: Database,
        clock: Clock,
        listeners: Sequence[FloorListener],
        tasks: asyncio.TaskGroup,
    ) -> None:
        self._floor = floor
        self._desk = desk
        self._journal = journal
        self._bus = bus
        self._clock = clock
        self._tasks = tasks
        self._waiting = WaitingRoom()
        self._cards = CardReader(database, clock, tasks)
        self._listeners = listeners

    def stop(self) -> None:
        """No more news comes; what is still under way ends by itself, and soon."""
        self._cards.gather_no_more()

    def begin(self, call: LiveCall) -> None:
        """A call is alive from now on."""
        self._floor.calls[call.call_id] = call

    def place(self, call: LiveCall) -> None:
        """A call is committed and about to be dialled."""
        self.begin(call)
        for listener in self._listeners:
            listener.call_placed(call)

    def hear(self, call_id: UUID, event: CallEvent) -> None:
        """News of one call. Of a call that is over or not ours it is no news."""
        call = self._floor.calls.get(call_id)
        if call is None:
            return
        before, call.progress = call.progress, advance(call.progress, event)
        if call.progress is before:
            return
        match call.progress.state:
            case CallState.RINGING:
                # Fetched while it rings, so that nothing is fetched while a customer waits.
                _card = self._cards.ask(call_id)
            case CallState.CONNECTED:
                self._join(call, event.at)
            case CallState.ENDED:
                self._end(call, event.at)
        self._journal.record_call(CallChange(call.progress, call.operator_id))
        known_at = event.known_at if isinstance(event, Answered) else None
        for listener in self._listeners:
            listener.call_changed(call, before, known_at or event.at)
        self._tell(call, event.at)

    def is_unheard_of(self, call_id: UUID) -> bool:
        """Whether the call is alive for all we know, and the exchange has told nothing of it yet."""
        call = self._floor.calls.get(call_id)
        return call is not None and call.progress.state is CallState.ORIGINATING

    async def operator_for(self, call_id: UUID, answered: Answered) -> LineId | None:
        call = self._floor.calls.get(call_id)
        if call is None:
            log.warning("call.unknown_answered", call_id=str(call_id))
            return None
        self.hear(call_id, answered)
        waiting = self._already_reserved(call)
        operator = waiting or self._reserve(call)
        if operator is None:
            deadline = (answered.grace_began_at or answered.at) + timedelta(seconds=call.grace_seconds)
            operator = await self._waiting.wait(call, (deadline - self._clock.now()).total_seconds())
        if operator is None:
            return None
        if call_id not in self._floor.calls:
            # The customer hung up while an operator was being found.
            self._release(operator.operator_id, call_id)
            return None
        if waiting is None:
            # Whoever waited for the answer sees the call already, and may have noted something.
            self._show_soon(call, operator.operator_id)
        return self._floor.line_of(operator.operator_id)

    async def line_again(self, call_id: UUID) -> LineId | None:
        call = self._floor.calls.get(call_id)
        if call is None or call.operator_id is None:
            return None
        operator = self._floor.operators.get(call.operator_id)
        if operator is None or operator.call_id != call_id:
            return None
        return self._floor.line_of(call.operator_id)

    async def join_failed(self, call_id: UUID, line_id: LineId) -> None:
        operator_id = self._floor.lines.get(line_id)
        if operator_id is not None:
            log.warning("call.join_failed", call_id=str(call_id), line_id=line_id)
            self._desk.happen(operator_id, LineWentDown())
        call = self._floor.calls.get(call_id)
        if call is not None and call.operator_id == operator_id:
            call.operator_id = None

    def serve_waiting(self) -> None:
        """Somebody may have become free: look at who waits."""
        self._waiting.serve(self._reserve)

    async def pop(self, call_id: UUID, operator_id: UUID) -> None:
        """Show a call on an operator's screen, unless the operator has got rid of it meanwhile."""
        await self._show(self._floor.calls.get(call_id), call_id, operator_id)

    def _show_soon(self, call: LiveCall, operator_id: UUID) -> None:
        card = self._cards.known(call.call_id)
        if card is not None:
            # In one breath with the news that the operator has the call, so that both are drawn at once.
            self._put_on_screen(card, call, operator_id)
        else:
            showing = self._show(call, call.call_id, operator_id)
            self._tasks.create_task(showing, name=f"pop {call.call_id}")

    async def _show(self, call: LiveCall | None, call_id: UUID, operator_id: UUID) -> None:
        """`call` is taken along: by now it may have ended, and what is stored of it is older."""
        for attempt in range(_CARD_ATTEMPTS):
            card = await self._cards.read(call_id)
            operator = self._floor.operators.get(operator_id)
            if operator is None or operator.call_id != call_id:
                # Nothing would ever take it from the screen again.
                return
            if card is not None:
                self._put_on_screen(card, call, operator_id)
                return
            await self._clock.sleep(_CARD_RETRY_SECONDS * (attempt + 1))

    def _put_on_screen(self, card: CallCard, call: LiveCall | None, operator_id: UUID) -> None:
        self._desk.happen(operator_id, ClientKnown(card.call_id, _called(card)))
        self._bus.publish(ScreenPop(self.card_with_news(card, call)), operator_topic(operator_id))

    def card_with_news(self, card: CallCard, call: LiveCall | None = None) -> CallCard:
        """The stored card with what the floor, or `call`, knows better."""
        call = call or self._floor.calls.get(card.call_id)
        holder = next((now for now in self._floor.operators.values() if now.call_id == card.call_id), None)
        progress = call.progress if call else None
        shown = card if progress is None else _with_progress(card, progress)
        return replace(shown, wrap_up_ends_at=holder.wrap_up_ends_at if holder else None)

    def _already_reserved(self, call: LiveCall) -> OperatorNow | None:
        """Who pressed the number, for click-to-dial; nobody, for a call of the dialler."""
        if call.operator_id is None:
            return None
        operator = self._floor.operators.get(call.operator_id)
        holds = operator is not None and operator.call_id == call.call_id and operator.line_up
        return operator if holds else None

    def _reserve(self, call: LiveCall) -> OperatorNow | None:
        operator = self._floor.choose_operator(call)
        if operator is None:
            return None
        call.operator_id = operator.operator_id
        card = self._cards.known(call.call_id)
        return self._desk.happen(
            operator.operator_id, Reserved(call.call_id, _called(card) if card else None)
        )

    def _release(self, operator_id: UUID, call_id: UUID) -> None:
        if operator_id in self._floor.operators:
            self._desk.happen(operator_id, Released(call_id))

    def _join(self, call: LiveCall, at: datetime) -> None:
        if call.operator_id is None or call.operator_id not in self._floor.operators:
            log.warning("call.joined_to_nobody", call_id=str(call.call_id))
            return
        try:
            self._desk.happen(call.operator_id, Joined(call.call_id), at)
        except InvalidTransition as error:
            log.error("call.joined_to_busy_operator", call_id=str(call.call_id), reason=str(error))

    def _end(self, call: LiveCall, at: datetime) -> None:
        del self._floor.calls[call.call_id]
        self._waiting.leave(call.call_id)
        self._cards.forget(call.call_id)
        operator = self._floor.operators.get(call.operator_id) if call.operator_id else None
        if operator is None or operator.call_id != call.call_id:
            return
        if operator.state is OperatorState.ON_CALL:
            ends_at = self._clock.now() + timedelta(seconds=call.wrap_up_seconds)
            self._desk.happen(operator.operator_id, CallOver(call.call_id, ends_at), at)
        else:
            self._release(operator.operator_id, call.call_id)

    def _tell(self, call: LiveCall, at: datetime) -> None:
        if call.operator_id is None:
            return
        operator = self._floor.operators.get(call.operator_id)
        progress = call.progress
        self._journal.publish_when_stored(
            CallChanged(
                call_id=call.call_id,
                state=progress.state,
                outcome=progress.outcome,
                at=at,
                answered_at=progress.answered_at,
                connected_at=progress.connected_at,
                ended_at=progress.ended_at,
                wrap_up_ends_at=operator.wrap_up_ends_at if operator else None,
            ),
            operator_topic(call.operator_id),
        )


def _with_progress(card: CallCard, progress: CallProgress) -> CallCard:
    return replace(
        card,
        state=progress.state,
        answered_at=progress.answered_at,
        connected_at=progress.connected_at,
        ended_at=progress.ended_at,
        outcome=progress.outcome,
    )


def _called(card: CallCard) -> CalledClient:
    return CalledClient(card.client.id, card.client.name, card.phone_number)
