"""Watches whether who opened a websocket may still have it: the cookie was looked at once only."""

from typing import Final

import structlog
from fastapi import WebSocket
from sqlalchemy.exc import SQLAlchemyError

from api.context import ApiContext, logged_in_user
from core.users.models import User

SESSION_CHECK_SECONDS: Final = 15.0

log = structlog.get_logger()


async def until_role_changes(socket: WebSocket, context: ApiContext, user: User) -> None:
    """
    Raises:
        NotLoggedIn: logged out in another tab, expired, or the account was switched off.
    """
    role = user.role
    while role == user.role:
        await context.clock.sleep(SESSION_CHECK_SECONDS)
        try:
            role = (await logged_in_user(socket, context)).role
        except (SQLAlchemyError, OSError) as error:
            # Nobody's call ends because a database is away.
            log.warning("session.not_checked", error=str(error))
