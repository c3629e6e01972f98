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

from api.refused_values import FieldProblem
from core.error_codes import ErrorCode, Parameter, Parameters
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


class Problem(BaseModel):
    """RFC 9457. `type` is a relative reference that ends with the code; see `docs/problems.md`."""

    type: str
    title: str
    status: int
    code: ErrorCode
    parameters: dict[str, Parameter]
    detail: str
    """In English, for whoever has no text of their own for the code."""
    errors: list[FieldProblem]
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
    code: ErrorCode,
    status: HTTPStatus,
    detail: str | None = None,
    *,
    parameters: Parameters | None = None,
    errors: Sequence[FieldProblem] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """`detail` takes the place of the code's own sentence."""
    parameters = parameters or {}
    problem = Problem(
        type=f"/problems/{code}",
        title=status.phrase,
        status=status,
        code=code,
        parameters=dict(parameters),
        detail=code.in_english(parameters) if detail is None else detail,
        errors=list(errors),
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
        error.code,
        status_of(type(error)),
        str(error),
        parameters=error.parameters,
        errors=[FieldProblem.of(fault) for fault in faults],
        headers=headers,
    )


async def _render_validation_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    faults = [FieldProblem.of_form(fault) for fault in error.errors()]
    detail = "; ".join(f"{fault.field}: {fault.reason}" for fault in faults)
    return problem_response(ErrorCode.INVALID_INPUT, HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors=faults)


async def _render_http_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    nowhere = status is HTTPStatus.NOT_FOUND
    code = ErrorCode.NO_SUCH_ADDRESS if nowhere else ErrorCode.MALFORMED_REQUEST
    return problem_response(code, status, str(error.detail), headers=error.headers)


async def _render_storage_error(_request: Request, error: Exception) -> JSONResponse:
    log.error("api.database_away", error=str(error))
    return problem_response(ErrorCode.STORAGE_UNAVAILABLE, HTTPStatus.SERVICE_UNAVAILABLE)
