"""What listening for answering machines asks of a dialling policy, said to whoever sets either of the two."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.machines import MachineAction, listened_seconds
from core.campaigns.models import Campaign
from core.error_codes import ErrorCode
from core.errors import FieldFault
from core.law.policy import GraceFrom, Policy

_MOST_NAMED: Final = 10


def counts_mistakes(policy: Policy, action: MachineAction) -> bool:
    """Whether people who are taken for machines, and lost by it, are reckoned with (Ofcom asks for it).

    They are lost where machines are passed to operators as well: whom nobody takes is an abandoned person,
    or a machine, and only the rate says how often the one.
    """
    return action is MachineAction.OFF or policy.machine_false_positive_rate > 0


def least_grace(policy: Policy) -> float:
    """Listening takes so much of the grace time; a policy must leave more."""
    return listened_seconds(grace_from_greeting=policy.grace_from is GraceFrom.GREETING)


def leaves_time_to_listen(policy: Policy, action: MachineAction) -> bool:
    return action is MachineAction.OFF or policy.grace_seconds > least_grace(policy)


async def machine_faults_of_policy(
    session: AsyncSession, policy_id: UUID, wanted: Policy
) -> list[FieldFault]:
    """What keeps a policy from being changed so: campaigns under it that could no longer listen."""
    rows = await session.execute(
        select(Campaign.name, Campaign.machine_action)
        .where(Campaign.policy_id == policy_id)
        .order_by(Campaign.name)
    )
    actions = {name: MachineAction(action) for name, action in rows}
    uncounted = [name for name, action in actions.items() if not counts_mistakes(wanted, action)]
    hurried = [name for name, action in actions.items() if not leaves_time_to_listen(wanted, action)]
    faults: list[FieldFault] = []
    if uncounted:
        field = "policy.machine_false_positive_rate"
        faults.append(FieldFault.of(field, ErrorCode.CAMPAIGNS_COUNT_MISTAKES, campaigns=_named(uncounted)))
    if hurried:
        faults.append(
            FieldFault.of(
                "policy.grace_seconds",
                ErrorCode.CAMPAIGNS_LISTEN,
                min=least_grace(wanted),
                campaigns=_named(hurried),
            )
        )
    return faults


def _named(campaigns: Iterable[str]) -> str:
    names = list(campaigns)
    return ", ".join(names[:_MOST_NAMED]) + (", ..." if len(names) > _MOST_NAMED else "")
