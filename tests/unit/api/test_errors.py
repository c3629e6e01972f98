"""Every error of ours has a status, and every refusal names its field."""

import json
from collections.abc import AsyncIterator, Iterator
from http import HTTPStatus
from typing import Annotated, Any, Literal
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI, Query
from pydantic import BaseModel, Field, ValidationError
from sqlalchemy.exc import OperationalError

from api.errors import install, problems, status_of
from api.refused_values import FieldProblem
from core.error_codes import ErrorCode
from core.errors import (
    AlreadyDisposed,
    BusUnavailable,
    CallCentreError,
    Conflict,
    FieldFault,
    InvalidInput,
    InvalidTransition,
    NotAllowed,
    NotFound,
    NotLoggedIn,
    StorageUnavailable,
    TelephonyError,
    TelephonyRefused,
    TelephonyUnavailable,
    TelephonyUncertain,
    TooManyAttempts,
)
from core.users.models import Language

STATUSES = {
    NotFound: 404,
    NotAllowed: 403,
    NotLoggedIn: 401,
    InvalidInput: 422,
    Conflict: 409,
    InvalidTransition: 409,
    AlreadyDisposed: 409,
    TooManyAttempts: 429,
    StorageUnavailable: 503,
    BusUnavailable: 503,
    TelephonyError: 503,
    TelephonyUnavailable: 503,
    TelephonyRefused: 502,
    TelephonyUncertain: 503,
}


def every_error(base: type[CallCentreError]) -> Iterator[type[CallCentreError]]:
    for one in base.__subclasses__():
        yield one
        yield from every_error(one)


def test_every_class_of_errors_is_in_this_table() -> None:
    assert {one for one in every_error(CallCentreError) if one.__module__ == "core.errors"} == set(STATUSES)


@pytest.mark.parametrize("error", STATUSES, ids=lambda error: error.__name__)
def test_an_error_has_the_status(error: type[CallCentreError]) -> None:
    assert status_of(error) == STATUSES[error]


def test_an_error_of_no_known_class_is_a_fault_of_ours() -> None:
    assert status_of(CallCentreError) is HTTPStatus.INTERNAL_SERVER_ERROR


def test_a_new_class_takes_the_status_of_its_nearest_ancestor() -> None:
    class Busy(TelephonyRefused):
        pass

    assert status_of(Busy) is HTTPStatus.BAD_GATEWAY


def test_a_route_documents_what_it_may_answer() -> None:
    assert set(problems(NotFound, InvalidTransition, AlreadyDisposed)) == {404, 409}


class Row(BaseModel):
    name: str


class Body(BaseModel):
    items: list[Row]


RAISED: dict[str, Exception] = {
    "not-found": NotFound("call", 7),
    "invalid": InvalidInput(
        FieldFault.of("age", ErrorCode.TOO_LOW, min=18), FieldFault.of("name", ErrorCode.IS_EMPTY)
    ),
    "too-many": TooManyAttempts(retry_after_seconds=9),
    "away": OperationalError("SELECT secret", {}, OSError("connection refused")),
}


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    install(app)

    @app.get("/raise/{name}")
    async def raise_it(name: str) -> None:
        raise RAISED[name]

    @app.post("/rows")
    async def rows(body: Body, limit: Annotated[int, Query(ge=1)] = 1) -> None: ...

    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


async def problem(answer: httpx.Response) -> dict[str, Any]:
    assert answer.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    assert found["status"] == answer.status_code
    assert found["title"] == HTTPStatus(answer.status_code).phrase
    return found


async def test_an_error_becomes_a_problem_document(client: httpx.AsyncClient) -> None:
    found = await problem(await client.get("/raise/not-found"))

    assert (found["type"], found["status"], found["detail"]) == ("/problems/not_found", 404, "No call 7")
    assert (found["code"], found["parameters"]) == ("not_found", {"kind": "call", "identity": "7"})


async def test_every_refused_value_is_named(client: httpx.AsyncClient) -> None:
    found = await problem(await client.get("/raise/invalid"))

    assert found["errors"] == [
        {"field": "age", "code": "too_low", "parameters": {"min": 18}, "reason": "is below 18"},
        {"field": "name", "code": "is_empty", "parameters": {}, "reason": "is empty"},
    ]


