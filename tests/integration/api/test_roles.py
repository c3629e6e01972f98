"""Who may do what, and that a guessed id opens nothing; `docs/roles.md` tells the same to people."""

from typing import Any, Final
from uuid import UUID

import httpx
import pytest
import requests

from core.users.models import Role
from tests.factories import some_id
from tests.fixtures.interface_thread import InterfaceThread
from tests.integration.api.day_at_work import COLLEAGUES_CALL, OPERATORS_CALL, SALES_CALL

OPERATOR, SALES, SUPERVISOR, ADMIN, STRANGER = Role.OPERATOR, Role.SALES, Role.SUPERVISOR, Role.ADMIN, None
NO_CALL: Final = some_id(99)
VERDICT: Final = {"disposition": "refused"}


def ask(
    interface: InterfaceThread, role: Role | None, method: str, path: str, json: Any = None
) -> httpx.Response:
    request = requests.Request(method, f"http://testserver/api/v1{path}", json=json)
    return interface.send(request.prepare(), role)


@pytest.mark.parametrize(
    ("role", "call_id", "status"),
    [
        (OPERATOR, OPERATORS_CALL, 200),
        (OPERATOR, SALES_CALL, 404),
        (OPERATOR, COLLEAGUES_CALL, 404),
        (SALES, SALES_CALL, 200),
        (SALES, OPERATORS_CALL, 404),
        (SUPERVISOR, COLLEAGUES_CALL, 200),
        (ADMIN, COLLEAGUES_CALL, 200),
        (STRANGER, OPERATORS_CALL, 401),
    ],
)
def test_a_call_is_shown_to_whose_it_is_and_to_supervisors(
    interface: InterfaceThread, role: Role | None, call_id: UUID, status: int
) -> None:
    assert ask(interface, role, "GET", f"/calls/{call_id}").status_code == status


@pytest.mark.parametrize(
    ("role", "call_id", "status"),
    [
        (OPERATOR, OPERATORS_CALL, 200),
        (OPERATOR, SALES_CALL, 404),
        (OPERATOR, COLLEAGUES_CALL, 404),
        (SALES, SALES_CALL, 200),
        (SALES, COLLEAGUES_CALL, 200),
        (SUPERVISOR, COLLEAGUES_CALL, 200),
        (ADMIN, COLLEAGUES_CALL, 200),
        (STRANGER, OPERATORS_CALL, 401),
    ],
)
def test_a_recording_is_heard_and_offered_by_the_same_rule(
    interface: InterfaceThread, role: Role | None, call_id: UUID, status: int
) -> None:
    assert ask(interface, role, "GET", f"/calls/{call_id}/recording").status_code == status
    history = ask(interface, role, "GET", f"/clients/{call_id}/contacts").json()
    if role is not STRANGER:
        [contact] = history["items"]
        assert (contact["recording_url"] is not None) == (status == 200)


def test_what_one_may_not_see_looks_as_if_it_were_not_there(interface: InterfaceThread) -> None:
    for path in ("", "/recording"):
        hidden = ask(interface, OPERATOR, "GET", f"/calls/{COLLEAGUES_CALL}{path}").text
        missing = ask(interface, OPERATOR, "GET", f"/calls/{NO_CALL}{path}").text
        assert hidden.replace(str(COLLEAGUES_CALL), "") == missing.replace(str(NO_CALL), "")


@pytest.mark.parametrize("call_id", [SALES_CALL, COLLEAGUES_CALL, NO_CALL])
@pytest.mark.parametrize(
    ("method", "action", "body"),
    [
        ("PUT", "answers/comment", {"value": "mine"}),
        ("PUT", "disposition", VERDICT),
    ],
)
def test_nobody_writes_into_a_call_of_another(
    interface: InterfaceThread, call_id: UUID, method: str, action: str, body: Any
) -> None:
    for role in (OPERATOR, SUPERVISOR, STRANGER):
        refused = ask(interface, role, method, f"/calls/{call_id}/{action}", body)
        assert refused.status_code in (401, 403, 404)
    if call_id != NO_CALL:
        call = ask(interface, SUPERVISOR, "GET", f"/calls/{call_id}").json()
        assert (call["answers"], call["disposition"]) == ({}, None)


@pytest.mark.parametrize(
    ("method", "path", "body", "allowed"),
    [
        ("GET", "/clients", None, {OPERATOR, SALES, SUPERVISOR, ADMIN}),
        ("GET", f"/clients/{OPERATORS_CALL}", None, {OPERATOR, SALES, SUPERVISOR, ADMIN}),
        (
            "PATCH",
            f"/clients/{OPERATORS_CALL}",
            {"time_zone": "Asia/Omsk"},
            {OPERATOR, SALES, SUPERVISOR, ADMIN},
        ),
        ("GET", "/floor", None, {SUPERVISOR, ADMIN}),
        ("GET", "/campaigns", None, {SUPERVISOR, ADMIN}),
        ("GET", f"/campaigns/{OPERATORS_CALL}", None, {SUPERVISOR, ADMIN}),
        ("POST", f"/campaigns/{OPERATORS_CALL}/pause", None, {SUPERVISOR, ADMIN}),
        ("POST", f"/campaigns/{OPERATORS_CALL}/stop", None, {SUPERVISOR, ADMIN}),
        ("POST", f"/campaigns/{OPERATORS_CALL}/leads", None, {SUPERVISOR, ADMIN}),
        ("POST", "/calls", {"client_id": str(NO_CALL), "phone_number": "+79161234567"}, {OPERATOR, SALES}),
        ("POST", f"/calls/{NO_CALL}/hangup", None, {OPERATOR, SALES}),
        ("POST", "/operator/preview/accept", {"preview_id": str(NO_CALL)}, {OPERATOR, SALES}),
        (
            "POST",
            "/operator/preview/skip",
            {"preview_id": str(NO_CALL), "reason": "other"},
            {OPERATOR, SALES},
        ),
        ("PUT", "/operator/state", {"state": "available"}, {OPERATOR, SALES}),
        ("DELETE", "/operator/line", None, {OPERATOR, SALES}),
        ("GET", "/users", None, {ADMIN}),
        ("POST", "/users", {"login": "-", "name": "Anna", "role": "operator"}, {ADMIN}),
        ("PATCH", f"/users/{NO_CALL}", {"role": "admin"}, {ADMIN}),
        ("POST", f"/users/{NO_CALL}/password", {}, {ADMIN}),
        ("POST", f"/users/{NO_CALL}/off", None, {ADMIN}),
        ("POST", f"/users/{NO_CALL}/on", None, {ADMIN}),
        (
            "PUT",
            "/session/password",
            {"present_password": "x", "new_password": "correct horse"},
            {OPERATOR, SALES, SUPERVISOR, ADMIN},
        ),
    ],
)
def test_a_door_opens_to_its_roles_only(
    interface: InterfaceThread, method: str, path: str, body: Any, allowed: set[Role]
) -> None:
    answers = {role: ask(interface, role, method, path, body).status_code for role in (*Role, STRANGER)}

    assert answers.pop(STRANGER) == 401
    assert {role for role, status in answers.items() if status != 403} == allowed
