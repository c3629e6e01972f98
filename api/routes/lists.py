"""A campaign's lists: what is on them, their order and weight, and how their leads are tried again."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.context import Context, CurrentSupervisor
from api.errors import problems
from core.audit.trail import record
from core.campaigns.models import Campaign
from core.campaigns.settings import change_recycling
from core.errors import Conflict, InvalidInput, NotAllowed, NotFound, NotLoggedIn
from core.leads.recycling import Recycling
from core.lists.figures import ListFigures, list_figures
from core.lists.models import LONGEST_NAME, LeadList
from core.lists.reset import ResetMeant, ResetProgress, ResetScope, begin_reset, last_reset, last_resets
from core.lists.service import (
    MOST_PRIORITY,
    MOST_WEIGHT,
    ListChange,
    add_list,
    change_list,
    list_of,
)

router = APIRouter(
    prefix="/campaigns/{campaign_id}", tags=["lists"], responses=problems(NotLoggedIn, NotAllowed, NotFound)
)

Name = Annotated[str, Field(max_length=LONGEST_NAME)]


class NewList(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Name


class ListWanted(BaseModel):
    """What is not given stays as it is."""

    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    priority: Annotated[int, Field(strict=True, ge=-MOST_PRIORITY, le=MOST_PRIORITY)] | None = None
    """Lists of a higher one are called first."""
    weight: Annotated[int, Field(strict=True, ge=1, le=MOST_WEIGHT)] | None = None
    """Lists of one priority share the calls in proportion."""
    is_active: Annotated[bool, Field(strict=True)] | None = None


class ResetWanted(BaseModel):
    model_config = ConfigDict(extra="forbid")

    scope: ResetScope = ResetScope.UNREACHED
    dispositions: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=50)] = []
    """Of leads that were talked to: those whose last verdict is one of these."""
    without_verdict: Annotated[bool, Field(strict=True)] = False
    """Also leads that were talked to, of which nobody gave a verdict within a day."""


class RecyclingWanted(BaseModel):
    model_config = ConfigDict(extra="forbid")

    recycling: Recycling
    callback_kept_seconds: Annotated[int, Field(strict=True, ge=0, le=30 * 24 * 3600)]
    """How long a promised call waits for whoever promised it."""


@dataclass(frozen=True, slots=True)
class RecyclingShown:
    recycling: Recycling
    callback_kept_seconds: int


@router.get("/lists")
async def list_lists(campaign_id: UUID, _user: CurrentSupervisor, context: Context) -> list[ListFigures]:
    """In the order in which they are called."""
    async with context.database.reading() as session:
        if await session.get(Campaign, campaign_id) is None:
            raise NotFound("campaign", campaign_id)
        return list(await list_figures(session, campaign_id))


@router.post("/lists", status_code=HTTPStatus.CREATED, responses=problems(InvalidInput))
async def create_list(
    campaign_id: UUID, body: NewList, user: CurrentSupervisor, context: Context
) -> ListFigures:
    now = context.clock.now()
    async with context.database.transaction() as session:
        made = await add_list(session, campaign_id, body.name, now=now)
        _record(context, session, user.id, made, {"name": (None, made.name)})
    return await _shown(context, campaign_id, made.id)


@router.patch("/lists/{list_id}", responses=problems(InvalidInput))
async def alter_list(
    campaign_id: UUID, list_id: UUID, body: ListWanted, user: CurrentSupervisor, context: Context
) -> ListFigures:
    """In force with the next lead that is taken."""
    async with context.database.transaction() as session:
        # Locked: what was before must be what the change was made to.
        lead_list = await list_of(session, campaign_id, list_id, is_changing=True)
        changed = change_list(lead_list, ListChange(**body.model_dump()))
        _record(context, session, user.id, lead_list, changed)
    return await _shown(context, campaign_id, list_id)


@router.post(
    "/lists/{list_id}/reset",
    status_code=HTTPStatus.ACCEPTED,
    responses=problems(InvalidInput, Conflict),
)
async def reset_list(
    campaign_id: UUID, list_id: UUID, body: ResetWanted, user: CurrentSupervisor, context: Context
) -> ResetProgress:
    """Put worked-off leads back on their list, as if they had not been tried."""
    now = context.clock.now()
    async with context.database.transaction() as session:
        lead_list = await list_of(session, campaign_id, list_id, is_changing=True)
        wanted = ResetMeant(body.scope, body.dispositions, body.without_verdict)
        job = await begin_reset(session, lead_list, wanted, now=now, user_id=user.id)
        _record(context, session, user.id, lead_list, {"reset": (None, wanted.arguments)})
    return ResetProgress.of(job)


@router.get("/lists/{list_id}/reset")
async def get_reset(
    campaign_id: UUID, list_id: UUID, _user: CurrentSupervisor, context: Context
) -> ResetProgress | None:
    """How far the last one is; null: there was none."""
    async with context.database.reading() as session:
        await list_of(session, campaign_id, list_id)
        job = await last_reset(session, list_id)
    return ResetProgress.of(job) if job else None


@router.get("/resets")
async def list_resets(campaign_id: UUID, _user: CurrentSupervisor, context: Context) -> list[ResetProgress]:
    """The last one of each list that was ever reset."""
    async with context.database.reading() as session:
        if await session.get(Campaign, campaign_id) is None:
            raise NotFound("campaign", campaign_id)
        return list(await last_resets(session, campaign_id))


@router.get("/recycling")
async def get_recycling(campaign_id: UUID, _user: CurrentSupervisor, context: Context) -> RecyclingShown:
    async with context.database.reading() as session:
        campaign = await session.get(Campaign, campaign_id)
    if campaign is None:
        raise NotFound("campaign", campaign_id)
    return RecyclingShown(campaign.recycling, campaign.callback_kept_seconds)


@router.put("/recycling", responses=problems(InvalidInput))
async def put_recycling(
    campaign_id: UUID, body: RecyclingWanted, user: CurrentSupervisor, context: Context
) -> RecyclingShown:
    """Of attempts that end from now on."""
    async with context.database.transaction() as session:
        await change_recycling(
            session,
            campaign_id,
            body.recycling,
            body.callback_kept_seconds,
            user_id=user.id,
            now=context.clock.now(),
        )
    return RecyclingShown(body.recycling, body.callback_kept_seconds)


async def _shown(context: Context, campaign_id: UUID, list_id: UUID) -> ListFigures:
    async with context.database.reading() as session:
        found = await list_figures(session, campaign_id)
    return next(one for one in found if one.id == list_id)


def _record(context: Context, session: Any, user_id: UUID, lead_list: LeadList, change: Any) -> None:
    record(
        session,
        user_id=user_id,
        entity="list",
        entity_id=lead_list.id,
        name=lead_list.name,
        campaign_id=lead_list.campaign_id,
        change=change,
        now=context.clock.now(),
    )
