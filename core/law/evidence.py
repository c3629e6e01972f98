"""What a campaign can show to whoever asks: its calls, its abandon rate by day and window, its policies."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call, CallKind
from core.calls.state_machine import CallOutcome
from core.campaigns.models import Campaign
from core.csv_text import BYTE_ORDER_MARK, csv_text
from core.db import Database
from core.errors import NotFound
from core.law.models import DiallingPolicy, DiallingPolicyRevision
from core.law.policy import Policy
from core.law.tally import ANSWERED, LOST
from core.users.models import User

LONGEST_PERIOD_DAYS: Final = 366
_BATCH: Final = 1000

_CALL_COLUMNS: Final = (
    "call_id", "placed_at", "kind", "mode", "phone_number", "client_id", "lead_id", "reason", "attempt",
    "after", "ringing_at", "answered_at", "answered_by", "grace_began_at", "connected_at", "ended_at",
    "outcome", "disposition", "waited_seconds", "grace_seconds", "connected_within_grace", "abandoned",
    "policy", "policy_revision",
)  # fmt: skip
_DAY_COLUMNS: Final = (
    "day", "placed", "answered", "abandoned", "machines", "people_taken_for_machines", "abandon_rate",
    "window_days", "window_answered", "window_abandoned", "window_abandon_rate", "abandon_limit",
    "is_within_limit",
)  # fmt: skip
_POLICY_COLUMNS: Final = (
    "policy", "name", "revision", "made_at", "made_by", "calls", "is_in_force_now", "document",
)  # fmt: skip


class EvidencePart(StrEnum):
    CALLS = "calls"
    DAYS = "days"
    POLICIES = "policies"


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days of the call centre."""

    first: date
    last: date
    """Included."""
    zone: str

    @property
    def days(self) -> Sequence[date]:
        return [self.first + timedelta(days=day) for day in range((self.last - self.first).days + 1)]

    def begins_at(self, day: date) -> datetime:
        return datetime.combine(day, time.min, ZoneInfo(self.zone))

    @property
    def since(self) -> datetime:
        return self.begins_at(self.first)

    @property
    def until(self) -> datetime:
        """Not included."""
        return self.begins_at(self.last + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class DayCounts:
    """The dialler's calls of one day, or of several days together."""

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


async def evidence(
    database: Database, campaign_id: UUID, part: EvidencePart, period: Period
) -> AsyncIterator[str]:
    """One CSV file, piece by piece.

    Raises:
        NotFound: there is no such campaign.
    """
    async with database.reading() as session:
        campaign = await session.get(Campaign, campaign_id)
        if campaign is None:
            raise NotFound("campaign", campaign_id)
        match part:
            case EvidencePart.CALLS:
                yield BYTE_ORDER_MARK + csv_text([_CALL_COLUMNS])
                async for rows in _calls(session, campaign_id, period):
                    yield csv_text(rows)
            case EvidencePart.DAYS:
                yield BYTE_ORDER_MARK + csv_text([_DAY_COLUMNS])
                yield csv_text(await _days(session, campaign, period))
            case EvidencePart.POLICIES:
                yield BYTE_ORDER_MARK + csv_text([_POLICY_COLUMNS])
                yield csv_text(await _policies(session, campaign, period))


def _of_period(campaign_id: UUID, since: datetime, until: datetime) -> tuple[Any, ...]:
    return (Call.campaign_id == campaign_id, Call.placed_at >= since, Call.placed_at < until)


async def _calls(
    session: AsyncSession, campaign_id: UUID, period: Period
) -> AsyncIterator[list[tuple[Any, ...]]]:
    codes = dict((await session.execute(select(DiallingPolicy.id, DiallingPolicy.code))).all())
    wanted = (
        select(Call)
        .where(*_of_period(campaign_id, period.since, period.until))
        .order_by(Call.placed_at, Call.id)
        .limit(_BATCH)
    )
    page = wanted
    while True:
        calls = (await session.scalars(page)).all()
        if calls:
            yield [_call_row(call, codes) for call in calls]
        if len(calls) < _BATCH:
            return
        last = calls[-1]
        page = wanted.where(tuple_(Call.placed_at, Call.id) > tuple_(last.placed_at, last.id))
        session.expunge_all()


def _call_row(call: Call, codes: dict[UUID, str]) -> tuple[Any, ...]:
    reason, progress = call.reason, call.progress
    answered_at, connected_at = call.answered_at, call.connected_at
    waited_until = connected_at or call.ended_at
    waits_since = progress.waits_since
    waited = (waited_until - waits_since).total_seconds() if waited_until and waits_since else None
    abandoned = progress.counts_as_abandoned(call.grace_seconds)
    return (
        call.id,
        call.placed_at,
        call.kind,
        reason and reason.mode,
        call.phone_number,
        call.client_id,
        call.lead_id,
        reason and reason.kind,
        reason and reason.attempt,
        reason and reason.after,
        call.ringing_at,
        answered_at,
        call.answered_by,
        call.grace_began_at,
        connected_at,
        call.ended_at,
        call.outcome,
        call.disposition,
        None if waited is None else round(waited, 3),
        call.grace_seconds,
        not abandoned if progress.counts_as_answered else None,
        abandoned,
        codes.get(reason.policy_id) if reason and reason.policy_id else None,
        reason and reason.policy_revision,
    )


async def _days(session: AsyncSession, campaign: Campaign, period: Period) -> list[tuple[Any, ...]]:
    row = await session.get(DiallingPolicy, campaign.policy_id) if campaign.policy_id else None
    policy = row.policy if row is not None else None
    window_days = policy.abandon_window_days if policy is not None else 1
    before = Period(period.first - timedelta(days=window_days - 1), period.last, period.zone)
    counts = [await _count(session, campaign.id, before, day) for day in before.days]
    rows = []
    for place, day in enumerate(period.days):
        window = sum(counts[place : place + window_days], DayCounts())
        rows.append(_day_row(day, counts[place + window_days - 1], window, window_days, policy))
    return rows


async def _count(session: AsyncSession, campaign_id: UUID, period: Period, day: date) -> DayCounts:
    since, until = period.begins_at(day), period.begins_at(day + timedelta(days=1))
    found = await session.execute(
        select(
            func.count(),
            func.count().filter(ANSWERED),
            func.count().filter(ANSWERED, LOST),
            func.count().filter(Call.outcome == CallOutcome.MACHINE),
        ).where(*_of_period(campaign_id, since, until), Call.kind == CallKind.DIALLER)
    )
    return DayCounts(*found.one())


def _day_row(
    day: date, own: DayCounts, window: DayCounts, window_days: int, policy: Policy | None
) -> tuple[Any, ...]:
    if policy is None:
        return (day, own.placed, own.answered, own.abandoned, own.machines)
    window_rate = window.abandon_rate(policy)
    return (
        day,
        own.placed,
        own.answered,
        own.abandoned,
        own.machines,
        round(own.people_taken_for_machines(policy), 2),
        round(own.abandon_rate(policy), 6),
        window_days,
        window.answered,
        window.abandoned,
        round(window_rate, 6),
        policy.abandon_limit,
        window_rate <= policy.abandon_limit,
    )


async def _policies(session: AsyncSession, campaign: Campaign, period: Period) -> list[tuple[Any, ...]]:
    """Every revision that calls of the period were dialled under, and the one in force now."""
    policy_id = Call.reason_document["policy_id"].as_string()
    revision = Call.reason_document["policy_revision"].as_integer()
    used: dict[tuple[UUID, int], int] = {
        (UUID(policy), number): calls
        for policy, number, calls in await session.execute(
            select(policy_id, revision, func.count())
            .where(*_of_period(campaign.id, period.since, period.until), policy_id.is_not(None))
            .group_by(policy_id, revision)
        )
    }
    rows = await session.execute(
        select(DiallingPolicy, DiallingPolicyRevision, User.name)
        .join(DiallingPolicyRevision, DiallingPolicyRevision.policy_id == DiallingPolicy.id)
        .outerjoin(User, User.id == DiallingPolicyRevision.made_by_id)
        .where(DiallingPolicy.id.in_({one for one, _ in used} | {campaign.policy_id}))
        .order_by(DiallingPolicy.code, DiallingPolicyRevision.revision)
    )
    found = [_policy_row(*row, campaign, used) for row in rows]
    return [row for row in found if row is not None]


def _policy_row(
    policy: DiallingPolicy,
    revision: DiallingPolicyRevision,
    made_by: str | None,
    campaign: Campaign,
    used: dict[tuple[UUID, int], int],
) -> tuple[Any, ...] | None:
    is_in_force = policy.id == campaign.policy_id and policy.revision == revision.revision
    calls = used.get((policy.id, revision.revision), 0)
    if not calls and not is_in_force:
        return None
    return (
        policy.code,
        policy.name_en,
        revision.revision,
        revision.made_at,
        made_by,
        calls,
        is_in_force,
        Policy.model_validate(revision.document).model_dump_json(),
    )
