"""How much of a request's body is read: it is read before it is known who sends it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY_BYTES: Final = 256 * 1024
"""More than a console ever sends. Files have limits of their own, and are read by `file_stream`."""

_LIMIT: Final = "zvonar.body_limit"


@dataclass(slots=True)
class _Limit:
    largest_bytes: float = LARGEST_BODY_BYTES
    read_bytes: int = 0


class LimitedBody:
    """Refuses a larger body before it fills the memory."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        limit = scope[_LIMIT] = _Limit()

        async def limited() -> Message:
            message = await receive()
            limit.read_bytes += len(message.get("body", b""))
            if limit.read_bytes > limit.largest_bytes:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return message

        await self._app(scope, limited if scope["type"] == "http" else receive, send)


def file_stream(request: Request) -> AsyncIterator[bytes]:
    """A file that is sent as the body of a request; how large it may be is the caller's to say."""
    request.scope[_LIMIT].largest_bytes = float("inf")
    return request.stream()
