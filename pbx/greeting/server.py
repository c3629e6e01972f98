"""Listens to calls while they are greeted: Asterisk's `AudioSocket()` brings their sound here.

A call comes at most twice: once to be told whether a person or a machine greets, and a machine's again, to
be told when to speak to it. What was heard is asked for afterwards, in an AGI session. Asterisk has a limit
of its own for both, so whatever fails here is found out there in time.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog

from core.calls.state_machine import AnsweredBy
from core.clock import Clock
from pbx.greeting.beep import BeepWait, Invitation
from pbx.greeting.judge import FROM_ANSWER, GreetingJudge, Judgement, JudgeSettings
from pbx.greeting.messages import HANG_UP, SILENT_FRAME, Kind, Messages, call_of
from pbx.greeting.sound import Frame
from pbx.greeting.timeline import Timeline
from pbx.ports import LOOPBACK

log = structlog.get_logger()

_LONGEST_SECONDS: Final = 90.0
_LOOK_UP_SECONDS: Final = 0.04
_READ_BYTES: Final = 8192
_REMEMBERED_CALLS: Final = 20_000


@dataclass(slots=True)
class _Greeting:
    """What is known of one call."""

    settings: JudgeSettings
    judgement: Judgement | None = None
    invitation: Invitation | None = None


class GreetingServer:
    """Run `run` for as long as calls are to be listened to."""

    def __init__(
        self,
        clock: Clock,
        *,
        host: str = LOOPBACK,
        port: int,
        allowed_hosts: Collection[str] = (LOOPBACK,),
    ) -> None:
        self._clock = clock
        self._address = (host, port)
        self._allowed_hosts = frozenset(allowed_hosts)
        self._calls: OrderedDict[UUID, _Greeting] = OrderedDict()

    def expect(self, call_id: UUID, settings: JudgeSettings) -> None:
        """How to judge a call that will come. One that comes unexpected is judged by the stricter clock."""
        self._calls[call_id] = _Greeting(settings)
        if len(self._calls) > _REMEMBERED_CALLS:
            self._calls.popitem(last=False)

    def judgement(self, call_id: UUID) -> Judgement | None:
        """None: it was not heard to an end."""
        known = self._calls.get(call_id)
        return known.judgement if known else None

    def invitation(self, call_id: UUID) -> Invitation:
        known = self._calls.get(call_id)
        return (known.invitation if known else None) or Invitation.NONE

    def forget(self, call_id: UUID) -> None:
        self._calls.pop(call_id, None)

    async def run(self) -> None:
        server = await asyncio.start_server(self._serve, *self._address)
        async with server:
            await server.serve_forever()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if writer.get_extra_info("peername")[0] not in self._allowed_hosts:
                log.warning("greeting.stranger", host=writer.get_extra_info("peername")[0])
                return
            async with asyncio.timeout(_LONGEST_SECONDS):
                await self._listen(_Ear(reader, writer, self._clock))
            writer.write(HANG_UP)
            await writer.drain()
        except (TimeoutError, OSError, ValueError, asyncio.IncompleteReadError) as error:
            log.info("greeting.not_heard", reason=str(error))
        finally:
            writer.close()

    async def _listen(self, ear: "_Ear") -> None:
        call_id = await ear.call()
        known = self._calls.get(call_id)
        if known is None:
            self.expect(call_id, FROM_ANSWER)
            known = self._calls[call_id]
        if known.judgement is None:
            judge = GreetingJudge(known.settings)

            def judged(frame: Frame) -> bool:
                known.judgement = judge.hear(frame)
                return known.judgement is not None

            await ear.hear(judged, Timeline(known.settings.deadline))
        elif known.judgement.by is AnsweredBy.MACHINE:
            wait = BeepWait()

            def invited(frame: Frame) -> bool:
                known.invitation = wait.hear(frame)
                return known.invitation is not None

            await ear.hear(invited, Timeline())


class _Ear:
    """One connection, from its first message on."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, clock: Clock) -> None:
        self._reader = reader
        self._writer = writer
        self._clock = clock
        self._messages = Messages()
        self._began_at: datetime = clock.now()

    async def call(self) -> UUID:
        """Which call it is.

        Raises:
            ValueError: something else was said first.
        """
        while True:
            for kind, body in self._messages.read(await self._piece()):
                if kind != Kind.CALL:
                    raise ValueError(f"no call's id, but a message of kind {kind}")
                self._began_at = self._clock.now()
                return call_of(body)

    async def hear(self, is_enough: Callable[[Frame], bool], timeline: Timeline) -> None:
        """Hear until it is enough or the call has ended."""
        while True:
            # Some networks let no sound through to us before any has come from us.
            self._writer.write(SILENT_FRAME)
            try:
                async with asyncio.timeout(_LOOK_UP_SECONDS):
                    piece = await self._piece()
            except TimeoutError:
                piece = b""
            sound = b"".join(body for kind, body in self._messages.read(piece) if kind == Kind.SOUND)
            elapsed = (self._clock.now() - self._began_at).total_seconds()
            if any(is_enough(frame) for frame in timeline.frames(sound, elapsed)):
                return

    async def _piece(self) -> bytes:
        piece = await self._reader.read(_READ_BYTES)
        if not piece:
            raise asyncio.IncompleteReadError(b"", None)
        return piece
