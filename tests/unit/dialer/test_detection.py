"""When greetings are listened to: only where there is time for it, and where every mistake counts."""

from typing import Any

import pytest

from core.calls.machines import MachineAction
from core.campaigns.models import Campaign
from core.law.policy import GraceFrom, Policy
from core.telephony.port import MachineDetection
from core.voice_messages.models import path_of
from dialer.detection import detection_of, grace_left
from tests.factories import EASY_POLICY, some_id


def campaign(action: MachineAction, **more: Any) -> Campaign:
    return Campaign(name="Autumn", machine_action=action, **more)


def a_policy_that(**rules: Any) -> Policy:
    return EASY_POLICY.model_copy(update=rules)


COUNTED = {"machine_false_positive_rate": 0.02}
FROM_GREETING = {"grace_from": GraceFrom.GREETING}


@pytest.mark.parametrize(
    ("action", "rules", "expected"),
    [
        pytest.param(MachineAction.OFF, COUNTED, None, id="off"),
        pytest.param(
            MachineAction.HANG_UP, COUNTED, MachineDetection(MachineAction.HANG_UP), id="from the answer"
        ),
        pytest.param(
            MachineAction.HANG_UP,
            COUNTED | FROM_GREETING,
            MachineDetection(MachineAction.HANG_UP, grace_from_greeting=True),
            id="from the greeting",
        ),
        pytest.param(MachineAction.HANG_UP, {}, None, id="mistakes would not be counted"),
        pytest.param(
            MachineAction.OPERATOR, COUNTED, MachineDetection(MachineAction.OPERATOR), id="passed on"
        ),
        pytest.param(MachineAction.OPERATOR, {}, None, id="whom no operator took would not be counted"),
        pytest.param(
            MachineAction.HANG_UP,
            {"machine_false_positive_rate": 0.25},
            MachineDetection(MachineAction.HANG_UP, trusts_amd=True),
            id="the exchange's own mistakes would be counted",
        ),
        pytest.param(MachineAction.HANG_UP, COUNTED | {"grace_seconds": 1.5}, None, id="no time to listen"),
        pytest.param(MachineAction.MESSAGE, COUNTED, None, id="no message to leave"),
    ],
)
def test_when_it_is_listened(
    action: MachineAction, rules: dict[str, Any], expected: MachineDetection | None
) -> None:
    assert detection_of(campaign(action), a_policy_that(**rules)) == expected


def test_a_message_is_named_by_its_path() -> None:
    detection = detection_of(
        campaign(MachineAction.MESSAGE, voice_message_id=some_id(7)), a_policy_that(**COUNTED)
    )

    assert detection is not None
    assert detection.message == path_of(some_id(7))


@pytest.mark.parametrize(
    ("action", "rules", "seconds"),
    [
        (MachineAction.OFF, COUNTED, 2.0),
        (MachineAction.HANG_UP, COUNTED, 0.2),
        (MachineAction.HANG_UP, COUNTED | FROM_GREETING, 0.7),
    ],
)
def test_pacing_reckons_with_what_listening_leaves(
    action: MachineAction, rules: dict[str, Any], seconds: float
) -> None:
    policy: Policy = a_policy_that(**rules)

    assert grace_left(campaign(action), policy) == pytest.approx(seconds)
