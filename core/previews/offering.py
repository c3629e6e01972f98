"""Offering leads: each taken from the hopper, held, and written down for one operator."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from core.campaigns.models import Campaign
from core.law.models import DiallingPolicy
from core.leads.bars import Claim
from core.leads.hopper import due_callback_operators, take_leads
from core.leads.models import Lead
from core.lists.mix import ListMix
from core.previews.models import Preview


async def offer_leads(
    session: AsyncSession,
    campaign: Campaign,
    in_force: DiallingPolicy,
    operators: Sequence[UUID],
    *,
    node: str,
    mix: ListMix,
    now: datetime,
) -> Sequence[Preview]:
    """A lead for each of the operators, in their order and as far as there are leads.

    Whoever promised a call that is due is offered that one.
    """
    chosen: dict[UUID, Lead] = {}
    promised = await due_callback_operators(session, campaign.id, operators, now)
    for operator_id in (one for one in operators if one in promised):
        own = claim_for_preview(campaign, in_force, now, callback_operator_id=operator_id)
        chosen |= zip([operator_id], await take_leads(session, own, limit=1), strict=False)
    others = [one for one in operators if one not in chosen]
    claim = claim_for_preview(campaign, in_force, now)
    # Fewer leads than operators: the last to become free go without.
    chosen |= zip(others, await take_leads(session, claim, limit=len(others), mix=mix), strict=False)
    previews = [_preview(lead, one, campaign, node, now) for one, lead in chosen.items()]
    session.add_all(previews)
    await session.flush()
    return previews


def claim_for_preview(
    campaign: Campaign, in_force: DiallingPolicy, now: datetime, *, callback_operator_id: UUID | None = None
) -> Claim:
    return Claim.of(
        campaign, in_force.policy, now, callback_operator_id=callback_operator_id, operator_waits=True
    )


def _preview(lead: Lead, operator_id: UUID, campaign: Campaign, node: str, now: datetime) -> Preview:
    preview = Preview(
        id=uuid4(),
        node=node,
        campaign_id=campaign.id,
        lead_id=lead.id,
        client_id=lead.client_id,
        operator_id=operator_id,
        phone_number=lead.phone_number,
        offered_at=now,
        expires_at=now + timedelta(seconds=campaign.preview_seconds),
        on_timeout=campaign.preview_timeout,
    )
    lead.held_until = preview.lead_held_until
    return preview
