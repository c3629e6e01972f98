"""After a break: compare all that the exchange knows with all that we know, and lose nothing.

Runs at the start of the process and whenever the link to the exchange returns. What is in its
outbox has ended; what is alive is adopted; what is in neither, though we committed it, was never
dialled or vanished with the exchange: it is given up after a delay, and never dialled again by itself.
"""

import asyncio
from collections.abc import Collection
from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import select

from core.calls.models import Call, CallKind
from core.calls.state_machine import (
    Answered,
    AnsweredBy,
    CallOutcome,
    CallState,
    Ended,
    OperatorJoined,
    Ringing,
)
from core.campaigns.models import Campaign
from core.clock import Clock
from core.db import Database
from core.errors import TelephonyError
from core.law.models import DiallingPolicy
from core.law.policy import Policy
from core.operators.log import last_known, open_lines
from core.operators.state_machine import CallOver, Disposed, LineWentDown, OperatorState, Released
from core.telephony.port import FinalFacts, LineId, LinkUp, Telephony
from core.telephony.port import LiveCall as LiveInExchange
from dialer.desk import OperatorDesk
from dialer.floor import CallFloor, LiveCall
from dialer.live_calls import LiveCalls
from dialer.placing import CLICK_TO_DIAL_RING_TIME, CLICK_TO_DIAL_WRAP_UP_SECONDS
from dialer.ring_time import SET_UP_SECONDS, RingTime

# A call that the exchange took without our hearing of it rings no longer than this.
GIVE_UP_AFTER_SECONDS: Final = 45.0 + SET_UP_SECONDS

log = structlog.get_logger()


