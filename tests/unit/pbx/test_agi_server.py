"""Our FastAGI server against clients that are no polite Asterisk."""

import asyncio
import threading
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import ClassVar
from uuid import UUID, uuid4

import pytest

from core.calls.state_machine import Answered, AnsweredBy
from core.clock import SystemClock
from pbx.agi.server import AgiLimits, AgiServer
from pbx.agi.session import LONGEST_LINE
from pbx.greeting.beep import Invitation

CALL = uuid4()
AT = datetime.fromtimestamp(1795440000.25, UTC)
QUICK = AgiLimits(sessions=5, threads=4, io_seconds=0.3, answer_seconds=0.4)


class Desk:
    """Answers the questions as a test says."""

    def __init__(self) -> None:
        self.leg: str | None = "PJSIP/line-0123456789ab-00000001"
        self.asked: list[tuple[UUID, Answered, str]] = []
        self.greeting = Answered(AT)
        self.invitation = Invitation.NONE
        self.answers = True
        self.stored: list[UUID] = []
        self.cancelled = 0

    async def leg_again(self, call_id: UUID, lost_leg: str) -> str | None:
        return None

    async def greeted(self, call_id: UUID, answered_at: datetime) -> Answered:
        return replace(self.greeting, at=answered_at)

    async def invited(self, call_id: UUID) -> Invitation:
        return self.invitation

    async def leg_for(self, call_id: UUID, answered: Answered, failed_leg: str) -> str | None:
        self.asked.append((call_id, answered, failed_leg))
        if not self.answers:
            try:
                await asyncio.Event().wait()
            finally:
                self.cancelled += 1
        return self.leg

    async def to_forget(self) -> Sequence[UUID]:
        return list(self.stored)

    async def forgotten(self, call_ids: Collection[UUID]) -> None:
        self.stored = [call_id for call_id in self.stored if call_id not in call_ids]


@asynccontextmanager
async def serving(desk: Desk, limits: AgiLimits = QUICK, **more: Collection[str]) -> AsyncIterator[AgiServer]:
    server = AgiServer(desk, SystemClock(), port=0, limits=limits, **more)  # type: ignore[arg-type]
    server.open()
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(server.run())
        yield server
        running.cancel()
    await AsteriskSide.all_leave()


class AsteriskSide:
    """What Asterisk does with one session."""

    connected_ones: ClassVar[list["AsteriskSide"]] = []

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self.writer = writer
        self.connected_ones.append(self)

    @classmethod
    async def connected(cls, server: AgiServer) -> "AsteriskSide":
        return cls(*await asyncio.open_connection("127.0.0.1", server.port))

    @classmethod
    async def all_leave(cls) -> None:
        for asterisk in cls.connected_ones:
            asterisk.writer.transport.abort()
        cls.connected_ones.clear()
        await asyncio.sleep(0)

    def ask(self, question: str, *arguments: str, channel_id: str = str(CALL)) -> None:
        lines = ["agi_network: yes", f"agi_network_script: {question}", f"agi_uniqueid: {channel_id}"]
        lines += [f"agi_arg_{number}: {argument}" for number, argument in enumerate(arguments, start=1)]
        self.writer.write("".join(f"{line}\n" for line in [*lines, ""]).encode())

    async def hears(self, reply: str = "200 result=1\n") -> str:
        """The next command, answered; "" at the end of the session."""
        try:
            async with asyncio.timeout(5):
                line = (await self._reader.readline()).decode()
                if line:
                    self.writer.write(reply.encode())
                return line
        except ConnectionError:
            return ""


async def test_the_operators_channel_is_set_on_the_customers() -> None:
    desk = Desk()
    async with serving(desk) as server:
        asterisk = await AsteriskSide.connected(server)
        asterisk.ask("answered", "1795440000.250", "")

        assert await asterisk.hears() == 'SET VARIABLE "ZVONAR_LEG" "PJSIP/line-0123456789ab-00000001"\n'
        assert await asterisk.hears() == ""
    assert desk.asked == [(CALL, Answered(AT), "")]


async def test_who_greeted_is_set_on_the_customers_channel() -> None:
    desk = Desk()
    desk.greeting = Answered(AT, AnsweredBy.PERSON, AT + timedelta(seconds=1.5))
    async with serving(desk) as server:
        asterisk = await AsteriskSide.connected(server)
        asterisk.ask("greeted", "1795440000.250")

        assert await asterisk.hears() == 'SET VARIABLE "ZVONAR_ANSWERED_BY" "person"\n'
        assert await asterisk.hears() == 'SET VARIABLE "ZVONAR_GRACE_BEGAN_AT" "1795440001.750"\n'
        assert await asterisk.hears() == ""


async def test_a_machines_invitation_is_set_on_its_channel() -> None:
    desk = Desk()
    desk.invitation = Invitation.BEEP
    async with serving(desk) as server:
        asterisk = await AsteriskSide.connected(server)
        asterisk.ask("invited")

        assert await asterisk.hears() == 'SET VARIABLE "ZVONAR_INVITED" "beep"\n'


async def test_what_was_heard_of_the_greeting_goes_with_the_question() -> None:
    desk = Desk()
    async with serving(desk) as server:
        asterisk = await AsteriskSide.connected(server)
        asterisk.ask("answered", "1795440000.250", "", "machine", "", "1795440001.250")

        assert "ZVONAR_LEG" in await asterisk.hears()
    assert desk.asked == [(CALL, Answered(AT, AnsweredBy.MACHINE, known_at=AT + timedelta(seconds=1)), "")]


async def test_nobody_is_free_so_nothing_is_set() -> None:
    desk = Desk()
    desk.leg = None
    async with serving(desk) as server:
        asterisk = await AsteriskSide.connected(server)
        asterisk.ask("answered", "1795440000.250")

        assert await asterisk.hears() == ""


