"""The caller IDs of a campaign: the numbers that its clients see."""

from collections.abc import Sequence
from http import HTTPStatus
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter

from api.context import ApiContext, Context, CurrentSupervisor
from api.errors import problems
from core.caller_ids.rotation import Today
from core.caller_ids.service import (
    CallerIdChange,
    CallerIdShown,
    CallerIdWanted,
    add_caller_id,
    caller_ids_of,
    change_caller_id,
    one_caller_id,
    remove_caller_id,
)
from core.errors import InvalidInput, NotAllowed, NotFound, NotLoggedIn
from core.regions.names import every_region

router = APIRouter(
    prefix="/campaigns/{campaign_id}/caller-ids",
    tags=["caller ids"],
    responses=problems(NotLoggedIn, NotAllowed, NotFound),
)


@router.get("")
async def list_caller_ids(
    campaign_id: UUID, _user: CurrentSupervisor, context: Context
) -> Sequence[CallerIdShown]:
    """Without any, the campaign shows its one caller ID, or the trunk's; with all off it calls nobody."""
    async with context.database.reading() as session:
        return await caller_ids_of(session, campaign_id, _today(context))


@router.get("/regions")
async def list_regions(campaign_id: UUID, _user: CurrentSupervisor) -> Sequence[str]:
    """The regions that are known by name; another writing of one is understood too."""
    return every_region()


@router.post("", status_code=HTTPStatus.CREATED, responses=problems(InvalidInput))
async def create(
    campaign_id: UUID, body: CallerIdWanted, user: CurrentSupervisor, context: Context
) -> CallerIdShown:
    async with context.database.transaction() as session:
        made = await add_caller_id(
            session,
            campaign_id,
            body,
            home_region=context.home_region,
            home_zone=ZoneInfo(context.home_zone),
            user_id=user.id,
            now=context.clock.now(),
        )
        return await one_caller_id(session, campaign_id, made, _today(context))


@router.patch("/{caller_id}", responses=problems(InvalidInput))
async def change(
    campaign_id: UUID, caller_id: UUID, body: CallerIdChange, user: CurrentSupervisor, context: Context
) -> CallerIdShown:
    """In force with the next call; what was made today stays counted. What is not named stays."""
    async with context.database.transaction() as session:
        await change_caller_id(
            session,
            campaign_id,
            caller_id,
            body,
            user_id=user.id,
            now=context.clock.now(),
        )
        return await one_caller_id(session, campaign_id, caller_id, _today(context))


@router.delete("/{caller_id}", status_code=HTTPStatus.NO_CONTENT)
async def remove(campaign_id: UUID, caller_id: UUID, user: CurrentSupervisor, context: Context) -> None:
    async with context.database.transaction() as session:
        await remove_caller_id(session, campaign_id, caller_id, user_id=user.id, now=context.clock.now())


def _today(context: ApiContext) -> Today:
    now = context.clock.now()
    return Today(now, now.astimezone(ZoneInfo(context.home_zone)).date())
