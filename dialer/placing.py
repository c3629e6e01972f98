"""Placing calls: commit first, dial second, and never dial twice on doubt."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call, CallKind
from core.calls.reason import DialReason, ReasonKind
from core.calls.state_machine import CallOutcome, CallState, Ended
from core.campaigns.models import Campaign
from core.clients.models import Client, ClientNumber
from core.clock import Clock
from core.db import Database
from core.dnc.clauses import is_refused
from core.error_codes import ErrorCode
from core.errors import (
    Conflict,
    InvalidInput,
    NotFound,
    TelephonyRefused,
    TelephonyUnavailable,
    TelephonyUncertain,
)
from core.law.models import DiallingPolicy
from core.leads.bars import Claim
from core.leads.hopper import take_leads
from core.leads.reasons import reason_to_dial
from core.lists.mix import ListMix
from core.operators.state_machine import OperatorState, Released, Reserved
from core.phone_numbers import e164
from core.previews.accepting import accept_preview
from core.previews.models import PreviewEnding
from core.telephony.port import DialRequest, Telephony
from dialer.desk import OperatorDesk
from dialer.floor import CallFloor, LiveCall
from dialer.live_calls import LiveCalls

CLICK_TO_DIAL_RING_SECONDS: Final = 40
CLICK_TO_DIAL_WRAP_UP_SECONDS: Final = 120

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class PreviewedCall:
    """Committed, and not dialled yet."""

    call: Call
    operator_id: UUID
    campaign: Campaign
    in_force: DiallingPolicy


class CallPlacer:
    def __init__(
        self,
        *,
        node: str,
        home_region: str,
        floor: CallFloor,
        desk: OperatorDesk,
        live_calls: LiveCalls,
        database: Database,
        telephony: Telephony,
        clock: Clock,
    ) -> None:
        self._node = node
        self._home_region = home_region
        self._floor = floor
        self._desk = desk
        self._live_calls = live_calls
        self._database = database
        self._telephony = telephony
        self._clock = clock
        # Of each campaign; after a restart the shares begin anew.
        self._mixes: defaultdict[UUID, ListMix] = defaultdict(ListMix)

    async def dial_leads(
        self,
        campaign: Campaign,
        in_force: DiallingPolicy,
        *,
        limit: int,
        callback_operator_id: UUID | None = None,
    ) -> int:
        """Claim up to so many leads of a campaign and dial them; returns how many calls were placed."""
        now, policy = self._clock.now(), in_force.policy
        claim = Claim.of(campaign, policy, now, callback_operator_id=callback_operator_id)
        async with self._database.transaction() as session:
            leads = await take_leads(session, claim, limit=limit, mix=self._mixes[campaign.id])
            calls = [
                self._new_call(
                    CallKind.DIALLER,
                    now,
                    reason=reason_to_dial(lead, campaign, in_force, claim),
                    grace_seconds=policy.grace_seconds,
                    phone_number=lead.phone_number,
                    client_id=lead.client_id,
                    campaign_id=campaign.id,
                    lead_id=lead.id,
                    intended_operator_id=callback_operator_id,
                )
                for lead in leads
            ]
            session.add_all(calls)
        for call in calls:
            self._live_calls.place(
                LiveCall.of(call, grace_seconds=call.grace_seconds, wrap_up_seconds=campaign.wrap_up_seconds)
            )
        return await self._dial(calls, policy.ring_seconds(campaign.ring_seconds), campaign.caller_id)

    async def click_to_dial(self, operator_id: UUID, client_id: UUID, phone_number: str) -> UUID:
        """Ring one number of a client for an operator who is on line and free.

        Raises:
            NotFound: there is no such client.
            InvalidInput: no telephone number, or not one of this client's.
            Conflict: the operator is busy or not on line, the number is refused or being called.
        """
        operator = self._floor.operators.get(operator_id)
        if operator is None or not operator.line_up:
            raise Conflict(ErrorCode.NOT_ON_LINE)
        if operator.state is not OperatorState.AVAILABLE:
            raise Conflict(ErrorCode.OPERATOR_BUSY, state=operator.state)
        number = e164(phone_number, region=self._home_region)
        call_id = uuid4()
        # Before anything is awaited: the dialler must not send another customer meanwhile.
        self._desk.happen(operator_id, Reserved(call_id))
        try:
            call = await self._commit_click_to_dial(call_id, operator_id, client_id, number)
            live = LiveCall.of(
                call, grace_seconds=call.grace_seconds, wrap_up_seconds=CLICK_TO_DIAL_WRAP_UP_SECONDS
            )
            self._live_calls.place(live)
        except BaseException:
            self._desk.happen(operator_id, Released(call_id))
            raise
        await self._live_calls.pop(call_id, operator_id)
        if not await self._dial([call], CLICK_TO_DIAL_RING_SECONDS, None):
            raise TelephonyUnavailable("the exchange did not take the call")
        return call_id

    async def place_previewed(self, preview_id: UUID, ending: PreviewEnding, call_id: UUID) -> PreviewedCall:
        """Commit the call that a preview comes to, for its operator, who is reserved for it.

        Raises:
            Conflict: the preview is over, or a bar has come since the lead was offered.
        """
        now = self._clock.now()
        async with self._database.transaction() as session:
            accepted = await accept_preview(session, preview_id, ending, now)
            lead, operator_id = accepted.lead, accepted.preview.operator_id
            call = self._new_call(
                CallKind.PREVIEW,
                now,
                reason=accepted.reason,
                grace_seconds=accepted.in_force.policy.grace_seconds,
                call_id=call_id,
                phone_number=lead.phone_number,
                client_id=lead.client_id,
                campaign_id=lead.campaign_id,
                lead_id=lead.id,
                operator_id=operator_id,
                intended_operator_id=operator_id,
            )
            session.add(call)
            await session.flush()
            accepted.preview.call_id = call_id
        wrap_up_seconds = accepted.campaign.wrap_up_seconds
        self._live_calls.place(
            LiveCall.of(call, grace_seconds=call.grace_seconds, wrap_up_seconds=wrap_up_seconds)
        )
        return PreviewedCall(call, operator_id, accepted.campaign, accepted.in_force)

    async def ring_previewed(self, previewed: PreviewedCall) -> None:
        """
        Raises:
            Conflict: the operator has gone meanwhile.
            TelephonyUnavailable: the exchange did not take the call.
        """
        call, campaign = previewed.call, previewed.campaign
        operator = self._floor.operators.get(previewed.operator_id)
        if operator is None or operator.call_id != call.id:
            self._live_calls.hear(call.id, Ended(self._clock.now(), CallOutcome.FAILED))
            raise Conflict(ErrorCode.NOT_ON_LINE)
        await self._live_calls.pop(call.id, previewed.operator_id)
        ring_seconds = previewed.in_force.policy.ring_seconds(campaign.ring_seconds)
        await self._dial([call], ring_seconds, campaign.caller_id)
        if call.id not in self._floor.calls:
            raise TelephonyUnavailable("the exchange did not take the call")

    async def _commit_click_to_dial(
        self, call_id: UUID, operator_id: UUID, client_id: UUID, number: str
    ) -> Call:
        async with self._database.transaction() as session:
            if await session.get(Client, client_id) is None:
                raise NotFound("client", client_id)
            await _check_may_be_called(session, client_id, number)
            call = self._new_call(
                CallKind.CLICK_TO_DIAL,
                self._clock.now(),
                reason=DialReason(kind=ReasonKind.CLICK_TO_DIAL, operator_id=operator_id),
                # The operator is there before the customer: nobody waits.
                grace_seconds=0.0,
                call_id=call_id,
                phone_number=number,
                client_id=client_id,
                operator_id=operator_id,
                intended_operator_id=operator_id,
            )
            session.add(call)
        return call

    def _new_call(
        self,
        kind: CallKind,
        now: datetime,
        *,
        reason: DialReason,
        grace_seconds: float,
        phone_number: str,
        client_id: UUID,
        call_id: UUID | None = None,
        campaign_id: UUID | None = None,
        lead_id: UUID | None = None,
        operator_id: UUID | None = None,
        intended_operator_id: UUID | None = None,
    ) -> Call:
        call_id = call_id or uuid4()
        return Call(
            id=call_id,
            node=self._node,
            kind=kind,
            phone_number=phone_number,
            client_id=client_id,
            campaign_id=campaign_id,
            lead_id=lead_id,
            operator_id=operator_id,
            intended_operator_id=intended_operator_id,
            reason_document=reason.model_dump(mode="json", exclude_none=True),
            grace_seconds=grace_seconds,
            recording=f"{now:%Y/%m/%d}/{call_id}.wav",
            placed_at=now,
            state=CallState.ORIGINATING,
            note="",
        )

    async def _dial(self, calls: Sequence[Call], ring_seconds: int, caller_id: str | None) -> int:
        """Hand committed calls to the exchange. A call it did not take ends at once as not placed."""
        placed = 0
        for call in calls:
            request = DialRequest(
                call_id=call.id,
                phone_number=call.phone_number,
                ring_seconds=ring_seconds,
                caller_id=caller_id,
                grace_seconds=self._grace_seconds(call.id),
                recording=call.recording,
            )
            try:
                await self._telephony.dial(request)
                placed += 1
            except TelephonyUncertain:
                # Perhaps it rings. The exchange's news, or the next comparison with it, decides.
                log.warning("dialling.uncertain", call_id=str(call.id))
            except (TelephonyRefused, TelephonyUnavailable) as error:
                log.warning("dialling.refused", call_id=str(call.id), reason=str(error))
                self._live_calls.hear(call.id, Ended(self._clock.now(), CallOutcome.NOT_PLACED))
        return placed

    def _grace_seconds(self, call_id: UUID) -> float:
        call = self._floor.calls.get(call_id)
        return call.grace_seconds if call else 0.0


async def _check_may_be_called(session: AsyncSession, client_id: UUID, number: str) -> None:
    numbers: Collection[str] = (
        await session.scalars(select(ClientNumber.e164).where(ClientNumber.client_id == client_id))
    ).all()
    if number not in numbers:
        raise InvalidInput.of("phone_number", ErrorCode.NOT_CLIENTS_NUMBER)
    if await is_refused(session, number):
        raise Conflict(ErrorCode.NUMBER_REFUSED)
    open_call = await session.scalar(
        select(Call.id).where(Call.phone_number == number, Call.ended_at.is_(None)).limit(1)
    )
    if open_call is not None:
        raise Conflict(ErrorCode.NUMBER_IN_CALL)
