"""A campaign's pace: of late, for its charts, and any decision looked back at in the pacing log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import AwareDatetime

from api.context import Context, CurrentSupervisor
from api.errors import problems
from core.campaigns.models import Campaign
from core.errors import NotAllowed, NotFound, NotLoggedIn, TelephonyError
from core.floor.figures import PaceFigures
from core.pacing.look_back import PacingLookBack

router = APIRouter(prefix="/campaigns", tags=["pacing"], responses=problems(NotLoggedIn, NotAllowed))


# Nothing is older, and the calendar's ends have no room for zones.
_EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST: Final = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class RecentPace:
    seconds_ago: float
    pace: PaceFigures


@router.get("/{campaign_id}/pace", responses=problems(NotFound, TelephonyError))
async def recent_pace(campaign_id: UUID, _user: CurrentSupervisor, context: Context) -> Sequence[RecentPace]:
    """The last quarter of an hour, oldest first, a moment of every five seconds; empty: it did not dial."""
    async with context.database.reading() as session:
        if await session.get(Campaign, campaign_id) is None:
            raise NotFound("campaign", campaign_id)
    moments = await context.switchboard.pace_history(campaign_id)
    now = context.clock.now()
    return [RecentPace((now - one.at).total_seconds(), one.pace) for one in moments]


@router.get("/{campaign_id}/pacing", responses=problems(NotFound))
async def look_back(
    campaign_id: UUID,
    at: Annotated[AwareDatetime, Query(ge=_EARLIEST, le=_LATEST)],
    _user: CurrentSupervisor,
    context: Context,
) -> PacingLookBack:
    """The last decision at that moment or before, recomputed from the log and compared."""
    return await context.pacing.look_back(campaign_id, at)
