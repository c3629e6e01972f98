"""The calls that an operator has promised and not made yet: of campaigns, and by click-to-dial."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.calls.models import Call
from core.calls.state_machine import CallOutcome
from core.campaigns.models import Campaign
from core.clients.models import Client
from core.dnc.clauses import refused_by_all
from core.leads.models import Lead

MOST_PROMISES: Final = 50


@dataclass(frozen=True, slots=True)
class PromisedCall:
    callback_at: datetime
    """As it was promised; it may be over."""
    client_id: UUID
    client_name: str
    phone_number: str
    time_zone: str
    """IANA name of the place where that phone rings."""
    campaign_name: str | None
    """None: it serves no campaign, and nobody dials it but whoever promised it."""


async def promises_of(session: AsyncSession, operator_id: UUID) -> Sequence[PromisedCall]:
    """The operator's own open promises, the next one first, up to fifty.

    What may not be dialled any more, because the number is refused, is left out.
    """
    found = [*await _of_leads(session, operator_id), *await _of_clicked_calls(session, operator_id)]
    return sorted(found, key=lambda one: (one.callback_at, one.client_name))[:MOST_PROMISES]


async def _of_leads(session: AsyncSession, operator_id: UUID) -> list[PromisedCall]:
    rows = await session.execute(
        select(
            Lead.callback_at, Lead.client_id, Client.name, Lead.phone_number, Lead.time_zone, Campaign.name
        )
        .join(Client, Client.id == Lead.client_id)
        .join(Campaign, Campaign.id == Lead.campaign_id)
        .where(
            Lead.callback_operator_id == operator_id,
            Lead.callback_at.is_not(None),
            Lead.next_attempt_at.is_not(None),
            Lead.is_refused.is_(False),
        )
        .order_by(Lead.callback_at, Lead.id)
        .limit(MOST_PROMISES)
    )
    return [
        PromisedCall(at, client_id, name, number, zone, campaign)
        for at, client_id, name, number, zone, campaign in rows
        if at is not None
    ]


async def _of_clicked_calls(session: AsyncSession, operator_id: UUID) -> list[PromisedCall]:
    """No lead keeps these: each stands until the one who gave it talks with the client again."""
    later = aliased(Call)
    has_talked_again = exists().where(
        later.client_id == Call.client_id,
        later.operator_id == operator_id,
        later.outcome == CallOutcome.HANDLED,
        later.placed_at > Call.placed_at,
    )
    rows = await session.execute(
        select(Call.callback_at, Call.client_id, Client.name, Call.phone_number, Client.time_zone)
        .join(Client, Client.id == Call.client_id)
        .where(
            Call.operator_id == operator_id,
            Call.callback_at.is_not(None),
            Call.campaign_id.is_(None),
            ~has_talked_again,
            ~refused_by_all(Call.phone_number),
        )
        .order_by(Call.callback_at, Call.id)
        .limit(MOST_PROMISES)
    )
    return [
        PromisedCall(at, client_id, name, number, zone, campaign_name=None)
        for at, client_id, name, number, zone in rows
        if at is not None
    ]
