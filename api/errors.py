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

from api.body import LARGEST_BODY_BYTES
from api.refused_values import FieldProblem
from core.error_codes import ErrorCode, Parameter, Parameters
from core.errors import (
    BusUnavailable,
    CallCentreError,
    Conflict,
    FieldFault,
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
    BusUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    TelephonyError: HTTPStatus.SERVICE_UNAVAILABLE,
    TelephonyRefused: HTTPStatus.BAD_GATEWAY,
}

# What is said of a body as a whole, before any field of it is read. Ours is one status for bad input.
_BODY_FAULTS: Final[Mapping[HTTPStatus, FieldFault]] = {
    # FastAPI's word for one that is no text, or nested too deeply.
    HTTPStatus.BAD_REQUEST: FieldFault.of("body", ErrorCode.NOT_JSON),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: FieldFault.of(
        "body", ErrorCode.BODY_TOO_LARGE, max_kibibytes=LARGEST_BODY_BYTES // 1024
    ),
}
_MEDIA_TYPE: Final = "application/problem+json"
_PROBLEM_SCHEMA: Final = {"$ref": "#/components/schemas/Problem"}

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
    content = {_MEDIA_TYPE: {"schema": _PROBLEM_SCHEMA}}
    return {int(status_of(error)): {"content": content} for error in errors}


def problem_schemas() -> dict[str, Any]:
    """The schemas that `problems` refers to, by name."""
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    return {**problem.pop("$defs"), Problem.__name__: problem}


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
        media_type=_MEDIA_TYPE,
        headers=dict(headers or {}),
    )


def install(app: FastAPI) -> None:
    app.add_exception_handler(CallCentreError, _render_domain_error)
    app.add_exception_handler(RequestValidationError, _render_validation_error)
    app.add_exception_handler(HTTPException, _render_http_error)
    app.add_exception_handler(OperationalError, _render_storage_error)
    app.add_exception_handler(Exception, _render_fault)


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
    return _invalid([FieldProblem.of_form(fault) for fault in error.errors()])


def _invalid(faults: Sequence[FieldProblem]) -> JSONResponse:
    detail = "; ".join(f"{fault.field}: {fault.reason}" for fault in faults)
    return problem_response(ErrorCode.INVALID_INPUT, HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors=faults)


async def _render_http_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    if status in _BODY_FAULTS:
        return _invalid([FieldProblem.of(_BODY_FAULTS[status])])
    nowhere = status is HTTPStatus.NOT_FOUND
    code = ErrorCode.NO_SUCH_ADDRESS if nowhere else ErrorCode.MALFORMED_REQUEST
    return problem_response(code, status, str(error.detail), headers=error.headers)


async def _render_storage_error(_request: Request, error: Exception) -> JSONResponse:
    log.error("api.database_away", error=str(error))
    return problem_response(ErrorCode.STORAGE_UNAVAILABLE, HTTPStatus.SERVICE_UNAVAILABLE)


async def _render_fault(_request: Request, _error: Exception) -> JSONResponse:
    """A fault of ours. Whoever runs the application gets the exception as well, and logs it."""
    return problem_response(ErrorCode.UNEXPECTED, HTTPStatus.INTERNAL_SERVER_ERROR)
