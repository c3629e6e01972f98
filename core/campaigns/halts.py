"""Halts: why a campaign that is switched on places no calls, until what its law asks for is there again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.campaigns.models import Campaign
from core.law.models import DiallingPolicy
from core.law.policy import Policy
from core.voice_messages.models import VoiceMessage


class Halt(StrEnum):
    NO_POLICY = "no_policy"
    POLICY_INVALID = "policy_invalid"
    """What is stored of it cannot be read."""
    SAFE_HARBOUR_MISSING = "safe_harbour_missing"
    """It wants a recorded message and names none, or one that is not there."""


def halt_by(in_force: DiallingPolicy | None, messages: Collection[UUID]) -> Halt | None:
    """What keeps a campaign under this policy from dialling; `messages`: the recorded ones that there are."""
    if in_force is None:
        return Halt.NO_POLICY
    policy = in_force.readable
    if policy is None:
        return Halt.POLICY_INVALID
    if not policy.safe_harbour_is_due:
        return None
    is_there = policy.safe_harbour and set(policy.safe_harbour.values()) <= set(messages)
    return None if is_there else Halt.SAFE_HARBOUR_MISSING


@dataclass(frozen=True, slots=True)
class Running:
    """The campaigns that are switched on, in the order in which they dial."""

    dialling: Sequence[tuple[Campaign, DiallingPolicy]]
    halted: Mapping[UUID, Halt]


async def running_campaigns(session: AsyncSession) -> Running:
    rows = await session.execute(
        select(Campaign, DiallingPolicy)
        .outerjoin(DiallingPolicy, DiallingPolicy.id == Campaign.policy_id)
        .where(Campaign.is_running.is_(True))
        .order_by(Campaign.created_at, Campaign.id)
    )
    found = rows.all()
    halts = await halts_of(session, {campaign.id: in_force for campaign, in_force in found})
    return Running([(campaign, in_force) for campaign, in_force in found if campaign.id not in halts], halts)


async def halts_of(
    session: AsyncSession, campaigns: Mapping[UUID, DiallingPolicy | None]
) -> Mapping[UUID, Halt]:
    """Of campaigns under these policies, those that may not dial, and why."""
    policies = [one.readable for one in campaigns.values() if one is not None]
    messages = await _messages(session, [policy for policy in policies if policy is not None])
    found = {campaign_id: halt_by(in_force, messages) for campaign_id, in_force in campaigns.items()}
    return {campaign_id: halt for campaign_id, halt in found.items() if halt is not None}


async def _messages(session: AsyncSession, policies: Collection[Policy]) -> set[UUID]:
    """Those of the policies' messages that are there."""
    named = {message_id for policy in policies for message_id in policy.safe_harbour.values()}
    if not named:
        return set()
    return set(await session.scalars(select(VoiceMessage.id).where(VoiceMessage.id.in_(named))))
