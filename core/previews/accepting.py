"""Accepting a preview: what was lawful when the lead was offered is asked again before it is dialled."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.reason import DialReason
from core.campaigns.halts import halts_of
from core.campaigns.models import Campaign, DialMode
from core.error_codes import ErrorCode
from core.errors import Conflict
from core.law.models import DiallingPolicy
from core.leads.bars import BarCode
from core.leads.hopper import HOLD_FOR
from core.leads.models import Lead
from core.leads.reasons import reason_to_dial
from core.leads.why import standing
from core.previews.models import Preview, PreviewEnding
from core.previews.offering import claim_for_preview


@dataclass(frozen=True, slots=True)
class Accepted:
    """What is dialled, and by which rules."""

    preview: Preview
    lead: Lead
    campaign: Campaign
    in_force: DiallingPolicy
    reason: DialReason


async def accept_preview(
    session: AsyncSession, preview_id: UUID, ending: PreviewEnding, now: datetime
) -> Accepted:
    """End an open preview because a call is to come of it; the lead stays held, for the call.

    Raises:
        Conflict: it is over, its campaign no longer offers leads, or a bar has come meanwhile.
    """
    preview = await session.get(Preview, preview_id, with_for_update=True)
    lead = await session.get(Lead, preview.lead_id, with_for_update=True) if preview else None
    if preview is None or lead is None or preview.ended_at or lead.held_until != preview.lead_held_until:
        raise Conflict(ErrorCode.PREVIEW_OVER)
    campaign, in_force = await _campaign_and_policy(session, preview.campaign_id)
    # By the promise, if it is this operator's own.
    is_own = lead.callback_operator_id == preview.operator_id
    claim = claim_for_preview(
        campaign, in_force, now, callback_operator_id=preview.operator_id if is_own else None
    )
    # It is held, for this very operator.
    bars = [one for one in await standing(session, lead, claim) if one.code is not BarCode.HELD]
    if bars:
        raise Conflict(ErrorCode.LEAD_BARRED, bar=bars[0].code)
    preview.ended_at, preview.ending = now, ending
    lead.held_until = now + HOLD_FOR
    reason = reason_to_dial(lead, campaign, in_force, claim)
    own_reason = reason.model_copy(update={"operator_id": preview.operator_id})
    return Accepted(preview, lead, campaign, in_force, own_reason)


async def _campaign_and_policy(session: AsyncSession, campaign_id: UUID) -> tuple[Campaign, DiallingPolicy]:
    found = await session.execute(
        select(Campaign, DiallingPolicy)
        .join(DiallingPolicy, DiallingPolicy.id == Campaign.policy_id)
        .where(Campaign.id == campaign_id, Campaign.is_running.is_(True), Campaign.mode == DialMode.PREVIEW)
    )
    row = found.one_or_none()
    if row is None:
        raise Conflict(ErrorCode.PREVIEW_OVER)
    campaign, in_force = row
    if (halt := (await halts_of(session, {campaign.id: in_force})).get(campaign.id)) is not None:
        raise Conflict(ErrorCode.LEAD_BARRED, bar=BarCode(halt))
    return campaign, in_force
