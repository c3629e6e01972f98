"""Entering, changing and removing trunks. A password is stored, and never read back to anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.trail import Change, record
from core.error_codes import ErrorCode
from core.errors import FieldFault, InvalidInput, NotFound
from core.texts import is_printed
from core.trunks.connection import OWN_TEMPLATE, TRUNK, TrunkConnection, exchange_name, is_template
from core.trunks.models import Trunk

AUDITED_AS: Final = "trunk"
_MOST_CHANNELS: Final = 10_000
_MOST_CALLS_PER_SECOND: Final = 1_000
_MOST_WEIGHT: Final = 100

_Whole = Annotated[int, Field(strict=True)]


class TrunkWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    dial_template: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = OWN_TEMPLATE
    """`PJSIP/`, perhaps a prefix, `{digits}`, `@` and the endpoint: `{trunk}` is the one of `connection`."""
    weight: Annotated[_Whole, Field(ge=1, le=_MOST_WEIGHT)] = 1
    channel_limit: Annotated[_Whole, Field(ge=1, le=_MOST_CHANNELS)] | None = None
    calls_per_second: Annotated[_Whole, Field(ge=1, le=_MOST_CALLS_PER_SECOND)] | None = None
    is_active: Annotated[bool, Field(strict=True)] = True
    connection: TrunkConnection | None = None
    """Null: the exchange knows the trunk by its own configuration."""
    password: Annotated[SecretStr, Field(max_length=200)] | None = None
    """Null: stays as it is; empty: none."""


@dataclass(frozen=True, slots=True)
class TrunkShown:
    id: UUID
    name: str
    exchange_name: str
    """What stands for `{trunk}`."""
    dial_template: str
    weight: int
    channel_limit: int | None
    calls_per_second: int | None
    is_active: bool
    connection: TrunkConnection | None
    has_password: bool


async def all_trunks(session: AsyncSession) -> Sequence[TrunkShown]:
    return [_shown(row) for row in await session.scalars(select(Trunk).order_by(Trunk.created_at, Trunk.id))]


async def one_trunk(session: AsyncSession, trunk_id: UUID) -> TrunkShown:
    """
    Raises:
        NotFound: there is no such trunk.
    """
    return _shown(await _stored(session, trunk_id))


async def add_trunk(session: AsyncSession, wanted: TrunkWanted, *, user_id: UUID, now: datetime) -> UUID:
    """
    Raises:
        InvalidInput: names every field that cannot be as wanted.
    """
    await _check(session, wanted, None)
    row = Trunk(id=uuid4(), created_at=now)
    session.add(row)
    change = _set(row, wanted)
    await _store(session)
    _record(session, row, change, user_id, now)
    return row.id


async def change_trunk(
    session: AsyncSession, trunk_id: UUID, wanted: TrunkWanted, *, user_id: UUID, now: datetime
) -> None:
    """In force with the next call that is placed; those that ring or talk go on.

    Raises:
        NotFound: there is no such trunk.
        InvalidInput: names every field that cannot be as wanted.
    """
    row = await _stored(session, trunk_id, is_changing=True)
    await _check(session, wanted, trunk_id)
    change = _set(row, wanted)
    await _store(session)
    _record(session, row, change, user_id, now)


async def remove_trunk(session: AsyncSession, trunk_id: UUID, *, user_id: UUID, now: datetime) -> None:
    """
    Raises:
        NotFound: there is no such trunk.
    """
    row = await _stored(session, trunk_id, is_changing=True)
    _record(session, row, {"name": (row.name, None)}, user_id, now)
    await session.delete(row)


async def _check(session: AsyncSession, wanted: TrunkWanted, trunk_id: UUID | None) -> None:
    faults = []
    if not is_printed(wanted.name):
        faults.append(FieldFault.of("name", ErrorCode.CONTROL_CHARACTERS))
    others = select(Trunk.id).where(Trunk.name == wanted.name, Trunk.id.is_distinct_from(trunk_id))
    if await session.scalar(others):
        faults.append(FieldFault.of("name", ErrorCode.NAME_TAKEN))
    if not is_template(wanted.dial_template):
        faults.append(FieldFault.of("dial_template", ErrorCode.NOT_A_TEMPLATE))
    elif (TRUNK in wanted.dial_template) != (wanted.connection is not None):
        code = ErrorCode.NEEDS_CONNECTION if wanted.connection is None else ErrorCode.NEEDS_OWN_TRUNK
        faults.append(FieldFault.of("dial_template", code))
    if wanted.connection and wanted.connection.registers and not wanted.connection.username:
        faults.append(FieldFault.of("connection.username", ErrorCode.IS_EMPTY))
    secret = wanted.password.get_secret_value() if wanted.password else ""
    if not (secret.isascii() and secret.isprintable()):
        # It goes into headers of the SIP protocol.
        faults.append(FieldFault.of("password", ErrorCode.CONTROL_CHARACTERS))
    if faults:
        raise InvalidInput(*faults)


def _set(row: Trunk, wanted: TrunkWanted) -> dict[str, tuple[Any, Any]]:
    """Set what is wanted; returns what was and is, but of a password only that there is another."""
    given: dict[str, Any] = wanted.model_dump(mode="json", exclude={"connection", "password"})
    connection = wanted.connection
    given["connection_document"] = connection.model_dump(mode="json") if connection else None
    change: dict[str, tuple[Any, Any]] = {}
    for field, value in given.items():
        change[field.removesuffix("_document")] = (getattr(row, field), value)
        setattr(row, field, value)
    if wanted.password is not None:
        before, row.password = row.password, wanted.password.get_secret_value() or None
        if before != row.password:
            change["password"] = (before and "set", row.password and "replaced")
    return change


async def _store(session: AsyncSession) -> None:
    try:
        await session.flush()
    except IntegrityError as error:
        # Somebody took the name between our look and our writing.
        raise InvalidInput.of("name", ErrorCode.NAME_TAKEN) from error


async def _stored(session: AsyncSession, trunk_id: UUID, is_changing: bool = False) -> Trunk:
    row = await session.get(Trunk, trunk_id, with_for_update=is_changing)
    if row is None:
        raise NotFound("trunk", trunk_id)
    return row


def _shown(row: Trunk) -> TrunkShown:
    return TrunkShown(
        id=row.id,
        name=row.name,
        exchange_name=exchange_name(row.id),
        dial_template=row.dial_template,
        weight=row.weight,
        channel_limit=row.channel_limit,
        calls_per_second=row.calls_per_second,
        is_active=row.is_active,
        connection=row.connection,
        has_password=bool(row.password),
    )


def _record(session: AsyncSession, row: Trunk, change: Change, user_id: UUID, now: datetime) -> None:
    record(
        session, user_id=user_id, entity=AUDITED_AS, entity_id=row.id, name=row.name, change=change, now=now
    )
