"""The one table from domain errors to HTTP: every error is a problem document (RFC 9457)."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from core.errors import (
    CallCentreError,
    Conflict,
    InvalidInput,
    NotAllowed,
    NotFound,
    NotLoggedIn,
    StorageUnavailable,
    TelephonyError,
    TelephonyRefused,
    TooManyAttempts,
)

_STATUS: Final[Mapping[type[CallCentreError], HTTPStatus]] = {
    NotFound: HTTPStatus.NOT_FOUND,
    NotAllowed: HTTPStatus.FORBIDDEN,
    NotLoggedIn: HTTPStatus.UNAUTHORIZED,
    InvalidInput: HTTPStatus.UNPROCESSABLE_ENTITY,
    Conflict: HTTPStatus.CONFLICT,
    TooManyAttempts: HTTPStatus.TOO_MANY_REQUESTS,
    StorageUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    TelephonyError: HTTPStatus.SERVICE_UNAVAILABLE,
    TelephonyRefused: HTTPStatus.BAD_GATEWAY,
}

log = structlog.get_logger()


class FieldProblem(BaseModel):
    field: str
    reason: str


class Problem(BaseModel):
    """RFC 9457. `type` is a relative reference that names the kind of error."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = []
    """One for each value that was refused."""


def status_of(error: type[CallCentreError]) -> HTTPStatus:
    """The status of an error class, or of its nearest ancestor in the table."""
    return next(
        (_STATUS[base] for base in error.__mro__ if base in _STATUS), HTTPStatus.INTERNAL_SERVER_ERROR
    )


def problems(*errors: type[CallCentreError]) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route that may raise these."""
    return {int(status_of(error)): {"model": Problem} for error in errors}


def problem_response(
    kind: str,
    status: HTTPStatus,
    detail: str,
    errors: Sequence[FieldProblem] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    problem = Problem(
        type=f"/problems/{kind}", title=status.phrase, status=status, detail=detail, errors=list(errors)
    )
    return JSONResponse(
        problem.model_dump(),
        status_code=status,
        media_type="application/problem+json",
        headers=dict(headers or {}),
    )


def install(app: FastAPI) -> None:
    app.add_exception_handler(CallCentreError, _render_domain_error)
    app.add_exception_handler(RequestValidationError, _render_validation_error)
    app.add_exception_handler(HTTPException, _render_http_error)
    app.add_exception_handler(OperationalError, _render_storage_error)


async def _render_domain_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, CallCentreError)
    headers = {}
    if isinstance(error, TooManyAttempts):
        headers["Retry-After"] = str(error.retry_after_seconds)
    faults = error.faults if isinstance(error, InvalidInput) else ()
    return problem_response(
        type(error).__name__,
        status_of(type(error)),
        str(error),
        [FieldProblem(field=fault.field, reason=fault.reason) for fault in faults],
        headers,
    )


async def _render_validation_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    faults = [FieldProblem(field=_field_of(fault), reason=str(fault["msg"])) for fault in error.errors()]
    detail = "; ".join(f"{fault.field}: {fault.reason}" for fault in faults)
    return problem_response("InvalidInput", HTTPStatus.UNPROCESSABLE_ENTITY, detail, faults)


async def _render_http_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    kind = status.phrase.title().replace(" ", "").replace("-", "")
    return problem_response(kind, status, str(error.detail), headers=error.headers)


async def _render_storage_error(_request: Request, error: Exception) -> JSONResponse:
    log.error("api.database_away", error=str(error))
    return problem_response(
        "StorageUnavailable",
        HTTPStatus.SERVICE_UNAVAILABLE,
        "the database does not answer; nothing was stored, try again",
    )


def _field_of(fault: Mapping[str, Any]) -> str:
    """`("body", "items", 3, "name")` is `items.3.name`; the body as a whole is `body`."""
    parts = [str(part) for part in fault["loc"]]
    if fault["type"] == "json_invalid":
        # What follows is a place in the text, no field.
        return parts[0]
    return ".".join(parts[1:]) or ".".join(parts)
