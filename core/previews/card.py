"""A preview as its operator sees it, on the offer and again after a reload."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.card import RECENT_CONTACTS, CampaignCard, campaign_cards
from core.campaigns.models import PreviewTimeout
from core.clients.card import ClientCard, client_cards
from core.contacts.history import ContactRow, earlier_contacts, recent_contacts
from core.leads.models import Lead
from core.previews.models import Preview


@dataclass(frozen=True, slots=True)
class PreviewCard:
    preview_id: UUID
    phone_number: str
    """Which is dialled if the operator accepts."""
    offered_at: datetime
    expires_at: datetime
    on_timeout: PreviewTimeout
    attempts: int
    """How often the lead has been dialled before."""
    promised_at: datetime | None
    """For when a call was promised; None: no promise stands."""
    client: ClientCard
    recent_contacts: Sequence[ContactRow]
    contacts_total: int
    campaign: CampaignCard


async def preview_cards(session: AsyncSession, previews: Sequence[Preview]) -> Mapping[UUID, PreviewCard]:
    """Several cards, in as many statements as for one."""
    client_ids = {preview.client_id for preview in previews}
    leads = {
        lead.id: lead
        for lead in await session.scalars(select(Lead).where(Lead.id.in_([one.lead_id for one in previews])))
    }
    campaigns = await campaign_cards(session, {(preview.campaign_id, None) for preview in previews})
    clients = await client_cards(session, client_ids)
    recent = await recent_contacts(session, client_ids, limit=RECENT_CONTACTS)
    totals = await earlier_contacts(session, {preview.id: preview.client_id for preview in previews})
    return {
        preview.id: PreviewCard(
            preview_id=preview.id,
            phone_number=preview.phone_number,
            offered_at=preview.offered_at,
            expires_at=preview.expires_at,
            on_timeout=PreviewTimeout(preview.on_timeout),
            attempts=leads[preview.lead_id].attempts,
            promised_at=leads[preview.lead_id].callback_at,
            client=clients[preview.client_id],
            recent_contacts=recent.get(preview.client_id, ()),
            contacts_total=totals[preview.id],
            campaign=campaigns[preview.campaign_id, None],
        )
        for preview in previews
    }
