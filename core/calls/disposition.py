"""The operator's verdict on a call, and what becomes of the lead."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.answers import answers_of, documents_of_call
from core.calls.models import Call
from core.calls.promise import kept_at
from core.calls.state_machine import CallState
from core.campaigns.dispositions import WITHOUT_CAMPAIGN, DispositionChoice, DispositionEffect, choice
from core.campaigns.models import Campaign, DncScope
from core.clock import Clock
from core.contacts.models import Contact
from core.db import CHANGING
from core.dnc.models import DncSource
from core.dnc.register import Refusal, refuse_numbers
from core.error_codes import ErrorCode
from core.errors import AlreadyDisposed, Conflict, InvalidInput, NotAllowed, NotFound
from core.leads.clicked import leave_wrong_number_of_client
from core.leads.closing import ClosedBecause, Closing, plan
from core.leads.models import Lead
from core.leads.settling import leave_wrong_number, try_again_by_verdict
from core.questionnaires.answers import missing
from core.questionnaires.document import Questionnaire
from core.texts import is_storable

LONGEST_NOTE = 4000


@dataclass(frozen=True, slots=True)
class Verdict:
    disposition: str
    """A code of the campaign's dispositions."""
    note: str = ""
    callback_at: datetime | None = None
    """Aware; given exactly when the disposition's effect is a callback."""
    callback_is_shared: bool = False
    """Anybody of the campaign may call then, not just whoever promised it."""


async def dispose(
    session: AsyncSession, clock: Clock, *, call_id: UUID, operator_id: UUID, verdict: Verdict
) -> bool:
    """Record the verdict and settle what becomes of the lead.

    Returns False for a verdict that stands already: the same one twice is one.

    Raises:
        NotFound: there is no such call.
        NotAllowed: another operator took the call.
        AlreadyDisposed: another verdict was recorded before.
        Conflict: the call goes on.
        InvalidInput: unknown disposition, a callback without a time to come or one that
            no calling hours follow, unanswered questions.
    """
    call = await session.scalar(select(Call).where(Call.id == call_id).with_for_update())
    if call is None:
        raise NotFound("call", call_id)
    if call.operator_id != operator_id:
        raise NotAllowed(ErrorCode.ANOTHERS_CALL)
    if call.disposition is not None:
        if _recorded(call) == verdict:
            return False
        raise AlreadyDisposed(call.disposition)
    if call.state != CallState.ENDED:
        raise Conflict(ErrorCode.CALL_GOES_ON)
    campaign = await session.get(Campaign, call.campaign_id) if call.campaign_id else None
    now = clock.now()
    chosen = await _checked(session, call, verdict)
    callback_due_at = await kept_at(session, call, verdict.callback_at, now) if verdict.callback_at else None

    call.disposition, call.note, call.disposed_at = chosen.code, verdict.note, now
    call.callback_at, call.callback_is_shared = verdict.callback_at, verdict.callback_is_shared
    contact = await session.scalar(select(Contact).where(Contact.call_id == call_id))
    if contact is not None:
        contact.disposition, contact.note = chosen.code, verdict.note
    if chosen.effect is DispositionEffect.DO_NOT_CALL:
        only_campaign = campaign is not None and campaign.dnc_scope == DncScope.CAMPAIGN
        refusal = Refusal(DncSource.CALL, now, operator_id, call.campaign_id if only_campaign else None)
        await refuse_numbers(session, [call.phone_number], refusal)
    if call.lead_id is not None and campaign is not None:
        # Locked: its endings are counted up, and its list may be reset at this moment.
        lead = await session.get(Lead, call.lead_id, with_for_update=CHANGING)
        if lead is not None:
            await _settle(session, lead, call, campaign, chosen, callback_due_at)
    elif chosen.effect is DispositionEffect.WRONG_NUMBER:
        await leave_wrong_number_of_client(session, call.client_id, call.phone_number, _ended_at(call))
    return True


def _recorded(call: Call) -> Verdict:
    return Verdict(call.disposition or "", call.note, call.callback_at, call.callback_is_shared)


async def _checked(session: AsyncSession, call: Call, verdict: Verdict) -> DispositionChoice:
    documents = await documents_of_call(session, call)
    chosen = choice(documents.dispositions if documents else WITHOUT_CAMPAIGN, verdict.disposition)
    if chosen is None:
        raise InvalidInput.of("disposition", ErrorCode.UNKNOWN_DISPOSITION)
    if len(verdict.note) > LONGEST_NOTE:
        raise InvalidInput.of("note", ErrorCode.TOO_LONG, max=LONGEST_NOTE)
    if not is_storable(verdict.note):
        raise InvalidInput.of("note", ErrorCode.UNSTORABLE_CHARACTERS)
    wants_time = chosen.effect is DispositionEffect.CALLBACK
    if wants_time and verdict.callback_at is None:
        raise InvalidInput.of("callback_at", ErrorCode.NEEDS_CALLBACK_TIME)
    if not wants_time and verdict.callback_at is not None:
        raise InvalidInput.of("callback_at", ErrorCode.NO_CALLBACK)
    if verdict.callback_is_shared and not wants_time:
        raise InvalidInput.of("callback_is_shared", ErrorCode.NO_CALLBACK)
    if chosen.requires_questionnaire:
        questionnaire = documents.questionnaire if documents else Questionnaire()
        faults = missing(questionnaire, await answers_of(session, call.id))
        if faults:
            raise InvalidInput(*faults)
    return chosen


def _ended_at(call: Call) -> datetime:
    return call.ended_at or call.placed_at


async def _settle(
    session: AsyncSession,
    lead: Lead,
    call: Call,
    campaign: Campaign,
    chosen: DispositionChoice,
    callback_due_at: datetime | None,
) -> None:
    """Overrides what the call's end made of the lead: an operator's word weighs more."""
    lead.held_until, lead.callback_operator_id, lead.callback_at = None, None, None
    lead.last_disposition = chosen.code
    match chosen.effect:
        case DispositionEffect.CALLBACK:
            lead.callback_at = call.callback_at
            plan(lead, callback_due_at)
            lead.callback_operator_id = None if call.callback_is_shared else call.operator_id
        case DispositionEffect.RETRY:
            await try_again_by_verdict(session, lead, campaign, call.phone_number, _ended_at(call))
        case DispositionEffect.WRONG_NUMBER:
            await leave_wrong_number(session, lead, campaign, call.phone_number, _ended_at(call))
        case DispositionEffect.DO_NOT_CALL:
            plan(lead, None, Closing(ClosedBecause.DO_NOT_CALL, chosen.code))
        case _:
            plan(lead, None, Closing(ClosedBecause.VERDICT, chosen.code))
