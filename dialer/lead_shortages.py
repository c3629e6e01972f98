"""Of campaigns that found fewer leads than they would dial, why: counted now and then, beside dialling."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError

from core.campaigns.models import Campaign
from core.clock import Clock
from core.db import Database
from core.law.models import DiallingPolicy
from core.leads.bars import Claim
from core.leads.shortage import LeadShortage, lead_shortage
from dialer.lead_counts import rest_after

_COUNT_EVERY: Final = timedelta(seconds=10)
_COUNTS_TAKE_SHARE: Final = 0.1
"""Of the time, at the most: many campaigns may be short of leads, and their lists long."""
_LASTS: Final = timedelta(seconds=30)
"""While nobody is free, no lead is asked for: so long is a campaign that came short held to be short."""

log = structlog.get_logger()


@dataclass(slots=True)
class ShortCampaign:
    """A campaign that came short of leads, until it has enough of them."""

    claim: Claim
    """The last by which it came short."""
    counted_at: datetime | None = None
    shortage: LeadShortage | None = None
    """None: it has not been counted yet."""

    def is_short(self, now: datetime) -> bool:
        return _is_within(_LASTS, self.claim.now, now)

    def is_due(self, now: datetime) -> bool:
        is_known = self.counted_at is not None and _is_within(_COUNT_EVERY, self.counted_at, now)
        return self.is_short(now) and not is_known


def next_to_count(short: Mapping[UUID, ShortCampaign], now: datetime) -> UUID | None:
    """Of those that are due one that was not counted, or else the oldest count; None: none is due. Pure."""
    due = {id_: one.counted_at for id_, one in short.items() if one.is_due(now)}
    unknown = (id_ for id_, counted_at in due.items() if counted_at is None)
    known = {id_: counted_at for id_, counted_at in due.items() if counted_at is not None}
    return next(unknown, None) or min(known, key=lambda id_: known[id_], default=None)


def _is_within(time: timedelta, moment: datetime, now: datetime) -> bool:
    return timedelta() <= now - moment < time


class LeadShortages:
    """Told by the dialling rounds, which never wait for a count: `run` does them, one at a time."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._short: dict[UUID, ShortCampaign] = {}
        self._somebody_came_short = asyncio.Event()
        self._rests_until = clock.monotonic()

    def came_short(self, campaign: Campaign, in_force: DiallingPolicy) -> LeadShortage | None:
        """Fewer leads than wanted may be called: why, as of seconds ago; None: that is yet to be counted."""
        now = self._clock.now()
        claim = Claim.of(campaign, in_force.policy, now)
        short = self._short.get(campaign.id)
        if short is None or not short.is_short(now):
            # What was counted when it last came short tells nothing of this time.
            short = self._short[campaign.id] = ShortCampaign(claim)
        short.claim = claim
        self._somebody_came_short.set()
        return short.shortage

    def had_enough(self, campaign_id: UUID) -> None:
        self._short.pop(campaign_id, None)

    def is_short(self, campaign_id: UUID) -> bool:
        """Also of a campaign that has not asked for leads since, as nobody is free."""
        short = self._short.get(campaign_id)
        return short is not None and short.is_short(self._clock.now())

    def of(self, campaign_id: UUID) -> LeadShortage | None:
        """Of a campaign that is short; None: it is yet to be counted."""
        short = self._short.get(campaign_id)
        return short.shortage if short is not None else None

    async def run(self) -> None:
        """Count why campaigns are short of leads, until cancelled."""
        while True:
            await self._somebody_came_short.wait()
            self._somebody_came_short.clear()
            try:
                await self._count_what_is_due()
            except (SQLAlchemyError, OSError) as error:
                log.error("lead_shortages.database_away", error=str(error))

    async def _count_what_is_due(self) -> None:
        while (campaign_id := next_to_count(self._short, self._clock.now())) is not None:
            rest = self._rests_until - self._clock.monotonic()
            if rest > 0:
                await self._clock.sleep(rest)
            else:
                await self._count(self._short[campaign_id])

    async def _count(self, short: ShortCampaign) -> None:
        at, began = self._clock.now(), self._clock.monotonic()
        async with self._database.reading() as session:
            shortage = await lead_shortage(session, replace(short.claim, now=at))
        ended = self._clock.monotonic()
        self._rests_until = ended + rest_after(ended - began, _COUNTS_TAKE_SHARE)
        # If it had enough meanwhile, this is of nobody any more: one that is short again is counted anew.
        short.counted_at, short.shortage = at, shortage
