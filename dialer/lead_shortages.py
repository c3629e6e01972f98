"""Of campaigns that found fewer leads than they would dial, why: asked now and then, not at each look."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from core.campaigns.models import Campaign, DialMode
from core.clock import Clock
from core.db import Database
from core.law.models import DiallingPolicy
from core.leads.bars import Claim
from core.leads.shortage import LeadShortage, lead_shortage

_ASK_EVERY: Final = timedelta(seconds=10)
_LASTS: Final = timedelta(seconds=30)
"""While nobody is free, no lead is asked for: so long is what was found last believed."""


@dataclass(frozen=True, slots=True)
class _Known:
    asked_at: datetime
    came_short_at: datetime
    shortage: LeadShortage


class LeadShortages:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._known: dict[UUID, _Known] = {}

    async def came_short(self, campaign: Campaign, in_force: DiallingPolicy) -> LeadShortage:
        """Fewer leads than wanted might be called: why, as of this moment or a few seconds ago."""
        now = self._clock.now()
        known = self._known.get(campaign.id)
        if known is not None and timedelta() <= now - known.asked_at < _ASK_EVERY:
            known = _Known(known.asked_at, now, known.shortage)
        else:
            operator_waits = campaign.mode == DialMode.PREVIEW
            claim = Claim.of(campaign, in_force.policy, now, operator_waits=operator_waits)
            async with self._database.reading() as session:
                known = _Known(now, now, await lead_shortage(session, claim))
        self._known[campaign.id] = known
        return known.shortage

    def had_enough(self, campaign_id: UUID) -> None:
        self._known.pop(campaign_id, None)

    def of(self, campaign_id: UUID) -> LeadShortage | None:
        """Of a campaign that has not asked for leads since, as nobody is free."""
        known = self._known.get(campaign_id)
        if known is None or not timedelta() <= self._clock.now() - known.came_short_at < _LASTS:
            return None
        return known.shortage
