"""The days of a campaign's evidence, each judged by the policy that was in force on it.

Whoever changes a policy changes what may be done from then on. What was done before is judged by what was
to be kept to then: by the revisions that the calls of a day name.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Integer, and_, column, select, values
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call
from core.campaigns.models import Campaign
from core.db import UtcDateTime
from core.law.counted_calls import COUNTED, COUNTS
from core.law.models import DiallingPolicy, DiallingPolicyRevision
from core.law.period import Period
from core.law.policy import Policy
from core.law.tally import LONGEST_WINDOW_DAYS

DAY_COLUMNS: Final = (
    "day", "placed", "answered", "abandoned", "machines", "people_taken_for_machines", "abandon_rate",
    "window_days", "window_answered", "window_abandoned", "window_abandon_rate", "abandon_limit",
    "is_within_limit", "policy", "policy_revision",
)  # fmt: skip

Named = tuple[UUID, int]
"""A policy and its revision."""


@dataclass(frozen=True, slots=True)
class DayCounts:
    """The counted calls of one day, or of several days together, in the order of `COUNTS`."""

    placed: int = 0
    answered: int = 0
    """By a person."""
    abandoned: int = 0
    machines: int = 0

    def __add__(self, other: "DayCounts") -> "DayCounts":
        return DayCounts(
            self.placed + other.placed,
            self.answered + other.answered,
            self.abandoned + other.abandoned,
            self.machines + other.machines,
        )

    def people_taken_for_machines(self, policy: Policy) -> float:
        """Estimated: each of them answered, and was abandoned."""
        return policy.people_taken_for_machines(self.machines)

    def abandon_rate(self, policy: Policy) -> float:
        mistaken = self.people_taken_for_machines(policy)
        answered = self.answered + mistaken
        return (self.abandoned + mistaken) / answered if answered else 0.0


@dataclass(frozen=True, slots=True)
class Rules:
    """What one revision of a policy said, and since when."""

    code: str
    named: Named
    made_at: datetime
    policy: Policy


@dataclass(frozen=True, slots=True)
class _Day:
    counts: DayCounts = DayCounts()
    named: frozenset[Named] = frozenset()
    """What its calls were dialled under."""


def strictest(rules: Iterable[Rules]) -> Rules | None:
    """Of several that held on one day, the one by which it is judged; None: none is known.

    The lowest limit; of equal ones, that which counts more people among the machines, and that which
    must hold over fewer days: what holds on each day holds over all of them.
    """
    return min(
        rules,
        key=lambda one: (
            one.policy.abandon_limit,
            -one.policy.machine_false_positive_rate,
            one.policy.abandon_window_days,
            one.code,
            one.named[1],
        ),
        default=None,
    )


async def day_rows(session: AsyncSession, campaign: Campaign, period: Period) -> list[tuple[Any, ...]]:
    earliest = period.first - timedelta(days=LONGEST_WINDOW_DAYS - 1)
    counted = Period(earliest, period.last, period.zone)
    days = await _days(session, campaign.id, counted)
    rules = await _rules(session, {one for day in days for one in day.named}, campaign.policy_id)
    rows: list[tuple[Any, ...]] = []
    last_named: frozenset[Named] = frozenset()
    for place, (date_of, day) in enumerate(zip(counted.days, days, strict=True)):
        last_named = day.named or last_named
        held = [one for named, one in rules.items() if named in last_named]
        if not last_named and campaign.policy_id:
            held = _in_force(rules.values(), campaign.policy_id, counted, date_of)
        if date_of >= period.first:
            rows.append(_row(date_of, days[: place + 1], strictest(held)))
    return rows


def _in_force(rules: Iterable[Rules], policy_id: UUID, period: Period, day: date) -> list[Rules]:
    """The revisions of the campaign's policy that held at any time of a day on which nothing was dialled."""
    own = sorted((one for one in rules if one.named[0] == policy_id), key=lambda one: one.named[1])
    ends = [one.made_at for one in own[1:]] + [None] * len(own[:1])
    return [
        one
        for one, until in zip(own, ends, strict=True)
        if one.made_at < period.ends_at(day) and (until is None or until > period.begins_at(day))
    ]


async def _days(session: AsyncSession, campaign_id: UUID, period: Period) -> list[_Day]:
    """All days of the period by one statement, however many they are."""
    bounds = [(place, period.begins_at(day), period.ends_at(day)) for place, day in enumerate(period.days)]
    moment = UtcDateTime()
    day = (
        values(column("place", Integer), column("begins", moment), column("ends", moment), name="day")
        .data(bounds)
        .cte("day")
    )
    policy_id = Call.reason_document["policy_id"].as_string()
    revision = Call.reason_document["policy_revision"].as_integer()
    its_calls = and_(
        Call.campaign_id == campaign_id,
        COUNTED,
        Call.placed_at >= day.c.begins,
        Call.placed_at < day.c.ends,
    )
    found = await session.execute(
        select(
            day.c.place,
            policy_id,
            revision,
            *COUNTS,
        )
        .select_from(day)
        .join(Call, its_calls)
        .group_by(day.c.place, policy_id, revision)
    )
    days = [_Day() for _ in bounds]
    for place, policy, number, *counts in found:
        named = {(UUID(policy), number)} if policy and number else set()
        days[place] = _Day(days[place].counts + DayCounts(*counts), days[place].named | named)
    return days


async def _rules(
    session: AsyncSession, named: set[Named], own_policy_id: UUID | None
) -> Mapping[Named, Rules]:
    """What these revisions said, and those of the campaign's own policy; without what cannot be read."""
    wanted = {policy_id for policy_id, _ in named} | {own_policy_id}
    rows = await session.execute(
        select(DiallingPolicy.code, DiallingPolicyRevision)
        .join(DiallingPolicyRevision, DiallingPolicyRevision.policy_id == DiallingPolicy.id)
        .where(DiallingPolicy.id.in_({one for one in wanted if one is not None}))
    )
    found: dict[Named, Rules] = {}
    for code, said in rows:
        if (policy := said.readable) is not None:
            of = (said.policy_id, said.revision)
            found[of] = Rules(code, of, said.made_at, policy)
    return found


def _row(day: date, until_then: Sequence[_Day], rules: Rules | None) -> tuple[Any, ...]:
    own = until_then[-1].counts
    told = (day, own.placed, own.answered, own.abandoned, own.machines)
    if rules is None:
        return told + (None,) * (len(DAY_COLUMNS) - len(told))
    policy = rules.policy
    in_window = until_then[-policy.abandon_window_days :]
    window = sum((one.counts for one in in_window), DayCounts())
    window_rate = window.abandon_rate(policy)
    return (
        *told,
        round(own.people_taken_for_machines(policy), 2),
        round(own.abandon_rate(policy), 6),
        policy.abandon_window_days,
        window.answered,
        window.abandoned,
        round(window_rate, 6),
        policy.abandon_limit,
        window_rate <= policy.abandon_limit,
        rules.code,
        rules.named[1],
    )
