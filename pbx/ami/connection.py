"""One ordered stream of what AMI tells and one way to send an action, over panoramisk.

Habits of panoramisk 1.4 that shape this module, each pinned in `tests/unit/pbx/test_connection.py`:

* After a reconnect it sends every unanswered action again. A phone that rings minutes late is worse
  than one that never rings, so each link has a `Manager` of its own that dies with it.
* It reconnects by itself, every two seconds and for ever, also with a wrong password. So we connect.
* An action that was being answered when the line broke is never resolved. So each has a limit, and a
  break of the line ends all of them.
* Its ping never looks for the answer, so a line that is dead at the other end stays open. Ours counts
  how long nothing came; it also pushes out an event that Asterisk up to 22.10 may hold back until it
  has something else to say.
* Coroutine listeners run unordered and lose their exceptions, and a plain one that raises loses the
  rest of the packet. So events go to one queue, past its listeners.
* It writes values as they come; a line break in one would be an action of its own.
"""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

import structlog
from panoramisk import Manager
from panoramisk.actions import Action

from core.errors import TelephonyRefused, TelephonyUnavailable, TelephonyUncertain
from pbx.ami.protocol import AmiMessage, ByteFramedProtocol
from pbx.inbox import Inbox

log = structlog.get_logger()

AmiHeaders = Mapping[str, str | Sequence[str]]

# Asterisk reads a line into 1,025 bytes and takes 128 lines for one action.
LONGEST_LINE: Final = 1000
MOST_LINES: Final = 120
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class AmiLimits:
    """How long to wait, in seconds."""

    answer: float = 5.0
    login: float = 5.0
    ping_every: float = 0.5
    silence: float = 2.5
    """Nothing heard for so long, not even an answer to a ping: the line is dead."""
    reconnect_first: float = 0.1
    reconnect_longest: float = 1.0
    refused_first: float = 2.0
    refused_longest: float = 60.0


@dataclass(frozen=True, slots=True)
class LinkOpened:
    """Logged in; every message after this one comes from this link."""


@dataclass(frozen=True, slots=True)
class LinkBroken:
    """The link is gone; what Asterisk said since is lost."""


Heard = TypeVar("Heard")
"""What the reader of an event makes of it."""


class LoginRefused(TelephonyRefused):
    """The name or the secret is wrong."""


class AmiConnection(Generic[Heard]):
    """Run `run` for as long as a link is wanted; read `stream`; `send` from anywhere in the loop.

    `read` makes of each event what the stream brings, or None if it is no news; it raises KeyError or
    ValueError for an event that lacks something, which is reported and passed over.
    """

    def __init__(
        self,
        *,
        host: str,
        port: int,
        username: str,
        secret: str,
        read: Callable[[AmiMessage], Heard | None],
        limits: AmiLimits | None = None,
    ) -> None:
        self._host = host
        self._port = port
        self._username = username
        self._secret = secret
        self._read = read
        self._limits = limits or AmiLimits()
        self._inbox: Inbox[Heard | LinkOpened | LinkBroken] = Inbox("ami")
        self._link: _Link | None = None

    @property
    def is_up(self) -> bool:
        return self._link is not None

    def stream(self) -> AsyncIterator[Heard | LinkOpened | LinkBroken]:
        """All news once, in the order Asterisk sent it, between the marks of each link."""
        return self._inbox.items()

    async def run(self) -> None:
        """Keep a link to Asterisk: connect, log in, watch, and again when it breaks. Until cancelled."""
        limits = self._limits
        reconnect_after, refused_after = limits.reconnect_first, limits.refused_first
        while True:
            try:
                await self._one_link()
                reconnect_after, refused_after = limits.reconnect_first, limits.refused_first
                pause = limits.reconnect_first
            except LoginRefused as error:
                pause = refused_after
                refused_after = min(2 * refused_after, limits.refused_longest)
                log.error(
                    "ami.login_refused", username=self._username, reason=str(error), retry_seconds=pause
                )
            except (OSError, TelephonyUnavailable) as error:
                pause = reconnect_after
                reconnect_after = min(2 * reconnect_after, limits.reconnect_longest)
                log.warning("ami.not_reached", port=self._port, reason=str(error), retry_seconds=pause)
            await asyncio.sleep(pause)

    async def send(self, action: str, headers: AmiHeaders | None = None) -> AmiMessage:
        """Send one action and return Asterisk's acceptance of it.

        Raises:
            TelephonyUnavailable: no login at this moment; nothing was sent.
            TelephonyUncertain: sent, but the line broke or time ran out before an answer came.
            TelephonyRefused: Asterisk said no, or a value could not be sent safely.
        """
        answer: AmiMessage = await self._answer(action, headers or {}, as_list=False)
        return answer

    async def ask_list(self, action: str, headers: AmiHeaders | None = None) -> list[AmiMessage]:
        """Send an action that is answered by a list, and return its items. Raises as `send`."""
        answer = await self._answer(action, headers or {}, as_list=None)
        if not isinstance(answer, list):
            return []
        # The first message accepts, the last one counts.
        return answer[1:-1]

    def _hear(self, event: AmiMessage) -> None:
        try:
            heard = self._read(event)
        except (KeyError, ValueError) as error:
            log.error("ami.unreadable", event_name=event.get("Event"), reason=str(error))
            return
        if heard is not None:
            self._inbox.put(heard)

    async def _answer(self, action: str, headers: AmiHeaders, *, as_list: bool | None) -> Any:
        _require_safe(action, headers)
        if self._link is None:
            raise TelephonyUnavailable(f"{action}: not logged in to AMI")
        return await self._link.answer(action, headers, as_list, self._limits.answer)

    async def _one_link(self) -> None:
        """From connecting to the loss of the line.

        Raises:
            LoginRefused: Asterisk is there and does not want us.
            OSError, TelephonyUnavailable: nobody is there.
        """
        link = _Link(self._hear)
        try:
            await link.open(self._host, self._port, self._limits.login)
            await link.log_in(self._username, self._secret, self._limits.login)
            self._link = link
            self._inbox.put(LinkOpened())
            log.info("ami.up", port=self._port)
            await link.watch(self._limits)
        finally:
            if self._link is not None:
                self._link = None
                self._inbox.put(LinkBroken())
                log.warning("ami.down", port=self._port)
            link.close()


