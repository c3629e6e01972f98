"""`Telephony` over one Asterisk: its AMI link, its questions, its softphones' credentials."""

import asyncio
import re
from collections import OrderedDict
from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog

from core.calls.state_machine import HUNG_UP, Answered, Ended
from core.clock import Clock
from core.errors import TelephonyError, TelephonyRefused, TelephonyUnavailable
from core.telephony.port import (
    CallNews,
    DialRequest,
    LineCredentials,
    LineId,
    LinkDown,
    LinkUp,
    Receptionist,
    TelephonyNews,
    TrunkEndpoint,
)
from pbx.agi.server import AgiServer
from pbx.ami.connection import AmiConnection, LinkBroken, LinkOpened
from pbx.ami.protocol import AmiMessage
from pbx.ami.translate import (
    CallLeft,
    ContactLost,
    ContactSeen,
    LegWaits,
    News,
    PerhapsEnded,
    legs_up,
    line_of,
    live_calls,
    translate,
)
from pbx.ari import AriPush
from pbx.departures import Departures
from pbx.greeting.beep import Invitation
from pbx.greeting.greetings import Greetings
from pbx.inbox import Inbox
from pbx.lines import Lines
from pbx.outbox import FAMILY, StoredCalls, read
from pbx.registrations import Registrations
from pbx.trunks import TrunkPush

log = structlog.get_logger()

_E164: Final = re.compile(r"\+[1-9][0-9]{6,14}")
_RECORDING: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*(?:/[A-Za-z0-9][A-Za-z0-9_.-]*)*")
_NO_SUCH_CHANNEL: Final = "No such channel"
_NO_ANSWER: Final = 19  # Q.850
# A page is reloaded and its softphone registered within two or three seconds.
_COMES_BACK_SECONDS: Final = 8.0
_LOOK_AGAIN_SECONDS: Final = 0.1
_FORGET_EVERY_SECONDS: Final = 0.25
# A receptionist who names nothing but lines without a leg must not keep the customer, or us, busy.
_LINES_TRIED: Final = 5
_SNAPSHOT_AGAIN_SECONDS: Final = 0.2
_HANGUP_WITHIN_SECONDS: Final = 0.2
# A call's end is told by two messages a few milliseconds apart; this many calls end in between.
_REMEMBERED_ENDS: Final = 20_000


@dataclass(frozen=True, slots=True)
class ExchangeAddress:
    """Where one Asterisk listens, where it asks us, and what opens it."""

    ami_host: str
    ami_port: int
    ami_username: str
    ami_secret: str
    ari_url: str
    ari_username: str
    ari_secret: str
    agi_host: str
    agi_port: int
    """Our own: Asterisk's dialplan asks here."""
    sound_port: int
    """Our own as well, on `agi_host`: Asterisk brings the sound of greetings here."""
    asked_from: Collection[str] = ("127.0.0.1",)
    """The hosts whose questions are answered."""