async def test_who_tries_too_often_is_told_when_to_come_back(client: httpx.AsyncClient) -> None:
    answer = await client.get("/raise/too-many")

    assert (answer.status_code, answer.headers["retry-after"]) == (429, "9")


async def test_a_database_that_is_away_gives_nothing_away(client: httpx.AsyncClient) -> None:
    found = await problem(await client.get("/raise/away"))

    assert found["type"] == "/problems/storage_unavailable"
    assert "secret" not in json.dumps(found)


async def test_a_path_that_does_not_exist_is_a_problem_too(client: httpx.AsyncClient) -> None:
    assert (await problem(await client.get("/nowhere")))["code"] == "no_such_address"
    assert (await problem(await client.put("/rows")))["code"] == "malformed_request"


@pytest.mark.parametrize(
    ("query", "body", "fields"),
    [
        ("", b'{"items": [{"name": "a"}, {"name": 5}]}', ["items.1.name"]),
        ("", b'{"items": [{}]}', ["items.0.name"]),
        ("", b"{}", ["items"]),
        ("", b"[]", ["body"]),
        ("", b"", ["body"]),
        ("", b'{"items": [', ["body"]),
        ("?limit=0", b'{"items": []}', ["limit"]),
        ("?limit=x", b"{}", ["limit", "items"]),
    ],
    ids=[
        "a wrong value",
        "a missing value",
        "nothing in it",
        "a list",
        "no body",
        "cut off",
        "a query",
        "two",
    ],
)
async def test_a_malformed_request_names_the_path_of_each_fault(
    client: httpx.AsyncClient, query: str, body: bytes, fields: list[str]
) -> None:
    answer = await client.post(f"/rows{query}", content=body, headers={"content-type": "application/json"})
    found = await problem(answer)

    assert (found["status"], found["type"]) == (422, "/problems/invalid_input")
    assert [fault["field"] for fault in found["errors"]] == fields
    assert all(fault["reason"] for fault in found["errors"])


class EveryForm(BaseModel):
    name: str = Field(min_length=2, max_length=3)
    count: int = Field(ge=1, le=9)
    share: float
    tags: list[str]
    kind: Literal["call", "mail"]
    language: Language
    id: UUID


WHOLE = {
    "name": "abc",
    "count": 5,
    "share": 0.5,
    "tags": [],
    "kind": "call",
    "language": "ru",
    "id": "0" * 32,
}


@pytest.mark.parametrize(
    ("field", "value", "code", "parameters"),
    [
        ("name", 5, "needs_text", {}),
        ("name", "a", "too_short", {"min": 2}),
        ("name", "abcd", "too_long", {"max": 3}),
        ("count", "x", "needs_whole_number", {}),
        ("count", 1.5, "needs_whole_number", {}),
        ("count", [], "needs_whole_number", {}),
        ("count", 0, "too_low", {"min": 1}),
        ("count", 10, "too_high", {"max": 9}),
        ("share", "x", "needs_number", {}),
        ("share", None, "needs_number", {}),
        ("tags", "x", "needs_list", {}),
        ("kind", "fax", "unknown_choice", {"choices": "'call' or 'mail'"}),
        ("language", "fr", "unknown_choice", {"choices": "'ru' or 'en'"}),
        ("id", "x", "malformed", {}),
    ],
)
def test_a_fault_of_form_has_a_code_of_ours(field: str, value: Any, code: str, parameters: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        EveryForm.model_validate(WHOLE | {field: value})
    [fault] = refused.value.errors()
    found = FieldProblem.of_form({**fault, "loc": ("body", *fault["loc"])})

    assert (found.field, found.code, found.parameters) == (field, code, parameters)
    assert found.parameters.keys() == found.code.parameter_names
    assert found.reason


def test_a_missing_value_and_broken_json_have_codes_too() -> None:
    missing = {"type": "missing", "loc": ("body", "name"), "msg": "Field required"}
    broken = {"type": "json_invalid", "loc": ("body", 7), "msg": "JSON decode error", "ctx": {"error": "x"}}

    assert FieldProblem.of_form(missing).code is ErrorCode.IS_MISSING
    assert FieldProblem.of_form(broken).code is ErrorCode.NOT_JSON
