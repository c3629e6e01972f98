"""How many leads each campaign has left: counted one campaign after the other, and seldom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from core.campaigns.models import Campaign
from core.clock import Clock
from core.db import Database
from core.leads.counting import LeadCount, count_leads

_COUNTS_TAKE_SHARE: Final = 0.02
"""Of the time, whatever the number of campaigns and the length of their lists."""
_RUNNING_EVERY_SECONDS: Final = 5.0
_RESTING_EVERY_SECONDS: Final = 30.0
"""Where nobody dials, only an import or somebody's hand changes the count."""
_LOOK_EVERY_SECONDS: Final = 1.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class CountedLeads:
    leads: LeadCount
    at: datetime


@dataclass(frozen=True, slots=True)
class CountedCampaign:
    is_running: bool
    since: float | None
    """Seconds since it was last counted; None: it never was."""


def next_to_count(campaigns: Mapping[UUID, CountedCampaign]) -> UUID | None:
    """The campaign whose count is the most overdue, running ones first; None: no count is due. Pure."""

    def overdue(campaign: CountedCampaign) -> float:
        every = _RUNNING_EVERY_SECONDS if campaign.is_running else _RESTING_EVERY_SECONDS
        return float("inf") if campaign.since is None else campaign.since / every

    due = {id_: (overdue(one), one.is_running) for id_, one in campaigns.items() if overdue(one) >= 1}
    return max(due, key=lambda id_: due[id_], default=None)


def rest_after(took_seconds: float, share: float) -> float:
    """How long to count nothing after a count that took so long, for counts to keep to that share of time."""
    return took_seconds * (1 / share - 1)


class LeadCounts:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._counted: dict[UUID, CountedLeads] = {}
        self._counted_at: dict[UUID, float] = {}
        """On the clock that nobody sets."""

    def of(self, campaign_id: UUID) -> CountedLeads | None:
        """As it was last counted; None: it was not yet."""
        return self._counted.get(campaign_id)

    async def run(self) -> None:
        """Count what is due, one campaign at a time, until cancelled."""
        while True:
            rest = _LOOK_EVERY_SECONDS
            try:
                if (campaign_id := await self._next()) is not None:
                    rest = await self._count(campaign_id)
            except (SQLAlchemyError, OSError) as error:
                log.error("lead_counts.database_away", error=str(error))
            await self._clock.sleep(rest)

    async def _next(self) -> UUID | None:
        async with self._database.reading() as session:
            running = dict((await session.execute(select(Campaign.id, Campaign.is_running))).all())
        now = self._clock.monotonic()
        self._counted = {id_: one for id_, one in self._counted.items() if id_ in running}
        self._counted_at = {id_: at for id_, at in self._counted_at.items() if id_ in running}
        return next_to_count(
            {
                id_: CountedCampaign(
                    is_running, now - self._counted_at[id_] if id_ in self._counted_at else None
                )
                for id_, is_running in running.items()
            }
        )

    async def _count(self, campaign_id: UUID) -> float:
        """Returns how long to rest from it."""
        at, began = self._clock.now(), self._clock.monotonic()
        async with self._database.reading() as session:
            counts = await count_leads(session, campaign_id)
        self._counted[campaign_id] = CountedLeads(counts.get(campaign_id, LeadCount()), at)
        self._counted_at[campaign_id] = ended = self._clock.monotonic()
        return rest_after(ended - began, _COUNTS_TAKE_SHARE)
