"""What an operator is doing, as a pure function of what happens.

LOGGED_OUT ──LineCameUp──▶ AVAILABLE ──Reserved──▶ RESERVED ──Joined──▶ ON_CALL ──CallOver──▶ WRAP_UP
                            ▲     ▲                   │                                         │
                            │     └─────Released──────┘                                         │
                            └──────────────────────────Disposed─────────────────────────────────┘
AVAILABLE ──Offered──▶ PREVIEW ──Reserved──▶ RESERVED; PREVIEW ──PreviewOver──▶ AVAILABLE

AskedToPause: AVAILABLE and PREVIEW go to PAUSED at once; whoever is busy with a call goes there after it.
LineWentDown: whoever waits for a call goes to PAUSED, so that no customer is sent to a dead telephone.
Whoever looks at an offered lead goes on: a page that is reloaded soon has its telephone again.
WrapUpRanOut: WRAP_UP goes to PAUSED; no operator stays unseen in a form that is never saved.
LoggedOut: everything goes to LOGGED_OUT, but for whoever owes a talk its verdict: nobody else would give it.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, assert_never
from uuid import UUID

from core.error_codes import ErrorCode
from core.errors import InvalidTransition


class OperatorState(StrEnum):
    LOGGED_OUT = "logged_out"
    AVAILABLE = "available"
    PREVIEW = "preview"
    """Looks at an offered lead and decides whether it is dialled."""
    RESERVED = "reserved"
    """Chosen for a call that is not joined yet."""
    ON_CALL = "on_call"
    WRAP_UP = "wrap_up"
    PAUSED = "paused"


class PauseReason(StrEnum):
    BREAK = "break"
    LUNCH = "lunch"
    TRAINING = "training"
    MEETING = "meeting"
    TECHNICAL = "technical"
    LINE_LOST = "line_lost"
    """Set by the machine: the softphone is gone."""
    WRAP_UP_OVERRUN = "wrap_up_overrun"
    """Set by the machine: the wrap-up time ran out before a disposition was saved."""
    PREVIEW_MISSED = "preview_missed"
    """Set by the machine: an offered lead was neither accepted nor skipped in time."""


CHOSEN_BY_OPERATOR: Final = frozenset(PauseReason) - {
    PauseReason.LINE_LOST,
    PauseReason.WRAP_UP_OVERRUN,
    PauseReason.PREVIEW_MISSED,
}


@dataclass(frozen=True, slots=True)
class CalledClient:
    """Whom a call is with, as the floor shows it."""

    client_id: UUID
    name: str
    phone_number: str


@dataclass(frozen=True, slots=True)
class OperatorNow:
    """What one operator is doing, and since when."""

    operator_id: UUID
    name: str
    state: OperatorState
    since_at: datetime
    reason: PauseReason | None = None
    """Why paused; None in every other state."""
    call_id: UUID | None = None
    """The call that is reserved, talked or wrapped up."""
    client: CalledClient | None = None
    """Whom that call is with, or whose card is looked at; None also for a moment, until the card is read."""
    preview_id: UUID | None = None
    """The offered lead; None in every state but PREVIEW."""
    wrap_up_ends_at: datetime | None = None
    pausing_reason: PauseReason | None = None
    """A pause asked for during a call; begins after the wrap-up."""
    line_up: bool = False
    """Whether the softphone's leg waits in the exchange."""

    @property
    def waits_for_verdict(self) -> bool:
        """Whether a talk of theirs is over and has none yet."""
        return self.call_id is not None and self.state in (OperatorState.WRAP_UP, OperatorState.PAUSED)


@dataclass(frozen=True, slots=True)
class LineCameUp:
    pass


@dataclass(frozen=True, slots=True)
class LineWentDown:
    pass


@dataclass(frozen=True, slots=True)
class AskedToBeAvailable:
    pass


@dataclass(frozen=True, slots=True)
class AskedToPause:
    reason: PauseReason


@dataclass(frozen=True, slots=True)
class Offered:
    """A lead, to look at."""

    preview_id: UUID
    client: CalledClient