class AsteriskTelephony:
    """Implements `Telephony`. Run `run` in a task group; cancel it to let go, which ends no call."""

    def __init__(
        self, address: ExchangeAddress, receptionist: Receptionist, clock: Clock, *, dial_template: str
    ) -> None:
        if "{digits}" not in dial_template:
            # Known at the start, and not with the first call.
            raise ValueError(f"dial template {dial_template!r} has no place for the {{digits}}")
        self._dial_template = dial_template
        self._receptionist = receptionist
        self._clock = clock
        self._ami: AmiConnection[News] = AmiConnection(
            host=address.ami_host,
            port=address.ami_port,
            username=address.ami_username,
            secret=address.ami_secret,
            read=translate,
        )
        self._ari = AriPush(address.ari_url, address.ari_username, address.ari_secret)
        self._agi = AgiServer(
            self,
            clock,
            host=address.agi_host,
            port=address.agi_port,
            allowed_hosts=address.asked_from,
        )
        self._trunks = TrunkPush(self._ari)
        self._greetings = Greetings(
            clock, host=address.agi_host, port=address.sound_port, allowed_hosts=address.asked_from
        )
        self._lines = Lines()
        self._registrations = Registrations(self._lines, self._desert)
        self._departures = Departures()
        self._stored = StoredCalls()
        self._ended: OrderedDict[UUID, None] = OrderedDict()
        self._to_hang_up: set[UUID] = set()
        self._news: Inbox[TelephonyNews] = Inbox("telephony")

    async def run(self) -> None:
        try:
            self._agi.open()
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._agi.run())
                tasks.create_task(self._greetings.run())
                tasks.create_task(self._ami.run())
                tasks.create_task(self._listen())
                tasks.create_task(self._let_forget())
                tasks.create_task(self._registrations.run())
        finally:
            await self._ari.close()

    # Requests.

    async def dial(self, request: DialRequest) -> None:
        digits = _digits(request.phone_number, "phone number")
        variables = [
            # Runs the outbox when the call ends, also on the channel that stands in for one nobody answered.
            'CHANNEL(hangup_handler_push)="outbox,s,1"',
            f"ZVONAR_CALL={request.call_id}",
            f"ZVONAR_GRACE={request.grace_seconds:.3f}",
        ]
        if request.recording is not None:
            if not _RECORDING.fullmatch(request.recording):
                raise TelephonyRefused(f"recording {request.recording!r} is no plain path")
            variables.append(f"ZVONAR_RECORDING={request.recording}")
        if request.safe_harbour is not None:
            if not _RECORDING.fullmatch(request.safe_harbour):
                raise TelephonyRefused(f"message {request.safe_harbour!r} is no plain path")
            variables.append(f"ZVONAR_SAFE_HARBOUR={request.safe_harbour}")
        if request.detection is not None:
            if not _RECORDING.fullmatch(request.detection.message or "none"):
                raise TelephonyRefused(f"message {request.detection.message!r} is no plain path")
            variables += self._greetings.expect(request, request.detection)
        headers: dict[str, str | Sequence[str]] = {
            "ActionID": str(request.call_id),
            "ChannelId": str(request.call_id),
            "Channel": _channel(request.dial_template or self._dial_template, digits),
            "Context": "customer-answered",
            "Exten": "s",
            "Priority": "1",
            "Timeout": str(request.give_up_after_seconds * 1000),
            "Async": "true",
            "Variable": variables,
        }
        if request.caller_id is not None:
            headers["CallerID"] = _digits(request.caller_id, "caller id")
        self._departures.expect(request.call_id)
        try:
            await self._ami.send("Originate", headers)
        except TelephonyError:
            self._departures.left(request.call_id)
            raise

    async def until_left(self, call_id: UUID) -> None:
        await self._departures.until_left(call_id)

    async def hang_up(self, call_id: UUID) -> None:
        was_there = await self._hang_up_channel(str(call_id))
        # Ended, or accepted a moment ago and not dialled yet: then it is hung up at its first news.
        if not was_there and call_id not in self._ended:
            self._to_hang_up.add(call_id)

    async def give_up(self, call_id: UUID) -> None:
        await self._hang_up_channel(str(call_id), _NO_ANSWER)

    async def open_line(self) -> LineCredentials:
        return await self._ari.push()

    async def close_line(self, line_id: LineId) -> None:
        await self._ari.withdraw(line_id)
        if (leg := self._lines.leg_of(line_id)) is not None:
            await self._hang_up_channel(leg)

    async def know_trunks(self, trunks: Sequence[TrunkEndpoint]) -> None:
        await self._trunks.know(trunks)

    async def confirm_stored(self, call_ids: Collection[UUID]) -> None:
        self._stored.add(call_ids)

    def news(self) -> AsyncIterator[TelephonyNews]:
        return self._news.items()

    async def _hang_up_channel(self, channel: str, cause: int = HUNG_UP) -> bool:
        """False: there is no such channel (any more)."""
        try:
            await self._ami.send("Hangup", {"Channel": channel, "Cause": str(cause)})
        except TelephonyRefused as error:
            if _NO_SUCH_CHANNEL not in str(error):
                raise
            return False
        return True

    async def _desert(self, line_id: LineId) -> None:
        if (leg := self._lines.leg_of(line_id)) is not None:
            await self._end_leg(line_id, leg)

    async def _end_leg(self, line_id: LineId, leg: str) -> None:
        """Nobody is at the other end of this leg."""
        log.warning("telephony.deserted_leg", line_id=line_id)
        try:
            await self._hang_up_channel(leg)
        except TelephonyError as error:
            log.warning("telephony.hang_up_failed", line_id=line_id, reason=str(error))

    def is_talking(self, line_id: LineId) -> bool:
        """Whether the line's leg is joined to a customer at this moment."""
        return self._lines.is_talking(line_id)

    # Asterisk's questions.

    async def greeted(self, call_id: UUID, answered_at: datetime) -> Answered:
        return self._greetings.greeted(call_id, answered_at)

    async def invited(self, call_id: UUID) -> Invitation:
        return self._greetings.invited(call_id)

    async def leg_for(self, call_id: UUID, answered: Answered, failed_leg: str) -> str | None:
        """The channel to join an answered customer to."""
        failed_line = line_of(failed_leg)
        if failed_line is not None:
            await self._receptionist.join_failed(call_id, failed_line)
        for _ in range(_LINES_TRIED):
            line_id = await self._receptionist.operator_for(call_id, answered)
            if line_id is None:
                return None
            leg = self._lines.leg_of(line_id)
            if leg is not None:
                return leg
            await self._receptionist.join_failed(call_id, line_id)
        log.error("telephony.no_line_has_a_leg", call_id=str(call_id))
        return None

    async def leg_again(self, call_id: UUID, lost_leg: str) -> str | None:
        """The new channel of an operator whose browser was reloaded or whose network came back."""
        for _ in range(round(_COMES_BACK_SECONDS / _LOOK_AGAIN_SECONDS)):
            line_id = await self._receptionist.line_again(call_id)
            if line_id is None:
                return None
            leg = self._lines.leg_of(line_id)
            if leg is not None and leg != lost_leg:
                return leg
            await self._clock.sleep(_LOOK_AGAIN_SECONDS)
        return None

    async def to_forget(self) -> Sequence[UUID]:
        return self._stored.batch()

    async def forgotten(self, call_ids: Collection[UUID]) -> None:
        self._stored.remove(call_ids)

    # What Asterisk says.

    async def _listen(self) -> None:
        async for item in self._ami.stream():
            await self._take(item)

    async def _take(self, item: News | LinkOpened | LinkBroken) -> None:
        match item:
            case CallNews() as news:
                await self._take_call_news(news)
            case CallLeft(call_id):
                self._departures.left(call_id)
            case LinkOpened():
                self._trunks.forget()
                await self._tell_all_that_is_so()
            case LinkBroken():
                self._departures.nothing_more_is_heard()
                self._news.put(LinkDown(self._clock.now()))
            case PerhapsEnded(call_id, ended):
                self._departures.left(call_id)
                if call_id not in self._ended:
                    asyncio.get_running_loop().call_later(
                        _HANGUP_WITHIN_SECONDS, self._end, CallNews(call_id, ended)
                    )
            case (ContactSeen() | ContactLost()) as contact_news:
                self._registrations.apply(contact_news)
            case leg_news:
                before = self._lines.leg_of(leg_news.line_id)
                line_news = self._lines.apply(leg_news)
                if line_news is not None:
                    self._news.put(line_news)
                if isinstance(leg_news, LegWaits) and before not in {None, leg_news.leg}:
                    # The softphone called again; it cannot hear its older leg any more.
                    await self._end_leg(leg_news.line_id, str(before))

    async def _take_call_news(self, news: CallNews) -> None:
        if isinstance(news.event, Ended):
            self._end(news)
            return
        self._news.put(news)
        if news.call_id in self._to_hang_up:
            self._to_hang_up.discard(news.call_id)
            try:
                await self.hang_up(news.call_id)
            except TelephonyError as error:
                log.warning("telephony.hang_up_failed", call_id=str(news.call_id), reason=str(error))

    def _end(self, news: CallNews) -> None:
        """Tell the end of a call, the first time that it is heard of."""
        if news.call_id in self._ended:
            return
        self._to_hang_up.discard(news.call_id)
        self._departures.left(news.call_id)
        self._greetings.forget(news.call_id)
        self._ended[news.call_id] = None
        if len(self._ended) > _REMEMBERED_ENDS:
            self._ended.popitem(last=False)
        self._news.put(news)

    async def _tell_all_that_is_so(self) -> None:
        # If the link breaks again its mark is in the stream, and so will be that of the next link.
        while self._ami.is_up:
            try:
                # Calls first: one that ends in between is then in both, and never in neither.
                channels = await self._ami.ask_list("CoreShowChannels")
                outbox = await self._outbox()
            except TelephonyError as error:
                log.warning("telephony.no_snapshot", reason=str(error))
                await self._clock.sleep(_SNAPSHOT_AGAIN_SECONDS)
                continue
            calls = live_calls(channels)
            self._lines.replace(legs_up(channels), [call.line_id for call in calls if call.line_id])
            self._registrations.forget()
            up = LinkUp(self._clock.now(), calls, self._lines.up, read(outbox))
            self._news.put(up)
            return

    async def _outbox(self) -> list[AmiMessage]:
        try:
            return await self._ami.ask_list("DBGetTree", {"Family": FAMILY})
        except TelephonyRefused as error:
            if "not found" in str(error):
                return []
            raise

    async def _let_forget(self) -> None:
        """Again and again, have Asterisk call itself and ask what it may delete, if there is something."""
        while True:
            await self._clock.sleep(_FORGET_EVERY_SECONDS)
            if not len(self._stored):
                continue
            try:
                await self._ami.send(
                    "Originate",
                    {
                        "Channel": "Local/s@outbox-stored/n",
                        "Context": "outbox-stored",
                        "Exten": "s",
                        "Priority": "1",
                        "Timeout": "30000",
                        "Async": "true",
                    },
                )
            except TelephonyUnavailable:
                continue
            except TelephonyError as error:
                log.warning("outbox.not_forgotten", waiting=len(self._stored), reason=str(error))


def _channel(dial_template: str, digits: str) -> str:
    if "{digits}" not in dial_template:
        raise TelephonyRefused(f"dial template {dial_template!r} has no place for the {{digits}}")
    return dial_template.replace("{digits}", digits)


def _digits(phone_number: str, what: str) -> str:
    if not _E164.fullmatch(phone_number):
        raise TelephonyRefused(f"{what} is not E.164")
    return phone_number.removeprefix("+")
