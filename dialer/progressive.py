"""Progressive dialling: one call for each operator who is free and has none coming. Pure."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from dialer.floor import CallFloor


def idle_operators(floor: CallFloor, campaign_ids: Sequence[UUID]) -> Mapping[UUID, list[UUID]]:
    """For each campaign, in order, the free operators for whom a call may be placed now.

    An operator who works on two campaigns is given to one of them only, and every call that is
    already ringing takes one operator off the list: its intended one, or any who could answer it.
    """
    free = {
        now.operator_id: None
        for campaign_id in campaign_ids
        for now in floor.available(campaign_id)
        if now.pausing_reason is None
    }
    for call in floor.unjoined():
        if call.intended_operator_id in free:
            del free[call.intended_operator_id]
            continue
        taker = next((one for one in free if floor.works_on(one, call.campaign_id)), None)
        if taker is not None:
            del free[taker]
    idle: dict[UUID, list[UUID]] = {}
    for campaign_id in campaign_ids:
        idle[campaign_id] = [one for one in free if floor.works_on(one, campaign_id)]
        for taken in idle[campaign_id]:
            del free[taken]
    return idle
