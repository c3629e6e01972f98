"""The abandon tallies of calls that other switchboards place, looked up as those calls go on.

What was placed so long ago that it has settled is summed up once; only what was placed since then is counted
at each look. Where nobody else has called for a while, a look reads the calls of the last minute alone.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call
from core.law.counted_calls import COUNTED, COUNTS
from core.law.tally import SETTLED_AFTER, AbandonTally, TallyOfDays, midnight

_SEEN_AFTER: Final = timedelta(minutes=1)
"""By how much two machines' clocks differ at most, and how long a call may take to be committed."""


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a day, all of whose calls have settled, or none for certain."""

    begins: datetime
    ends: datetime | None
    """None: whatever is placed from then on."""
    day: date
    has_settled: bool


def spans(since: datetime, now: datetime, zone: ZoneInfo) -> Sequence[Span]:
    """The time from `since` on, cut at midnights and where its calls have settled by `now`."""
    settled_until = max(since, now - SETTLED_AFTER)
    first, today = (one.astimezone(zone).date() for one in (since, now))
    days = (first + timedelta(days=ago) for ago in range(1, (today - first).days + 1))
    cuts = sorted({since, settled_until, *(midnight(day, zone) for day in days)})
    return [
        Span(begins, ends, begins.astimezone(zone).date(), ends is not None and ends <= settled_until)
        for begins, ends in zip(cuts, [*cuts[1:], None], strict=True)
    ]


class TalliesOfOthers:
    """Pure: it is told what was counted, and of which time to count at the next look."""

    def __init__(self, zone: ZoneInfo, started_at: datetime) -> None:
        """`started_at`: when `stored_tallies` were read, which leave out what is counted here."""
        self._zone = zone
        self._since = started_at - SETTLED_AFTER
        self._settled: defaultdict[UUID, TallyOfDays] = defaultdict(partial(TallyOfDays, zone))

    def to_count(self, now: datetime) -> Sequence[Span]:
        return spans(self._since, now, self._zone)

    def counted(
        self, found: Sequence[tuple[Span, Mapping[UUID, AbandonTally]]], now: datetime
    ) -> Mapping[UUID, TallyOfDays]:
        """All that the others' calls have come to by now; `found` of each span to count, by campaign."""
        together: defaultdict[UUID, TallyOfDays] = defaultdict(partial(TallyOfDays, self._zone))
        for span, tallies in found:
            for campaign_id, tally in tallies.items():
                (self._settled if span.has_settled else together)[campaign_id].add(span.day, tally)
        nobody_called = not any(tallies for _, tallies in found)
        self._since = max(self._since, now - (_SEEN_AFTER if nobody_called else SETTLED_AFTER))
        for campaign_id, settled in self._settled.items():
            for day, tally in settled.days.items():
                together[campaign_id].add(day, tally)
        return together


async def count_others(session: AsyncSession, node: str, span: Span) -> Mapping[UUID, AbandonTally]:
    """By campaign, the counted calls that were placed in the span by any other switchboard than that."""
    placed = [Call.placed_at >= span.begins]
    if span.ends is not None:
        placed.append(Call.placed_at < span.ends)
    rows = await session.execute(
        select(Call.campaign_id, *COUNTS)
        .where(COUNTED, Call.node != node, *placed)
        .group_by(Call.campaign_id)
    )
    return {campaign_id: AbandonTally(*counts) for campaign_id, *counts in rows if campaign_id is not None}