@dataclass(frozen=True, slots=True)
class PreviewOver:
    """The lead was skipped, or is not offered any more."""


@dataclass(frozen=True, slots=True)
class Reserved:
    call_id: UUID
    client: CalledClient | None = None


@dataclass(frozen=True, slots=True)
class Released:
    """The reserved call came to nothing."""

    call_id: UUID


@dataclass(frozen=True, slots=True)
class Joined:
    call_id: UUID


@dataclass(frozen=True, slots=True)
class ClientKnown:
    """By now the client's card has been read."""

    call_id: UUID
    client: CalledClient


@dataclass(frozen=True, slots=True)
class CallOver:
    call_id: UUID
    wrap_up_ends_at: datetime


@dataclass(frozen=True, slots=True)
class Disposed:
    call_id: UUID


@dataclass(frozen=True, slots=True)
class WrapUpRanOut:
    pass


@dataclass(frozen=True, slots=True)
class LoggedOut:
    pass


@dataclass(frozen=True, slots=True)
class SentHome:
    """May telephone no more, and so can give no verdict either."""


OperatorEvent = (
    LineCameUp
    | LineWentDown
    | AskedToBeAvailable
    | AskedToPause
    | Offered
    | PreviewOver
    | Reserved
    | Released
    | Joined
    | ClientKnown
    | CallOver
    | Disposed
    | WrapUpRanOut
    | LoggedOut
    | SentHome
)

_FREE_FOR_CALL: Final = frozenset({OperatorState.AVAILABLE, OperatorState.PREVIEW})
_BUSY: Final = frozenset({OperatorState.RESERVED, OperatorState.ON_CALL, OperatorState.WRAP_UP})


def advance(now: OperatorNow, event: OperatorEvent, at: datetime) -> OperatorNow:
    """Return the operator as of `at`; the same object if nothing changed.

    Raises:
        InvalidTransition: the event cannot follow from the operator's state.
    """
    after = _after(now, event, at)
    return now if after == now else after


def _after(now: OperatorNow, event: OperatorEvent, at: datetime) -> OperatorNow:
    match event:
        case LoggedOut():
            if now.waits_for_verdict:
                raise InvalidTransition(ErrorCode.DISPOSITION_MISSING)
            return _gone(now, at)
        case SentHome():
            return _gone(now, at)
        case LineCameUp():
            return _with_line(replace(now, line_up=True), at)
        case LineWentDown():
            return _without_line(replace(now, line_up=False), at)
        case AskedToBeAvailable():
            return _asked_to_be_available(now, at)
        case AskedToPause(reason=reason):
            return _asked_to_pause(now, reason, at)
        case Offered(preview_id=preview_id, client=client) if _may_look(now):
            return _moved(now, OperatorState.PREVIEW, at, preview_id=preview_id, client=client)
        case PreviewOver():
            return _freed(now, at) if now.state is OperatorState.PREVIEW else now
        case Reserved(call_id=call_id, client=client) if now.state in _FREE_FOR_CALL:
            return _moved(now, OperatorState.RESERVED, at, call_id=call_id, client=client)
        case ClientKnown(call_id=call_id, client=client):
            return replace(now, client=client) if now.call_id == call_id else now
        case Released(call_id=call_id):
            freed = now.state is OperatorState.RESERVED and now.call_id == call_id
            return _freed(now, at) if freed else now
        case Joined(call_id=call_id) if now.call_id in (None, call_id):
            # Of a call that is talked, wrapped up or waits for its verdict this is late news.
            is_late = now.call_id == call_id and now.state is not OperatorState.RESERVED
            return now if is_late else _moved(now, OperatorState.ON_CALL, at, call_id=call_id)
        case CallOver(call_id=call_id, wrap_up_ends_at=ends_at):
            if now.state is not OperatorState.ON_CALL or now.call_id != call_id:
                return now
            return _moved(now, OperatorState.WRAP_UP, at, call_id=call_id, wrap_up_ends_at=ends_at)
        case Disposed(call_id=call_id):
            waits_for_it = now.call_id == call_id and now.waits_for_verdict
            if waits_for_it and now.reason in CHOSEN_BY_OPERATOR:
                return replace(now, call_id=None, client=None)
            return _freed(now, at) if waits_for_it else now
        case WrapUpRanOut():
            if now.state is not OperatorState.WRAP_UP:
                return now
            return _moved(
                replace(now, pausing_reason=None),
                OperatorState.PAUSED,
                at,
                reason=now.pausing_reason or PauseReason.WRAP_UP_OVERRUN,
                call_id=now.call_id,
            )
        case Offered() | Reserved() | Joined():
            raise InvalidTransition(ErrorCode.IMPOSSIBLE_NOW, event=type(event).__name__, state=now.state)
        case _ as unreachable:
            assert_never(unreachable)


