"""The abandon tally of one campaign: who answered and who was lost, day by day where the call centre is.

A policy's limit holds over a window of days. Each call counts on the day on which it was placed, whenever it
ends, so that a window that is counted as calls go on and one that is counted from the database are the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call
from core.calls.state_machine import CallProgress
from core.campaigns.models import Campaign
from core.law.counted_calls import COUNTED, COUNTS
from core.law.models import DiallingPolicy

LONGEST_WINDOW_DAYS: Final = 30
SETTLED_AFTER: Final = timedelta(minutes=10)
"""A call counts for good so long after it was placed: ringing, and waiting for an operator, are over."""


@dataclass(slots=True)
class AbandonTally:
    """Of counted calls; the fields in the order of `COUNTS`."""

    launched: int = 0
    answered: int = 0
    """By a person."""
    abandoned: int = 0
    """Of these, not connected within the grace time."""
    machines: int = 0
    """Calls that ended as a machine's."""

    def counting_mistakes(self, false_positive_rate: float) -> "CountedTally":
        """With the people who are to be reckoned with among those machines, by that share of them."""
        return self.counting(self.machines * false_positive_rate)

    def counting(self, people_taken_for_machines: float) -> "CountedTally":
        return CountedTally(
            launched=self.launched,
            answered=self.answered + people_taken_for_machines,
            abandoned=self.abandoned + people_taken_for_machines,
            machines=self.machines,
            people_taken_for_machines=people_taken_for_machines,
        )

    def add(self, other: "AbandonTally") -> None:
        self.launched += other.launched
        self.answered += other.answered
        self.abandoned += other.abandoned
        self.machines += other.machines


@dataclass(frozen=True, slots=True)
class CountedTally:
    """What a regulator is told: people who were taken for machines answered, and were abandoned (Ofcom)."""

    launched: int
    answered: float
    abandoned: float
    machines: int
    people_taken_for_machines: float
    """Estimated, and in both of the above."""

    @property
    def rate(self) -> float:
        return self.abandoned / self.answered if self.answered else 0.0

    def left_of(self, limit: float) -> float:
        """Calls that may still be lost under that limit; below nothing so many were lost too many."""
        return limit * self.answered - self.abandoned

    @classmethod
    def together(cls, tallies: Iterable["CountedTally"]) -> "CountedTally":
        """Of several campaigns, each counted by its own policy."""
        counted = list(tallies)
        return cls(
            launched=sum(one.launched for one in counted),
            answered=sum((one.answered for one in counted), 0.0),
            abandoned=sum((one.abandoned for one in counted), 0.0),
            machines=sum(one.machines for one in counted),
            people_taken_for_machines=sum((one.people_taken_for_machines for one in counted), 0.0),
        )


@dataclass(slots=True)
class TallyOfDays:
    zone: ZoneInfo
    """Where the call centre is: its midnight ends a day."""
    days: dict[date, AbandonTally] = field(default_factory=dict)

    def placed(self, call: CallProgress) -> None:
        self._day(call).launched += 1

    def changed(self, before: CallProgress, now: CallProgress, grace_seconds: float) -> None:
        """Count a call when it is answered, and when it is lost: at the latest when it ends."""
        if now.counts_as_machine and not before.counts_as_machine:
            self._day(now).machines += 1
        if not now.counts_as_answered:
            return
        day = self._day(now)
        day.answered += not before.counts_as_answered
        was_lost = before.counts_as_abandoned(grace_seconds)
        day.abandoned += now.counts_as_abandoned(grace_seconds) and not was_lost

    def add(self, day: date, tally: AbandonTally) -> None:
        self._of(day).add(tally)

    def window(self, now: datetime, days: int) -> AbandonTally:
        """The sum of today and the days before it, `days` in all."""
        today = now.astimezone(self.zone).date()
        total = AbandonTally()
        for day, tally in self.days.items():
            if today - timedelta(days=days) < day <= today:
                total.add(tally)
        return total

    def _day(self, call: CallProgress) -> AbandonTally:
        return self._of(call.placed_at.astimezone(self.zone).date())

    def _of(self, day: date) -> AbandonTally:
        tally = self.days.get(day)
        if tally is None:
            tally = self.days[day] = AbandonTally()
        return tally


async def stored_tallies(
    session: AsyncSession, now: datetime, zone: ZoneInfo, *, node: str | None = None
) -> dict[UUID, TallyOfDays]:
    """What is stored of every campaign, over the longest window that a policy may look at.

    For the switchboard of `node`, whose own calls are counted on as they change, those that others placed
    since `SETTLED_AFTER` are left out: they change too, and `TalliesOfOthers` has them.
    """
    today = now.astimezone(zone).date()
    counted = true() if node is None else or_(Call.node == node, Call.placed_at < now - SETTLED_AFTER)
    days = [today - timedelta(days=ago) for ago in range(LONGEST_WINDOW_DAYS)]
    campaigns = (await session.scalars(select(Campaign.id))).all()
    return {
        campaign_id: TallyOfDays(
            zone, {day: await _count(session, campaign_id, day, zone, counted) for day in days}
        )
        for campaign_id in campaigns
    }


async def false_positive_rates(session: AsyncSession) -> dict[UUID, float]:
    """Of each campaign, the share of its machines that its policy counts as people."""
    rows = await session.execute(
        select(Campaign.id, DiallingPolicy).join(DiallingPolicy, DiallingPolicy.id == Campaign.policy_id)
    )
    policies = {campaign_id: in_force.readable for campaign_id, in_force in rows}
    return {one: policy.machine_false_positive_rate for one, policy in policies.items() if policy is not None}


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """When the day begins."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


async def _count(
    session: AsyncSession, campaign_id: UUID, day: date, zone: ZoneInfo, counted: ColumnElement[bool]
) -> AbandonTally:
    row = (
        await session.execute(
            select(*COUNTS).where(
                Call.campaign_id == campaign_id,
                COUNTED,
                Call.placed_at >= midnight(day, zone),
                Call.placed_at < midnight(day + timedelta(days=1), zone),
                counted,
            )
        )
    ).one()
    return AbandonTally(*row)
