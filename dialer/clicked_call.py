"""The call of a number that an operator clicked: what it must meet, how long it rings, whom it serves."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.caller_ids.rotation import Today
from core.calls.models import CallKind
from core.calls.reason import DialReason, ReasonKind
from core.clients.models import Client, ClientNumber
from core.dnc.clauses import is_refused
from core.error_codes import ErrorCode
from core.errors import Conflict, InvalidInput, NotFound
from core.leads.clicked import is_refused_to_operator, take_clicked_lead
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
    trunk_id: UUID | None,
    today: Today,
) -> tuple[NewCall, int]:
    """The call, and how many seconds its wrap-up has.

    Raises:
        NotFound: there is no such client.
        InvalidInput: the number is not one of this client's.
        Conflict: it is refused, or in a call, or the campaign that it serves has no caller ID left.
    """
    now = today.now
    if await session.get(Client, client_id) is None:
        raise NotFound("client", client_id)
    await _check_may_be_clicked(session, client_id, phone_number)
    served = await take_clicked_lead(
        session, client_id=client_id, phone_number=phone_number, operator_id=operator_id, now=now
    )
    # Whom one campaign may not call, another that has not been refused may, with its own lead.
    if served is None and await is_refused_to_operator(
        session, client_id=client_id, phone_number=phone_number, operator_id=operator_id
    ):
        raise Conflict(ErrorCode.NUMBER_REFUSED)
    caller_id = None
    if served is not None:
        lead, campaign = served
        caller_id = await caller_id_for(session, campaign, lead, today)
    call = NewCall(
        node=node,
        kind=CallKind.CLICK_TO_DIAL,
        placed_at=now,
        reason=DialReason(kind=ReasonKind.CLICK_TO_DIAL, operator_id=operator_id),
        # The operator is there before the customer: nobody waits.
        grace_seconds=0.0,
        id=call_id,
        phone_number=phone_number,
        client_id=client_id,
        campaign_id=served and served[0].campaign_id,
        campaign_edition=served[1].edition if served else 1,
        lead_id=served and served[0].id,
        operator_id=operator_id,
        intended_operator_id=operator_id,
        trunk_id=trunk_id,
        caller_id=caller_id,
    )
    if not await commit_calls(session, [call]):
        raise Conflict(ErrorCode.NUMBER_IN_CALL)
    return call, served[1].wrap_up_seconds if served else CLICK_TO_DIAL_WRAP_UP_SECONDS


async def _check_may_be_clicked(session: AsyncSession, client_id: UUID, number: str) -> None:
    numbers: Collection[str] = (
        await session.scalars(select(ClientNumber.e164).where(ClientNumber.client_id == client_id))
    ).all()
    if number not in numbers:
        raise InvalidInput.of("phone_number", ErrorCode.NOT_CLIENTS_NUMBER)
    if await is_refused(session, number):
        raise Conflict(ErrorCode.NUMBER_REFUSED)
