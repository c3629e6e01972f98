"""A call as the operator sees it: the screen pop, and what a reloaded console gets again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Answer, Call, CallKind
from core.calls.state_machine import CallOutcome, CallState
from core.campaigns.dispositions import WITHOUT_CAMPAIGN, DispositionChoice
from core.campaigns.models import Campaign
from core.clients.card import ClientCard, client_card
from core.contacts.history import ContactRow, contact_page, contacts_total
from core.errors import NotFound
from core.questionnaires.document import Questionnaire, Script

RECENT_CONTACTS = 10


@dataclass(frozen=True, slots=True)
class CampaignCard:
    """What the operator needs of the campaign; without id and name for a call that serves none."""

    id: UUID | None
    name: str | None
    script: Script
    questionnaire: Questionnaire
    dispositions: Sequence[DispositionChoice]


@dataclass(frozen=True, slots=True)
class CallCard:
    call_id: UUID
    kind: CallKind
    state: CallState
    placed_at: datetime
    answered_at: datetime | None
    connected_at: datetime | None
    ended_at: datetime | None
    outcome: CallOutcome | None
    phone_number: str
    client: ClientCard
    recent_contacts: Sequence[ContactRow]
    contacts_total: int
    campaign: CampaignCard
    answers: Mapping[str, Any]
    disposition: str | None
    note: str
    wrap_up_ends_at: datetime | None
    requested_by: UUID | None
    """The user who pressed the number; None: the dialler's call."""


async def call_card(session: AsyncSession, call_id: UUID) -> CallCard:
    """The call as it is stored; who holds it live puts in what is newer.

    Raises:
        NotFound: there is no such call.
    """
    call = await session.get(Call, call_id)
    if call is None:
        raise NotFound("call", call_id)
    campaign = await session.get(Campaign, call.campaign_id) if call.campaign_id else None
    answers = await session.scalars(select(Answer).where(Answer.call_id == call_id))
    recent = await contact_page(session, call.client_id, limit=RECENT_CONTACTS + 1)
    return CallCard(
        call_id=call.id,
        kind=CallKind(call.kind),
        state=CallState(call.state),
        placed_at=call.placed_at,
        answered_at=call.answered_at,
        connected_at=call.connected_at,
        ended_at=call.ended_at,
        outcome=CallOutcome(call.outcome) if call.outcome else None,
        phone_number=call.phone_number,
        client=await client_card(session, call.client_id),
        # This call is a contact too as soon as it is joined; the card speaks of those before it.
        recent_contacts=[row for row in recent.items if row.call_id != call_id][:RECENT_CONTACTS],
        contacts_total=await contacts_total(session, call.client_id, except_call=call_id),
        campaign=_campaign_card(campaign),
        answers={answer.question_id: answer.value for answer in answers},
        disposition=call.disposition,
        note=call.note,
        wrap_up_ends_at=None,
        requested_by=call.intended_operator_id if call.kind == CallKind.CLICK_TO_DIAL else None,
    )


def _campaign_card(campaign: Campaign | None) -> CampaignCard:
    if campaign is None:
        return CampaignCard(None, None, Script(), Questionnaire(), WITHOUT_CAMPAIGN)
    return CampaignCard(
        id=campaign.id,
        name=campaign.name,
        script=campaign.script,
        questionnaire=campaign.questionnaire,
        dispositions=campaign.dispositions,
    )
