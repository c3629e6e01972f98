"""Taking leads back that a job put onto a list: which of them nobody has touched, and what holds the others.

A lead that was dialled, or that an operator has decided about, has a history of its own: it stays.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, and_, case, delete, exists, func, literal, null, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call
from core.leads.models import Lead
from core.previews.models import Preview, PreviewEnding

_DECIDED: Final = (PreviewEnding.SKIPPED, PreviewEnding.PUT_OFF)


class KeptBecause(StrEnum):
    """Why something could not be taken back."""

    CALLED = "called"
    """It was dialled since."""
    SKIPPED = "skipped"
    """It was offered to an operator since and skipped."""
    HELD = "held"
    """It is being dialled or offered at this moment: later it may be taken back after all."""
    MOVED_ON = "moved_on"
    """It was put onto another list since."""
    LIST_GONE = "list_gone"
    """The list where it stood before is no more."""
    LISTED = "listed"
    """It belongs to another lead by now."""
    CORRECTED = "corrected"
    """A user has corrected it since."""


class KeptThing(StrEnum):
    NEW_LEAD = "new_lead"
    MOVED_LEAD = "moved_lead"
    CLIENT = "client"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Kept:
    """So many things of a kind that were not taken back, for one reason."""

    thing: KeptThing
    because: KeptBecause
    count: int


def touched_because(now: datetime, since: ColumnElement[datetime] | None = None) -> ColumnElement[str | None]:
    """Of each lead, what has happened to it: ever, or since that moment; NULL: nothing."""
    later_call = (Call.placed_at >= since,) if since is not None else ()
    later_preview = (Preview.offered_at >= since,) if since is not None else ()
    called: ColumnElement[bool] = exists().where(Call.lead_id == Lead.id, *later_call)
    if since is None:
        called = or_(Lead.attempts > 0, called)
    skipped = exists().where(Preview.lead_id == Lead.id, Preview.ending.in_(_DECIDED), *later_preview)
    held = and_(Lead.held_until.is_not(None), Lead.held_until >= now)
    return case(
        (called, literal(KeptBecause.CALLED.value)),
        (skipped, literal(KeptBecause.SKIPPED.value)),
        (held, literal(KeptBecause.HELD.value)),
        else_=null(),
    )


def kept_things(thing: KeptThing, rows: Iterable[Row[str | None, int]]) -> list[Kept]:
    """From rows of a reason and how many there are of it; most first.

    What has no reason to stay was in other hands when its turn came.
    """
    counts: Counter[KeptBecause] = Counter()
    for because, count in rows:
        counts[KeptBecause(because or KeptBecause.HELD)] += count
    found = [Kept(thing, because, count) for because, count in counts.items()]
    return sorted(found, key=lambda kept: (-kept.count, kept.because))


def kept_in(result: Mapping[str, Any] | None) -> list[Kept]:
    """As the result of a job tells it."""
    told = result.get("kept", []) if result else []
    return [Kept(KeptThing(one["thing"]), KeptBecause(one["because"]), one["count"]) for one in told]


async def remove_untouched(
    session: AsyncSession, made: ColumnElement[bool], now: datetime, *, limit: int
) -> int:
    """Remove some of the leads that were `made` so and that nobody has touched; returns how many."""
    ids = (
        await session.scalars(
            select(Lead.id)
            .where(made, touched_because(now).is_(None))
            .limit(limit)
            .with_for_update(skip_locked=True, of=Lead)
        )
    ).all()
    if ids:
        await session.execute(delete(Lead).where(Lead.id.in_(ids)))
    return len(ids)


async def leads_kept(session: AsyncSession, made: ColumnElement[bool], now: datetime) -> list[Kept]:
    """Those that were `made` so and are there still."""
    because = touched_because(now).label("because")
    rows = await session.execute(select(because, func.count()).where(made).group_by(because))
    return kept_things(KeptThing.NEW_LEAD, rows.all())