async def test_stored_calls_are_deleted_one_by_one_and_then_forgotten() -> None:
    desk = Desk()
    desk.stored = [uuid4(), uuid4()]
    expected = [f"DATABASE DEL zvonar-outbox {call_id}\n" for call_id in desk.stored]
    async with serving(desk) as server:
        asterisk = await AsteriskSide.connected(server)
        asterisk.ask("stored", channel_id="node-1-1756.42")

        heard = [await asterisk.hears(), await asterisk.hears("200 result=0\n")]
        assert heard == expected
        assert await asterisk.hears() == ""
    assert desk.stored == []


async def test_a_session_that_dies_half_way_forgets_nothing() -> None:
    desk = Desk()
    desk.stored = [uuid4(), uuid4()]
    async with serving(desk) as server:
        asterisk = await AsteriskSide.connected(server)
        asterisk.ask("stored", channel_id="node-1-1756.42")
        await asterisk.hears("")
        asterisk.writer.close()
        await asyncio.sleep(0)
    assert len(desk.stored) == 2


@pytest.mark.parametrize(
    "leg",
    ['x" "y', "x\ny", "x\\", "x\x00", "x\u2028"],
    ids=["quotation mark", "line feed", "backslash", "nul", "line separator"],
)
async def test_a_value_that_could_be_a_command_of_its_own_is_never_sent(leg: str) -> None:
    desk = Desk()
    desk.leg = leg
    async with serving(desk) as server:
        asterisk = await AsteriskSide.connected(server)
        asterisk.ask("answered", "1795440000.250")

        assert await asterisk.hears() == ""


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(b"\n", id="an empty environment"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", id="a browser"),
        pytest.param(b"agi_uniqueid: 1\nagi_network_script: answered\n\n", id="a channel that is not ours"),
        pytest.param(b"agi_uniqueid: \xff\xfe\n\n", id="no letters at all"),
        pytest.param(b"agi_uni", id="nothing more, half a line"),
        pytest.param(b"", id="nothing at all"),
    ],
)
async def test_a_strange_client_is_hung_up_on_and_the_next_one_served(said: bytes) -> None:
    desk = Desk()
    async with serving(desk) as server:
        stranger = await AsteriskSide.connected(server)
        stranger.writer.write(said)
        assert await stranger.hears() == ""
        stranger.writer.close()

        asterisk = await AsteriskSide.connected(server)
        asterisk.ask("answered", "1795440000.250")
        assert "ZVONAR_LEG" in await asterisk.hears()


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(b"x" * 20 * LONGEST_LINE, id="a line"),
        pytest.param(b"agi_x: y\n" * 100_000, id="lines"),
    ],
)
async def test_what_has_no_end_is_hung_up_on_at_once(said: bytes) -> None:
    async with serving(Desk(), AgiLimits(io_seconds=60)) as server:
        stranger = await AsteriskSide.connected(server)
        stranger.writer.write(said)

        assert await stranger.hears() == ""


async def test_one_session_too_many_is_hung_up_on() -> None:
    desk = Desk()
    desk.answers = False
    async with serving(desk, AgiLimits(sessions=2, threads=2, io_seconds=5, answer_seconds=5)) as server:
        kept = [await AsteriskSide.connected(server) for _ in range(2)]
        for asterisk in kept:
            asterisk.ask("answered", "1795440000.250")
        while len(desk.asked) < 2:  # noqa: ASYNC110 - the server's own threads ask
            await asyncio.sleep(0)

        one_more = await AsteriskSide.connected(server)
        assert await one_more.hears() == ""


async def test_a_receptionist_without_an_answer_is_not_waited_for_for_ever() -> None:
    desk = Desk()
    desk.answers = False
    async with serving(desk) as server:
        asterisk = await AsteriskSide.connected(server)
        asterisk.ask("answered", "1795440000.250")

        assert await asterisk.hears() == ""
    assert desk.cancelled == 1


async def test_the_question_is_dropped_when_the_customer_is_gone() -> None:
    desk = Desk()
    desk.answers = False
    async with serving(desk, AgiLimits(answer_seconds=60)) as server:
        asterisk = await AsteriskSide.connected(server)
        asterisk.ask("answered", "1795440000.250")
        while not desk.asked:  # noqa: ASYNC110 - the server's own thread asks
            await asyncio.sleep(0)
        asterisk.writer.write(b"HANGUP\n")

        assert await asterisk.hears() == ""
    assert desk.cancelled == 1


async def test_a_host_that_is_not_asterisks_is_not_served() -> None:
    desk = Desk()
    async with serving(desk, allowed_hosts=("192.0.2.77",)) as server:
        asterisk = await AsteriskSide.connected(server)
        asterisk.ask("answered", "1795440000.250")

        assert await asterisk.hears() == ""
    assert desk.asked == []


async def test_no_thread_outlives_the_server_by_its_time_limits() -> None:
    desk = Desk()
    desk.answers = False
    server = AgiServer(desk, SystemClock(), port=0, limits=AgiLimits(io_seconds=60, answer_seconds=60))
    server.open()
    running = asyncio.create_task(server.run())  # owner: this test
    await AsteriskSide.connected(server)
    waiting = await AsteriskSide.connected(server)
    waiting.ask("answered", "1795440000.250")
    while not desk.asked:  # noqa: ASYNC110 - the server's own thread asks
        await asyncio.sleep(0)

    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    for thread in [thread for thread in threading.enumerate() if thread.name.startswith("agi")]:
        await asyncio.to_thread(thread.join, 5)
        assert not thread.is_alive()
    await AsteriskSide.all_leave()
