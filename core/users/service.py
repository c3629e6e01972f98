"""Making users and changing them: name, role, language, password, switched on or off.

A login stays what it is. No user is ever removed: calls, contacts and the audit trail tell of them.
"""

import asyncio
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict, StringConstraints
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.trail import Change, record
from core.db import CHANGING
from core.error_codes import ErrorCode
from core.errors import Conflict, FieldFault, InvalidInput, NotFound
from core.leads.letting_go import let_go_of_promises
from core.texts import is_printed, is_storable
from core.users.models import WITH_SOFTPHONE, Language, Role, User
from core.users.passwords import hash_password, password_faults, password_matches
from core.users.sessions import close_sessions

AUDITED_AS: Final = "user"
_LOGIN: Final = re.compile(r"[a-z0-9](?:[a-z0-9._@+-]*[a-z0-9])?")

_Login = Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, min_length=1, max_length=64)]
_Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class UserChange(BaseModel):
    """What is not given stays as it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: _Name | None = None
    role: Role | None = None
    language: Language | None = None


class NewUser(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    login: _Login
    name: _Name
    role: Role
    language: Language = Language.RUSSIAN


@dataclass(frozen=True, slots=True)
class UserAccount:
    id: UUID
    login: str
    name: str
    role: Role
    language: Language
    is_active: bool
    last_login_at: datetime | None
    """Null: never, as far as is known."""


async def all_users(session: AsyncSession) -> Sequence[UserAccount]:
    """Those who are switched on first, each by name."""
    users = await session.scalars(select(User).order_by(User.is_active.desc(), User.name, User.login))
    return [_account(user) for user in users]


async def one_user(session: AsyncSession, user_id: UUID) -> UserAccount:
    """
    Raises:
        NotFound: there is no such user.
    """
    user = await session.get(User, user_id)
    if user is None:
        raise NotFound("user", user_id)
    return _account(user)


async def user_with_login(session: AsyncSession, login: str) -> UserAccount:
    """Switched on or off.

    Raises:
        NotFound: nobody has this login.
    """
    wanted = login.strip().lower()
    user = await session.scalar(select(User).where(User.login == wanted)) if is_storable(wanted) else None
    if user is None:
        raise NotFound("user", login)
    return _account(user)


async def without_telephone(session: AsyncSession, user_ids: Collection[UUID]) -> Collection[UUID]:
    """Those of them who were switched off or whose role has no softphone."""
    if not user_ids:
        return ()
    may_not = or_(User.is_active.is_(False), User.role.not_in(WITH_SOFTPHONE))
    return (await session.scalars(select(User.id).where(User.id.in_(user_ids), may_not))).all()


async def add_user(
    session: AsyncSession, wanted: NewUser, password: str, *, user_id: UUID | None, now: datetime
) -> UUID:
    """
    Raises:
        InvalidInput: names every field that cannot be as wanted.
    """
    faults = [*_name_faults(wanted.name), *password_faults(password, wanted.login, "password")]
    if not _LOGIN.fullmatch(wanted.login):
        faults.append(FieldFault.of("login", ErrorCode.NOT_A_LOGIN))
    elif await session.scalar(select(User.id).where(User.login == wanted.login)):
        faults.append(FieldFault.of("login", ErrorCode.LOGIN_TAKEN))
    if faults:
        raise InvalidInput(*faults)
    user = User(id=uuid4(), password_hash=await _hash(password), is_active=True, **wanted.model_dump())
    session.add(user)
    try:
        await session.flush()
    except IntegrityError as error:
        # Somebody took the login between our look and our writing.
        raise InvalidInput.of("login", ErrorCode.LOGIN_TAKEN) from error
    change: dict[str, tuple[Any, Any]] = {
        field: (None, getattr(user, field)) for field in (*NewUser.model_fields, "is_active")
    }
    _record(session, user, change | {"password": (None, "set")}, user_id, now)
    return user.id


async def change_user(
    session: AsyncSession, changed_id: UUID, wanted: UserChange, *, user_id: UUID | None, now: datetime
) -> None:
    """Another role is felt within seconds: what the old one had open is closed.

    Raises:
        NotFound: there is no such user.
        InvalidInput: the name cannot be shown.
        Conflict: without them there would be no active administrator.
    """
    user, is_last_administrator = await _locked(session, changed_id)
    given = wanted.model_dump(exclude_none=True)
    if faults := _name_faults(given.get("name", "")):
        raise InvalidInput(*faults)
    if is_last_administrator and given.get("role", Role.ADMIN) is not Role.ADMIN:
        raise Conflict(ErrorCode.LAST_ADMINISTRATOR)
    change = {field: (getattr(user, field), value) for field, value in given.items()}
    for field, value in given.items():
        setattr(user, field, value)
    if user.role != Role.OPERATOR:
        # Nobody else is dialled for.
        await let_go_of_promises(session, [user.id])
    _record(session, user, change, user_id, now)


async def switch_off(session: AsyncSession, changed_id: UUID, *, user_id: UUID | None, now: datetime) -> None:
    """End every session of the user at once, and let no other begin; what they promised is anybody's to keep.

    Raises:
        NotFound: there is no such user.
        Conflict: without them there would be no active administrator.
    """
    user, is_last_administrator = await _locked(session, changed_id)
    if is_last_administrator:
        raise Conflict(ErrorCode.LAST_ADMINISTRATOR)
    change = {"is_active": (user.is_active, False)}
    user.is_active = False
    await close_sessions(session, user.id)
    await let_go_of_promises(session, [user.id])
    _record(session, user, change, user_id, now)


async def switch_on(session: AsyncSession, changed_id: UUID, *, user_id: UUID | None, now: datetime) -> None:
    """Let the user log in again, with the password that they had.

    Raises:
        NotFound: there is no such user.
    """
    user, _ = await _locked(session, changed_id)
    change = {"is_active": (user.is_active, True)}
    user.is_active = True
    _record(session, user, change, user_id, now)


async def give_password(
    session: AsyncSession, changed_id: UUID, password: str, *, user_id: UUID | None, now: datetime
) -> None:
    """Replace the password by another and log the user out everywhere.

    Raises:
        NotFound: there is no such user.
        InvalidInput: the password is not good enough.
    """
    await _set_password(session, changed_id, password, field="password", user_id=user_id, now=now)
    await close_sessions(session, changed_id)


async def change_own_password(
    session: AsyncSession, user: User, present: str, wanted: str, *, token: str, now: datetime
) -> None:
    """Replace the password and log the user out everywhere but in the browser that has this token.

    Raises:
        InvalidInput: `present` is not the password, or `wanted` is not good enough.
    """
    if not await asyncio.to_thread(password_matches, present, user.password_hash):
        raise InvalidInput.of("present_password", ErrorCode.WRONG_PASSWORD)
    await _set_password(session, user.id, wanted, field="new_password", user_id=user.id, now=now)
    await close_sessions(session, user.id, but_of_token=token)


async def _set_password(
    session: AsyncSession,
    changed_id: UUID,
    password: str,
    *,
    field: str,
    user_id: UUID | None,
    now: datetime,
) -> None:
    user, _ = await _locked(session, changed_id)
    if faults := password_faults(password, user.login, field):
        raise InvalidInput(*faults)
    user.password_hash = await _hash(password)
    _record(session, user, {"password": ("set", "replaced")}, user_id, now)


async def _locked(session: AsyncSession, changed_id: UUID) -> tuple[User, bool]:
    """The user, and whether nobody else is an active administrator.

    All active administrators are locked, in one order: two who would switch each other off do it one
    after the other, and the second is refused.
    """
    statement = (
        select(User)
        .where(or_(User.id == changed_id, _is_active_administrator()))
        .order_by(User.id)
        .with_for_update(key_share=CHANGING.key_share)
        .execution_options(populate_existing=True)
    )
    found = {user.id: user for user in await session.scalars(statement)}
    user = found.get(changed_id)
    if user is None:
        raise NotFound("user", changed_id)
    administrators = {one.id for one in found.values() if one.is_active and one.role == Role.ADMIN}
    return user, administrators == {changed_id}


def _is_active_administrator() -> ColumnElement[bool]:
    return and_(User.role == Role.ADMIN, User.is_active.is_(True))


def _name_faults(name: str) -> Sequence[FieldFault]:
    return [] if is_printed(name) else [FieldFault.of("name", ErrorCode.CONTROL_CHARACTERS)]


async def _hash(password: str) -> str:
    return await asyncio.to_thread(hash_password, password)


def _account(user: User) -> UserAccount:
    return UserAccount(
        id=user.id,
        login=user.login,
        name=user.name,
        role=Role(user.role),
        language=Language(user.language),
        is_active=user.is_active,
        last_login_at=user.last_login_at,
    )


def _record(session: AsyncSession, user: User, change: Change, user_id: UUID | None, now: datetime) -> None:
    record(
        session, user_id=user_id, entity=AUDITED_AS, entity_id=user.id, name=user.name, change=change, now=now
    )
