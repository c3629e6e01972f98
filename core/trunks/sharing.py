"""How switchboards share one trunk: its limits hold for all of them together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call
from core.nodes.presence import Company, company_of

LONGEST_CALL: Final = timedelta(hours=2)
"""A call without an end that is older is one of a switchboard that died and never came back."""


@dataclass(frozen=True, slots=True)
class TrunkLimits:
    channels: int | None
    """None: as many as one likes."""
    calls_per_second: int | None


@dataclass(frozen=True, slots=True)
class Sharing:
    company: Company
    calls_of_others: Mapping[UUID | None, int] = field(default_factory=dict)
    """By trunk, those of other switchboards, at work or not: one that has had a trunk for itself may have
    more on it than its part, and one that ended leaves its talks on."""

    def own_part(self, trunk_id: UUID, whole: TrunkLimits) -> TrunkLimits:
        """This switchboard's part of a trunk. All parts together are the whole, and differ by one at most.

        Where there are fewer channels or calls a second than switchboards, so many of them share the trunk,
        and the others have no channel of it, whatever the rate says; of another trunk it is others.
        """
        if whole.channels is None and whole.calls_per_second is None:
            return whole
        limits = [limit for limit in (whole.channels, whole.calls_per_second) if limit is not None]
        sharers = min(self.company.of, *limits)
        turn = (self.company.place + trunk_id.int) % self.company.of
        if not self.company.is_known or turn >= sharers:
            return TrunkLimits(0, whole.calls_per_second)
        channels, rate = (
            None if limit is None else limit // sharers + (turn < limit % sharers)
            for limit in (whole.channels, whole.calls_per_second)
        )
        if whole.channels is not None and channels is not None:
            channels = min(channels, max(0, whole.channels - self.calls_of_others.get(trunk_id, 0)))
        return TrunkLimits(channels, rate)


async def read_sharing(session: AsyncSession, node: str, now: datetime) -> Sharing:
    calls = await session.execute(
        select(Call.trunk_id, func.count())
        .where(Call.ended_at.is_(None), Call.node != node, Call.placed_at > now - LONGEST_CALL)
        .group_by(Call.trunk_id)
    )
    return Sharing(await company_of(session, node, now), dict(calls.all()))
