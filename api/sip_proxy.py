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

from api.context import api_context, logged_in_user
from core.errors import NotLoggedIn
from core.users.models import Role

router = APIRouter()

SIP_SUBPROTOCOL: Final = "sip"
LARGEST_SIP_MESSAGE_BYTES: Final = 65_536

_CLOSE_LOGGED_OUT: Final = 4001
_CLOSE_NOT_ALLOWED: Final = 4003
_CLOSE_EXCHANGE_AWAY: Final = 1013
_CONNECT_WITHIN_SECONDS: Final = 5.0
_HAS_SOFTPHONE: Final = frozenset({Role.OPERATOR, Role.SALES})

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
    if Role(user.role) not in _HAS_SOFTPHONE:
        await browser.close(_CLOSE_NOT_ALLOWED)
        return
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
        await browser.close(_CLOSE_EXCHANGE_AWAY)
        return
    async with exchange:
        await _carry(browser, exchange)


async def _carry(browser: WebSocket, exchange: ClientConnection) -> None:
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_browser_to_exchange(browser, exchange))
            tasks.create_task(_exchange_to_browser(exchange, browser))
    except* (_LineBroke, ConnectionClosed, WebSocketDisconnect):
        pass
    try:
        await browser.close()
    except (WebSocketDisconnect, RuntimeError):
        # It was the browser that had gone.
        return


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
