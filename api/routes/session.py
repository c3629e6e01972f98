"""Logging in and out in a browser."""

import asyncio
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from api.context import SESSION_COOKIE, Context, CurrentUser, logged_in_user
from api.errors import problems
from api.realtime.messages import UserShown
from core.error_codes import ErrorCode
from core.errors import InvalidInput, NotAllowed, NotLoggedIn, TooManyAttempts
from core.users.models import Language, User
from core.users.passwords import password_matches
from core.users.service import change_own_password
from core.users.sessions import SESSION_LASTS, active_user, close_session, open_session

# A page of another site may try all of these.
router = APIRouter(prefix="/session", tags=["session"], responses=problems(NotAllowed))


class Credentials(BaseModel):
    login: str = Field(min_length=1, max_length=64)
    password: str = Field(min_length=1, max_length=200)


class PasswordChange(BaseModel):
    model_config = ConfigDict(extra="forbid")

    present_password: SecretStr
    new_password: SecretStr


class Preferences(BaseModel):
    language: Language


@router.post("", responses=problems(NotLoggedIn, TooManyAttempts))
async def log_in(body: Credentials, request: Request, response: Response, context: Context) -> UserShown:
    """Check the password and set the session cookie."""
    now = context.clock.now()
    context.login_limit.check(body.login, _address_of(request), now)
    async with context.database.reading() as session:
        user = await active_user(session, body.login)
    matches = await asyncio.to_thread(password_matches, body.password, user.password_hash if user else None)
    if user is None or not matches:
        raise NotLoggedIn(ErrorCode.WRONG_CREDENTIALS)
    async with context.database.transaction() as session:
        token = await open_session(session, user, now)
    response.set_cookie(
        SESSION_COOKIE,
        token,
        max_age=int(SESSION_LASTS.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return UserShown.of(user)


@router.get("")
async def who_am_i(request: Request, context: Context) -> UserShown | None:
    """Null when nobody is logged in: whoever asks that has done nothing wrong."""
    try:
        return UserShown.of(await logged_in_user(request, context))
    except NotLoggedIn:
        return None


@router.patch("", responses=problems(NotLoggedIn))
async def change_preferences(body: Preferences, user: CurrentUser, context: Context) -> UserShown:
    async with context.database.transaction() as session:
        stored = await session.get_one(User, user.id)
        stored.language = body.language
    return UserShown.of(stored)


@router.put(
    "/password",
    status_code=HTTPStatus.NO_CONTENT,
    responses=problems(NotLoggedIn, InvalidInput, TooManyAttempts),
)
async def change_password(
    body: PasswordChange, user: CurrentUser, request: Request, context: Context
) -> None:
    """Replace one's own password; every other session of this user ends. Tried as rarely as a log-in."""
    now = context.clock.now()
    context.login_limit.check(user.login, _address_of(request), now)
    async with context.database.transaction() as session:
        await change_own_password(
            session,
            user,
            body.present_password.get_secret_value(),
            body.new_password.get_secret_value(),
            token=request.cookies[SESSION_COOKIE],
            now=now,
        )


@router.delete("", status_code=HTTPStatus.NO_CONTENT)
async def log_out(request: Request, response: Response, context: Context) -> None:
    """End the session; no error if there was none."""
    token = request.cookies.get(SESSION_COOKIE)
    if token is not None:
        async with context.database.transaction() as session:
            await close_session(session, token)
    response.delete_cookie(SESSION_COOKIE, httponly=True, samesite="strict")


def _address_of(request: Request) -> str:
    return request.client.host if request.client else ""
