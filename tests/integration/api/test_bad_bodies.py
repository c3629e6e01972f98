"""Bodies that nobody means well: too deep, too large, no text, twice the same key, numbers without end."""

import json
from typing import Any, Final

import httpx
import pytest
import requests

from api.body import LARGEST_BODY_BYTES
from core.users.models import Role
from tests.fixtures.interface_thread import InterfaceThread
from tests.integration.api.day_at_work import DISPOSED_CALLS, OPERATORS_CALL

DEPTH = 10_000
VERDICT = f"/calls/{OPERATORS_CALL}/disposition"
ANSWERS = f"/calls/{OPERATORS_CALL}/answers"
BODIES_GO_TO: Final = [
    ("POST", "/session"),
    ("PATCH", "/session"),
    ("PUT", "/session/password"),
    ("PUT", "/operator/state"),
    ("POST", "/calls"),
    ("PUT", f"{ANSWERS}/comment"),
    ("PUT", VERDICT),
]


def send(interface: InterfaceThread, method: str, path: str, body: bytes) -> httpx.Response:
    request = requests.Request(
        method,
        f"http://testserver/api/v1{path}",
        data=body,
        headers={"Content-Type": "application/json"},
    )
    return interface.send(request.prepare(), Role.OPERATOR)


def assert_refused(answer: httpx.Response, *fields: str) -> None:
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    problem = answer.json()
    assert [fault["field"] for fault in problem["errors"]] == list(fields) or not fields
    assert problem["errors"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"[" * DEPTH + b"]" * DEPTH, id="lists in lists"),
        pytest.param(b'{"value":' * DEPTH + b"1" + b"}" * DEPTH, id="objects in objects"),
        pytest.param(b'{"value": ' + b"[" * DEPTH, id="deep and cut off"),
        pytest.param(b"\xff\xfe\x00", id="no text"),
        pytest.param('{"value": "да"}'.encode("koi8-r"), id="another alphabet"),
        pytest.param(b'{"value": "\x00"}', id="a bare NUL"),
        pytest.param(b'{"value": "line\nbreak"}', id="a bare line break"),
        pytest.param(b"NaN", id="not a number"),
        pytest.param(b"1" * 5000, id="more digits than are read"),
        pytest.param(b"1e999", id="beyond all numbers"),
        pytest.param(b"'value'", id="not JSON"),
        pytest.param(b'{"value": 1} {"value": 2}', id="two bodies"),
        pytest.param(b"null", id="null"),
        pytest.param(b'{"value": "' + b"x" * LARGEST_BODY_BYTES + b'"}', id="too large"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_a_body_that_is_no_object_is_refused_everywhere(interface: InterfaceThread, body: bytes) -> None:
    for method, path in BODIES_GO_TO:
        assert_refused(send(interface, method, path, body), "body")


@pytest.mark.parametrize("depth", [20, 100, 200, 400, 600, 800, 900, 950, 1000, 2000])
@pytest.mark.parametrize("question_id", ["has_internet", "services", "budget", "comment"])
def test_an_answer_of_any_depth_is_refused(interface: InterfaceThread, question_id: str, depth: int) -> None:
    body = b'{"value": ' + b"[" * depth + b"1" + b"]" * depth + b"}"

    assert_refused(send(interface, "PUT", f"{ANSWERS}/{question_id}", body))


@pytest.mark.parametrize(
    ("question_id", "value"),
    [
        ("budget", "NaN"),
        ("budget", "Infinity"),
        ("budget", "-Infinity"),
        ("budget", "1e999"),
        ("budget", "-1e999"),
        ("budget", str(2**63)),
        ("budget", str(10**400)),
        ("budget", "true"),
        ("budget", '"5"'),
        ("budget", "[5]"),
        ("budget", '{"a": 5}'),
        ("satisfaction", "NaN"),
        ("satisfaction", "1e999"),
        ("satisfaction", "1.5"),
        ("satisfaction", str(2**64)),
        ("satisfaction", "true"),
        ("has_internet", "NaN"),
        ("has_internet", str(10**400)),
        ("has_internet", '{"id": "yes"}'),
        ("has_internet", '["yes"]'),
        ("has_internet", '"\\ud800"'),
        ("has_internet", '"yes\\u0000"'),
        ("services", '"internet"'),
        ("services", '["internet", "internet"]'),
        ("services", '["internet", null]'),
        ("services", '["internet", NaN]'),
        ("services", '[["internet"]]'),
        ("services", '{"internet": true}'),
        ("install_date", str(2**63)),
        ("install_date", '"99999-01-01"'),
        ("install_date", '"2027-12-05\\u0000"'),
        ("comment", "5"),
        ("comment", '{"a": "b"}'),
        ("comment", '"\\u0000"'),
        ("comment", '"\\ud800"'),
        ("comment", '"\\udc00\\ud800"'),
        ("comment", json.dumps("я" * 4001)),
    ],
)
def test_an_answer_of_the_wrong_kind_names_its_question(
    interface: InterfaceThread, question_id: str, value: str
) -> None:
    body = f'{{"value": {value}}}'.encode()

    assert_refused(send(interface, "PUT", f"{ANSWERS}/{question_id}", body), question_id)


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("PUT", VERDICT, {"disposition": ["refused"]}, "disposition"),
        ("PUT", VERDICT, {"disposition": 2**63}, "disposition"),
        ("PUT", VERDICT, {"disposition": "refused\0"}, "disposition"),
        ("PUT", VERDICT, {"disposition": "refused", "note": {"ru": "да"}}, "note"),
        ("PUT", VERDICT, {"disposition": "refused", "note": "\0"}, "note"),
        ("PUT", VERDICT, {"disposition": "refused", "note": "\ud800"}, "note"),
        ("PUT", VERDICT, {"disposition": "callback", "callback_at": float("nan")}, "callback_at"),
        ("PUT", VERDICT, {"disposition": "callback", "callback_at": float("inf")}, "callback_at"),
        ("PUT", VERDICT, {"disposition": "callback", "callback_at": 2**63}, "callback_at"),
        ("PUT", VERDICT, {"disposition": "callback", "callback_at": "2027-12-05T10:00:00"}, "callback_at"),
        (
            "PUT",
            VERDICT,
            {"disposition": "callback", "callback_at": "9999-12-31T23:59:59-12:00"},
            "callback_at",
        ),
        (
            "PUT",
            VERDICT,
            {"disposition": "callback", "callback_at": "0001-01-01T00:00:00+12:00"},
            "callback_at",
        ),
        ("PUT", "/operator/state", {"state": True}, "state"),
        ("PUT", "/operator/state", {"state": "paused", "reason": 5}, "reason"),
        ("PUT", "/operator/state", {"state": "paused", "reason": "line_lost"}, "body"),
        ("POST", "/calls", {"client_id": 2**63, "phone_number": "+79161234567"}, "client_id"),
        ("POST", "/calls", {"client_id": str(OPERATORS_CALL), "phone_number": 79161234567}, "phone_number"),
        ("PATCH", "/session", {"language": {"ru": 1}}, "language"),
        ("PATCH", "/session", {"language": "ru\0"}, "language"),
        ("PUT", "/session/password", {"present_password": 5, "new_password": "x"}, "present_password"),
        ("PUT", "/session/password", {"present_password": "\ud800", "new_password": "x"}, "present_password"),
        ("POST", "/session", {"login": ["anna"], "password": "x"}, "login"),
        ("POST", "/session", {"login": "anna", "password": 2**63}, "password"),
    ],
)
def test_a_value_of_the_wrong_kind_names_its_field(
    interface: InterfaceThread, method: str, path: str, body: dict[str, Any], field: str
) -> None:
    assert_refused(send(interface, method, path, json.dumps(body).encode()), field)


def test_of_a_key_that_comes_twice_the_last_counts_for_every_check(interface: InterfaceThread) -> None:
    twice = b'{"value": 5, "value": "\\u0000"}'
    assert_refused(send(interface, "PUT", f"{ANSWERS}/comment", twice), "comment")
    role_twice = b'{"language": "en", "role": "admin", "language": "ru"}'
    answer = send(interface, "PATCH", "/session", role_twice)
    assert (answer.json()["language"], answer.json()["role"]) == ("ru", "operator")


LATEST = f"9999-12-31T23:59:59-12:00~{OPERATORS_CALL}"


@pytest.mark.parametrize(
    "cursor", ["W" * 1000, "W1tb" * 250, "bnVsbA==", "WyJhIiwgMV0=", "{}", "\0", "W10=", LATEST]
)
def test_a_cursor_that_was_never_given_out_is_refused(interface: InterfaceThread, cursor: str) -> None:
    for path in ("/clients", f"/clients/{DISPOSED_CALLS[0]}/contacts"):
        request = requests.Request("GET", f"http://testserver/api/v1{path}", params={"after": cursor})
        assert_refused(interface.send(request.prepare(), Role.OPERATOR), "after")
