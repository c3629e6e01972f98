"""Puts the interface together."""

from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, FastAPI, Response
from fastapi.openapi.utils import get_openapi
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel

from api import errors, pages, sip_proxy
from api.body import LimitedBody
from api.context import ApiContext, Context
from api.origin import SameOriginOnly
from api.realtime import schema, socket
from api.routes import (
    audit,
    caller_ids,
    calls,
    campaigns,
    clients,
    dnc,
    evidence,
    floor,
    imports,
    leads,
    lists,
    operator,
    pacing,
    policies,
    selections,
    session,
    trunks,
    users,
    voice_messages,
    why,
)
from core.audit.trail import AuditRow
from core.audit.vocabulary import ENTITIES
from core.error_codes import ErrorCode
from core.errors import InvalidInput, StorageUnavailable

API_PREFIX: Final = "/api/v1"

_TITLE: Final = "Zvonar"
_VERSION: Final = "1"


class Health(BaseModel):
    """Answers when the process does."""

    alive: bool = True


def create_app(context: ApiContext, ui_dir: Path | None) -> FastAPI:
    """The interface, and the built pages if `ui_dir` is the folder they are in."""
    app = _described_app()
    app.state.context = context
    if ui_dir is not None:
        pages.install(app, ui_dir)
    return app


def openapi() -> dict[str, Any]:
    """The interface's description, with the messages of the live websocket among its schemas."""
    return _described_app().openapi()


def _described_app() -> FastAPI:
    app = FastAPI(
        title=_TITLE,
        version=_VERSION,
        openapi_url=f"{API_PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.add_middleware(LimitedBody)
    app.add_middleware(SameOriginOnly)
    errors.install(app)
    routes = APIRouter(prefix=API_PREFIX)
    for module in (
        session,
        operator,
        calls,
        clients,
        campaigns,
        lists,
        leads,
        imports,
        selections,
        dnc,
        audit,
        floor,
        pacing,
        policies,
        voice_messages,
        why,
        evidence,
        trunks,
        caller_ids,
        users,
    ):
        routes.include_router(module.router)
    routes.include_router(socket.router)
    # What every request may meet: it is malformed, or the database is away.
    app.include_router(routes, responses=errors.problems(InvalidInput, StorageUnavailable))
    app.include_router(sip_proxy.router)

    @app.get(f"{API_PREFIX}/health", tags=["health"])
    async def health() -> Health:
        return Health()

    @app.get("/metrics", include_in_schema=False)
    async def metrics(_context: Context) -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    return app


def _openapi(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        described = get_openapi(title=_TITLE, version=_VERSION, routes=app.routes)
        schemas = described["components"]["schemas"]
        schemas |= schema.live_message_schemas() | errors.problem_schemas()
        # What may stand in the `parameters` beside each code; whoever translates them must know.
        schemas[ErrorCode.__name__]["x-parameters"] = {
            code: sorted(code.parameter_names) for code in ErrorCode
        }
        # What the trail may tell about; whoever shows it has a word for each.
        schemas[AuditRow.__name__]["x-vocabulary"] = {
            entity: sorted(fields) for entity, fields in ENTITIES.items()
        }
        app.openapi_schema = described
    return app.openapi_schema
