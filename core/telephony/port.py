"""The telephone exchange, as the dialler sees it: seven requests, one stream of news, one question.

`pbx` implements `Telephony` over Asterisk and calls a `Receptionist`; `dialer` is the other side of
both. Neither imports the other. Only `pbx` knows channels; here a call is its UUID and an
operator's waiting telephone is its line.
"""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType, Protocol
from uuid import UUID

from core.calls.machines import MachineAction, listened_seconds
from core.calls.state_machine import Answered, AnsweredBy, CallEvent, CallState, Ended

LineId = NewType("LineId", str)
"""One logged-in softphone: `line-` and twelve hex digits, new at every log-in to the telephone."""


@dataclass(frozen=True, slots=True)
class MachineDetection:
    """Listen to the greeting first."""

    action: MachineAction
    """Any but off."""
    grace_from_greeting: bool = False
    """The grace time begins when a person has greeted, so there is time to hear the greeting."""
    message: str | None = None
    """Path of the message under the recordings folder, without its ending."""
    trusts_amd: bool = False
    """Take the word of an exchange that cannot bring us the sound and listens by itself. It takes more people
    for machines; a policy that counts fewer would not see them lost."""

    @property
    def uses_seconds(self) -> float:
        """How much of the grace time may be over when it is clear that a person has answered."""
        return listened_seconds(grace_from_greeting=self.grace_from_greeting)


@dataclass(frozen=True, slots=True)
class DialRequest:
    """One call to place. It is committed to the database before it is handed over."""

    call_id: UUID
    phone_number: str
    """E.164 with the plus."""
    give_up_after_seconds: int
    """The exchange ends the call as not answered if nobody has answered by then, whether it rang or not."""
    dial_template: str | None = None
    """Of the trunk it goes over, with `{digits}` for the number; None: the exchange's own."""
    caller_id: str | None = None
    """E.164 with the plus; None: the trunk's own."""
    grace_seconds: float = 2.0
    """How long an answered person may wait for an operator before the safe-harbour message."""
    safe_harbour: str | None = None
    """Path of that message under the recordings folder, without its ending; None: a plain sound."""
    recording: str | None = None
    """Path of the recording under the recordings folder, or None: not recorded."""
    detection: MachineDetection | None = None
    """None: whoever answers counts as a person."""


@dataclass(frozen=True, slots=True)
class TrunkEndpoint:
    """How the exchange reaches one carrier."""

    name: str
    """`trunk-` and twelve hex digits."""
    host: str
    port: int
    transport: str
    """`udp` or `tcp`."""
    codecs: Sequence[str]
    username: str = ""
    """Empty: the carrier knows us by our address."""
    password: str = field(default="", repr=False)
    registers: bool = False
    qualify_seconds: int = 0
    """How often the carrier is asked whether it is there; 0: never."""


@dataclass(frozen=True, slots=True)
class LineCredentials:
    """What a softphone needs to register; lives as long as the line."""

    line_id: LineId
    username: str
    password: str


@dataclass(frozen=True, slots=True)
class CallNews:
    call_id: UUID
    event: CallEvent


@dataclass(frozen=True, slots=True)
class LineUp:
    """The softphone's leg waits in the exchange, ready to be joined."""

    line_id: LineId
    at: datetime


@dataclass(frozen=True, slots=True)
class LineDown:
    """The softphone's leg is gone: logged out, closed tab, lost network."""

    line_id: LineId
    at: datetime


@dataclass(frozen=True, slots=True)
class LinkDown:
    """The exchange cannot be heard. Calls and lines may live on unseen."""

    at: datetime


@dataclass(frozen=True, slots=True)
class LiveCall:
    """A call that is alive in the exchange at the moment of a snapshot."""

    call_id: UUID
    state: CallState
    line_id: LineId | None = None
    """The operator's line it is joined to."""


@dataclass(frozen=True, slots=True)
class FinalFacts:
    """What the exchange kept of an ended call until we confirm that it is stored."""

    call_id: UUID
    ended: Ended
    answered_at: datetime | None = None
    answered_by: AnsweredBy | None = None
    grace_began_at: datetime | None = None
    connected_at: datetime | None = None
    line_id: LineId | None = None


@dataclass(frozen=True, slots=True)
class LinkUp:
    """The exchange is heard (again): all it knows, to compare with all we know.

    News that follows is later than this snapshot; an ended call may be in both.
    """

    at: datetime
    live_calls: Sequence[LiveCall] = ()
    lines_up: Collection[LineId] = field(default_factory=frozenset)
    outbox: Sequence[FinalFacts] = ()


TelephonyNews = CallNews | LineUp | LineDown | LinkDown | LinkUp


class Telephony(Protocol):
    """Requests to the exchange. Each may raise a `TelephonyError`, whose class says what became of it."""

    async def dial(self, request: DialRequest) -> None:
        """Place a call; returns when the exchange has accepted it. What becomes of it is news."""

    async def until_left(self, call_id: UUID) -> None:
        """Return when an accepted call is on its way to the carrier, or over; after 2 s at the latest."""

    async def hang_up(self, call_id: UUID) -> None:
        """End a call; no error if it has ended already."""

    async def give_up(self, call_id: UUID) -> None:
        """End a call that has rung in vain: it ends as not answered; no error if it has ended already."""

    async def open_line(self) -> LineCredentials:
        """Let one softphone register, with credentials that exist from now on."""

    async def close_line(self, line_id: LineId) -> None:
        """Take the credentials back and end the leg; no error if they are gone already."""

    async def know_trunks(self, trunks: Sequence[TrunkEndpoint]) -> None:
        """From now on know these trunks, and no others that were told in this way.

        To be told again after each `LinkUp`: an exchange that was restarted has forgotten them.
        """

    async def confirm_stored(self, call_ids: Collection[UUID]) -> None:
        """Say that these ended calls are in the database, so the exchange may forget them.

        Queued: returns at once, is carried out in batches, may be repeated after a crash.
        """

    def news(self) -> AsyncIterator[TelephonyNews]:
        """Everything that happens, once, in order. Starts with `LinkUp` as soon as there is a link."""


class Receptionist(Protocol):
    """Whom the exchange asks when a customer has answered."""

    async def operator_for(self, call_id: UUID, answered: Answered) -> LineId | None:
        """The line to join this customer to; None: play the safe-harbour message.

        May wait for an operator up to the call's grace time, counted as `answered` says. Reserves
        the operator; `OperatorJoined` confirms, `Ended` or a repeated question releases. May be
        cancelled at any moment: the customer has left, or the grace time is over.
        """

    async def line_again(self, call_id: UUID) -> LineId | None:
        """The line of the operator who talks in this call, when the leg they talked through is gone.

        Answers at once, and may be asked again and again while the customer is kept; None: there is
        no operator to wait for.
        """

    async def join_failed(self, call_id: UUID, line_id: LineId) -> None:
        """The leg of that line was gone when the exchange went to join it; another question may follow."""
