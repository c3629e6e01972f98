"""Logging in and out: passwords are compared in constant time, sessions are opaque tokens."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from pwdlib import PasswordHash
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.error_codes import ErrorCode
from core.errors import NotLoggedIn
from core.texts import is_storable
from core.users.models import User, UserSession

# A shift and its overtime; a console that is left open over night asks for the password again.
SESSION_LASTS: Final = timedelta(hours=14)

_passwords = PasswordHash.recommended()
# Verified when the login is unknown, so that the answer takes as long as for a known one.
_NOBODYS_HASH: Final = _passwords.hash(secrets.token_urlsafe(16))


def hash_password(password: str) -> str:
    """Argon2id, about 50 ms of work: call it off the event loop when many are made."""
    return _passwords.hash(password)


def password_matches(password: str, password_hash: str | None) -> bool:
    """Whether they belong together; takes the same time when there is no such user."""
    matches = _passwords.verify(password, password_hash or _NOBODYS_HASH)
    return matches and password_hash is not None


async def active_user(session: AsyncSession, login: str) -> User | None:
    if not is_storable(login):
        return None
    return await session.scalar(
        select(User).where(User.login == login.strip().lower(), User.is_active.is_(True))
    )


def open_session(session: AsyncSession, user: User, now: datetime) -> str:
    """Log the user in; returns the token for the cookie, which is stored nowhere."""
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


async def forget_expired(session: AsyncSession, now: datetime) -> int:
    """Delete sessions that have run out; returns how many there were."""
    deleted = await session.scalars(
        delete(UserSession).where(UserSession.expires_at <= now).returning(UserSession.token_hash)
    )
    return len(deleted.all())


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
