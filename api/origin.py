"""Refuses requests that a foreign page makes with our user's cookie.

The cookie is `SameSite=Strict`; this is the second lock, and the only one on websockets, which
browsers let any page open. Clients that are no browsers send no `Origin` and pass.
"""

from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import problem_response
from core.error_codes import ErrorCode

_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_POLICY_VIOLATION: Final = 1008


class SameOriginOnly:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in _SAFE_METHODS and _is_foreign(scope):
            refusal = problem_response(ErrorCode.FOREIGN_ORIGIN, HTTPStatus.FORBIDDEN)
            await refusal(scope, receive, send)
        elif scope["type"] == "websocket" and _is_foreign(scope):
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
        else:
            await self._app(scope, receive, send)


def _is_foreign(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host")
