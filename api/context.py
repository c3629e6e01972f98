"""What every route can reach: made once by the composition root, kept on the application."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Final

from fastapi import Depends
from starlette.requests import HTTPConnection

from api.login_limit import LoginLimit
from api.realtime.hub import Hub
from api.socket_limit import SocketLimit
from core.bus.port import Bus
from core.clock import Clock
from core.db import Database
from core.error_codes import ErrorCode
from core.errors import NotAllowed
from core.pacing.look_back import PacingHistory
from core.switchboard.port import Switchboard
from core.users.models import WITH_SOFTPHONE, Role, User
from core.users.sessions import user_of_session

SESSION_COOKIE = "zvonar_session"
# Of one user at once. The exchange has room for 2,000 telephones in all.
MOST_CONSOLES: Final = 20
MOST_TELEPHONES: Final = 5


@dataclass(frozen=True, slots=True)
class ApiContext:
    database: Database
    clock: Clock
    bus: Bus
    hub: Hub
    switchboard: Switchboard
    pacing: PacingHistory
    login_limit: LoginLimit
    recordings_dir: Path
    sip_websocket_url: str
    home_region: str
    """ISO 3166 code of the country whose national notation numbers are read in."""
    home_zone: str
    consoles: SocketLimit = field(default_factory=lambda: SocketLimit(MOST_CONSOLES))
    telephones: SocketLimit = field(default_factory=lambda: SocketLimit(MOST_TELEPHONES))


def api_context(connection: HTTPConnection) -> ApiContext:
    context = connection.app.state.context
    assert isinstance(context, ApiContext)
    return context


Context = Annotated[ApiContext, Depends(api_context)]


async def logged_in_user(connection: HTTPConnection, context: Context) -> User:
    """
    Raises:
        NotLoggedIn: no valid session cookie.
    """
    token = connection.cookies.get(SESSION_COOKIE)
    async with context.database.reading() as session:
        return await user_of_session(session, token, context.clock.now())


CurrentUser = Annotated[User, Depends(logged_in_user)]


class _RoleRequired:
    def __init__(self, *roles: Role) -> None:
        self._roles = frozenset(roles)

    async def __call__(self, user: CurrentUser) -> User:
        if Role(user.role) not in self._roles:
            raise NotAllowed(ErrorCode.ROLE_NOT_ALLOWED, role=user.role)
        return user


CurrentOperator = Annotated[User, Depends(_RoleRequired(*WITH_SOFTPHONE))]
"""Whoever has a softphone."""
CurrentSupervisor = Annotated[User, Depends(_RoleRequired(Role.SUPERVISOR, Role.ADMIN))]
CurrentAdministrator = Annotated[User, Depends(_RoleRequired(Role.ADMIN))]
