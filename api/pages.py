"""Serves the built pages: every path that is no file is the application's own."""

from pathlib import Path
from typing import Final

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

# Mantine sets inline styles; scripts come from our own origin only.
_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "media-src 'self' blob:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
        "form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
}
_FOR_EVER: Final = "public, max-age=31536000, immutable"


class _Pages(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            is_page = error.status_code == 404 and not path.startswith(("api/", "assets/"))
            if not is_page:
                raise
            response = await super().get_response("index.html", scope)
        response.headers.update(_HEADERS)
        # Files under assets/ carry a hash of their content in their name; the page itself must be asked for.
        response.headers["Cache-Control"] = _FOR_EVER if path.startswith("assets/") else "no-cache"
        return response


def install(app: FastAPI, ui_dir: Path) -> None:
    app.mount("/", _Pages(directory=ui_dir, html=True), name="pages")
