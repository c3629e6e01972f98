"""Whether a campaign's calls are listened to for answering machines, and what is done with those. Pure."""

from core.calls.machines import AMD_FALSE_POSITIVE_RATE, MachineAction
from core.campaigns.models import Campaign
from core.law.policy import GraceFrom, Policy
from core.telephony.port import MachineDetection
from core.voice_messages.models import path_of


def detection_of(campaign: Campaign, policy: Policy) -> MachineDetection | None:
    """None: whoever answers counts as a person.

    So it is too where the law leaves no time to listen, and where its policy would not count the people who
    are taken for machines: nobody is lost unseen.
    """
    action = MachineAction(campaign.machine_action)
    message = path_of(campaign.voice_message_id) if campaign.voice_message_id else None
    if action is MachineAction.OFF or (action is MachineAction.MESSAGE and message is None):
        return None
    if policy.machine_false_positive_rate <= 0:
        return None
    detection = MachineDetection(
        action,
        grace_from_greeting=policy.grace_from is GraceFrom.GREETING,
        message=message if action is MachineAction.MESSAGE else None,
        trusts_amd=policy.machine_false_positive_rate >= AMD_FALSE_POSITIVE_RATE,
    )
    return detection if detection.uses_seconds < policy.grace_seconds else None


def grace_left(campaign: Campaign, policy: Policy) -> float:
    """How long a person may at least still wait when it is clear that a person has answered."""
    detection = detection_of(campaign, policy)
    return policy.grace_seconds - (detection.uses_seconds if detection else 0.0)
