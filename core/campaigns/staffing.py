"""Who works on a campaign."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.trail import record
from core.campaigns.models import Campaign, CampaignOperator
from core.db import CHANGING
from core.error_codes import ErrorCode
from core.errors import FieldFault, InvalidInput, NotFound
from core.leads.letting_go import let_go_of_promises
from core.users.models import Role, User


@dataclass(frozen=True, slots=True)
class StaffedOperator:
    id: UUID
    name: str
    login: str
    works_here: bool
    campaign_count: int
    """On how many campaigns the operator works, this one included."""


async def operators_for(session: AsyncSession, campaign_id: UUID) -> Sequence[StaffedOperator]:
    """Every operator who could work on the campaign, by name.

    Raises:
        NotFound: there is no such campaign.
    """
    if await session.get(Campaign, campaign_id) is None:
        raise NotFound("campaign", campaign_id)
    works_on = CampaignOperator.campaign_id
    found = await session.execute(
        select(
            User,
            func.count(works_on),
            func.count(works_on).filter(works_on == campaign_id),
        )
        .outerjoin(CampaignOperator, CampaignOperator.operator_id == User.id)
        .where(User.role == Role.OPERATOR, User.is_active)
        .group_by(User.id)
        .order_by(User.name, User.login)
    )
    return [
        StaffedOperator(user.id, user.name, user.login, bool(here), everywhere)
        for user, everywhere, here in found
    ]


async def campaigns_of_operators(
    session: AsyncSession, operator_id: UUID | None = None
) -> dict[UUID, frozenset[UUID]]:
    """On which campaigns each operator works, or this one does; whoever has another role works on none."""
    statement = (
        select(CampaignOperator.operator_id, CampaignOperator.campaign_id)
        .join(User, User.id == CampaignOperator.operator_id)
        .where(User.role == Role.OPERATOR)
    )
    if operator_id is not None:
        statement = statement.where(CampaignOperator.operator_id == operator_id)
    campaigns: dict[UUID, set[UUID]] = {}
    for operator, campaign_id in await session.execute(statement):
        campaigns.setdefault(operator, set()).add(campaign_id)
    return {operator: frozenset(ids) for operator, ids in campaigns.items()}


async def staff(
    session: AsyncSession,
    campaign_id: UUID,
    *,
    added: Collection[UUID],
    removed: Collection[UUID],
    user_id: UUID,
    now: datetime,
) -> None:
    """Let operators work on the campaign, and others no longer; a call they have goes on.

    What those promised who leave is anybody's to keep.

    Raises:
        NotFound: there is no such campaign.
        InvalidInput: one of the added is no operator who could.
    """
    # Locked: two who staff the same campaign do it one after the other.
    campaign = await session.get(Campaign, campaign_id, with_for_update=CHANGING)
    if campaign is None:
        raise NotFound("campaign", campaign_id)
    operators = {one.id: one for one in await operators_for(session, campaign_id)}
    unknown = [place for place, one in enumerate(added) if one not in operators]
    if unknown:
        raise InvalidInput(
            *(FieldFault.of(f"added.{place}", ErrorCode.UNKNOWN_OPERATOR) for place in unknown)
        )
    here = {one.id for one in operators.values() if one.works_here}
    arriving = [one for one in operators if one in set(added) - here]
    leaving = [one for one in operators if one in set(removed) & here]
    session.add_all(CampaignOperator(campaign_id=campaign_id, operator_id=one) for one in arriving)
    await session.execute(
        delete(CampaignOperator).where(
            CampaignOperator.campaign_id == campaign_id, CampaignOperator.operator_id.in_(leaving)
        )
    )
    await let_go_of_promises(session, leaving, campaign_id=campaign_id)
    record(
        session,
        user_id=user_id,
        entity="campaign",
        entity_id=campaign_id,
        name=campaign.name,
        campaign_id=campaign_id,
        change={
            "operators_added": (None, [operators[one].name for one in arriving] or None),
            "operators_removed": ([operators[one].name for one in leaving] or None, None),
        },
        now=now,
    )
