"""AMI messages in, news out: the border where Asterisk's words end.

Pure: no socket, no clock, no memory, so that a recorded AMI stream is a complete test. News may come
twice (an unanswered call ends with `Hangup` and with `OriginateResponse`); whoever listens lets the first
one count.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final
from uuid import UUID

from core.calls.state_machine import (
    DECLINED,
    Answered,
    CallOutcome,
    CallState,
    Ended,
    OperatorJoined,
    Ringing,
)
from core.telephony.port import CallNews, LineId, LiveCall
from pbx.ami.protocol import AmiMessage
from pbx.ami.times import answered_event, moment

# Q.850 causes by which a carrier or the network says that it could not place a call, whatever the number.
_TRUNK_CAUSES: Final = frozenset(
    {
        2,  # no route to the transit network
        27,  # destination out of order: SIP 502
        34,  # no circuit, congestion: SIP 503
        38,  # network out of order: SIP 500
        41,  # temporary failure
        42,  # switching equipment congestion
        43,  # access information discarded
        44,  # requested circuit not available
        46,  # pre-empted
        47,  # resource unavailable
        49,  # quality of service not available
        57,  # bearer capability not authorised
        58,  # bearer capability not available: SIP 488
        63,  # service not available
        66,  # channel type not implemented
        88,  # incompatible destination
        101,  # message not compatible with the call's state
        102,  # recovery on timer expiry: SIP 504
        111,  # protocol error
        127,  # interworking: SIP 405 and others that no cause fits
    }
)
# Q.850 causes under Asterisk's numbers. Any other cause of a call that nobody answered is a fault of
# the number.
_BY_CAUSE: Final = dict.fromkeys(_TRUNK_CAUSES, CallOutcome.NOT_PLACED) | {
    17: CallOutcome.BUSY,
    18: CallOutcome.NO_ANSWER,
    19: CallOutcome.NO_ANSWER,
}
# SIP says more than the cause that Asterisk makes of it: 21 is the carrier that wants none of our calls,
# and the person who wants none. Where Asterisk does not tell the SIP answer, as in its outbox,
# it is the person.
_BY_SIP_ANSWER: Final = {
    "401": CallOutcome.NOT_PLACED,  # our account is not let in
    "403": CallOutcome.NOT_PLACED,  # forbidden: a closed or empty account, a caller ID that is not ours
    "407": CallOutcome.NOT_PLACED,  # our account is not let in
    "607": CallOutcome.FAILED,  # unwanted: the person called says so (RFC 8197), and has declined
}
# Why `Originate` gave up: Asterisk's control frames 3 ringing, 5 busy, 8 congestion. It knows no more
# when the other side said so by a tone instead of a cause.
_CAUSE_OF_REASON: Final = {"3": 19, "5": 17, "8": 34}
# It could not even begin: no channel to be had, or no room for one more call.
_NOT_OUT: Final = "0"

_LINE: Final = re.compile(r"line-[0-9a-f]{12}")
_LEG: Final = re.compile(rf"PJSIP/({_LINE.pattern})-[0-9a-f]{{8}}")
_UUID_LENGTH: Final = 36


@dataclass(frozen=True, slots=True)
class LegWaits:
    """An operator's channel has come to the holding bridge: for the first time, or back from a customer."""

    line_id: LineId
    leg: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LegTalks:
    """An operator's channel has come to a customer."""

    line_id: LineId
    leg: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LegGone:
    line_id: LineId
    leg: str
    at: datetime


LegNews = LegWaits | LegTalks | LegGone


@dataclass(frozen=True, slots=True)
class ContactSeen:
    """A softphone of this line is registered; `contact` is its address."""

    line_id: LineId
    contact: str


@dataclass(frozen=True, slots=True)
class ContactLost:
    """A registration of this line has ended, as a rule with its websocket."""

    line_id: LineId
    contact: str


@dataclass(frozen=True, slots=True)
class PerhapsEnded:
    """A call has failed, and why is said by its `Hangup`, before or just after; or there never was a channel.

    If no `Hangup` comes, this is the end.
    """

    call_id: UUID
    ended: Ended


@dataclass(frozen=True, slots=True)
class CallLeft:
    """The call has been handed to the network."""

    call_id: UUID


News = CallNews | CallLeft | LegNews | ContactSeen | ContactLost | PerhapsEnded


def translate(message: AmiMessage) -> News | None:
    """What a message says of our calls and our operators' legs; None if it is no news of them."""
    read = _READERS.get(message.get("Event", ""))
    return None if read is None else read(message)


def _dial_begin(message: AmiMessage) -> News | None:
    call_id = _our_call(message.get("DestUniqueid", ""))
    return None if call_id is None else CallLeft(call_id)


def _newstate(message: AmiMessage) -> News | None:
    match message:
        case {"ChannelStateDesc": "Ringing", "Uniqueid": channel}:
            return _call_news(channel, Ringing(_at(message)))
    return None


def _user_event(message: AmiMessage) -> News | None:
    match message:
        case {"UserEvent": "Answered", "Uniqueid": channel, "At": at, "By": by}:
            since, known = message.get("Since", ""), message.get("Known", "")
            return _call_news(channel, answered_event(at, by, since, known))
    return None


def _bridge_enter(message: AmiMessage) -> News | None:
    match message:
        case {"BridgeTechnology": "holding_bridge", "Channel": leg}:
            return _leg_news(LegWaits, message, leg)
        case {"Uniqueid": channel, "BridgeNumChannels": "2"}:
            return _call_news(channel, OperatorJoined(_at(message)))
        case {"Channel": leg}:
            return _leg_news(LegTalks, message, leg)
    return None


