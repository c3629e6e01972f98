"""Users, for administrators: who there is, making one, changing one, passwords, switching off and on."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, SecretStr

from api.context import Context, CurrentAdministrator
from api.errors import problems
from core.errors import Conflict, InvalidInput, NotAllowed, NotFound, NotLoggedIn
from core.users.passwords import generated_password
from core.users.service import (
    NewUser,
    UserAccount,
    UserChange,
    add_user,
    all_users,
    change_user,
    give_password,
    one_user,
    switch_off,
    switch_on,
)

router = APIRouter(prefix="/users", tags=["users"], responses=problems(NotLoggedIn, NotAllowed))


@dataclass(frozen=True, slots=True)
class SettledPassword:
    password: str
    told: str | None
    """None: whoever asked knows it."""


class PasswordWanted(BaseModel):
    model_config = ConfigDict(extra="forbid")

    password: SecretStr | None = None
    """Null: one is made, and told in the answer."""

    def settled(self) -> "SettledPassword":
        if self.password is None:
            made = generated_password()
            return SettledPassword(made, told=made)
        return SettledPassword(self.password.get_secret_value(), told=None)


class UserWanted(NewUser, PasswordWanted):
    pass


class PasswordGiven(BaseModel):
    generated_password: str | None
    """Told this once and kept nowhere; null: it was chosen by whoever asked."""


class UserMade(PasswordGiven):
    user: UserAccount


@router.get("")
async def list_users(_user: CurrentAdministrator, context: Context) -> Sequence[UserAccount]:
    """Those who are switched on first, each by name."""
    async with context.database.reading() as session:
        return await all_users(session)


@router.post("", status_code=HTTPStatus.CREATED, responses=problems(InvalidInput))
async def create(body: UserWanted, user: CurrentAdministrator, context: Context) -> UserMade:
    settled = body.settled()
    wanted = NewUser(**body.model_dump(include=set(NewUser.model_fields)))
    async with context.database.transaction() as session:
        made_id = await add_user(session, wanted, settled.password, user_id=user.id, now=context.clock.now())
        return UserMade(user=await one_user(session, made_id), generated_password=settled.told)


@router.patch("/{user_id}", responses=problems(NotFound, InvalidInput, Conflict))
async def change(
    user_id: UUID, body: UserChange, user: CurrentAdministrator, context: Context
) -> UserAccount:
    """What is not given stays. Another role is felt within 15 seconds."""
    async with context.database.transaction() as session:
        await change_user(session, user_id, body, user_id=user.id, now=context.clock.now())
        return await one_user(session, user_id)


@router.post("/{user_id}/password", responses=problems(NotFound, InvalidInput))
async def renew_password(
    user_id: UUID, body: PasswordWanted, user: CurrentAdministrator, context: Context
) -> PasswordGiven:
    """Give another password; every session of that user ends at once."""
    settled = body.settled()
    async with context.database.transaction() as session:
        await give_password(session, user_id, settled.password, user_id=user.id, now=context.clock.now())
    return PasswordGiven(generated_password=settled.told)


@router.post("/{user_id}/off", responses=problems(NotFound, Conflict))
async def off(user_id: UUID, user: CurrentAdministrator, context: Context) -> UserAccount:
    """Every session of that user ends at once, and no other begins; an operator is taken off line."""
    async with context.database.transaction() as session:
        await switch_off(session, user_id, user_id=user.id, now=context.clock.now())
        return await one_user(session, user_id)


@router.post("/{user_id}/on", responses=problems(NotFound))
async def on(user_id: UUID, user: CurrentAdministrator, context: Context) -> UserAccount:
    """They can log in again with the password they had."""
    async with context.database.transaction() as session:
        await switch_on(session, user_id, user_id=user.id, now=context.clock.now())
        return await one_user(session, user_id)
