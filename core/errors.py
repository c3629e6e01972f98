"""Every error this project raises on purpose.

    CallCentreError
    ├── NotFound               no such call, client, campaign, user
    ├── NotAllowed             the caller may not do this
    │   └── NotLoggedIn        nobody is logged in, or the password is wrong
    ├── InvalidInput           a value that cannot be accepted; names each field and the reason
    ├── Conflict               true request, wrong moment
    │   ├── InvalidTransition  the state machine has no such step
    │   └── AlreadyDisposed    another verdict stands
    ├── TooManyAttempts        tried too often; says when to come back
    ├── StorageUnavailable     the database is away; nothing was stored
    └── TelephonyError         the PBX
        ├── TelephonyUnavailable   it is away: nothing was sent
        ├── TelephonyRefused       it answered no: nothing happened
        └── TelephonyUncertain     sent, fate unknown: never send again

`api/errors.py` is the one place that turns these into HTTP status codes.
"""

from collections.abc import Sequence
from dataclasses import dataclass


class CallCentreError(Exception):
    """Base of the tree; catch it only at the edge of a process."""


class NotFound(CallCentreError):
    """Nothing with this identity exists, or not for this user."""

    def __init__(self, kind: str, identity: object) -> None:
        super().__init__(f"No {kind} {identity}")
        self.kind = kind
        self.identity = identity


class NotAllowed(CallCentreError):
    """The caller is known and may not do this."""


class NotLoggedIn(NotAllowed):
    """There is no valid session, or the login and password do not belong together."""


@dataclass(frozen=True, slots=True)
class FieldFault:
    """One value that was refused: where it stands and why."""

    field: str
    reason: str


class InvalidInput(CallCentreError):
    """One or more values cannot be accepted."""

    def __init__(self, *faults: FieldFault) -> None:
        super().__init__("; ".join(f"{fault.field}: {fault.reason}" for fault in faults))
        self.faults: Sequence[FieldFault] = faults

    @classmethod
    def of(cls, field: str, reason: str) -> "InvalidInput":
        return cls(FieldFault(field, reason))


class Conflict(CallCentreError):
    """The request is understood and does not fit the moment."""


class InvalidTransition(Conflict):
    """A state machine was given an event that cannot follow from its state."""


class AlreadyDisposed(Conflict):
    """The call has another verdict already."""


class TooManyAttempts(CallCentreError):
    """Tried too often in too short a time."""

    def __init__(self, message: str, *, retry_after_seconds: int) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class StorageUnavailable(CallCentreError):
    """The database does not answer; nothing of the request was stored, so it may be repeated."""


class TelephonyError(CallCentreError):
    """The PBX did not do what it was asked."""


class TelephonyUnavailable(TelephonyError):
    """The link to the PBX is down; nothing was sent."""


class TelephonyRefused(TelephonyError):
    """The PBX understood and said no, or the value could not be sent safely; nothing happened."""


class TelephonyUncertain(TelephonyError):
    """A request was sent and never answered; it may or may not have happened."""
