"""The softphone's websocket: who is let through to the exchange, and for how long."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol

from api.context import MOST_TELEPHONES
from core.db import Database
from core.users.models import Role, User
from core.users.sessions import close_session
from tests.factories import a_user
from tests.fixtures.api_server import ApiServer, an_api_server

LOGGED_OUT, NOT_ALLOWED, TRY_LATER, TOO_LARGE = 4001, 4003, 1013, 1009
WITHIN_SECONDS = 10.0


@pytest.fixture
async def server(database: Database, tmp_path: Path) -> AsyncIterator[ApiServer]:
    """Before an exchange that says everything back."""

    async def echo(softphone: ServerConnection) -> None:
        async for message in softphone:
            await softphone.send(message)

    async with serve(echo, "127.0.0.1", 0, subprotocols=[Subprotocol("sip")]) as exchange:
        url = f"ws://127.0.0.1:{exchange.sockets[0].getsockname()[1]}/ws"
        async with an_api_server(database, tmp_path, sip_websocket_url=url) as server:
            yield server


async def token_of_somebody(server: ApiServer, role: Role = Role.OPERATOR) -> str:
    async with server.story.database.transaction() as session:
        user = await a_user(session, role)
    return await server.token_of(user)


async def closed_with(socket: ClientConnection) -> int | None:
    try:
        async with asyncio.timeout(WITHIN_SECONDS):
            while True:
                await socket.recv()
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None


async def assert_is_carried(socket: ClientConnection, message: str | bytes = "OPTIONS sip:x SIP/2.0") -> None:
    await socket.send(message)
    async with asyncio.timeout(WITHIN_SECONDS):
        assert await socket.recv() == message


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SALES])
async def test_whoever_has_a_softphone_is_carried_both_ways(server: ApiServer, role: Role) -> None:
    async with server.socket("/sip", await token_of_somebody(server, role), "sip") as socket:
        assert socket.subprotocol == "sip"
        await assert_is_carried(socket)
        await assert_is_carried(socket, b"\x00\xff")


async def test_a_stranger_and_whoever_has_no_softphone_are_sent_away(server: ApiServer) -> None:
    async with server.socket("/sip", "no such token", "sip") as socket:
        assert await closed_with(socket) == LOGGED_OUT
    for role in (Role.SUPERVISOR, Role.ADMIN):
        async with server.socket("/sip", await token_of_somebody(server, role), "sip") as socket:
            assert await closed_with(socket) == NOT_ALLOWED


async def test_a_foreign_page_is_not_let_through(server: ApiServer) -> None:
    with pytest.raises(InvalidStatus):
        async with server.socket(
            "/sip", await token_of_somebody(server), "sip", Origin="https://evil.example"
        ):
            pass


async def test_after_the_log_out_nothing_more_is_carried(server: ApiServer) -> None:
    token = await token_of_somebody(server)
    async with server.socket("/sip", token, "sip") as socket:
        await assert_is_carried(socket)
        async with server.story.database.transaction() as session:
            await close_session(session, token)
        await server.story.some_seconds_pass(20)
        assert await closed_with(socket) == LOGGED_OUT


async def test_whoever_may_no_longer_telephone_is_cut_off(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        anna = await a_user(session)
    async with server.socket("/sip", await server.token_of(anna), "sip") as socket:
        await assert_is_carried(socket)
        async with server.story.database.transaction() as session:
            (await session.get_one(User, anna.id)).role = Role.SUPERVISOR
        await server.story.some_seconds_pass(20)
        await closed_with(socket)


async def test_one_user_does_not_take_all_places_of_the_exchange(server: ApiServer) -> None:
    greedy, modest = await token_of_somebody(server), await token_of_somebody(server)
    async with AsyncExitStack() as open_sockets:
        telephones = [
            await open_sockets.enter_async_context(server.socket("/sip", greedy, "sip"))
            for _ in range(MOST_TELEPHONES)
        ]
        for telephone in telephones:
            await assert_is_carried(telephone)
        one_more = await open_sockets.enter_async_context(server.socket("/sip", greedy, "sip"))
        assert await closed_with(one_more) == TRY_LATER
        await assert_is_carried(await open_sockets.enter_async_context(server.socket("/sip", modest, "sip")))


async def test_a_message_without_measure_is_not_carried(server: ApiServer) -> None:
    good, bad = await token_of_somebody(server), await token_of_somebody(server)
    async with server.socket("/sip", good, "sip") as socket, server.socket("/sip", bad, "sip") as attacker:
        await assert_is_carried(socket)
        await attacker.send("x" * 10 * 2**20)
        assert await closed_with(attacker) == TOO_LARGE
        await assert_is_carried(socket)


async def test_without_an_exchange_the_softphone_is_told_to_come_later(
    database: Database, tmp_path: Path
) -> None:
    async with (
        an_api_server(database, tmp_path) as server,
        server.socket("/sip", await token_of_somebody(server), "sip") as socket,
    ):
        assert await closed_with(socket) == TRY_LATER
