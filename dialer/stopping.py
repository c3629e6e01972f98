"""Stopping a campaign at once: what nobody has answered is hung up, who talks goes on."""

import asyncio
from collections.abc import Iterable
from typing import Final
from uuid import UUID

import structlog

from core.calls.models import CallKind
from core.calls.state_machine import CallState
from core.clock import Clock
from core.errors import TelephonyError
from core.telephony.port import Telephony
from dialer.floor import CallFloor, LiveCall

# A call may have been on its way out when the campaign was stopped, and a hangup is heard a moment later.
_LOOKS: Final = 8
_LOOK_AGAIN_SECONDS: Final = 0.25
_UNANSWERED: Final = (CallState.ORIGINATING, CallState.RINGING)

log = structlog.get_logger()


async def hang_up_unanswered(floor: CallFloor, telephony: Telephony, clock: Clock, campaign_id: UUID) -> None:
    """Hang up what rings for a campaign that dials no more; returns when nothing rings, after 2 s at most.

    Somebody who answers in the very moment of the hangup is lost, and counted as abandoned.
    """
    for _ in range(_LOOKS):
        unanswered = unanswered_calls(floor, campaign_id)
        if not unanswered:
            return
        await hang_up_all(telephony, unanswered)
        await clock.sleep(_LOOK_AGAIN_SECONDS)


async def hang_up_all(telephony: Telephony, call_ids: Iterable[UUID]) -> None:
    """As far as the exchange can be reached: what cannot be hung up now is left for the next time."""
    async with asyncio.TaskGroup() as tasks:
        for call_id in call_ids:
            tasks.create_task(_hang_up(telephony, call_id))


def unanswered_calls(floor: CallFloor, campaign_id: UUID) -> list[UUID]:
    return [
        call.call_id
        for call in floor.calls.values()
        if call.campaign_id == campaign_id and is_dialled_and_up(call) and is_unanswered(call)
    ]


def is_dialled_and_up(call: LiveCall) -> bool:
    """Whether it is a campaign's own call; what people place by hand is left to them."""
    return call.kind is not CallKind.CLICK_TO_DIAL and call.progress.state is not CallState.ENDED


def is_unanswered(call: LiveCall) -> bool:
    return call.progress.state in _UNANSWERED


async def _hang_up(telephony: Telephony, call_id: UUID) -> None:
    try:
        await telephony.hang_up(call_id)
    except TelephonyError as error:
        log.warning("call.not_hung_up", call_id=str(call_id), reason=str(error))
