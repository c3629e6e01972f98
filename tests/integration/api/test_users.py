"""Administrators make and change users; everybody changes the own password."""

from typing import Any

import pytest
from sqlalchemy import select

from core.users.models import Role, User
from core.users.passwords import hash_password, password_matches
from tests.factories import a_user, some_id
from tests.fixtures.api_server import ApiServer

PASSWORD = "correct horse battery"
ANNA = {"login": "Anna", "name": "Анна Петрова", "role": "operator"}


async def users(server: ApiServer, *roles: Role) -> list[User]:
    async with server.story.database.transaction() as session:
        return [await a_user(session, role, login=role.value) for role in roles]


async def hash_of(server: ApiServer, login: str) -> str:
    async with server.story.database.reading() as session:
        return (await session.scalars(select(User.password_hash).where(User.login == login))).one()


def faults(problem: Any) -> dict[str, str]:
    return {fault["field"]: fault["code"] for fault in problem["errors"]}


async def test_a_user_is_made_with_a_password_that_is_told_once(server: ApiServer) -> None:
    [boss] = await users(server, Role.ADMIN)
    async with server.as_user(boss) as client:
        made = await client.post("/users", json=ANNA | {"language": "en"})
        assert made.status_code == 201
        generated, anna = made.json()["generated_password"], made.json()["user"]
        listed = (await client.get("/users")).json()
        trail = (await client.get("/audit", params={"entity": "user"})).text
    assert [one["login"] for one in listed] == ["admin", "anna"]
    assert listed[1] == anna == anna | {"name": "Анна Петрова", "is_active": True, "last_login_at": None}
    assert generated not in trail
    async with server.as_user(None) as client:
        logged_in = await client.post("/session", json={"login": "anna", "password": generated})
        assert (logged_in.status_code, logged_in.json()["language"]) == (200, "en")
    async with server.as_user(boss) as client:
        again = (await client.get("/users")).json()
    assert again[1]["last_login_at"] is not None


async def test_a_password_that_was_chosen_is_not_told_back(server: ApiServer) -> None:
    [boss] = await users(server, Role.ADMIN)
    async with server.as_user(boss) as client:
        made = await client.post("/users", json=ANNA | {"password": PASSWORD})
        assert PASSWORD not in made.text
        assert made.json()["generated_password"] is None
        another = await client.post(f"/users/{made.json()['user']['id']}/password", json={})
    assert password_matches(another.json()["generated_password"], await hash_of(server, "anna"))


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"login": "anna petrova"}, {"login": "not_a_login"}),
        ({"login": " ADMIN "}, {"login": "login_taken"}),
        ({"login": ""}, {"login": "too_short"}),
        ({"name": " "}, {"name": "too_short"}),
        ({"name": "An\tna", "password": "short"}, {"name": "control_characters", "password": "too_short"}),
        ({"password": "x" * 201}, {"password": "too_long"}),
        ({"password": ""}, {"password": "too_short"}),
        ({"login": "anna.petrova", "password": "Anna.Petrova"}, {"password": "password_is_login"}),
        ({"role": "chief"}, {"role": "unknown_choice"}),
        ({"is_active": False}, {"is_active": "malformed"}),
    ],
)
async def test_each_field_that_cannot_be_is_named(
    server: ApiServer, wrong: dict[str, Any], expected: dict[str, str]
) -> None:
    [boss] = await users(server, Role.ADMIN)
    async with server.as_user(boss) as client:
        refused = await client.post("/users", json=ANNA | wrong)
    assert refused.status_code == 422
    assert faults(refused.json()) == expected


async def test_name_role_and_language_are_changed_and_the_rest_stays(server: ApiServer) -> None:
    boss, sales = await users(server, Role.ADMIN, Role.SALES)
    async with server.as_user(boss) as client:
        before = {one["login"]: one for one in (await client.get("/users")).json()}["sales"]
        changed = await client.patch(f"/users/{sales.id}", json={"name": "Вера", "role": "operator"})
        assert changed.json() == before | {"name": "Вера", "role": "operator"}
        assert (await client.patch(f"/users/{sales.id}", json={"login": "vera"})).status_code == 422


async def test_whoever_is_switched_off_is_a_stranger_with_the_next_request(server: ApiServer) -> None:
    boss, sales = await users(server, Role.ADMIN, Role.SALES)
    async with server.as_user(boss) as admin, server.as_user(sales) as client:
        assert (await client.get("/clients")).status_code == 200
        assert (await admin.post(f"/users/{sales.id}/off")).json()["is_active"] is False
        assert (await client.get("/clients")).status_code == 401
        assert (await admin.post(f"/users/{sales.id}/on")).json()["is_active"] is True
        assert (await client.get("/clients")).status_code == 401, "the old session opened again"


async def test_the_last_administrator_is_kept(server: ApiServer) -> None:
    [boss] = await users(server, Role.ADMIN)
    async with server.as_user(boss) as client:
        for refused in (
            await client.post(f"/users/{boss.id}/off"),
            await client.patch(f"/users/{boss.id}", json={"role": "operator"}),
        ):
            assert (refused.status_code, refused.json()["code"]) == (409, "last_administrator")
        assert (await client.get("/users")).status_code == 200


async def test_nobody_is_not_found(server: ApiServer) -> None:
    [boss] = await users(server, Role.ADMIN)
    async with server.as_user(boss) as client:
        for answer in (
            await client.patch(f"/users/{some_id(9)}", json={}),
            await client.post(f"/users/{some_id(9)}/password", json={}),
            await client.post(f"/users/{some_id(9)}/off"),
            await client.post(f"/users/{some_id(9)}/on"),
        ):
            assert (answer.status_code, answer.json()["parameters"]["kind"]) == (404, "user")


async def test_ones_own_password_is_changed_by_whoever_knows_it(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        anna = await a_user(session)
        anna.password_hash = hash_password(PASSWORD)
    async with server.as_user(anna) as here, server.as_user(anna) as elsewhere:
        wrong = {"present_password": "battery staple", "new_password": "something long"}
        refused = await here.put("/session/password", json=wrong)
        assert (refused.status_code, faults(refused.json())) == (422, {"present_password": "wrong_password"})
        short = {"present_password": PASSWORD, "new_password": "short"}
        refused = await here.put("/session/password", json=short)
        assert faults(refused.json()) == {"new_password": "too_short"}
        right = {"present_password": PASSWORD, "new_password": "something long"}
        assert (await here.put("/session/password", json=right)).status_code == 204
        assert (await here.get("/clients")).status_code == 200
        assert (await elsewhere.get("/clients")).status_code == 401
    assert password_matches("something long", await hash_of(server, anna.login))


async def test_guessing_the_present_password_is_slowed_down_like_a_log_in(server: ApiServer) -> None:
    [sales] = await users(server, Role.SALES)
    application: Any = server.http.config.app
    async with server.as_user(sales) as client:
        guess = {"present_password": "x", "new_password": "something long"}
        for _ in range(10):
            application.state.context.login_limit.check("SALES", "-", server.story.clock.now())
        refused = await client.put("/session/password", json=guess)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_attempts")
    assert int(refused.headers["retry-after"]) > 0
