"""A simulated operator's telephone: registers over a websocket and keeps one leg nailed up, without sound.

It does what the browser's softphone does, through the same door, so a demo or a load test needs no
browser for each operator. In place of sound it sends what a browser's ICE sends besides: a sign of life
every few seconds, without which the exchange ends the leg.

    async with Softphone(url, username=..., password=...).on_line() as softphone:
        await softphone.ended()          # for hours
"""

import asyncio
import contextlib
import secrets
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Final

import structlog
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from core.errors import TelephonyRefused, TelephonyUnavailable
from zvonar.demo.sip import VERSION, SipMessage, digest, sign_of_life, silent_audio, sound_address

log = structlog.get_logger()

ANSWER_SECONDS: Final = 10.0
REGISTERED_SECONDS: Final = 300
SIGN_OF_LIFE_EVERY_SECONDS: Final = 5.0
_NAME_OF_DOMAIN: Final = "zvonar"
_CHALLENGES: Final = {
    401: ("WWW-Authenticate", "Authorization"),
    407: ("Proxy-Authenticate", "Proxy-Authorization"),
}
_ALLOWED: Final = "ACK, BYE, CANCEL, INVITE, OPTIONS, UPDATE"


class Softphone:
    """One line. `on_line` brings it up and takes it down."""

    def __init__(
        self,
        url: str,
        *,
        username: str,
        password: str,
        extension: str = "online",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self._url = url
        self._username = username
        self._password = password
        self._extension = extension
        self._headers = dict(headers or {})
        self._host = f"{secrets.token_hex(6)}.invalid"
        self._contact = f"<sip:{username}@{self._host};transport=ws>"
        self._tag = secrets.token_hex(6)
        self._sequence = 0
        self._socket: ClientConnection | None = None
        self._answers: dict[tuple[str, str], asyncio.Future[SipMessage]] = {}
        self._leg: _Leg | None = None
        self._living: asyncio.Task[None] | None = None
        self._ended = asyncio.Event()

    @asynccontextmanager
    async def on_line(self) -> AsyncIterator["Softphone"]:
        """Inside, the leg waits in the exchange.

        Raises:
            TelephonyUnavailable: the websocket cannot be opened, or nobody answers on it.
            TelephonyRefused: the exchange does not know us, or does not take the call.
        """
        try:
            self._socket = await connect(
                self._url,
                subprotocols=[Subprotocol("sip")],
                additional_headers=self._headers,
                proxy=None,
                open_timeout=ANSWER_SECONDS,
            )
        except (OSError, WebSocketException, TimeoutError) as error:
            raise TelephonyUnavailable(f"softphone: {error}") from None
        listening = asyncio.create_task(self._listen())  # owner: this method
        registering = asyncio.create_task(self._stay_registered())  # owner: this method
        try:
            await self._register(REGISTERED_SECONDS)
            sound = await self._call()
            self._living = asyncio.create_task(self._stay_alive(sound))  # owner: this method
            yield self
        finally:
            registering.cancel()
            # The exchange forgets us anyway when the websocket closes; this is only quicker.
            with contextlib.suppress(TelephonyRefused, TelephonyUnavailable):
                if self._leg is not None and not self._ended.is_set():
                    await self._ask(self._leg.request("BYE", self))
                    self._ended.set()
            listening.cancel()
            ending = [registering, listening]
            if self._living is not None:
                self._living.cancel()
                ending.append(self._living)
            await self._socket.close()
            await asyncio.gather(*ending, return_exceptions=True)

    async def ended(self) -> None:
        """Return when the exchange has ended the leg, or the websocket is lost."""
        await self._ended.wait()

    @property
    def is_up(self) -> bool:
        return self._leg is not None and not self._ended.is_set()

    def like_itself(self) -> "Softphone":
        """Another one with the same credentials: the same browser, reloaded."""
        return Softphone(
            self._url,
            username=self._username,
            password=self._password,
            extension=self._extension,
            headers=self._headers,
        )

    def lose_the_network(self) -> None:
        """Vanish without a word, as a browser that crashes."""
        assert self._socket is not None
        assert self._living is not None
        self._living.cancel()
        self._socket.transport.abort()

    def headers_of(
        self, method: str, to: str, call_id: str, tag: str, sequence: int
    ) -> list[tuple[str, str]]:
        """The headers that every request of ours has."""
        return [
            ("Via", f"{VERSION}/WS {self._host};branch=z9hG4bK{secrets.token_hex(8)}"),
            ("Max-Forwards", "70"),
            ("From", f"<sip:{self._username}@{_NAME_OF_DOMAIN}>;tag={tag}"),
            ("To", to),
            ("Call-ID", call_id),
            ("CSeq", f"{sequence} {method}"),
            ("Contact", self._contact),
            ("Allow", _ALLOWED),
        ]

    def next_sequence(self) -> int:
        self._sequence += 1
        return self._sequence

    async def _register(self, seconds: int) -> None:
        address = f"<sip:{self._username}@{_NAME_OF_DOMAIN}>"
        await self._request(
            "REGISTER", f"sip:{_NAME_OF_DOMAIN}", address, self._host, more=[("Expires", str(seconds))]
        )

    async def _stay_registered(self) -> None:
        while True:
            await asyncio.sleep(REGISTERED_SECONDS / 2)
            try:
                await self._register(REGISTERED_SECONDS)
            except (TelephonyRefused, TelephonyUnavailable) as error:
                # The leg lives on without; only a new call would need it.
                log.warning("softphone.not_registered", username=self._username, reason=str(error))

    async def _stay_alive(self, sound: tuple[str, int]) -> None:
        # A socket that nobody reads: what the exchange may send there is not for us to hear.
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            udp.setblocking(False)
            while True:
                with contextlib.suppress(OSError):
                    udp.sendto(sign_of_life(), sound)
                await asyncio.sleep(SIGN_OF_LIFE_EVERY_SECONDS)

    async def _call(self) -> tuple[str, int]:
        """Call, and return where the exchange waits for our sound."""
        uri = f"sip:{self._extension}@{_NAME_OF_DOMAIN}"
        call_id = secrets.token_hex(10)
        offer = silent_audio("actpass")
        sdp = [("Content-Type", "application/sdp")]
        accepted = await self._request("INVITE", uri, f"<{uri}>", call_id, more=sdp, body=offer)
        self._leg = _Leg(accepted, call_id, self._tag)
        sequence = int(accepted.header("CSeq").split()[0])
        await self._send(self._leg.request("ACK", self, sequence))
        sound = sound_address(accepted.body)
        if sound is None:
            raise TelephonyRefused("softphone: the exchange wants no sound")
        return sound

    async def _request(
        self,
        method: str,
        uri: str,
        to: str,
        call_id: str,
        *,
        more: list[tuple[str, str]],
        body: str = "",
    ) -> SipMessage:
        """Ask, log in when told to, and return the final answer if it is a good one."""
        proof: list[tuple[str, str]] = []
        for _ in range(3):
            headers = self.headers_of(method, to, call_id, self._tag, self.next_sequence())
            asked = SipMessage(f"{method} {uri} {VERSION}", [*headers, *proof, *more], body)
            answer = await self._ask(asked)
            assert answer.status is not None
            if answer.status < 300:
                return answer
            if method == "INVITE":
                await self._send(_acknowledged(asked, answer))
            if answer.status not in _CHALLENGES or proof:
                raise TelephonyRefused(f"softphone: {answer.start} to {method}")
            challenge, authorization = _CHALLENGES[answer.status]
            proof = [
                (
                    authorization,
                    digest(
                        answer.header(challenge),
                        method=method,
                        uri=uri,
                        username=self._username,
                        password=self._password,
                    ),
                )
            ]
        raise TelephonyRefused(f"softphone: endless challenges to {method}")

    async def _ask(self, request: SipMessage) -> SipMessage:
        key = (request.header("Call-ID"), request.header("CSeq"))
        answer: asyncio.Future[SipMessage] = asyncio.get_running_loop().create_future()
        self._answers[key] = answer
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await self._send(request)
                return await answer
        except TimeoutError:
            raise TelephonyUnavailable(f"softphone: no answer to {request.method}") from None
        finally:
            del self._answers[key]

    async def _send(self, message: SipMessage) -> None:
        assert self._socket is not None
        try:
            await self._socket.send(message.encoded())
        except WebSocketException as error:
            raise TelephonyUnavailable(f"softphone: {error}") from None

    async def _listen(self) -> None:
        assert self._socket is not None
        try:
            async for text in self._socket:
                plain = text if isinstance(text, str) else text.decode("utf-8", "replace")
                if plain.strip():
                    await self._take(SipMessage.decoded(plain))
        except (WebSocketException, TelephonyUnavailable):
            pass
        finally:
            self._ended.set()
            for answer in self._answers.values():
                if not answer.done():
                    answer.set_exception(TelephonyUnavailable("softphone: the websocket is lost"))

    async def _take(self, message: SipMessage) -> None:
        if message.status is not None:
            waiting = self._answers.get((message.header("Call-ID"), message.header("CSeq")))
            if waiting is not None and not waiting.done() and message.status >= 200:
                waiting.set_result(message)
            return
        match message.method:
            case "ACK":
                return
            case "BYE":
                self._ended.set()
                await self._send(message.answer(200, "OK"))
            case "INVITE" | "UPDATE" if message.body:
                # The exchange asks whether we are still there, or moves the sound: all is well here.
                sdp = ("Content-Type", "application/sdp")
                contact = ("Contact", self._contact)
                await self._send(message.answer(200, "OK", contact, sdp, body=silent_audio("passive")))
            case "INVITE":
                sdp = ("Content-Type", "application/sdp")
                contact = ("Contact", self._contact)
                await self._send(message.answer(200, "OK", contact, sdp, body=silent_audio("actpass")))
            case "OPTIONS" | "UPDATE" | "CANCEL" | "NOTIFY":
                await self._send(message.answer(200, "OK", ("Contact", self._contact), ("Allow", _ALLOWED)))
            case _:
                await self._send(message.answer(405, "Method Not Allowed", ("Allow", _ALLOWED)))


class _Leg:
    """The dialog of the nailed-up call, as its acceptance described it."""

    def __init__(self, accepted: SipMessage, call_id: str, tag: str) -> None:
        self._to = accepted.header("To")
        self._target = accepted.header("Contact").partition("<")[2].partition(">")[0]
        self._routes = [("Route", route) for route in reversed(accepted.all("Record-Route"))]
        self._call_id = call_id
        self._tag = tag

    def request(self, method: str, softphone: Softphone, sequence: int | None = None) -> SipMessage:
        number = sequence if sequence is not None else softphone.next_sequence()
        headers = softphone.headers_of(method, self._to, self._call_id, self._tag, number)
        return SipMessage(f"{method} {self._target} {VERSION}", [*headers, *self._routes])


def _acknowledged(asked: SipMessage, refused: SipMessage) -> SipMessage:
    """The ACK that ends a refused INVITE; it belongs to the same transaction."""
    same = [(name, asked.header(name)) for name in ("Via", "Max-Forwards", "From", "Call-ID")]
    sequence = asked.header("CSeq").split()[0]
    uri = asked.start.split(" ")[1]
    headers = [*same, ("To", refused.header("To")), ("CSeq", f"{sequence} ACK")]
    return SipMessage(f"ACK {uri} {VERSION}", headers)
