"""Users are made and changed, each change is in the trail without a password, and an administrator stays."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.trail import audit_page
from core.db import Database
from core.error_codes import ErrorCode
from core.errors import Conflict, InvalidInput, NotFound, NotLoggedIn
from core.users.models import Language, Role, User, UserSession
from core.users.passwords import hash_password, password_matches
from core.users.service import (
    NewUser,
    UserChange,
    add_user,
    all_users,
    change_own_password,
    change_user,
    give_password,
    one_user,
    switch_off,
    switch_on,
    user_with_login,
    without_telephone,
)
from core.users.sessions import active_user, open_session, user_of_session
from tests.factories import a_user
from tests.fakes.clock import T0

PASSWORD = "correct horse battery"
OTHER_PASSWORD = "staple of another kind"


def anna(**values: Any) -> NewUser:
    return NewUser(**({"login": "anna", "name": "Анна Петрова", "role": Role.OPERATOR} | values))


async def boss_and(session: AsyncSession, role: Role) -> tuple[User, User]:
    return await a_user(session, Role.ADMIN, login="boss"), await a_user(session, role, login="anna")


async def faults_of(awaited: Awaitable[object]) -> list[tuple[str, ErrorCode]]:
    with pytest.raises(InvalidInput) as refused:
        await awaited
    return [(fault.field, fault.code) for fault in refused.value.faults]


async def test_a_new_user_can_log_in_with_the_password_that_was_given(database: Database) -> None:
    async with database.transaction() as session:
        user_id = await add_user(session, anna(login=" Anna "), PASSWORD, user_id=None, now=T0)
    async with database.reading() as session:
        account = await one_user(session, user_id)
        user = await active_user(session, "ANNA")
    assert (account.login, account.name, account.role) == ("anna", "Анна Петрова", Role.OPERATOR)
    assert (account.language, account.is_active, account.last_login_at) == (Language.RUSSIAN, True, None)
    assert user is not None
    assert password_matches(PASSWORD, user.password_hash)


@pytest.mark.parametrize("login", ["anna petrova", "анна", "-anna", "anna.", "a/b", "a\0b", "<b>", "İ"])
async def test_a_login_has_signs_only_that_every_keyboard_has(database: Database, login: str) -> None:
    async with database.transaction() as session:
        asked = add_user(session, anna(login=login), PASSWORD, user_id=None, now=T0)
        assert await faults_of(asked) == [("login", ErrorCode.NOT_A_LOGIN)]


@pytest.mark.parametrize("login", ["a", "7", "anna.petrova@example.com", "a_b-c+d", "x" * 64])
async def test_what_people_use_as_a_login_is_one(database: Database, login: str) -> None:
    async with database.transaction() as session:
        await add_user(session, anna(login=login), PASSWORD, user_id=None, now=T0)


async def test_a_login_is_given_once_in_whatever_case(database: Database) -> None:
    async with database.transaction() as session:
        boss, _ = await boss_and(session, Role.OPERATOR)
        await switch_off(session, (await user_with_login(session, "anna")).id, user_id=boss.id, now=T0)
    async with database.transaction() as session:
        asked = add_user(session, anna(login="ANNA"), PASSWORD, user_id=boss.id, now=T0)
        assert await faults_of(asked) == [("login", ErrorCode.LOGIN_TAKEN)]


async def test_every_field_that_is_wrong_is_named_at_once(database: Database) -> None:
    async with database.transaction() as session:
        asked = add_user(session, anna(login="a b", name="An\tna"), "short", user_id=None, now=T0)
        faults = await faults_of(asked)
    assert sorted(field for field, _ in faults) == ["login", "name", "password"]


async def test_the_trail_tells_every_change_and_no_password(database: Database) -> None:
    async with database.transaction() as session:
        boss, _ = await boss_and(session, Role.SALES)
        made: Any = {"user_id": boss.id, "now": T0}
        user_id = await add_user(session, anna(login="vera"), PASSWORD, **made)
        await change_user(session, user_id, UserChange(name="Вера", role=Role.SALES), **made)
        await change_user(session, user_id, UserChange(language=Language.ENGLISH), **made)
        await change_user(session, user_id, UserChange(name="Вера"), **made)
        await give_password(session, user_id, OTHER_PASSWORD, **made)
        vera = await session.get_one(User, user_id)
        await change_own_password(session, vera, OTHER_PASSWORD, PASSWORD, token="-", now=T0)
        await switch_off(session, user_id, **made)
        await switch_off(session, user_id, **made)
        await switch_on(session, user_id, **made)
    async with database.reading() as session:
        entries = (await audit_page(session, entity="user", entity_id=str(user_id))).items
        hashes = set(await session.scalars(select(User.password_hash)))
    assert [
        {change.field: (change.before, change.after) for change in entry.changes}
        for entry in reversed(entries)
    ] == [
        {
            "login": (None, "vera"),
            "name": (None, "Анна Петрова"),
            "role": (None, "operator"),
            "language": (None, "ru"),
            "is_active": (None, True),
            "password": (None, "set"),
        },
        {"name": ("Анна Петрова", "Вера"), "role": ("operator", "sales")},
        {"language": ("ru", "en")},
        {"password": ("set", "replaced")},
        {"password": ("set", "replaced")},
        {"is_active": (True, False)},
        {"is_active": (False, True)},
    ]
    assert [entry.user_name for entry in reversed(entries)].count("Boss") == 6
    for secret in (PASSWORD, OTHER_PASSWORD, *hashes - {"-"}):
        assert secret not in str(entries)


async def sessions_of(session: AsyncSession, user: User) -> int:
    statement = select(func.count()).select_from(UserSession).where(UserSession.user_id == user.id)
    return await session.scalar(statement) or 0


async def test_whoever_is_switched_off_has_no_session_and_gets_none(database: Database) -> None:
    async with database.transaction() as session:
        boss, user = await boss_and(session, Role.OPERATOR)
        tokens = [await open_session(session, user, T0) for _ in range(3)]
        bosses = await open_session(session, boss, T0)
    async with database.transaction() as session:
        await switch_off(session, user.id, user_id=boss.id, now=T0)
    async with database.transaction() as session:
        for token in tokens:
            with pytest.raises(NotLoggedIn):
                await user_of_session(session, token, T0)
        assert await active_user(session, "anna") is None
        # The password was looked at a moment before.
        with pytest.raises(NotLoggedIn):
            await open_session(session, user, T0)
        assert (await user_of_session(session, bosses, T0)).id == boss.id
        await switch_on(session, user.id, user_id=boss.id, now=T0)
        assert await sessions_of(session, user) == 0, "an old session opens again"
        await open_session(session, user, T0)


async def test_another_password_ends_what_the_old_one_opened(database: Database) -> None:
    async with database.transaction() as session:
        boss, user = await boss_and(session, Role.OPERATOR)
        user.password_hash = hash_password(OTHER_PASSWORD)
        here, elsewhere = [await open_session(session, user, T0) for _ in range(2)]
    async with database.transaction() as session:
        asked = change_own_password(session, user, PASSWORD, PASSWORD, token=here, now=T0)
        assert await faults_of(asked) == [("present_password", ErrorCode.WRONG_PASSWORD)]
        asked = change_own_password(session, user, OTHER_PASSWORD, "short", token=here, now=T0)
        assert await faults_of(asked) == [("new_password", ErrorCode.TOO_SHORT)]
        await change_own_password(session, user, OTHER_PASSWORD, PASSWORD, token=here, now=T0)
    async with database.transaction() as session:
        assert (await user_of_session(session, here, T0)).id == user.id
        with pytest.raises(NotLoggedIn):
            await user_of_session(session, elsewhere, T0)
        # The old password was looked at a moment before.
        with pytest.raises(NotLoggedIn):
            await open_session(session, user, T0)
        await give_password(session, user.id, OTHER_PASSWORD, user_id=boss.id, now=T0)
        assert await sessions_of(session, user) == 0


async def test_a_log_in_is_remembered(database: Database) -> None:
    async with database.transaction() as session:
        _, user = await boss_and(session, Role.OPERATOR)
        await open_session(session, user, T0)
    async with database.reading() as session:
        assert (await one_user(session, user.id)).last_login_at == T0


TAKEN_FROM_OFFICE: list[Callable[[AsyncSession, UUID], Awaitable[None]]] = [
    lambda session, user_id: switch_off(session, user_id, user_id=None, now=T0),
    lambda session, user_id: change_user(
        session, user_id, UserChange(role=Role.SUPERVISOR), user_id=None, now=T0
    ),
]


@pytest.mark.parametrize("take", TAKEN_FROM_OFFICE, ids=["switched off", "another role"])
async def test_the_last_active_administrator_stays_one(
    database: Database, take: Callable[[AsyncSession, UUID], Awaitable[None]]
) -> None:
    async with database.transaction() as session:
        first, second = [await a_user(session, Role.ADMIN) for _ in range(2)]
        await a_user(session, Role.ADMIN, is_active=False)
        await a_user(session, Role.SUPERVISOR)
        await take(session, first.id)
        with pytest.raises(Conflict) as refused:
            await take(session, second.id)
        assert refused.value.code is ErrorCode.LAST_ADMINISTRATOR
        rename = UserChange(name="Вера", role=Role.ADMIN)
        await change_user(session, second.id, rename, user_id=None, now=T0)


async def test_two_administrators_do_not_switch_each_other_off_at_once(database: Database) -> None:
    async with database.transaction() as session:
        users = [await a_user(session, Role.ADMIN) for _ in range(2)]

    async def off(user: User) -> bool:
        try:
            async with database.transaction() as session:
                await switch_off(session, user.id, user_id=None, now=T0)
        except Conflict:
            return False
        return True

    assert sorted(await asyncio.gather(*map(off, users))) == [False, True]


async def test_who_is_off_stands_last_in_the_list(database: Database) -> None:
    async with database.transaction() as session:
        for login, is_active in (("c", True), ("a", False), ("b", True)):
            await a_user(session, login=login, is_active=is_active)
    async with database.reading() as session:
        assert [account.login for account in await all_users(session)] == ["b", "c", "a"]


async def test_nobody_is_changed_who_is_not_there(database: Database) -> None:
    async with database.transaction() as session:
        await a_user(session, Role.ADMIN)
        with pytest.raises(NotFound):
            await switch_off(session, uuid4(), user_id=None, now=T0)
        with pytest.raises(NotFound):
            await give_password(session, uuid4(), PASSWORD, user_id=None, now=T0)
        for login in ("nobody", "\0", "\ud800"):
            with pytest.raises(NotFound):
                await user_with_login(session, login)


async def test_a_telephone_is_for_operators_and_sales_staff_who_are_switched_on(database: Database) -> None:
    async with database.transaction() as session:
        users = [await a_user(session, role, is_active=on) for role in Role for on in (True, False)]
        assert await without_telephone(session, []) == ()
        found = set(await without_telephone(session, [user.id for user in users]))
    may = {user.id for user in users if user.is_active and user.role in (Role.OPERATOR, Role.SALES)}
    assert found == {user.id for user in users} - may