class Recovery:
    def __init__(
        self,
        *,
        node: str,
        floor: CallFloor,
        desk: OperatorDesk,
        live_calls: LiveCalls,
        database: Database,
        telephony: Telephony,
        clock: Clock,
        tasks: asyncio.TaskGroup,
    ) -> None:
        self._node = node
        self._floor = floor
        self._desk = desk
        self._live_calls = live_calls
        self._database = database
        self._telephony = telephony
        self._clock = clock
        self._tasks = tasks

    async def read_database(self) -> None:
        """Put calls and operators back into memory as they were last stored."""
        async with self._database.reading() as session:
            calls = (
                await session.scalars(select(Call).where(Call.node == self._node, Call.ended_at.is_(None)))
            ).all()
            campaigns = {one.id: one for one in await session.scalars(select(Campaign))}
            policies = {one.id: one.readable for one in await session.scalars(select(DiallingPolicy))}
            operators = await last_known(session)
            lines = await open_lines(session)
        for call in calls:
            campaign = campaigns.get(call.campaign_id) if call.campaign_id else None
            policy = policies.get(campaign.policy_id) if campaign and campaign.policy_id else None
            self._live_calls.begin(
                LiveCall.of(
                    call,
                    wrap_up_seconds=campaign.wrap_up_seconds if campaign else CLICK_TO_DIAL_WRAP_UP_SECONDS,
                    ring_time=_ring_time(campaign, policy),
                )
            )
        await self._desk.read_campaigns()
        self._desk.seat(operators, lines)
        await self._free_disposed()
        log.info("recovery.read", calls=len(calls), operators=len(operators))

    async def compare(self, exchange: LinkUp) -> None:
        """Bring memory, and through the journal the database, in line with the exchange."""
        ended = {facts.call_id for facts in exchange.outbox}
        for call in exchange.live_calls:
            if call.call_id not in ended:
                self._adopt(call, exchange)
        for facts in exchange.outbox:
            self._settle(facts)
        already_stored = ended - self._floor.calls.keys()
        if already_stored:
            await self._telephony.confirm_stored(already_stored)
        await self._compare_lines(exchange.lines_up)
        doubtful = self._end_vanished(exchange)
        if doubtful:
            self._tasks.create_task(self._give_up_later(doubtful), name="give up lost calls")
        self._free_operators_without_call()
        log.info(
            "recovery.compared",
            alive=len(exchange.live_calls),
            outbox=len(exchange.outbox),
            doubtful=len(doubtful),
        )

    def _end_vanished(self, exchange: LinkUp) -> set[UUID]:
        """End answered calls that the exchange has lost; returns those it may not have met yet."""
        doubtful: set[UUID] = set()
        for call_id in self._floor.calls.keys() - {call.call_id for call in exchange.live_calls}:
            if self._floor.calls[call_id].progress.answered_at is None:
                doubtful.add(call_id)
            else:
                log.warning("recovery.call_vanished", call_id=str(call_id))
                self._live_calls.hear(call_id, Ended(exchange.at, CallOutcome.FAILED))
        return doubtful

    def _adopt(self, seen: LiveInExchange, exchange: LinkUp) -> None:
        call = self._floor.calls.get(seen.call_id)
        if call is None:
            log.warning("recovery.unknown_call", call_id=str(seen.call_id))
            return
        if seen.state is CallState.RINGING:
            self._live_calls.hear(seen.call_id, Ringing(exchange.at))
        elif seen.state is CallState.ANSWERED:
            self._live_calls.hear(seen.call_id, Answered(exchange.at))
        elif seen.state is CallState.CONNECTED:
            self._know_operator(call, seen.line_id)
            self._live_calls.hear(seen.call_id, OperatorJoined(exchange.at))
            self._show_again(call)

    def _settle(self, facts: FinalFacts) -> None:
        """An ended call: everything that happened to it, in order."""
        call = self._floor.calls.get(facts.call_id)
        if call is None:
            return
        if facts.answered_at is not None:
            by = facts.answered_by or AnsweredBy.PERSON
            self._live_calls.hear(facts.call_id, Answered(facts.answered_at, by, facts.grace_began_at))
        if facts.connected_at is not None:
            self._know_operator(call, facts.line_id)
            self._live_calls.hear(facts.call_id, OperatorJoined(facts.connected_at))
        self._live_calls.hear(facts.call_id, facts.ended)

    def _show_again(self, call: LiveCall) -> None:
        """The screen pop may have died with the process too, and with it who the client is."""
        operator = self._floor.operators.get(call.operator_id) if call.operator_id else None
        if operator is not None and operator.call_id == call.call_id and operator.client is None:
            pop = self._live_calls.pop(call.call_id, operator.operator_id)
            self._tasks.create_task(pop, name=f"pop {call.call_id}")

    def _know_operator(self, call: LiveCall, line_id: LineId | None) -> None:
        """The choice of an operator may have died with the process before it was stored."""
        operator_id = self._floor.lines.get(line_id) if line_id else None
        if operator_id is not None:
            call.operator_id = operator_id

    async def _compare_lines(self, lines_up: Collection[LineId]) -> None:
        for line_id in list(self._floor.lines):
            if line_id in lines_up:
                self._desk.line_came_up(line_id, self._clock.now())
            else:
                self._desk.line_went_down(line_id, self._clock.now())
        with_line = set(self._floor.lines.values())
        for operator_id in self._floor.operators.keys() - with_line:
            # Logged out a moment before the process died: without a line nobody can be reached.
            self._desk.happen(operator_id, LineWentDown())
        for strange in set(lines_up) - self._floor.lines.keys():
            try:
                await self._telephony.close_line(strange)
            except TelephonyError as error:
                log.warning("recovery.line_not_closed", line_id=strange, reason=str(error))

    def _free_operators_without_call(self) -> None:
        """Nobody stays reserved for, or talking in, a call that ended while nobody looked."""
        for now in list(self._floor.operators.values()):
            if now.call_id is None or now.call_id in self._floor.calls:
                continue
            if now.state is OperatorState.RESERVED:
                self._desk.happen(now.operator_id, Released(now.call_id))
            elif now.state is OperatorState.ON_CALL:
                ends_at = self._clock.now() + timedelta(seconds=CLICK_TO_DIAL_WRAP_UP_SECONDS)
                self._desk.happen(now.operator_id, CallOver(now.call_id, ends_at))

    async def _free_disposed(self) -> None:
        """A disposition that was stored in the last moment before a crash ends its wrap-up now."""
        waiting = {now.call_id: now.operator_id for now in self._floor.operators.values() if now.call_id}
        async with self._database.reading() as session:
            disposed = await session.scalars(
                select(Call.id).where(Call.id.in_(list(waiting)), Call.disposition.is_not(None))
            )
        for call_id in disposed:
            self._desk.happen(waiting[call_id], Disposed(call_id))

    async def _give_up_later(self, call_ids: set[UUID]) -> None:
        await self._clock.sleep(GIVE_UP_AFTER_SECONDS)
        for call_id in call_ids:
            call = self._floor.calls.get(call_id)
            if call is None or call.progress.state not in (CallState.ORIGINATING, CallState.RINGING):
                continue
            log.warning("recovery.call_lost", call_id=str(call_id), kind=CallKind(call.kind))
            self._live_calls.hear(call_id, Ended(self._clock.now(), CallOutcome.FAILED))


def _ring_time(campaign: Campaign | None, policy: Policy | None) -> RingTime:
    """As it is set now. The exchange keeps to what it was told when the call was placed."""
    if campaign is None or policy is None:
        return CLICK_TO_DIAL_RING_TIME
    return RingTime.of(campaign, policy)
