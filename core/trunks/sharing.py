"""How switchboards share one trunk: its limits hold for all of them together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call
from core.nodes.presence import Company, company_of


@dataclass(frozen=True, slots=True)
class TrunkLimits:
    channels: int | None
    """None: as many as one likes."""
    calls_per_second: int | None


@dataclass(frozen=True, slots=True)
class Sharing:
    company: Company
    calls_of_others: Mapping[UUID | None, int] = field(default_factory=dict)
    """By trunk: a switchboard that has had a trunk for itself may have more on it than its share."""

    def own_part(self, trunk_id: UUID, whole: TrunkLimits) -> TrunkLimits:
        """This switchboard's part of a trunk. All parts together are the whole, and differ by one at most.

        Where there are fewer channels or calls a second than switchboards, some have no channel of this
        trunk; of another trunk it is others who have none.
        """
        channels = self._part(trunk_id, whole.channels)
        rate = self._part(trunk_id, whole.calls_per_second)
        if rate == 0:
            return TrunkLimits(0, whole.calls_per_second)
        if whole.channels is not None and channels is not None:
            channels = min(channels, max(0, whole.channels - self.calls_of_others.get(trunk_id, 0)))
        return TrunkLimits(channels, rate)

    def _part(self, trunk_id: UUID, limit: int | None) -> int | None:
        company = self.company
        if limit is None:
            return None
        if not company.is_known:
            return 0
        place = (company.place + trunk_id.int) % company.of
        return limit // company.of + (place < limit % company.of)


async def read_sharing(session: AsyncSession, node: str, now: datetime) -> Sharing:
    company = await company_of(session, node, now)
    if not company.others:
        return Sharing(company)
    calls = await session.execute(
        select(Call.trunk_id, func.count())
        .where(Call.ended_at.is_(None), Call.node.in_(company.others))
        .group_by(Call.trunk_id)
    )
    return Sharing(company, dict(calls.all()))
