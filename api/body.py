"""How much of a request's body is read: it is read before it is known who sends it."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.error_codes import ErrorCode
from core.errors import InvalidInput

LARGEST_BODY_BYTES: Final = 256 * 1024
"""More than a console ever sends. Files have limits of their own, and are read by `limited_body`."""

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


async def limited_body(request: Request, largest_bytes: int) -> bytes:
    """The file that is sent as the body of a request.

    Raises:
        InvalidInput: there is more, and what came is thrown away; or there is nothing.
    """
    request.scope[_LIMIT].largest_bytes = float("inf")
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > largest_bytes:
            raise InvalidInput.of("file", ErrorCode.FILE_TOO_LARGE, max_mebibytes=largest_bytes // 2**20)
    if not content:
        raise InvalidInput.of("file", ErrorCode.IS_EMPTY)
    return bytes(content)