class _Link:
    """One TCP connection and the panoramisk `Manager` that lives and dies with it."""

    def __init__(self, hear: Callable[[AmiMessage], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._hear = hear
        self._takes_events = False
        self._heard_at = self._loop.time()
        self._manager = _ManagerWithoutPing(loop=self._loop)
        self._protocol = ByteFramedProtocol(on_event=self._on_event, on_bytes=self._on_bytes)

    async def open(self, host: str, port: int, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                connected = self._loop.create_future()
                connected.set_result(await self._loop.create_connection(lambda: self._protocol, host, port))
                self._manager.connection_made(connected)
                # Before the greeting nobody is told our password.
                await self._protocol.greeted
        except TimeoutError:
            raise TelephonyUnavailable("AMI does not greet") from None

    async def log_in(self, username: str, secret: str, seconds: float) -> None:
        # The first events may share a packet with the acceptance.
        self._takes_events = True
        try:
            await self.answer("Login", {"Username": username, "Secret": secret}, False, seconds)
        except TelephonyRefused as error:
            raise LoginRefused(str(error)) from None
        except TelephonyUncertain as error:
            raise TelephonyUnavailable(str(error)) from None

    async def answer(self, name: str, headers: AmiHeaders, as_list: bool | None, seconds: float) -> Any:
        if self._protocol.broken.is_set():
            raise TelephonyUnavailable(f"{name}: the link has just broken")
        action = Action({"Action": name, **headers})
        try:
            async with asyncio.timeout(seconds):
                answer = await self._manager.send_action(action, as_list=as_list)
        except TimeoutError:
            self._protocol.forget(action.id)
            raise TelephonyUncertain(f"{name}: no answer in {seconds:g} s") from None
        except ConnectionResetError:
            raise TelephonyUncertain(f"{name}: the link broke before the answer") from None
        accepted = answer[0] if isinstance(answer, list) else answer
        if not accepted.success:
            raise TelephonyRefused(f"{name}: {accepted.message}")
        return answer

    async def watch(self, limits: AmiLimits) -> None:
        """Return when the line is lost, or has been silent for too long."""
        while not self._protocol.broken.is_set():
            asleep_from = self._loop.time()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(limits.ping_every):
                    await self._protocol.broken.wait()
            now = self._loop.time()
            # Whoever was stopped himself has not listened either, and must not blame the other.
            if now - asleep_from > 2 * limits.ping_every:
                self._heard_at = now
            if now - self._heard_at > limits.silence:
                log.error("ami.silent", seconds=round(now - self._heard_at, 1))
                return
            pong = self._manager.send_action({"Action": "Ping"}, as_list=False)
            # A pong that never comes is seen in the silence.
            pong.add_done_callback(lambda future: future.cancelled() or future.exception())

    def close(self) -> None:
        self._manager.close()
        self._protocol.close()

    def _on_event(self, message: AmiMessage) -> None:
        if self._takes_events:
            self._hear(message)

    def _on_bytes(self) -> None:
        self._heard_at = self._loop.time()


class _ManagerWithoutPing(Manager):  # type: ignore[misc]  # panoramisk has no types
    def ping(self) -> None:
        """Our own watch asks, and listens to the answer."""


def _require_safe(action: str, headers: AmiHeaders) -> None:
    lines = 1
    for name, values in headers.items():
        for value in (values,) if isinstance(values, str) else values:
            lines += 1
            if _UNSAFE.search(value):
                raise TelephonyRefused(f"{action}: control character in {name}")
            if len(f"{name}: {value}".encode()) > LONGEST_LINE:
                raise TelephonyRefused(f"{action}: {name} is longer than {LONGEST_LINE} bytes")
    if lines > MOST_LINES:
        raise TelephonyRefused(f"{action}: more than {MOST_LINES} lines")
