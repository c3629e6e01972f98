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

Each carries a code (`core/error_codes.py`). `api/errors.py` is the one place that turns these into HTTP
status codes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from core.error_codes import ErrorCode, Parameter, Parameters


class CallCentreError(Exception):
    """Base of the tree; catch it only at the edge of a process."""

    def __init__(self, code: ErrorCode, message: str | None = None, /, **parameters: Parameter) -> None:
        """`message` is for the log and takes the place of the code's own sentence."""
        super().__init__(code.in_english(parameters) if message is None else message)
        self.code = code
        self.parameters: Parameters = parameters


class NotFound(CallCentreError):
    """Nothing with this identity exists, or not for this user."""

    def __init__(self, kind: str, identity: object) -> None:
        super().__init__(ErrorCode.NOT_FOUND, kind=kind, identity=str(identity))


class NotAllowed(CallCentreError):
    """The caller is known and may not do this."""


class NotLoggedIn(NotAllowed):
    """There is no valid session, or the login and password do not belong together."""


@dataclass(frozen=True, slots=True)
class FieldFault:
    """One value that was refused: where it stands and why."""

    field: str
    code: ErrorCode
    parameters: Parameters

    @classmethod
    def of(cls, field: str, code: ErrorCode, **parameters: Parameter) -> "FieldFault":
        return cls(field, code, parameters)

    @property
    def reason(self) -> str:
        """In English; goes on after the field's name."""
        return self.code.in_english(self.parameters)


class InvalidInput(CallCentreError):
    """One or more values cannot be accepted."""

    def __init__(self, *faults: FieldFault) -> None:
        message = "; ".join(f"{fault.field}: {fault.reason}" for fault in faults)
        super().__init__(ErrorCode.INVALID_INPUT, message)
        self.faults: Sequence[FieldFault] = faults

    @classmethod
    def of(cls, field: str, code: ErrorCode, **parameters: Parameter) -> "InvalidInput":
        return cls(FieldFault(field, code, parameters))


class Conflict(CallCentreError):
    """The request is understood and does not fit the moment."""


class InvalidTransition(Conflict):
    """A state machine was given an event that cannot follow from its state."""


class AlreadyDisposed(Conflict):
    """The call has another verdict already."""

    def __init__(self, disposition: str) -> None:
        super().__init__(ErrorCode.ALREADY_DISPOSED, disposition=disposition)


class TooManyAttempts(CallCentreError):
    """Tried too often in too short a time."""

    def __init__(self, *, retry_after_seconds: int) -> None:
        super().__init__(ErrorCode.TOO_MANY_ATTEMPTS, retry_after_seconds=retry_after_seconds)
        self.retry_after_seconds = retry_after_seconds


class StorageUnavailable(CallCentreError):
    """The database does not answer; nothing of the request was stored, so it may be repeated."""

    def __init__(self) -> None:
        super().__init__(ErrorCode.STORAGE_UNAVAILABLE)


class BusUnavailable(CallCentreError):
    """The bus does not answer: what has happened cannot be told, nor what happens."""

    def __init__(self, message: str) -> None:
        super().__init__(ErrorCode.NEWS_UNAVAILABLE, message)


class TelephonyError(CallCentreError):
    """The PBX did not do what it was asked; the message, for the log, says what exactly."""

    its_code: ClassVar[ErrorCode] = ErrorCode.TELEPHONY_FAILED

    def __init__(self, message: str) -> None:
        super().__init__(self.its_code, message)


class TelephonyUnavailable(TelephonyError):
    """The link to the PBX is down; nothing was sent."""

    its_code = ErrorCode.TELEPHONY_UNAVAILABLE


class TelephonyRefused(TelephonyError):
    """The PBX understood and said no, or the value could not be sent safely; nothing happened."""

    its_code = ErrorCode.TELEPHONY_REFUSED


class TelephonyUncertain(TelephonyError):
    """A request was sent and never answered; it may or may not have happened."""

    its_code = ErrorCode.TELEPHONY_UNCERTAIN
