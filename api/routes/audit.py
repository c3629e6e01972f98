"""The audit trail: who changed which setting, newest first."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from api.context import Context, CurrentSupervisor
from api.errors import problems
from core.audit.trail import AuditPage, audit_page
from core.errors import InvalidInput, NotAllowed, NotLoggedIn

router = APIRouter(prefix="/audit", tags=["audit"], responses=problems(NotLoggedIn, NotAllowed))


@router.get("", responses=problems(InvalidInput))
async def list_changes(
    _user: CurrentSupervisor,
    context: Context,
    campaign_id: UUID | None = None,
    entity: Annotated[str | None, Query(max_length=32, pattern="^[a-z_]+$")] = None,
    entity_id: Annotated[str | None, Query(max_length=64, pattern="^[0-9A-Za-z+:._-]+$")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    after: Annotated[str | None, Query(max_length=20)] = None,
) -> AuditPage:
    """Every condition that is given narrows the entries down. `after` is a page's `next`."""
    async with context.database.reading() as session:
        return await audit_page(
            session, campaign_id=campaign_id, entity=entity, entity_id=entity_id, limit=limit, after=after
        )