def _contact_status(message: AmiMessage) -> News | None:
    match message:
        case {"AOR": line, "URI": contact, "ContactStatus": status} if _LINE.fullmatch(line):
            kind = ContactLost if status == "Removed" else ContactSeen
            return kind(LineId(line), contact)
    return None


def _hangup(message: AmiMessage) -> News | None:
    match message:
        # Busy and congestion tones leave no cause before the answer: `OriginateResponse` brings the reason.
        case {"Cause": "0"} if message.get("ChannelStateDesc") != "Up":
            return None
        case {"Uniqueid": channel, "Channel": leg, "Cause": cause}:
            if _our_call(channel) is None:
                return _leg_news(LegGone, message, leg)
            was_answered = message.get("ChannelStateDesc") == "Up"
            by_sip = _BY_SIP_ANSWER.get(message.get("TechCause", ""))
            outcome = by_sip or outcome_of(cause, "")
            number = DECLINED if by_sip is CallOutcome.FAILED else cause_number(cause, "")
            ended = Ended(_at(message), outcome, number, was_answered)
            return _call_news(channel, ended)
    return None


def _originate_response(message: AmiMessage) -> News | None:
    match message:
        case {"Response": "Failure", "ActionID": action, "Reason": reason}:
            return _not_answered(message, action, reason)
    return None


# A table, and no long `match`: every event goes through it, and most are no news.
_READERS: Final[Mapping[str, Callable[[AmiMessage], News | None]]] = {
    "DialBegin": _dial_begin,
    "Newstate": _newstate,
    "UserEvent": _user_event,
    "BridgeEnter": _bridge_enter,
    "ContactStatus": _contact_status,
    "Hangup": _hangup,
    "OriginateResponse": _originate_response,
}


READ_EVENTS: Final = frozenset(_READERS)
"""All others may be left out by the exchange."""


def live_calls(channels: list[AmiMessage]) -> list[LiveCall]:
    """Our calls among the channels of `CoreShowChannels`, each with the line it is bridged to."""
    lines_by_bridge = {
        channel["BridgeId"]: line_id
        for channel in channels
        if channel.get("BridgeId") and (line_id := line_of(channel.get("Channel", ""))) is not None
    }
    calls = []
    for channel in channels:
        call_id = _our_call(channel.get("Uniqueid", ""))
        if call_id is not None:
            line_id = lines_by_bridge.get(channel.get("BridgeId", ""))
            calls.append(LiveCall(call_id, _state(channel.get("ChannelStateDesc"), line_id), line_id))
    return calls


def legs_up(channels: list[AmiMessage]) -> dict[LineId, str]:
    """The operators' legs among the channels of `CoreShowChannels`."""
    return {
        line_id: channel["Channel"]
        for channel in channels
        if channel.get("ChannelStateDesc") == "Up" and (line_id := line_of(channel["Channel"])) is not None
    }


def line_of(channel_name: str) -> LineId | None:
    """The line an operator's channel belongs to; None for every other channel."""
    leg = _LEG.fullmatch(channel_name)
    return LineId(leg[1]) if leg else None


def outcome_of(cause: str, reason: str) -> CallOutcome:
    """How a call ended that nobody answered."""
    number = cause_number(cause, reason)
    if number is None and reason == _NOT_OUT:
        return CallOutcome.NOT_PLACED
    return _BY_CAUSE.get(number or 0, CallOutcome.FAILED)


def cause_number(cause: str, reason: str) -> int | None:
    """The Q.850 cause, from the cause itself or else from the reason; None: unknown."""
    if cause not in {"", "0"}:
        return int(cause)
    return _CAUSE_OF_REASON.get(reason)


def _not_answered(message: AmiMessage, action_id: str, reason: str) -> CallNews | PerhapsEnded | None:
    call_id = _our_call(action_id)
    if call_id is None:
        return None
    ended = Ended(_at(message), outcome_of("", reason), cause_number("", reason))
    return CallNews(call_id, ended) if ended.cause is not None else PerhapsEnded(call_id, ended)


def _call_news(channel: str, event: Ringing | Answered | OperatorJoined | Ended) -> CallNews | None:
    call_id = _our_call(channel)
    return None if call_id is None else CallNews(call_id, event)


def _leg_news(kind: type[LegNews], message: AmiMessage, leg: str) -> LegNews | None:
    line_id = line_of(leg)
    return None if line_id is None else kind(line_id, leg, _at(message))


# Each call is named in several messages, and each channel that is none of ours in many.
@lru_cache(maxsize=4096)
def _our_call(channel_id: str) -> UUID | None:
    """Calls we place carry a UUID that we chose; Asterisk's own ids look like node-1-1756.42.

    The far half of a local channel has `;2` behind its sister's UUID and is no call of ours.
    """
    if len(channel_id) != _UUID_LENGTH:
        return None
    try:
        return UUID(channel_id)
    except ValueError:
        return None


def _state(channel_state: str | None, line_id: LineId | None) -> CallState:
    match channel_state:
        case "Up":
            return CallState.ANSWERED if line_id is None else CallState.CONNECTED
        case "Ringing":
            return CallState.RINGING
        case _:
            return CallState.ORIGINATING


def _at(message: AmiMessage) -> datetime:
    return moment(message["Timestamp"])
