"""Logging in and out: sessions are opaque tokens, of which only the hash is kept."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.error_codes import ErrorCode
from core.errors import NotLoggedIn
from core.texts import is_storable
from core.users.models import User, UserSession

# A shift and its overtime; a console that is left open over night asks for the password again.
SESSION_LASTS: Final = timedelta(hours=14)


async def active_user(session: AsyncSession, login: str) -> User | None:
    if not is_storable(login):
        return None
    return await session.scalar(
        select(User).where(User.login == login.strip().lower(), User.is_active.is_(True))
    )


async def open_session(session: AsyncSession, user: User, now: datetime) -> str:
    """Log the user in; returns the token for the cookie, which is stored nowhere.

    Raises:
        NotLoggedIn: since `user` was read they were switched off or given another password.
    """
    # The row is locked until the commit: whoever switches the user off comes before it or ends this session.
    logged_in = await session.scalar(
        update(User)
        .where(User.id == user.id, User.is_active.is_(True), User.password_hash == user.password_hash)
        .values(last_login_at=now)
        .returning(User.id)
    )
    if logged_in is None:
        raise NotLoggedIn(ErrorCode.WRONG_CREDENTIALS)
    token = secrets.token_urlsafe(32)
    session.add(
        UserSession(
            token_hash=_token_hash(token), user_id=user.id, created_at=now, expires_at=now + SESSION_LASTS
        )
    )
    return token


async def user_of_session(session: AsyncSession, token: str | None, now: datetime) -> User:
    """The user logged in with this token.

    Raises:
        NotLoggedIn: no such session, ended, expired, or the user was switched off.
    """
    user = await session.scalar(
        select(User)
        .join(UserSession, UserSession.user_id == User.id)
        .where(
            UserSession.token_hash == _token_hash(token or ""),
            UserSession.expires_at > now,
            User.is_active.is_(True),
        )
    )
    if user is None:
        raise NotLoggedIn(ErrorCode.NOT_LOGGED_IN)
    return user


async def close_session(session: AsyncSession, token: str) -> None:
    """Log out."""
    await session.execute(delete(UserSession).where(UserSession.token_hash == _token_hash(token)))


async def close_sessions(session: AsyncSession, user_id: UUID, *, but_of_token: str | None = None) -> None:
    """Log the user out everywhere, or everywhere but in the browser that has this token."""
    kept = _token_hash(but_of_token or "")
    await session.execute(
        delete(UserSession).where(UserSession.user_id == user_id, UserSession.token_hash != kept)
    )


async def forget_expired(session: AsyncSession, now: datetime) -> int:
    """Delete sessions that have run out; returns how many there were."""
    deleted = await session.scalars(
        delete(UserSession).where(UserSession.expires_at <= now).returning(UserSession.token_hash)
    )
    return len(deleted.all())


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
