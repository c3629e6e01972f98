"""Our FastAGI server: Asterisk asks whom to join an answered customer to, and what it may forget.

Sessions run in a bounded pool of threads, because pyst2 blocks; the questions are answered on the event
loop, where the operators' states live. An Asterisk that gets no answer plays the safe-harbour message,
so whatever fails here ends a session and nothing else.
"""

import asyncio
import concurrent.futures
import contextlib
import socket
from collections.abc import Collection, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol, TypeVar
from uuid import UUID

import structlog
from asterisk.agi import AGIException

from core.calls.state_machine import Answered
from core.clock import Clock
from pbx.agi.session import AgiSession, SessionBroken
from pbx.ami.times import answered_event, moment
from pbx.greeting.beep import Invitation
from pbx.outbox import FAMILY
from pbx.ports import LOOPBACK

log = structlog.get_logger()

_T = TypeVar("_T")

_LOOK_UP_SECONDS: Final = 0.2


@dataclass(frozen=True, slots=True)
class AgiLimits:
    sessions: int = 400
    """At once; one more is hung up on."""
    threads: int = 200
    io_seconds: float = 5.0
    """For one line to come or go."""
    answer_seconds: float = 12.0
    """For the receptionist; the dialplan's own limit, the customer's patience, is shorter."""


class Questions(Protocol):
    """What Asterisk asks; answered on the event loop."""

    async def greeted(self, call_id: UUID, answered_at: datetime) -> Answered:
        """Who answered, as far as the greeting was heard."""

    async def invited(self, call_id: UUID) -> Invitation:
        """What a machine did to make us speak."""

    async def leg_for(self, call_id: UUID, answered: Answered, failed_leg: str) -> str | None:
        """The channel of the operator to join this customer to. `failed_leg`: was named before, and gone."""

    async def leg_again(self, call_id: UUID, lost_leg: str) -> str | None:
        """The new channel of the operator who talked through `lost_leg`; waits for it a while."""

    async def to_forget(self) -> Sequence[UUID]:
        """The next ended calls whose facts may be deleted from the outbox."""

    async def forgotten(self, call_ids: Collection[UUID]) -> None:
        """These are deleted."""


class AgiServer:
    """Run `run` for as long as questions are to be answered. Listens from `open` on."""

    def __init__(
        self,
        questions: Questions,
        clock: Clock,
        *,
        host: str = LOOPBACK,
        port: int,
        allowed_hosts: Collection[str] = (LOOPBACK,),
        limits: AgiLimits | None = None,
    ) -> None:
        self._questions = questions
        self._clock = clock
        self._address = (host, port)
        self._allowed_hosts = frozenset(allowed_hosts)
        self._limits = limits or AgiLimits()
        self._listener: socket.socket | None = None
        self._sessions: set[socket.socket] = set()
        self._waiting: set[concurrent.futures.Future[Any]] = set()

    @property
    def port(self) -> int:
        """Where it listens; of use when 0 was asked for."""
        assert self._listener is not None, "not open"
        return int(self._listener.getsockname()[1])

    def open(self) -> None:
        """Listen; sessions wait in the kernel until `run` takes them."""
        if self._listener is None:
            self._listener = socket.create_server(self._address, backlog=self._limits.sessions)
            self._listener.setblocking(False)

    async def run(self) -> None:
        self.open()
        assert self._listener is not None
        self._loop = asyncio.get_running_loop()
        pool = ThreadPoolExecutor(self._limits.threads, thread_name_prefix="agi")
        try:
            while True:
                connection, peer = await self._loop.sock_accept(self._listener)
                if self._is_welcome(peer):
                    self._sessions.add(connection)
                    pool.submit(self._serve, connection)
                else:
                    connection.close()
        finally:
            self._close()
            pool.shutdown(wait=False, cancel_futures=True)

    def _is_welcome(self, peer: Any) -> bool:
        if peer[0] not in self._allowed_hosts:
            log.warning("agi.stranger", host=peer[0])
            return False
        if len(self._sessions) >= self._limits.sessions:
            log.error("agi.too_many_sessions", sessions=len(self._sessions))
            return False
        return True

    def _close(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        # A thread that waits for a line or an answer must not outlive us by its time limit.
        for connection in list(self._sessions):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for answer in list(self._waiting):
            answer.cancel()

    def _serve(self, connection: socket.socket) -> None:
        """One session, in a thread of the pool."""
        try:
            connection.settimeout(self._limits.io_seconds)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            session = AgiSession(connection, self._clock)
            match session.question:
                case "greeted":
                    self._greeted(session)
                case "invited":
                    self._invited(session)
                case "answered":
                    self._answered(session)
                case "line-lost":
                    self._line_lost(session)
                case "stored":
                    self._stored(session)
                case unknown:
                    log.warning("agi.unknown_question", question=unknown[:40])
        except (concurrent.futures.CancelledError, concurrent.futures.TimeoutError):
            log.warning("agi.not_answered")
        except (SessionBroken, OSError, AGIException, ValueError) as error:
            log.info("agi.session_broken", reason=str(error))
        except Exception:  # edge: one session; the customer hears the safe-harbour message
            log.exception("agi.session_failed")
        finally:
            self._sessions.discard(connection)
            connection.close()

    def _greeted(self, session: AgiSession) -> None:
        question = self._questions.greeted(UUID(session.channel_id), moment(session.argument(1)))
        answered = self._ask(session, question)
        session.set_variable("ZVONAR_ANSWERED_BY", answered.by)
        if answered.grace_began_at is not None:
            session.set_variable("ZVONAR_GRACE_BEGAN_AT", f"{answered.grace_began_at.timestamp():.3f}")

    def _invited(self, session: AgiSession) -> None:
        invitation = self._ask(session, self._questions.invited(UUID(session.channel_id)))
        session.set_variable("ZVONAR_INVITED", invitation)

    def _answered(self, session: AgiSession) -> None:
        call_id = UUID(session.channel_id)
        answered = answered_event(*(session.argument(place) for place in (1, 3, 4, 5)))
        question = self._questions.leg_for(call_id, answered, session.argument(2))
        leg = self._ask(session, question)
        if leg is not None:
            session.set_variable("ZVONAR_LEG", leg)

    def _line_lost(self, session: AgiSession) -> None:
        question = self._questions.leg_again(UUID(session.channel_id), session.argument(1))
        leg = self._ask(session, question)
        if leg is not None:
            session.set_variable("ZVONAR_LEG", leg)

    def _stored(self, session: AgiSession) -> None:
        call_ids = self._ask(session, self._questions.to_forget())
        for call_id in call_ids:
            session.execute("DATABASE DEL", FAMILY, str(call_id))
        self._ask(session, self._questions.forgotten(call_ids))

    def _ask(self, session: AgiSession, question: Coroutine[Any, Any, _T]) -> _T:
        """Have a question answered on the event loop; given up when Asterisk no longer waits."""
        answer = asyncio.run_coroutine_threadsafe(question, self._loop)
        self._waiting.add(answer)
        try:
            for _ in range(round(self._limits.answer_seconds / _LOOK_UP_SECONDS)):
                with contextlib.suppress(concurrent.futures.TimeoutError):
                    return answer.result(_LOOK_UP_SECONDS)
                if session.is_over:
                    raise SessionBroken("the customer is gone")
            raise concurrent.futures.TimeoutError
        finally:
            answer.cancel()
            self._waiting.discard(answer)
