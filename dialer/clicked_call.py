"""The call of a number that an operator clicked: what it must meet, how long it rings, whom it serves."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.caller_ids.rotation import Today
from core.calls.models import CallKind
from core.calls.reason import DialReason, ReasonKind
from core.campaigns.models import Campaign
from core.clients.models import Client, ClientNumber
from core.dnc.clauses import is_refused
from core.error_codes import ErrorCode
from core.errors import Conflict, InvalidInput, NotFound
from core.law.models import DiallingPolicy
from core.leads.bars import BarCode, Claim
from core.leads.clicked import lead_to_judge_by, take_clicked_lead
from core.leads.why import standing_against_click
from dialer.new_calls import NewCall, caller_id_for, commit_calls
from dialer.ring_time import RingTime

CLICK_TO_DIAL_RING_TIME: Final = RingTime(longest_seconds=40)
CLICK_TO_DIAL_WRAP_UP_SECONDS: Final = 120


async def commit_clicked_call(
    session: AsyncSession,
    *,
    node: str,
    call_id: UUID,
    operator_id: UUID,
    client_id: UUID,
    phone_number: str,
    despite_bars: bool,
    trunk_id: UUID | None,
    today: Today,
) -> tuple[NewCall, int]:
    """The call, and how many seconds its wrap-up has.

    Raises:
        NotFound: there is no such client.
        InvalidInput: the number is not one of this client's.
        Conflict: it is refused, or in a call, or the campaign that it serves has no caller ID left; or,
            but for `despite_bars`, the policy stands against it.
    """
    now = today.now
    client = await session.get(Client, client_id)
    if client is None:
        raise NotFound("client", client_id)
    number_id = await _number_that_may_be_clicked(session, client_id, phone_number)
    served = await take_clicked_lead(
        session, client_id=client_id, phone_number=phone_number, operator_id=operator_id, now=now
    )
    # Whom one campaign may not call, another that has not been refused may, with its own lead.
    judged_by = served or await lead_to_judge_by(
        session, client_id=client_id, phone_number=phone_number, operator_id=operator_id
    )
    reason = DialReason(kind=ReasonKind.CLICK_TO_DIAL, operator_id=operator_id)
    if judged_by is not None and judged_by.in_force is not None:
        time_zone = judged_by.time_zone(phone_number, client.time_zone)
        bars = await _bars(session, judged_by.campaign, judged_by.in_force, number_id, time_zone, now)
        if bars and not despite_bars:
            raise Conflict(ErrorCode.CALL_BARRED, bars=", ".join(bars))
        reason = reason.model_copy(
            update={
                "policy_id": judged_by.in_force.id,
                "policy_revision": judged_by.in_force.revision,
                "overruled": bars or None,
            }
        )
    call = NewCall(
        node=node,
        kind=CallKind.CLICK_TO_DIAL,
        placed_at=now,
        reason=reason,
        # The operator is there before the customer: nobody waits.
        grace_seconds=0.0,
        id=call_id,
        phone_number=phone_number,
        client_id=client_id,
        campaign_id=served.campaign.id if served else None,
        campaign_edition=served.campaign.edition if served else 1,
        lead_id=served.lead.id if served else None,
        operator_id=operator_id,
        intended_operator_id=operator_id,
        trunk_id=trunk_id,
        caller_id=await caller_id_for(session, served.campaign, served.lead, today) if served else None,
    )
    if not await commit_calls(session, [call]):
        raise Conflict(ErrorCode.NUMBER_IN_CALL)
    return call, served.campaign.wrap_up_seconds if served else CLICK_TO_DIAL_WRAP_UP_SECONDS


async def _number_that_may_be_clicked(session: AsyncSession, client_id: UUID, number: str) -> UUID:
    """The row of `ClientNumber`."""
    wanted = select(ClientNumber.id).where(ClientNumber.client_id == client_id, ClientNumber.e164 == number)
    number_id = await session.scalar(wanted.limit(1))
    if number_id is None:
        raise InvalidInput.of("phone_number", ErrorCode.NOT_CLIENTS_NUMBER)
    if await is_refused(session, number):
        raise Conflict(ErrorCode.NUMBER_REFUSED)
    return number_id


async def _bars(
    session: AsyncSession,
    campaign: Campaign,
    in_force: DiallingPolicy,
    number_id: UUID,
    time_zone: str,
    now: datetime,
) -> tuple[BarCode, ...]:
    # As in a preview: who is called by hand has somebody on the line who waits for them.
    claim = Claim.of(campaign, in_force.readable, now, operator_waits=True)
    found = await standing_against_click(session, number_id, time_zone, claim)
    return tuple(one.code for one in found)
