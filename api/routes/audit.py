"""The audit trail: who changed which setting, newest first."""

from datetime import UTC, datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import AwareDatetime

from api.context import Context, CurrentSupervisor
from api.errors import problems
from core.audit.trail import AuditPage, Changer, audit_page, changers
from core.errors import InvalidInput, NotAllowed, NotLoggedIn

router = APIRouter(prefix="/audit", tags=["audit"], responses=problems(NotLoggedIn, NotAllowed))

# What a clock can have said since there is a trail, and every database can compare.
_EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST: Final = datetime(2200, 1, 1, tzinfo=UTC)
_Moment = Annotated[AwareDatetime, Query(ge=_EARLIEST, le=_LATEST)]


@router.get("", responses=problems(InvalidInput))
async def list_changes(
    _user: CurrentSupervisor,
    context: Context,
    campaign_id: UUID | None = None,
    entity: Annotated[str | None, Query(max_length=32, pattern="^[a-z_]+$")] = None,
    entity_id: Annotated[str | None, Query(max_length=64, pattern="^[0-9A-Za-z+:._-]+$")] = None,
    user_id: UUID | None = None,
    since: _Moment | None = None,
    until: _Moment | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    after: Annotated[str | None, Query(max_length=20)] = None,
) -> AuditPage:
    """Every condition that is given narrows the entries down; `until` is the first moment left out.

    `after` is a page's `next`.
    """
    async with context.database.reading() as session:
        return await audit_page(
            session,
            campaign_id=campaign_id,
            entity=entity,
            entity_id=entity_id,
            user_id=user_id,
            since=since,
            until=until,
            limit=limit,
            after=after,
        )


@router.get("/changers")
async def list_changers(_user: CurrentSupervisor, context: Context) -> list[Changer]:
    """Everybody who has ever changed something."""
    async with context.database.reading() as session:
        return list(await changers(session))