def _may_look(now: OperatorNow) -> bool:
    """Also whoever was looking at a lead when we were last alive, and is shown it again."""
    return now.state is OperatorState.AVAILABLE or (
        now.state is OperatorState.PREVIEW and now.preview_id is None
    )


def _moved(
    now: OperatorNow,
    state: OperatorState,
    at: datetime,
    *,
    reason: PauseReason | None = None,
    call_id: UUID | None = None,
    client: CalledClient | None = None,
    preview_id: UUID | None = None,
    wrap_up_ends_at: datetime | None = None,
) -> OperatorNow:
    """`client`: whom the operator has to do with from now on, if it is not the one of the call they have."""
    stays = now.state is state and now.reason is reason
    keeps_call = call_id is not None and call_id == now.call_id
    return OperatorNow(
        operator_id=now.operator_id,
        name=now.name,
        state=state,
        since_at=now.since_at if stays else at,
        reason=reason,
        call_id=call_id,
        client=now.client if client is None and keeps_call else client,
        preview_id=preview_id,
        wrap_up_ends_at=wrap_up_ends_at,
        pausing_reason=now.pausing_reason,
        line_up=now.line_up,
    )


def _freed(now: OperatorNow, at: datetime) -> OperatorNow:
    """Where an operator goes who has no call any more."""
    if now.pausing_reason is not None:
        return _moved(replace(now, pausing_reason=None), OperatorState.PAUSED, at, reason=now.pausing_reason)
    if not now.line_up:
        return _moved(now, OperatorState.PAUSED, at, reason=PauseReason.LINE_LOST)
    return _moved(now, OperatorState.AVAILABLE, at)


def _with_line(now: OperatorNow, at: datetime) -> OperatorNow:
    came_back = now.state is OperatorState.PAUSED and now.reason is PauseReason.LINE_LOST
    if now.state is OperatorState.LOGGED_OUT or came_back:
        return _moved(now, OperatorState.AVAILABLE, at)
    return now


def _without_line(now: OperatorNow, at: datetime) -> OperatorNow:
    if now.state in (OperatorState.AVAILABLE, OperatorState.RESERVED):
        return _freed(now, at)
    return now


def _gone(now: OperatorNow, at: datetime) -> OperatorNow:
    if now.state is OperatorState.ON_CALL:
        raise InvalidTransition(ErrorCode.CALL_NOT_FINISHED)
    return _moved(replace(now, line_up=False, pausing_reason=None), OperatorState.LOGGED_OUT, at)


def _asked_to_be_available(now: OperatorNow, at: datetime) -> OperatorNow:
    if now.state is OperatorState.PREVIEW:
        return now
    if now.state in _BUSY:
        return replace(now, pausing_reason=None)
    if now.call_id is not None:
        raise InvalidTransition(ErrorCode.DISPOSITION_MISSING)
    if not now.line_up:
        raise InvalidTransition(ErrorCode.LINE_DOWN)
    return _moved(now, OperatorState.AVAILABLE, at)


def _asked_to_pause(now: OperatorNow, reason: PauseReason, at: datetime) -> OperatorNow:
    if now.state in _BUSY:
        return replace(now, pausing_reason=reason)
    if now.state is OperatorState.LOGGED_OUT:
        raise InvalidTransition(ErrorCode.NOT_ON_LINE)
    return _moved(now, OperatorState.PAUSED, at, reason=reason, call_id=now.call_id)
