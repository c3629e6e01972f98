"""Ending previews that came to no call, and what becomes of their leads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from core.campaigns.models import Campaign
from core.leads.models import Lead
from core.leads.settling import put_off
from core.previews.models import Preview, PreviewEnding, SkipReason

_PUT_OFF: Final = frozenset({PreviewEnding.SKIPPED, PreviewEnding.PUT_OFF})
"""Endings after which the lead's turn comes again by the campaign's rule; else it may be taken at once."""


@dataclass(frozen=True, slots=True)
class EndedPreview:
    preview_id: UUID
    lead_id: UUID
    lead_held_until: datetime
    ending: PreviewEnding
    at: datetime
    skip_reason: SkipReason | None = None


async def store_endings(session: AsyncSession, endings: Iterable[EndedPreview]) -> None:
    """What is over already stays as it ended; a lead that somebody else holds by now is left alone."""
    for over in endings:
        await session.execute(
            update(Preview)
            .where(Preview.id == over.preview_id, Preview.ended_at.is_(None))
            .values(ended_at=over.at, ending=over.ending, skip_reason=over.skip_reason)
        )
        lead = await session.get(Lead, over.lead_id, with_for_update=True)
        if lead is None or lead.held_until != over.lead_held_until:
            continue
        lead.held_until = None
        if over.ending in _PUT_OFF:
            campaign = await session.get_one(Campaign, lead.campaign_id)
            put_off(lead, campaign, over.at, over.skip_reason)
