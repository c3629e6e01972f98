"""The audit trail: writing an entry, and reading them newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic_core import to_jsonable_python
from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.models import AuditEntry
from core.error_codes import ErrorCode
from core.errors import InvalidInput
from core.users.models import User

Change = Mapping[str, tuple[Any, Any]]
"""Before and after by field."""


def record(
    session: AsyncSession,
    *,
    user_id: UUID | None,
    entity: str,
    entity_id: object,
    change: Change,
    now: datetime,
    name: str = "",
    campaign_id: UUID | None = None,
) -> None:
    """Add an entry in the transaction of the change itself; none if nothing is different.

    Entity and fields are those of `core.audit.vocabulary`, so that every page has words for them.

    `name` is what the thing is called now; `campaign_id` puts the entry on that campaign's page.
    """
    written = to_jsonable_python(
        {field: [before, after] for field, (before, after) in change.items() if before != after}
    )
    if written:
        session.add(
            AuditEntry(
                at=now,
                user_id=user_id,
                entity=entity,
                entity_id=str(entity_id),
                name=name,
                campaign_id=campaign_id,
                change=written,
            )
        )


@dataclass(frozen=True, slots=True)
class FieldChange:
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class AuditRow:
    id: int
    at: datetime
    user_name: str | None
    """None: no person did it."""
    entity: str
    entity_id: str
    name: str
    campaign_id: UUID | None
    changes: Sequence[FieldChange]


@dataclass(frozen=True, slots=True)
class AuditPage:
    items: Sequence[AuditRow]
    next: str | None


async def audit_page(
    session: AsyncSession,
    *,
    campaign_id: UUID | None = None,
    entity: str | None = None,
    entity_id: str | None = None,
    user_id: UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 50,
    after: str | None = None,
) -> AuditPage:
    """Entries newest first; every condition that is given narrows them down.

    Raises:
        InvalidInput: `after` was not given out by this function.
    """
    statement = (
        select(AuditEntry, User.name)
        .outerjoin(User, User.id == AuditEntry.user_id)
        .order_by(AuditEntry.id.desc())
        .limit(limit + 1)
    )
    if campaign_id is not None:
        statement = statement.where(AuditEntry.campaign_id == campaign_id)
    if entity is not None:
        statement = statement.where(AuditEntry.entity == entity)
    if entity_id is not None:
        statement = statement.where(AuditEntry.entity_id == entity_id)
    if user_id is not None:
        statement = statement.where(AuditEntry.user_id == user_id)
    if since is not None:
        statement = statement.where(AuditEntry.at >= since)
    if until is not None:
        statement = statement.where(AuditEntry.at < until)
    if after is not None:
        statement = statement.where(AuditEntry.id < row_cursor(after))
    found = (await session.execute(statement)).all()
    items = [_shown(entry, user_name) for entry, user_name in found[:limit]]
    return AuditPage(items, str(items[-1].id) if len(found) > limit else None)


@dataclass(frozen=True, slots=True)
class Changer:
    id: UUID
    name: str


async def changers(session: AsyncSession) -> Sequence[Changer]:
    """Everybody who has ever changed something, by name."""
    has_changed = exists().where(AuditEntry.user_id == User.id)
    rows = await session.execute(select(User.id, User.name).where(has_changed).order_by(User.name, User.id))
    return [Changer(id_, name) for id_, name in rows]


async def last_names(session: AsyncSession, entity: str) -> Mapping[str, str]:
    """What every thing of a kind was called when it was last changed, by its id; those that are gone, too."""
    newest = select(func.max(AuditEntry.id)).where(AuditEntry.entity == entity).group_by(AuditEntry.entity_id)
    rows = await session.execute(
        select(AuditEntry.entity_id, AuditEntry.name).where(AuditEntry.id.in_(newest), AuditEntry.name != "")
    )
    return dict(rows.all())


def row_cursor(after: str) -> int:
    """
    Raises:
        InvalidInput: it never was the number of a row.
    """
    if not (after.isascii() and after.isdecimal() and len(after) <= 18):
        raise InvalidInput.of("after", ErrorCode.UNKNOWN_CURSOR)
    return int(after)


def _shown(entry: AuditEntry, user_name: str | None) -> AuditRow:
    return AuditRow(
        id=entry.id,
        at=entry.at,
        user_name=user_name,
        entity=entry.entity,
        entity_id=entry.entity_id,
        name=entry.name,
        campaign_id=entry.campaign_id,
        changes=[FieldChange(field, before, after) for field, (before, after) in entry.change.items()],
    )
