"""Carries SIP between a browser and the exchange, so that one origin and one port serve both.

The exchange listens on loopback only; whoever comes through here has a session cookie, and then
needs the SIP password of a line as well.
"""

import asyncio
from typing import Final

import structlog
from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Subprotocol

from api.context import ApiContext, api_context, logged_in_user
from api.session_watch import until_role_changes
from api.socket_limit import TooManySockets
from core.errors import NotLoggedIn
from core.users.models import WITH_SOFTPHONE, Role, User

router = APIRouter()

SIP_SUBPROTOCOL: Final = "sip"
LARGEST_SIP_MESSAGE_BYTES: Final = 65_536

_CLOSE_NORMAL: Final = 1000
_CLOSE_LOGGED_OUT: Final = 4001
_CLOSE_NOT_ALLOWED: Final = 4003
_CLOSE_TRY_LATER: Final = 1013
_CONNECT_WITHIN_SECONDS: Final = 5.0

log = structlog.get_logger()


class _LineBroke(Exception):
    """One of the two sides is gone."""


@router.websocket("/sip")
async def sip(browser: WebSocket) -> None:
    context = api_context(browser)
    await browser.accept(subprotocol=SIP_SUBPROTOCOL)
    try:
        user = await logged_in_user(browser, context)
    except NotLoggedIn:
        await browser.close(_CLOSE_LOGGED_OUT)
        return
    if Role(user.role) not in WITH_SOFTPHONE:
        await browser.close(_CLOSE_NOT_ALLOWED)
        return
    try:
        with context.telephones.place(user.id):
            await _connect(browser, context, user)
    except TooManySockets:
        await browser.close(_CLOSE_TRY_LATER)


async def _connect(browser: WebSocket, context: ApiContext, user: User) -> None:
    try:
        exchange = await connect(
            context.sip_websocket_url,
            subprotocols=[Subprotocol(SIP_SUBPROTOCOL)],
            open_timeout=_CONNECT_WITHIN_SECONDS,
            max_size=LARGEST_SIP_MESSAGE_BYTES,
            ping_interval=None,
            compression=None,
            proxy=None,
        )
    except (OSError, TimeoutError, WebSocketException) as error:
        log.warning("sip.exchange_away", error=str(error))
        await browser.close(_CLOSE_TRY_LATER)
        return
    async with exchange:
        await _carry(browser, exchange, context, user)


async def _carry(browser: WebSocket, exchange: ClientConnection, context: ApiContext, user: User) -> None:
    code = _CLOSE_NORMAL
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_browser_to_exchange(browser, exchange))
            tasks.create_task(_exchange_to_browser(exchange, browser))
            tasks.create_task(_watch_session(browser, context, user))
    except* NotLoggedIn:
        code = _CLOSE_LOGGED_OUT
    except* (_LineBroke, ConnectionClosed, WebSocketDisconnect):
        pass
    try:
        await browser.close(code)
    except (WebSocketDisconnect, RuntimeError):
        # It was the browser that had gone.
        return


async def _watch_session(browser: WebSocket, context: ApiContext, user: User) -> None:
    await until_role_changes(browser, context, user)
    raise _LineBroke


async def _browser_to_exchange(browser: WebSocket, exchange: ClientConnection) -> None:
    while True:
        message = await browser.receive()
        if message["type"] == "websocket.disconnect":
            raise _LineBroke
        text = message.get("text")
        await exchange.send(text if text is not None else message["bytes"])


async def _exchange_to_browser(exchange: ClientConnection, browser: WebSocket) -> None:
    async for message in exchange:
        if isinstance(message, str):
            await browser.send_text(message)
        else:
            await browser.send_bytes(message)
    raise _LineBroke
