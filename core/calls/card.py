"""A call as the operator sees it: the screen pop, and what a reloaded console gets again."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Answer, Call, CallKind
from core.calls.state_machine import CallOutcome, CallState
from core.campaigns.dispositions import WITHOUT_CAMPAIGN, DispositionChoice
from core.campaigns.editions import EditionKey, editions_of
from core.campaigns.models import Campaign, Documents
from core.clients.card import ClientCard, client_cards
from core.contacts.history import ContactRow, earlier_contacts, recent_contacts
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

    @classmethod
    def of(cls, campaign: Campaign, documents: Documents) -> Self:
        return cls(
            id=campaign.id,
            name=campaign.name,
            script=documents.script,
            questionnaire=documents.questionnaire,
            dispositions=documents.dispositions,
        )


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
    cards = await call_cards(session, [call_id])
    if call_id not in cards:
        raise NotFound("call", call_id)
    return cards[call_id]


async def call_cards(session: AsyncSession, call_ids: Collection[UUID]) -> Mapping[UUID, CallCard]:
    """Several calls, in as many statements as for one; a call that is not stored is left out."""
    calls = (await session.execute(_CALLS, {"call_ids": list(call_ids)})).all()
    client_ids = {call.client_id for call in calls}
    campaigns = await campaign_cards(
        session, {(call.campaign_id, call.campaign_edition) for call in calls if call.campaign_id}
    )
    answers: defaultdict[UUID, dict[str, Any]] = defaultdict(dict)
    # A call that rings and has nobody yet has no answers either.
    taken = [call.id for call in calls if call.operator_id is not None]
    if taken:
        for call_id, question_id, value in await session.execute(_ANSWERS, {"call_ids": taken}):
            answers[call_id][question_id] = value
    clients = await client_cards(session, client_ids)
    recent = await recent_contacts(session, client_ids, limit=RECENT_CONTACTS + 1)
    # Of whoever has no more than what is shown, all have been read.
    many = {
        call.id: call.client_id for call in calls if len(recent.get(call.client_id, ())) > RECENT_CONTACTS
    }
    totals = await earlier_contacts(session, many) if many else {}
    cards = {}
    for call in calls:
        # This call is a contact too as soon as it is joined; the card speaks of those before it.
        earlier = [row for row in recent.get(call.client_id, ()) if row.call_id != call.id]
        cards[call.id] = CallCard(
            call_id=call.id,
            kind=CallKind(call.kind),
            state=CallState(call.state),
            placed_at=call.placed_at,
            answered_at=call.answered_at,
            connected_at=call.connected_at,
            ended_at=call.ended_at,
            outcome=CallOutcome(call.outcome) if call.outcome else None,
            phone_number=call.phone_number,
            client=clients[call.client_id],
            recent_contacts=earlier[:RECENT_CONTACTS],
            contacts_total=totals.get(call.id, len(earlier)),
            campaign=(
                campaigns[call.campaign_id, call.campaign_edition] if call.campaign_id else _WITHOUT_CAMPAIGN
            ),
            answers=answers[call.id],
            disposition=call.disposition,
            note=call.note,
            wrap_up_ends_at=None,
            requested_by=call.intended_operator_id if call.kind == CallKind.CLICK_TO_DIAL else None,
        )
    return cards


# Columns and no objects, put together once: a fast dialler reads hundreds of cards in a second.
_CALLS: Final = select(
    Call.id,
    Call.kind,
    Call.state,
    Call.placed_at,
    Call.answered_at,
    Call.connected_at,
    Call.ended_at,
    Call.outcome,
    Call.phone_number,
    Call.client_id,
    Call.campaign_id,
    Call.campaign_edition,
    Call.disposition,
    Call.note,
    Call.operator_id,
    Call.intended_operator_id,
).where(Call.id.in_(bindparam("call_ids", expanding=True)))
_ANSWERS: Final = select(Answer.call_id, Answer.question_id, Answer.value).where(
    Answer.call_id.in_(bindparam("call_ids", expanding=True))
)
_WITHOUT_CAMPAIGN: Final = CampaignCard(None, None, Script(), Questionnaire(), WITHOUT_CAMPAIGN)


async def campaign_cards(
    session: AsyncSession, wanted: Collection[EditionKey]
) -> Mapping[EditionKey, CampaignCard]:
    editions = await editions_of(session, wanted)
    return {key: CampaignCard.of(editions.campaigns[key[0]], editions.documents(key)) for key in wanted}
