"""Consoles that mean no good: too much, too large, never listening, no longer allowed."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from socket import SO_RCVBUF, SOL_SOCKET
from uuid import uuid4

import pytest
from sqlalchemy.exc import OperationalError
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from api.context import MOST_CONSOLES
from core.bus.events import AnswerSaved
from core.bus.port import operator_topic
from core.db import Database
from core.users.models import Role, User
from tests.factories import a_user
from tests.fixtures.api_server import ApiServer, LiveConsole, an_api_server
from tests.fixtures.databases import a_database_url
from zvonar.http_server import LARGEST_WEBSOCKET_MESSAGE_BYTES

TOO_LARGE = 1009
TRY_LATER = 1013
START_OVER = 4000
LOGGED_OUT = 4001
WITHIN_SECONDS = 20.0


@pytest.fixture
async def server(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[ApiServer]:
    """On one database: the sockets before it are the same."""
    with a_database_url("sqlite", request, tmp_path) as url:
        database = Database(url)
        async with an_api_server(database, tmp_path / "recordings") as server:
            yield server
        await database.close()


@asynccontextmanager
async def a_console(server: ApiServer, user: User) -> AsyncIterator[LiveConsole]:
    async with server.live(await server.token_of(user)) as console:
        await console.next("snapshot")
        yield console


async def users(server: ApiServer, *roles: Role) -> list[User]:
    async with server.story.database.transaction() as session:
        return [await a_user(session, role) for role in roles]


async def assert_is_served(console: LiveConsole) -> None:
    await console.socket.send('{"type": "ping"}')
    await console.next("pong")


async def closed_with(socket: ClientConnection) -> int | None:
    """The code with which the server ends it; what it says before is read and forgotten."""
    try:
        async with asyncio.timeout(WITHIN_SECONDS):
            while True:
                await socket.recv()
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None


@pytest.mark.parametrize("kind", ["one frame", "many frames", "compressed"])
async def test_a_message_without_measure_ends_only_its_own_connection(server: ApiServer, kind: str) -> None:
    [good, bad] = await users(server, Role.OPERATOR, Role.OPERATOR)
    size = 10 * 2**20
    async with a_console(server, good) as console, a_console(server, bad) as attacker:
        match kind:
            case "one frame":
                # No compression makes it small.
                sending = attacker.socket.send(secrets.token_hex(size))
            case "many frames":
                sending = attacker.socket.send("x" * 1000 for _ in range(size // 1000))
            case "compressed":
                assert attacker.socket.protocol.extensions, "compression was not agreed on"
                sending = attacker.socket.send("0" * size)
        with suppress(ConnectionClosed):
            await sending
        assert await closed_with(attacker.socket) in (TOO_LARGE, None)
        await assert_is_served(console)


async def test_a_message_of_the_largest_size_is_still_answered(server: ApiServer) -> None:
    [anna] = await users(server, Role.OPERATOR)
    async with a_console(server, anna) as console:
        await console.socket.send("x" * LARGEST_WEBSOCKET_MESSAGE_BYTES)
        assert (await console.next("error"))["detail"]


async def test_whoever_never_listens_is_let_go_of_and_delays_nobody(
    server: ApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.realtime.socket._SEND_WITHIN_SECONDS", 0.5)
    monkeypatch.setattr("zvonar.http_server._CLOSED_WITHIN_SECONDS", 0.5)
    [anna] = await users(server, Role.OPERATOR)
    async with a_console(server, anna) as good, a_console(server, anna) as lazy:
        lazy.socket.transport.pause_reading()
        lazy.socket.transport.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_RCVBUF, 4096)
        assert server.connections == 2
        # No compression makes it small.
        text = secrets.token_hex(30_000)
        async with asyncio.timeout(WITHIN_SECONDS):
            while server.connections == 2:
                for _ in range(50):
                    server.story.bus.publish(AnswerSaved(uuid4(), "comment", text), operator_topic(anna.id))
                for _ in range(50):
                    await good.next("answer_saved")
        await assert_is_served(good)
        # It would wait for a farewell that it does not read.
        lazy.socket.transport.abort()


async def test_a_thousand_consoles_of_one_user_are_a_few(server: ApiServer) -> None:
    [good, bad] = await users(server, Role.OPERATOR, Role.OPERATOR)
    token = await server.token_of(bad)

    async def one_more(open_sockets: AsyncExitStack) -> int | None:
        socket = await open_sockets.enter_async_context(server.socket("/api/v1/live", token))
        try:
            async with asyncio.timeout(WITHIN_SECONDS):
                await socket.recv()
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else None
        return None

    async with a_console(server, good) as console, AsyncExitStack() as open_sockets:
        codes: list[int | None] = []
        for _ in range(10):
            codes += await asyncio.gather(*(one_more(open_sockets) for _ in range(100)))
        assert codes.count(None) == MOST_CONSOLES
        assert codes.count(TRY_LATER) == 1000 - MOST_CONSOLES
        assert server.connections <= MOST_CONSOLES + 1
        await assert_is_served(console)
    async with a_console(server, bad) as console:
        await assert_is_served(console)


async def test_a_console_has_no_word_to_ask_for_what_is_a_supervisors(server: ApiServer) -> None:
    [anna] = await users(server, Role.OPERATOR)
    path = "/api/v1/live?topics=floor&topic=floor&role=supervisor"
    async with server.socket(path, await server.token_of(anna)) as socket:
        console = LiveConsole(socket)
        assert (await console.next("snapshot"))["floor"] is None
        for wish in ('{"type": "subscribe", "topic": "floor"}', '{"type": "ping", "topics": ["floor"]}'):
            await socket.send(wish)
            assert (await console.next())["type"] in ("error", "pong")


async def test_whoever_loses_a_role_loses_what_it_showed(server: ApiServer) -> None:
    [boss] = await users(server, Role.SUPERVISOR)
    async with a_console(server, boss) as console:
        async with server.story.database.transaction() as session:
            (await session.get_one(User, boss.id)).role = Role.OPERATOR
        await server.story.some_seconds_pass(20)
        assert await closed_with(console.socket) == START_OVER
    async with server.live(await server.token_of(boss)) as console:
        assert (await console.next("snapshot"))["floor"] is None


async def test_an_account_that_is_switched_off_is_shown_nothing_more(server: ApiServer) -> None:
    [anna] = await users(server, Role.OPERATOR)
    async with a_console(server, anna) as console:
        async with server.story.database.transaction() as session:
            (await session.get_one(User, anna.id)).is_active = False
        await server.story.some_seconds_pass(20)
        assert await closed_with(console.socket) == LOGGED_OUT


async def test_nobody_is_sent_away_because_the_database_is(
    server: ApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    [anna] = await users(server, Role.OPERATOR)

    async def away(*_: object) -> User:
        raise OperationalError("SELECT", {}, OSError("connection refused"))

    async with a_console(server, anna) as console:
        monkeypatch.setattr("api.session_watch.logged_in_user", away)
        await server.story.some_seconds_pass(60)
        await assert_is_served(console)
