"""The greetings of calls we place: what is to be heard of each, what was heard, when the wait begins."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog

from core.calls.state_machine import Answered
from core.clock import Clock
from core.telephony.port import DialRequest, MachineDetection
from pbx.greeting.beep import Invitation
from pbx.greeting.judge import FROM_ANSWER, FROM_GREETING
from pbx.greeting.server import GreetingServer

log = structlog.get_logger()

_HEARD_LATE_SECONDS: Final = 0.5
"""Sound that comes late, and a server that is busy."""


class Greetings:
    """Run `run` for as long as calls are to be listened to."""

    def __init__(self, clock: Clock, *, host: str, port: int, allowed_hosts: Collection[str]) -> None:
        self._server = GreetingServer(clock, host=host, port=port, allowed_hosts=allowed_hosts)
        self._grace_from_greeting: set[UUID] = set()

    async def run(self) -> None:
        await self._server.run()

    def expect(self, request: DialRequest, detection: MachineDetection) -> Sequence[str]:
        """Make ready for a call; returns the variables by which the dialplan knows of it."""
        settings = FROM_GREETING if detection.grace_from_greeting else FROM_ANSWER
        self._server.expect(request.call_id, settings)
        limit = request.grace_seconds
        if detection.grace_from_greeting:
            self._grace_from_greeting.add(request.call_id)
            limit = max(limit, settings.deadline + _HEARD_LATE_SECONDS)
        variables = [f"ZVONAR_DETECT={detection.action}", f"ZVONAR_LISTEN={limit:.3f}"]
        if detection.trusts_amd:
            variables.append("ZVONAR_TRUSTS_AMD=yes")
        if detection.message is not None:
            variables.append(f"ZVONAR_MESSAGE={detection.message}")
        return variables

    def greeted(self, call_id: UUID, answered_at: datetime) -> Answered:
        """Who answered; a person, if the greeting was not heard to an end."""
        judgement = self._server.judgement(call_id)
        if judgement is None:
            log.warning("greeting.not_judged", call_id=str(call_id))
            return Answered(answered_at)
        since = None
        if judgement.greeted_seconds is not None and call_id in self._grace_from_greeting:
            since = answered_at + timedelta(seconds=judgement.greeted_seconds)
        return Answered(answered_at, judgement.by, since)

    def invited(self, call_id: UUID) -> Invitation:
        """What a machine did to make us speak."""
        return self._server.invitation(call_id)

    def forget(self, call_id: UUID) -> None:
        self._server.forget(call_id)
        self._grace_from_greeting.discard(call_id)
