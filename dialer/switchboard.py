"""The switchboard of one node: owner of its operators' states and its live calls.

Everything happens in one event loop. The exchange's news, operators' requests and the dialling
loop change the same memory, one after the other; the journal writes it through.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError

from core.bus.events import CallDisposed, ContactChanged
from core.bus.port import CLIENTS_TOPIC, Bus, operator_topic
from core.calls.card import CallCard, call_card
from core.calls.disposition import Verdict, dispose
from core.calls.models import Call
from core.clock import Clock
from core.db import Database
from core.error_codes import ErrorCode
from core.errors import (
    CallCentreError,
    Conflict,
    NotAllowed,
    NotFound,
    StorageUnavailable,
    TelephonyError,
)
from core.floor.figures import FloorSnapshot
from core.floor.pace_history import PaceMoment
from core.operators.state_machine import (
    AskedToBeAvailable,
    AskedToPause,
    Disposed,
    OperatorNow,
    OperatorState,
    PauseReason,
)
from core.previews.card import PreviewCard
from core.previews.models import SkipReason
from core.telephony.port import (
    CallNews,
    LineCredentials,
    LineDown,
    LineUp,
    LinkDown,
    LinkUp,
    Receptionist,
    Telephony,
    TelephonyNews,
)
from dialer.desk import OperatorDesk
from dialer.engine import DialingEngine
from dialer.figures import FloorBoard
from dialer.floor import CallFloor
from dialer.journal import Journal
from dialer.launching import CallLauncher
from dialer.live_calls import LiveCalls
from dialer.placing import CallPlacer
from dialer.previews import OpenPreviews
from dialer.recovery import Recovery
from dialer.ring_watch import RingWatch
from dialer.trunks.trunks import Trunks

_STORED_WITHIN_SECONDS: Final = 10.0
_SWEEP_SECONDS: Final = 0.5
_KNOW_SETTINGS_SECONDS: Final = 1.0
_CALLS_END_WITHIN_SECONDS: Final = 5.0
_LOOK_AGAIN_SECONDS: Final = 0.1

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Parts:
    """What the switchboard is made of, wired in `dialer/running.py`."""

    floor: CallFloor
    journal: Journal
    desk: OperatorDesk
    live_calls: LiveCalls
    placer: CallPlacer
    previews: OpenPreviews
    trunks: Trunks
    launcher: CallLauncher
    ring_watch: RingWatch
    engine: DialingEngine
    recovery: Recovery
    board: FloorBoard


class NodeSwitchboard:
    """Implements `core.switchboard.port.Switchboard`."""

    def __init__(
        self, parts: Parts, *, database: Database, telephony: Telephony, bus: Bus, clock: Clock
    ) -> None:
        self._parts = parts
        self._database = database
        self._telephony = telephony
        self._bus = bus
        self._clock = clock

    @property
    def receptionist(self) -> Receptionist:
        return self._parts.live_calls

    @property
    def placer(self) -> CallPlacer:
        return self._parts.placer

    async def open_line(self, operator_id: UUID, console_id: UUID) -> LineCredentials:
        return await self._parts.desk.open_line(operator_id, console_id)

    async def console_of(self, operator_id: UUID) -> UUID | None:
        return self._parts.floor.console_of.get(operator_id)

    async def close_line(self, operator_id: UUID) -> None:
        await self._parts.desk.close_line(operator_id)

    async def make_available(self, operator_id: UUID) -> OperatorNow:
        return self._parts.desk.happen(operator_id, AskedToBeAvailable())

    async def pause(self, operator_id: UUID, reason: PauseReason) -> OperatorNow:
        return self._parts.desk.happen(operator_id, AskedToPause(reason))

    async def place_call(
        self, operator_id: UUID, client_id: UUID, phone_number: str, despite_bars: bool = False
    ) -> UUID:
        return await self._parts.placer.click_to_dial(
            operator_id, client_id, phone_number, despite_bars=despite_bars
        )

    async def accept_preview(self, operator_id: UUID, preview_id: UUID) -> UUID:
        return await self._parts.previews.accept(operator_id, preview_id)

    async def skip_preview(self, operator_id: UUID, preview_id: UUID, reason: SkipReason) -> OperatorNow:
        return self._parts.previews.skip(operator_id, preview_id, reason)

    async def hang_up(self, operator_id: UUID, call_id: UUID) -> None:
        call = self._parts.floor.calls.get(call_id)
        if call is None:
            async with self._database.reading() as session:
                if await session.get(Call, call_id) is None:
                    raise NotFound("call", call_id)
            return
        if call.operator_id != operator_id:
            raise NotAllowed(ErrorCode.ANOTHERS_CALL)
        self._parts.launcher.withdraw([call_id])
        if call_id in self._parts.floor.calls:
            await self._telephony.hang_up(call_id)

    async def dispose(self, operator_id: UUID, call_id: UUID, verdict: Verdict) -> None:
        if call_id in self._parts.floor.calls:
            raise Conflict(ErrorCode.CALL_GOES_ON)
        await self.everything_stored()
        async with self._database.transaction() as session:
            is_new = await dispose(
                session, self._clock, call_id=call_id, operator_id=operator_id, verdict=verdict
            )
            call = await session.get_one(Call, call_id)
        if operator_id in self._parts.floor.operators:
            self._parts.desk.happen(operator_id, Disposed(call_id))
        if is_new:
            self._parts.board.day.disposed(verdict.disposition)
            self._bus.publish(
                CallDisposed(call_id, verdict.disposition, verdict.note), operator_topic(operator_id)
            )
            self._bus.publish(ContactChanged(call.client_id, call_id), CLIENTS_TOPIC)

    async def campaigns_changed(self) -> None:
        await self._parts.desk.read_campaigns()
        await self._parts.trunks.read()
        self._parts.engine.wake()
        await self._parts.board.read_campaigns()

    async def stop_campaign(self, campaign_id: UUID) -> None:
        await self.campaigns_changed()
        self._parts.floor.stopped_at[campaign_id] = self._clock.now()
        await self._parts.ring_watch.look()

    async def operator_now(self, operator_id: UUID) -> OperatorNow | None:
        now = self._parts.floor.operators.get(operator_id)
        return now if now is not None and now.state is not OperatorState.LOGGED_OUT else None

    async def current_call(self, operator_id: UUID) -> CallCard | None:
        now = self._parts.floor.operators.get(operator_id)
        if now is None or now.call_id is None:
            return None
        call_id = now.call_id
        await self.everything_stored()
        async with self._database.reading() as session:
            card = await call_card(session, call_id)
        return self._parts.live_calls.card_with_news(card)

    async def current_preview(self, operator_id: UUID) -> PreviewCard | None:
        return self._parts.previews.card(operator_id)

    async def floor(self) -> FloorSnapshot:
        here = (
            one for one in self._parts.floor.operators.values() if one.state is not OperatorState.LOGGED_OUT
        )
        return FloorSnapshot(sorted(here, key=lambda now: now.name), self._parts.board.figures())

    async def pace_history(self, campaign_id: UUID) -> Sequence[PaceMoment]:
        return self._parts.board.pace_histories.of(campaign_id)

    async def end_all_calls(self) -> None:
        """Dial no more, hang up every call and wait until their ends are stored; gives up after a while.

        For whoever is about to stop the exchange itself: a server that ends leaves its calls alone.
        """
        self._parts.engine.may_dial = False
        await self._parts.launcher.stop()
        for call_id in list(self._parts.floor.calls):
            try:
                await self._telephony.hang_up(call_id)
            except TelephonyError as error:
                log.warning("switchboard.not_hung_up", call_id=str(call_id), reason=str(error))
        waited_seconds = 0.0
        while self._parts.floor.calls and waited_seconds < _CALLS_END_WITHIN_SECONDS:
            await self._clock.sleep(_LOOK_AGAIN_SECONDS)
            waited_seconds += _LOOK_AGAIN_SECONDS
        await self.everything_stored()

    async def hear(self, news: TelephonyNews) -> None:
        """Take one piece of the exchange's news; in order, one after the other."""
        match news:
            case CallNews(call_id=call_id, event=event):
                self._parts.live_calls.hear(call_id, event)
            case LineUp(line_id=line_id, at=at):
                self._parts.desk.line_came_up(line_id, at)
            case LineDown(line_id=line_id, at=at):
                self._parts.desk.line_went_down(line_id, at)
            case LinkDown():
                log.warning("switchboard.link_down")
                self._parts.engine.may_dial = False
            case LinkUp():
                await self._parts.trunks.link_opened()
                await self._parts.recovery.compare(news)
                self._parts.engine.may_dial = True
                self._parts.engine.wake()

    async def listen(self) -> None:
        """Take all news until cancelled."""
        async for news in self._telephony.news():
            try:
                await self.hear(news)
            except (CallCentreError, SQLAlchemyError) as error:
                # One piece of news that does not fit must not make us deaf to all that follows.
                log.error("switchboard.news_refused", news=repr(news), reason=str(error))

    async def sweep(self) -> None:
        """What time alone brings about."""
        while True:
            self._parts.desk.end_overdue_wrap_ups()
            self._parts.previews.end_overdue()
            await self._clock.sleep(_SWEEP_SECONDS)

    async def know_settings(self) -> None:
        """Know within a second who works on what, and the trunks, though nobody says so; until cancelled.

        Whoever may telephone no more is taken off line as soon.
        """
        while True:
            try:
                await self._parts.desk.read_campaigns()
                await self._parts.desk.send_home()
                await self._parts.trunks.read()
                if self._parts.engine.may_dial:
                    await self._parts.trunks.tell_exchange()
            except (SQLAlchemyError, OSError) as error:
                log.error("switchboard.database_away", error=str(error))
            await self._clock.sleep(_KNOW_SETTINGS_SECONDS)

    async def everything_stored(self) -> None:
        try:
            async with asyncio.timeout(_STORED_WITHIN_SECONDS):
                await self._parts.journal.stored()
        except TimeoutError:
            raise StorageUnavailable() from None
