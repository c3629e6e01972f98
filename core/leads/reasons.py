"""Why a claimed lead is dialled, told at the moment of the claim."""

from core.calls.reason import DialReason, ReasonKind
from core.calls.state_machine import CallOutcome
from core.campaigns.models import Campaign
from core.law.models import DiallingPolicy
from core.leads.bars import Claim
from core.leads.models import Lead


def reason_to_dial(lead: Lead, campaign: Campaign, in_force: DiallingPolicy, claim: Claim) -> DialReason:
    return DialReason(
        kind=_kind(lead, claim),
        mode=campaign.mode,
        attempt=lead.attempts + 1,
        attempts_allowed=campaign.max_attempts,
        after=lead.last_disposition if lead.last_outcome == CallOutcome.HANDLED else lead.last_outcome,
        operator_id=lead.callback_operator_id,
        policy_id=in_force.id,
        policy_revision=in_force.revision,
    )


def _kind(lead: Lead, claim: Claim) -> ReasonKind:
    if claim.operator_waits:
        return ReasonKind.PREVIEW
    if lead.callback_at is not None:
        return ReasonKind.CALLBACK
    return ReasonKind.RETRY if lead.attempts else ReasonKind.FRESH
