"""What is said on the live websocket besides events; see `core.bus.events` for those."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from core.calls.card import CallCard
from core.floor.figures import FloorSnapshot
from core.operators.state_machine import OperatorNow
from core.previews.card import PreviewCard
from core.users.models import Language, Role, User


@dataclass(frozen=True, slots=True)
class UserShown:
    id: UUID
    login: str
    name: str
    role: Role
    language: Language

    @classmethod
    def of(cls, user: User) -> "UserShown":
        return cls(user.id, user.login, user.name, Role(user.role), Language(user.language))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything this user's screens show, as of the event `id`."""

    id: str
    server_at: datetime
    console_id: UUID
    """The console is known by it from now on: it comes back with it, and opens a line with it."""
    user: UserShown
    operator: OperatorNow | None
    """None: not logged in to the telephone."""
    call: CallCard | None
    preview: PreviewCard | None
    floor: FloorSnapshot | None
    """For supervisors and administrators."""
    type: Literal["snapshot"] = "snapshot"


@dataclass(frozen=True, slots=True)
class Resumed:
    """The events missed since `id` follow; the screens need no snapshot."""

    id: str
    server_at: datetime
    type: Literal["resumed"] = "resumed"


@dataclass(frozen=True, slots=True)
class Pong:
    type: Literal["pong"] = "pong"


@dataclass(frozen=True, slots=True)
class MessageRefused:
    """What the console sent could not be understood; the connection goes on."""

    detail: str
    type: Literal["error"] = "error"


class Ping(BaseModel):
    """The one thing a console says: it shows that the line is alive in both directions."""

    type: Literal["ping"]
