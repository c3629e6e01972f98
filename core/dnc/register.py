"""The register of refused numbers: entering, removing, reading."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import CursorResult, Uuid, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.trail import record, row_cursor
from core.campaigns.models import Campaign
from core.db import UtcDateTime, insert_statement, rows_of
from core.dnc.marks import hold_leads, mark_numbers
from core.dnc.models import DncNumber, DncSource
from core.error_codes import ErrorCode
from core.errors import InvalidInput, NotFound
from core.texts import is_printed
from core.users.models import User

AUDITED_AS: Final = "dnc_number"
LONGEST_REASON: Final = 200


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is kept with a number that is entered."""

    source: DncSource
    added_at: datetime
    added_by_id: UUID | None = None
    campaign_id: UUID | None = None
    """None: the number is refused for all campaigns."""
    reason: str = ""


async def refuse_numbers(session: AsyncSession, numbers: Collection[str], refusal: Refusal) -> int:
    """Enter E.164 numbers and return how many are new; entering one twice keeps the first entry."""
    if not numbers:
        return 0
    number = rows_of(session, [*numbers])
    kept = {
        "campaign_id": literal(refusal.campaign_id, Uuid),
        "source": literal(refusal.source),
        "reason": literal(refusal.reason),
        "added_at": literal(refusal.added_at, UtcDateTime),
        "added_by_id": literal(refusal.added_by_id, Uuid),
    }
    # SQLite needs some condition to tell what the `ON` after it belongs to.
    # In one order: two who enter the same numbers wait for each other's.
    rows = select(number, *kept.values()).where(number != "").order_by(number)
    statement = insert_statement(session, DncNumber).from_select(["phone_number", *kept], rows)
    result = await session.execute(statement.on_conflict_do_nothing())
    assert isinstance(result, CursorResult)
    await mark_numbers(session, numbers)
    return result.rowcount


async def refuse_by_hand(session: AsyncSession, number: str, refusal: Refusal) -> bool:
    """Enter one E.164 number and say so in the audit trail; returns whether it is new."""
    if not await refuse_numbers(session, [number], refusal):
        return False
    record(
        session,
        user_id=refusal.added_by_id,
        entity=AUDITED_AS,
        entity_id=number,
        name=number,
        campaign_id=refusal.campaign_id,
        change={
            "phone_number": (None, number),
            "source": (None, refusal.source),
            "reason": (None, refusal.reason or None),
        },
        now=refusal.added_at,
    )
    return True


@dataclass(frozen=True, slots=True)
class DncEntry:
    id: int
    phone_number: str
    campaign_id: UUID | None
    """None: refused for all campaigns."""
    campaign_name: str | None
    source: DncSource
    reason: str
    added_at: datetime
    added_by_name: str | None


@dataclass(frozen=True, slots=True)
class DncPage:
    items: Sequence[DncEntry]
    next: str | None
    total: int
    """Of all pages."""


async def dnc_page(
    session: AsyncSession,
    *,
    campaign_id: UUID | None = None,
    phone_number: str | None = None,
    limit: int = 50,
    after: str | None = None,
) -> DncPage:
    """Entries newest first: all of them, a campaign's own, or those of one E.164 number.

    Raises:
        InvalidInput: `after` was not given out by this function.
    """
    chosen = _ENTRIES.order_by(DncNumber.id.desc()).limit(limit + 1)
    counted = select(func.count()).select_from(DncNumber)
    if campaign_id is not None:
        chosen = chosen.where(DncNumber.campaign_id == campaign_id)
        counted = counted.where(DncNumber.campaign_id == campaign_id)
    if phone_number is not None:
        chosen = chosen.where(DncNumber.phone_number == phone_number)
        counted = counted.where(DncNumber.phone_number == phone_number)
    if after is not None:
        chosen = chosen.where(DncNumber.id < row_cursor(after))
    total = await session.scalar(counted) or 0
    found = (await session.execute(chosen)).all()
    items = [_shown(*row) for row in found[:limit]]
    return DncPage(items, str(items[-1].id) if len(found) > limit else None, total)


async def dnc_entry(session: AsyncSession, phone_number: str, campaign_id: UUID | None) -> DncEntry:
    """
    Raises:
        NotFound: the number is not on that list.
    """
    found = await session.execute(
        _ENTRIES.where(
            DncNumber.phone_number == phone_number, DncNumber.campaign_id.is_not_distinct_from(campaign_id)
        )
    )
    row = found.one_or_none()
    if row is None:
        raise NotFound("refused_number", phone_number)
    return _shown(*row)


async def remove_entry(
    session: AsyncSession, entry_id: int, *, reason: str, user_id: UUID, now: datetime
) -> None:
    """Let the number be dialled again; who wanted it, and why, goes to the audit trail.

    Raises:
        NotFound: there is no such entry.
        InvalidInput: no reason is given.
    """
    check_reason(reason)
    if not reason.strip():
        raise InvalidInput.of("reason", ErrorCode.IS_EMPTY)
    entry = await session.get(DncNumber, entry_id)
    if entry is None:
        raise NotFound("refused_number", entry_id)
    added_by = await session.get(User, entry.added_by_id) if entry.added_by_id else None
    await hold_leads(session, entry.phone_number)
    await session.delete(entry)
    await session.flush()
    await mark_numbers(session, [entry.phone_number])
    record(
        session,
        user_id=user_id,
        entity=AUDITED_AS,
        entity_id=entry.phone_number,
        name=entry.phone_number,
        campaign_id=entry.campaign_id,
        change={
            "phone_number": (entry.phone_number, None),
            "added_at": (entry.added_at, None),
            "added_by": (added_by.name if added_by else None, None),
            "source": (entry.source, None),
            "reason": (entry.reason or None, None),
            "removal_reason": (None, reason),
        },
        now=now,
    )


def check_reason(reason: str) -> None:
    """
    Raises:
        InvalidInput: it is too long, or not one line of print.
    """
    if len(reason) > LONGEST_REASON:
        raise InvalidInput.of("reason", ErrorCode.TOO_LONG, max=LONGEST_REASON)
    if not is_printed(reason):
        raise InvalidInput.of("reason", ErrorCode.CONTROL_CHARACTERS)


_ENTRIES: Final = (
    select(DncNumber, Campaign.name, User.name)
    .outerjoin(Campaign, Campaign.id == DncNumber.campaign_id)
    .outerjoin(User, User.id == DncNumber.added_by_id)
)


def _shown(entry: DncNumber, campaign_name: str | None, added_by_name: str | None) -> DncEntry:
    return DncEntry(
        id=entry.id,
        phone_number=entry.phone_number,
        campaign_id=entry.campaign_id,
        campaign_name=campaign_name,
        source=DncSource(entry.source),
        reason=entry.reason,
        added_at=entry.added_at,
        added_by_name=added_by_name,
    )
