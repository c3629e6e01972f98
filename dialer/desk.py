"""The operators' desk: every change of an operator's state is made, stored and told here."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from uuid import UUID

import structlog

from core.bus.events import LineOpened, OperatorChanged
from core.bus.port import FLOOR_TOPIC, Bus, line_topic, operator_topic
from core.campaigns.staffing import campaigns_of_operators
from core.clock import Clock
from core.db import Database
from core.error_codes import ErrorCode
from core.errors import Conflict, NotFound, TelephonyError
from core.operators.log import OpenLine, forget_lines, remember_line
from core.operators.state_machine import (
    LineCameUp,
    LineWentDown,
    LoggedOut,
    OperatorEvent,
    OperatorNow,
    OperatorState,
    SentHome,
    WrapUpRanOut,
    advance,
)
from core.telephony.port import LineCredentials, LineId, Telephony
from core.users.models import User
from core.users.service import without_telephone
from dialer.floor import CallFloor, FloorListener
from dialer.journal import Journal

log = structlog.get_logger()


class OperatorDesk:
    def __init__(
        self,
        *,
        floor: CallFloor,
        journal: Journal,
        bus: Bus,
        database: Database,
        telephony: Telephony,
        clock: Clock,
        listeners: Sequence[FloorListener],
        became_available: Callable[[], None],
    ) -> None:
        """`became_available` is called, a moment later, whenever an operator can take a call."""
        self._floor = floor
        self._journal = journal
        self._bus = bus
        self._database = database
        self._telephony = telephony
        self._clock = clock
        self._listeners = listeners
        self._became_available = became_available

    def happen(self, operator_id: UUID, event: OperatorEvent, at: datetime | None = None) -> OperatorNow:
        """Change one operator's state.

        Raises:
            Conflict: the operator is not logged in to the telephone.
            InvalidTransition: the event does not fit what the operator does.
        """
        before = self._floor.operators.get(operator_id)
        if before is None:
            raise Conflict(ErrorCode.NOT_ON_LINE)
        now = advance(before, event, at or self._clock.now())
        if isinstance(event, LoggedOut | SentHome):
            del self._floor.operators[operator_id]
        else:
            self._floor.operators[operator_id] = now
        if now is before:
            return now
        if _is_told_apart(before, now):
            self._journal.record_operator(now)
        self._bus.publish(OperatorChanged(now), operator_topic(operator_id), FLOOR_TOPIC)
        for listener in self._listeners:
            listener.operator_changed(before, now)
        if now.state is OperatorState.AVAILABLE and before.state is not OperatorState.AVAILABLE:
            # Not at once: whoever changed this operator finishes first.
            asyncio.get_running_loop().call_soon(self._became_available)
        return now

    async def open_line(self, operator_id: UUID, console_id: UUID) -> LineCredentials:
        """Let a softphone in; it takes the place of an older one, and of its talk if there is one."""
        async with self._database.reading() as session:
            user = await session.get(User, operator_id)
            campaign_ids = (await campaigns_of_operators(session, operator_id)).get(operator_id, frozenset())
        if user is None:
            raise NotFound("user", operator_id)
        credentials = await self._telephony.open_line()
        now = self._clock.now()
        async with self._database.transaction() as session:
            await remember_line(session, operator_id, credentials.line_id, console_id, now)
        # In one step: a customer whose talk was broken off asks at any moment for the operator's line.
        older = self._floor.line_of(operator_id)
        if older is not None:
            del self._floor.lines[older]
        self._floor.lines[credentials.line_id] = operator_id
        self._floor.console_of[operator_id] = console_id
        self._floor.campaigns_of[operator_id] = campaign_ids
        self._floor.operators.setdefault(
            operator_id, OperatorNow(operator_id, user.name, OperatorState.LOGGED_OUT, now)
        )
        # Before the older line is heard to end: its console is told why.
        self._bus.publish(LineOpened(operator_id, credentials.line_id), line_topic(operator_id))
        if older is not None:
            self.happen(operator_id, LineWentDown(), now)
            await self._telephony.close_line(older)
        return credentials

    async def close_line(self, operator_id: UUID) -> None:
        """Log the operator out of the telephone.

        Raises:
            InvalidTransition: the operator talks, or has a talk without a verdict.
        """
        await self._leave(operator_id, LoggedOut())

    async def _leave(self, operator_id: UUID, event: LoggedOut | SentHome) -> None:
        # First of all: it may be refused, and whoever is refused keeps the telephone.
        if operator_id in self._floor.operators:
            self.happen(operator_id, event)
        line_id = self._floor.line_of(operator_id)
        if line_id is not None:
            del self._floor.lines[line_id]
            self._floor.console_of.pop(operator_id, None)
            await self._telephony.close_line(line_id)
        async with self._database.transaction() as session:
            await forget_lines(session, [operator_id])

    def line_came_up(self, line_id: LineId, at: datetime) -> None:
        operator_id = self._floor.lines.get(line_id)
        if operator_id is not None and operator_id in self._floor.operators:
            self.happen(operator_id, LineCameUp(), at)

    def line_went_down(self, line_id: LineId, at: datetime) -> None:
        operator_id = self._floor.lines.get(line_id)
        if operator_id is not None and operator_id in self._floor.operators:
            self.happen(operator_id, LineWentDown(), at)

    def end_overdue_wrap_ups(self) -> None:
        now = self._clock.now()
        for operator_id in self._floor.overdue_wrap_ups(now):
            self.happen(operator_id, WrapUpRanOut(), now)

    def seat(self, operators: Iterable[OperatorNow], lines: Iterable[OpenLine]) -> None:
        """Put operators back whom an earlier life of this process has left in the database."""
        for now in operators:
            self._floor.operators[now.operator_id] = now
        for line in lines:
            self._floor.lines[line.line_id] = line.operator_id
            if line.console_id is not None:
                self._floor.console_of[line.operator_id] = line.console_id
            # Let in, and not yet heard of when that life ended.
            self._floor.operators.setdefault(
                line.operator_id,
                OperatorNow(line.operator_id, line.operator_name, OperatorState.LOGGED_OUT, line.opened_at),
            )

    async def read_campaigns(self) -> None:
        """Read again who works on which campaign."""
        async with self._database.reading() as session:
            self._floor.campaigns_of = await campaigns_of_operators(session)

    async def send_home(self) -> None:
        """Take off line whoever was switched off or has a role without a telephone; a talk is not cut off."""
        async with self._database.reading() as session:
            leaving = await without_telephone(session, list(self._floor.operators))
        for operator_id in leaving:
            now = self._floor.operators.get(operator_id)
            if now is None or now.state is OperatorState.ON_CALL:
                continue
            try:
                await self._leave(operator_id, SentHome())
            except TelephonyError as error:
                # The next look logs them out: the line is forgotten already.
                log.warning("desk.line_not_closed", operator=str(operator_id), error=str(error))


def _is_told_apart(before: OperatorNow, now: OperatorNow) -> bool:
    """Whether the change is one of state: the log of states is no log of telephones, clients or leads."""
    return _logged(before) != _logged(now)


def _logged(now: OperatorNow) -> tuple[object, ...]:
    return now.state, now.since_at, now.reason, now.call_id, now.wrap_up_ends_at, now.pausing_reason
