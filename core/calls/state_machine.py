"""The life of one outbound call, as a pure function.

    ORIGINATING ──Ringing──▶ RINGING ──Answered──▶ ANSWERED ──OperatorJoined──▶ CONNECTED
         │                      │                     │                            │
         └────────Ended─────────┴────────Ended────────┴───────────Ended────────────┴──▶ ENDED

A call that goes straight to ANSWERED (no ringing heard) is normal on SIP trunks. News may also
come late or twice, because two sources report (Asterisk's questions and its event stream), so a
step that is implied by a later one is taken with it, and a repeated one changes nothing.
Nothing here knows Asterisk: `pbx.ami.translate` turns AMI messages into these events.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, assert_never
from uuid import UUID

DECLINED: Final = 21
"""The Q.850 cause of a call that the person called did not want: it was seen or heard."""
HUNG_UP: Final = 16
"""The Q.850 cause of a call that was ended by whoever takes part in it: unanswered, by us."""


class CallState(StrEnum):
    """Where a call is now."""

    ORIGINATING = "originating"
    RINGING = "ringing"
    ANSWERED = "answered"
    CONNECTED = "connected"
    ENDED = "ended"


class CallOutcome(StrEnum):
    """How a call ended, decided by the machine. The operator's verdict is the disposition."""

    HANDLED = "handled"
    ABANDONED = "abandoned"
    MACHINE = "machine"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    FAILED = "failed"
    NOT_PLACED = "not_placed"
    """The exchange or its trunk did not get it out: full, failing, or away; or we took it back before it was
    sent. No telephone rang; no attempt."""


class AnsweredBy(StrEnum):
    """What picked up, as far as answering-machine detection can tell."""

    PERSON = "person"
    MACHINE = "machine"


@dataclass(frozen=True, slots=True)
class Ringing:
    at: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    at: datetime
    by: AnsweredBy = AnsweredBy.PERSON
    grace_began_at: datetime | None = None
    """When the law begins to count the wait for an operator; None: at the answer."""
    known_at: datetime | None = None
    """When it was clear who had answered; None: at the answer."""


@dataclass(frozen=True, slots=True)
class OperatorJoined:
    """The customer and the operator hear each other."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Ended:
    at: datetime
    unanswered_as: CallOutcome = CallOutcome.FAILED
    """The outcome if nobody answered: NO_ANSWER, BUSY, FAILED or NOT_PLACED."""
    cause: int | None = None
    """Q.850 cause as the exchange reported it, kept for the engineer; `HUNG_UP` also of a call that we took
    back before it was sent."""
    was_answered: bool = False
    """Somebody had picked up, whether an answer was told before or not."""


CallEvent = Ringing | Answered | OperatorJoined | Ended


@dataclass(frozen=True, slots=True)
class CallProgress:
    """How far one call has come: the facts that the exchange reports, and nothing else."""

    call_id: UUID
    placed_at: datetime
    state: CallState = CallState.ORIGINATING
    ringing_at: datetime | None = None
    answered_by: AnsweredBy | None = None
    answered_at: datetime | None = None
    grace_began_at: datetime | None = None
    """None: at the answer."""
    connected_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: CallOutcome | None = None
    cause: int | None = None

    @property
    def counts_as_answered(self) -> bool:
        """Whether this call belongs in the denominator of the abandon rate."""
        return self.answered_by is AnsweredBy.PERSON

    @property
    def waits_since(self) -> datetime | None:
        """From when on the law counts the wait for an operator; None: nobody has answered."""
        return self.grace_began_at or self.answered_at

    def counts_as_abandoned(self, grace_seconds: float) -> bool:
        """Whether this call belongs in the numerator of the abandon rate.

        A person who answers must hear an operator within the grace time (2 s in US TSR, 16 CFR
        310.4(b)(4)). That rule counts from the end of the greeting; where nobody listened for it, or another
        rule holds, the wait is counted from the answer, which is the stricter reading.
        """
        if not self.counts_as_answered or self.waits_since is None:
            return False
        if self.connected_at is None:
            return self.state is CallState.ENDED
        return (self.connected_at - self.waits_since).total_seconds() > grace_seconds

    @property
    def counts_as_machine(self) -> bool:
        """Whether this call was hung up on, or spoken to by a machine, because a machine had answered.

        Some of these are people: a policy says how many to reckon with.
        """
        return self.outcome is CallOutcome.MACHINE


def advance(call: CallProgress, event: CallEvent) -> CallProgress:
    """Return the call as it stands after `event`; the same object if the event is no news."""
    match call.state, event:
        # Asterisk tears a call down leg by leg, so late news of a dead call is expected.
        case CallState.ENDED, _:
            return call
        case CallState.ORIGINATING, Ringing(at=at):
            return replace(call, state=CallState.RINGING, ringing_at=at)
        # Every forked leg rings; only the first changes anything, and none after the answer.
        case _, Ringing():
            return call
        case ((CallState.ORIGINATING | CallState.RINGING), Answered(at=at, by=by, grace_began_at=since)):
            return replace(
                call, state=CallState.ANSWERED, answered_at=at, answered_by=by, grace_began_at=since
            )
        case _, Answered():
            return call
        case CallState.CONNECTED, OperatorJoined():
            return call
        case _, OperatorJoined(at=at):
            return replace(
                call,
                state=CallState.CONNECTED,
                answered_at=call.answered_at or at,
                answered_by=call.answered_by or AnsweredBy.PERSON,
                connected_at=at,
            )
        case _, Ended(at=at, cause=cause):
            if event.was_answered and call.answered_at is None:
                # The exchange had no room to ask us whom to join: the stricter account is kept.
                call = replace(call, answered_at=at, answered_by=AnsweredBy.PERSON)
            return replace(
                call,
                state=CallState.ENDED,
                ended_at=at,
                cause=cause,
                outcome=_outcome_of(call, event),
            )
        case _ as unreachable:
            assert_never(unreachable)


def _outcome_of(call: CallProgress, ended: Ended) -> CallOutcome:
    if call.connected_at is not None:
        return CallOutcome.HANDLED
    if call.answered_by is AnsweredBy.MACHINE:
        return CallOutcome.MACHINE
    if call.answered_at is not None:
        return CallOutcome.ABANDONED
    if ended.unanswered_as is CallOutcome.NOT_PLACED and call.ringing_at is not None:
        return CallOutcome.FAILED
    return ended.unanswered_as
