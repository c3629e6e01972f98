"""The calls there were, and for each why it was dialled, in the words of its time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call
from core.calls.reason import DialReason
from core.calls.state_machine import CallOutcome
from core.campaigns.dispositions import WITHOUT_CAMPAIGN, DispositionChoice, DispositionShown
from core.campaigns.editions import editions_of, every_choice
from core.campaigns.models import Campaign
from core.law.models import DiallingPolicy
from core.law.policies import PolicyName
from core.trunks.models import Trunk
from core.users.models import User


@dataclass(frozen=True, slots=True)
class PastCall:
    call_id: UUID
    campaign_id: UUID | None
    campaign_name: str | None
    phone_number: str
    placed_at: datetime
    outcome: CallOutcome | None
    disposition: DispositionShown | None
    caller_id: str | None
    """What the client saw; None: the trunk's own number."""
    trunk_name: str | None
    """None: the trunk of the settings, or one that is no more."""
    reason: DialReason | None
    """None: placed before reasons were kept."""
    reason_policy: PolicyName | None
    """That of `reason.policy_id`, by its name of today."""
    reason_operator_name: str | None
    reason_after: DispositionShown | None
    """What `reason.after` says, if it is an operator's disposition."""


async def past_calls(session: AsyncSession, wanted: ColumnElement[bool], *, limit: int) -> Sequence[PastCall]:
    """The wanted ones of `Call`, the newest first."""
    rows = await session.execute(
        select(Call, Campaign, Trunk.name)
        .outerjoin(Campaign, Campaign.id == Call.campaign_id)
        .outerjoin(Trunk, Trunk.id == Call.trunk_id)
        .where(wanted)
        .order_by(Call.placed_at.desc(), Call.id)
        .limit(limit)
    )
    found = rows.all()
    reasons: dict[UUID, DialReason | None] = {call.id: call.reason for call, _, _ in found}
    ids = {reason.operator_id for reason in reasons.values() if reason and reason.operator_id}
    named = await session.execute(select(User.id, User.name).where(User.id.in_(ids)))
    names = dict(named.all())
    policy_ids = {reason.policy_id for reason in reasons.values() if reason and reason.policy_id}
    policies = await session.execute(
        select(DiallingPolicy.id, DiallingPolicy.name_ru, DiallingPolicy.name_en).where(
            DiallingPolicy.id.in_(policy_ids)
        )
    )
    policy_names = {id_: PolicyName(ru=ru, en=en) for id_, ru, en in policies}
    choices: dict[UUID | None, Sequence[DispositionChoice]] = {None: WITHOUT_CAMPAIGN}
    for call, campaign, _ in found:
        if call.campaign_id and call.campaign_id not in choices:
            choices[call.campaign_id] = await every_choice(session, campaign)
    editions = await editions_of(session, {key for call, _, _ in found if (key := call.edition)})
    calls = []
    for call, campaign, trunk_name in found:
        reason, edition = reasons[call.id], call.edition
        its_own = editions.documents(edition).dispositions if edition else WITHOUT_CAMPAIGN
        calls.append(
            PastCall(
                call_id=call.id,
                campaign_id=call.campaign_id,
                campaign_name=campaign.name if call.campaign_id else None,
                phone_number=call.phone_number,
                placed_at=call.placed_at,
                outcome=CallOutcome(call.outcome) if call.outcome else None,
                disposition=DispositionShown.of(call.disposition, its_own) if call.disposition else None,
                caller_id=call.caller_id,
                trunk_name=trunk_name,
                reason=reason,
                reason_policy=policy_names.get(reason.policy_id) if reason and reason.policy_id else None,
                reason_operator_name=names.get(reason.operator_id) if reason and reason.operator_id else None,
                reason_after=_disposition_before(reason, choices[call.campaign_id]),
            )
        )
    return calls


def _disposition_before(
    reason: DialReason | None, choices: Sequence[DispositionChoice]
) -> DispositionShown | None:
    if reason is None or reason.after is None or reason.after in set(CallOutcome):
        return None
    return DispositionShown.of(reason.after, choices)
