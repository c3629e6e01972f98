"""The lead that an operator's click-to-dial serves, and whom the dialler leaves alone after such a talk."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Exists, bindparam, case, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.campaigns.models import Campaign, CampaignOperator
from core.dnc.clauses import refused_by_campaign
from core.leads.hopper import HOLD_FOR
from core.leads.models import Lead, LeadNumber
from core.leads.settling import leave_wrong_number

LEFT_ALONE_FOR: Final = timedelta(hours=4)
"""After the end of a talk by click-to-dial."""


async def take_clicked_lead(
    session: AsyncSession, *, client_id: UUID, phone_number: str, operator_id: UUID, now: datetime
) -> tuple[Lead, Campaign] | None:
    """Hold the client's open lead with that number, of a campaign on which the operator works.

    The call is then one of that campaign: its attempt and its verdict settle the lead as a dialler's call
    would. Of several leads the operator's own promise comes first, then what is due first. None: there is no
    such lead, or somebody else has it in hand.
    """
    found = await session.execute(
        select(Lead, Campaign)
        .join(Campaign, Campaign.id == Lead.campaign_id)
        .where(
            *_open_with_number(client_id, phone_number),
            or_(Lead.held_until.is_(None), Lead.held_until < now),
            _works_on_its_campaign(operator_id),
            ~refused_by_campaign(phone_number, Lead.campaign_id),
        )
        .order_by(case((Lead.callback_operator_id == operator_id, 0), else_=1), Lead.next_attempt_at, Lead.id)
        .limit(1)
        .with_for_update(of=Lead, key_share=True)
    )
    row = found.one_or_none()
    if row is None:
        return None
    lead, campaign = row
    lead.held_until = now + HOLD_FOR
    return lead, campaign


async def is_refused_to_operator(
    session: AsyncSession, *, client_id: UUID, phone_number: str, operator_id: UUID
) -> bool:
    """Whether a campaign for which this operator would call the client has the number on its own list.

    That is one on which the operator works and the client has a lead, open or closed.
    """
    found = select(Lead.id).where(
        Lead.client_id == client_id,
        _works_on_its_campaign(operator_id),
        refused_by_campaign(phone_number, Lead.campaign_id),
    )
    return await session.scalar(found.limit(1)) is not None


async def leave_wrong_number_of_client(
    session: AsyncSession, client_id: UUID, wrong_number: str, ended_at: datetime
) -> None:
    """No campaign tries that number of the client again: the number is wrong, not a campaign's lead."""
    found = await session.execute(
        select(Lead, Campaign)
        .join(Campaign, Campaign.id == Lead.campaign_id)
        .where(*_open_with_number(client_id, wrong_number))
        .order_by(Lead.id)
        .with_for_update(of=Lead, key_share=True)
    )
    for lead, campaign in found.all():
        if lead.phone_number == wrong_number:
            # A promise was given at one number.
            lead.callback_at = lead.callback_operator_id = None
            await leave_wrong_number(session, lead, campaign, wrong_number, ended_at)
        else:
            await session.execute(
                update(LeadNumber)
                .where(LeadNumber.lead_id == lead.id, LeadNumber.phone_number == wrong_number)
                .values(is_dead=True)
            )


async def leave_alone(session: AsyncSession, talks: Mapping[UUID, datetime]) -> None:
    """Have these clients' leads, but for promised ones, wait after a talk; `talks`: its end, by client."""
    if not talks:
        return
    leads = await session.execute(
        select(Lead.id, Lead.client_id, Lead.next_attempt_at)
        .where(
            Lead.client_id.in_(list(talks)),
            Lead.next_attempt_at < max(talks.values()) + LEFT_ALONE_FOR,
            Lead.callback_at.is_(None),
        )
        # What somebody else is changing at this moment is planned anew by them.
        .with_for_update(skip_locked=True, key_share=True)
    )
    late = [
        {"id_": lead_id, "due_at": due_at}
        for lead_id, client_id, planned_at in leads
        if planned_at is not None and (due_at := talks[client_id] + LEFT_ALONE_FOR) > planned_at
    ]
    if late:
        await (await session.connection()).execute(_DUE_LATER, late)


def _works_on_its_campaign(operator_id: UUID) -> Exists:
    return exists().where(
        CampaignOperator.campaign_id == Lead.campaign_id, CampaignOperator.operator_id == operator_id
    )


def _open_with_number(client_id: UUID, phone_number: str) -> tuple[ColumnElement[bool], ...]:
    further = exists().where(
        LeadNumber.lead_id == Lead.id,
        LeadNumber.phone_number == phone_number,
        LeadNumber.is_dead.is_(False),
    )
    return (
        Lead.client_id == client_id,
        Lead.next_attempt_at.is_not(None),
        or_(Lead.phone_number == phone_number, further),
    )


_DUE_LATER: Final = (
    update(Lead.__table__)  # type: ignore[arg-type]
    .where(Lead.__table__.c.id == bindparam("id_"))
    .values(next_attempt_at=bindparam("due_at"))
)
