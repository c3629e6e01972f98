"""A call as it is committed before it is dialled, and what its lead has a say in: caller ID and trunk."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.caller_ids.service import Pool
from core.calls.models import Call, CallKind
from core.calls.reason import DialReason
from core.calls.state_machine import CallState
from core.campaigns.models import Campaign
from core.clients.models import Client
from core.leads.models import Lead


def new_call(
    node: str,
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
    trunk_id: UUID | None = None,
    caller_id: str | None = None,
) -> Call:
    call_id = call_id or uuid4()
    return Call(
        id=call_id,
        node=node,
        kind=kind,
        phone_number=phone_number,
        client_id=client_id,
        campaign_id=campaign_id,
        lead_id=lead_id,
        operator_id=operator_id,
        intended_operator_id=intended_operator_id,
        trunk_id=trunk_id,
        caller_id=caller_id,
        reason_document=reason.model_dump(mode="json", exclude_none=True),
        grace_seconds=grace_seconds,
        recording=f"{now:%Y/%m/%d}/{call_id}.wav",
        placed_at=now,
        state=CallState.ORIGINATING,
        note="",
    )


async def caller_ids_for(
    session: AsyncSession, campaign: Campaign, pool: Pool, leads: Sequence[Lead]
) -> list[str | None]:
    """What each lead's client sees: of the campaign's pool, or its one number, or none of ours."""
    if not pool.is_used:
        return [campaign.caller_id] * len(leads)
    regions = dict(
        (
            await session.execute(
                select(Client.id, Client.region).where(Client.id.in_([lead.client_id for lead in leads]))
            )
        ).all()
    )
    return [pool.take(regions.get(lead.client_id, "")) for lead in leads]


async def trunk_to_avoid(session: AsyncSession, lead: Lead) -> UUID | None:
    """The trunk that could not place the lead's last call."""
    if not lead.not_placed:
        return None
    trunk_id: UUID | None = await session.scalar(
        select(Call.trunk_id).where(Call.lead_id == lead.id).order_by(Call.placed_at.desc()).limit(1)
    )
    return trunk_id
