"""A page of another site, open in the same browser, cannot make our user do anything."""

from collections.abc import Mapping
from typing import Final

import httpx
import pytest
import requests

from core.users.models import Role
from tests.fixtures.interface_thread import InterfaceThread
from tests.integration.api.day_at_work import OPERATORS_CALL

HOST: Final = "http://testserver"
DEEDS: Final = [
    ("POST", f"/calls/{OPERATORS_CALL}/hangup", Role.OPERATOR),
    ("POST", "/calls", Role.OPERATOR),
    ("PUT", f"/calls/{OPERATORS_CALL}/disposition", Role.OPERATOR),
    ("PUT", f"/calls/{OPERATORS_CALL}/answers/comment", Role.OPERATOR),
    ("PUT", "/operator/state", Role.OPERATOR),
    ("POST", "/operator/line", Role.OPERATOR),
    ("DELETE", "/operator/line", Role.OPERATOR),
    ("POST", f"/campaigns/{OPERATORS_CALL}/start", Role.SUPERVISOR),
    ("POST", f"/campaigns/{OPERATORS_CALL}/pause", Role.SUPERVISOR),
    ("POST", f"/campaigns/{OPERATORS_CALL}/leads", Role.SUPERVISOR),
    ("POST", "/session", Role.OPERATOR),
    ("PATCH", "/session", Role.OPERATOR),
    ("DELETE", "/session", Role.OPERATOR),
]
FORM: Final = "application/x-www-form-urlencoded"


def send(
    interface: InterfaceThread,
    method: str,
    path: str,
    role: Role,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
) -> httpx.Response:
    request = requests.Request(method, f"{HOST}/api/v1{path}", data=body, headers=headers)
    return interface.send(request.prepare(), role)


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "http://testserver.evil.example",
        "http://evil.example/testserver",
        "http://testserver@evil.example",
        "http://testserver:8080",
        "file://",
    ],
)
def test_whatever_a_foreign_page_sends_is_refused(interface: InterfaceThread, origin: str) -> None:
    for method, path, role in DEEDS:
        for content_type in ("application/json", "text/plain", FORM, "multipart/form-data; boundary=x"):
            headers = {"Origin": origin, "Content-Type": content_type}
            answer = send(interface, method, path, role, headers, b'{"disposition": "refused"}')
            assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin")
            assert "access-control-allow-origin" not in answer.headers


_READ_TOO = ("/session", f"/campaigns/{OPERATORS_CALL}", f"/campaigns/{OPERATORS_CALL}/leads")
"""Under the same address there is something to be looked at."""


def test_nothing_is_done_by_a_link_or_an_image(interface: InterfaceThread) -> None:
    for method in ("GET", "HEAD"):
        for _, path, role in DEEDS:
            if path in _READ_TOO:
                continue
            assert send(interface, method, path, role).status_code == 405


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_browser_that_asks_for_a_foreign_page_is_given_no_leave(
    interface: InterfaceThread, method: str
) -> None:
    for _, path, role in DEEDS:
        asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": method}
        answer = send(interface, "OPTIONS", path, role, asked)
        assert answer.status_code == 405
        assert not any(name.startswith("access-control-") for name in answer.headers)


@pytest.mark.parametrize("content_type", ["text/plain", FORM, "multipart/form-data; boundary=x", ""])
def test_what_a_form_can_send_is_not_taken_for_json(interface: InterfaceThread, content_type: str) -> None:
    bodies = {
        f"/calls/{OPERATORS_CALL}/disposition": b'{"disposition": "refused", "note": "="}',
        "/operator/state": b'{"state": "paused", "reason": "lunch"}',
    }
    for path, body in bodies.items():
        headers = {"Content-Type": content_type} if content_type else {}
        assert send(interface, "PUT", path, Role.OPERATOR, headers, body).status_code == 422
    call = send(interface, "GET", f"/calls/{OPERATORS_CALL}", Role.OPERATOR).json()
    assert call["disposition"] is None


def test_our_own_page_is_let_in(interface: InterfaceThread) -> None:
    headers = {"Content-Type": "application/json", "Origin": HOST}
    answer = send(interface, "PATCH", "/session", Role.OPERATOR, headers, b'{"language": "en"}')
    assert answer.status_code == 200
