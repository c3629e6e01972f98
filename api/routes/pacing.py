"""The pacing log: what was decided at a moment, by what, and whether the same comes out again."""

from datetime import UTC, datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import AwareDatetime

from api.context import Context, CurrentSupervisor
from api.errors import problems
from core.errors import NotAllowed, NotFound, NotLoggedIn
from core.pacing.look_back import PacingLookBack

router = APIRouter(prefix="/campaigns", tags=["pacing"], responses=problems(NotLoggedIn, NotAllowed))


# Nothing is older, and the calendar's ends have no room for zones.
_EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST: Final = datetime(9000, 1, 1, tzinfo=UTC)


@router.get("/{campaign_id}/pacing", responses=problems(NotFound))
async def look_back(
    campaign_id: UUID,
    at: Annotated[AwareDatetime, Query(ge=_EARLIEST, le=_LATEST)],
    _user: CurrentSupervisor,
    context: Context,
) -> PacingLookBack:
    """The last decision at that moment or before, recomputed from the log and compared."""
    return await context.pacing.look_back(campaign_id, at)
