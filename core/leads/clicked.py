"""The lead that a clicked call serves or is judged by, and whom the dialler leaves alone after a talk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Exists, Select, and_, bindparam, case, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.campaigns.models import Campaign, CampaignOperator
from core.dnc.clauses import refused_by_campaign
from core.error_codes import ErrorCode
from core.errors import Conflict
from core.law.models import DiallingPolicy
from core.leads.hopper import HOLD_FOR
from core.leads.models import Lead, LeadNumber
from core.leads.settling import leave_wrong_number
from core.phone_numbers import own_zone_of

LEFT_ALONE_FOR: Final = timedelta(hours=4)
"""After the end of a talk by click-to-dial."""


@dataclass(frozen=True, slots=True)
class ClickedLead:
    """A client's lead, and by which rules a number of theirs is called that was clicked."""

    lead: Lead
    campaign: Campaign
    in_force: DiallingPolicy | None
    time_zone_of_number: str | None
    """Where the clicked number rings, of a lead of several numbers."""

    def time_zone(self, phone_number: str, at_client: str) -> str:
        """Where the clicked number rings."""
        if self.time_zone_of_number is not None:
            return self.time_zone_of_number
        if phone_number == self.lead.phone_number:
            return self.lead.time_zone
        return own_zone_of(phone_number) or at_client


async def take_clicked_lead(
    session: AsyncSession, *, client_id: UUID, phone_number: str, operator_id: UUID, now: datetime
) -> ClickedLead | None:
    """Hold the client's open lead with that number, of a campaign on which the operator works.

    The call is then one of that campaign: its attempt and its verdict settle the lead as a dialler's call
    would. Of several leads the operator's own promise comes first, then what is due first. None: there is no
    such lead, or somebody else has it in hand.
    """
    found = await session.execute(
        _clicked(phone_number)
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
    clicked = ClickedLead(*row)
    clicked.lead.held_until = now + HOLD_FOR
    return clicked


async def lead_to_judge_by(
    session: AsyncSession, *, client_id: UUID, phone_number: str, operator_id: UUID
) -> ClickedLead | None:
    """The client's lead by whose campaign's policy a clicked call is judged that serves none.

    One with that number comes first, then one of a campaign on which the operator works, then what is open
    and due first. None: the client has no lead, and there is no policy to go by.

    Raises:
        Conflict: a campaign on which the operator works and the client has a lead, open or closed, has the
            number on its own list.
    """
    works_on_it = _works_on_its_campaign(operator_id)
    has_number = or_(Lead.phone_number == phone_number, LeadNumber.phone_number.is_not(None))
    found = await session.execute(
        _clicked(phone_number)
        .add_columns(and_(works_on_it, refused_by_campaign(phone_number, Lead.campaign_id)))
        .where(Lead.client_id == client_id)
        .order_by(
            case((has_number, 0), else_=1),
            case((works_on_it, 0), else_=1),
            Lead.next_attempt_at.nulls_last(),
            Lead.id,
        )
    )
    rows = found.all()
    if any(is_refused for *_, is_refused in rows):
        raise Conflict(ErrorCode.NUMBER_REFUSED)
    return ClickedLead(*rows[0][:-1]) if rows else None


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


def _clicked(phone_number: str) -> Select[Lead, Campaign, DiallingPolicy, str]:
    """Of each lead what makes a `ClickedLead`."""
    return (
        select(Lead, Campaign, DiallingPolicy, LeadNumber.time_zone)
        .join(Campaign, Campaign.id == Lead.campaign_id)
        .outerjoin(DiallingPolicy, DiallingPolicy.id == Campaign.policy_id)
        .outerjoin(LeadNumber, and_(LeadNumber.lead_id == Lead.id, LeadNumber.phone_number == phone_number))
    )


def _works_on_its_campaign(operator_id: UUID) -> Exists:
    return exists().where(
        CampaignOperator.campaign_id == Lead.campaign_id, CampaignOperator.operator_id == operator_id
    )


def _open_with_number(client_id: UUID, phone_number: str) -> tuple[ColumnElement[bool], ...]:
    further = (
        exists()
        .where(
            LeadNumber.lead_id == Lead.id,
            LeadNumber.phone_number == phone_number,
            LeadNumber.is_dead.is_(False),
        )
        .correlate(Lead)
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
