"""Trunks: which there are, and what each may carry. How they fare is part of the floor's figures."""

from collections.abc import Sequence
from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter

from api.context import Context, CurrentSupervisor
from api.errors import problems
from core.errors import InvalidInput, NotAllowed, NotFound, NotLoggedIn
from core.trunks.service import (
    TrunkShown,
    TrunkWanted,
    add_trunk,
    all_trunks,
    change_trunk,
    one_trunk,
    remove_trunk,
)

router = APIRouter(prefix="/trunks", tags=["trunks"], responses=problems(NotLoggedIn, NotAllowed))


@router.get("")
async def list_trunks(_user: CurrentSupervisor, context: Context) -> Sequence[TrunkShown]:
    """Those that were entered; without any, calls go over the one of the settings."""
    async with context.database.reading() as session:
        return await all_trunks(session)


@router.post("", status_code=HTTPStatus.CREATED, responses=problems(InvalidInput))
async def create(body: TrunkWanted, user: CurrentSupervisor, context: Context) -> TrunkShown:
    async with context.database.transaction() as session:
        trunk_id = await add_trunk(session, body, user_id=user.id, now=context.clock.now())
        return await one_trunk(session, trunk_id)


@router.put("/{trunk_id}", responses=problems(NotFound, InvalidInput))
async def change(trunk_id: UUID, body: TrunkWanted, user: CurrentSupervisor, context: Context) -> TrunkShown:
    """In force within a second; calls that ring or talk go on. A password that is not given stays."""
    async with context.database.transaction() as session:
        await change_trunk(session, trunk_id, body, user_id=user.id, now=context.clock.now())
        return await one_trunk(session, trunk_id)


@router.delete("/{trunk_id}", status_code=HTTPStatus.NO_CONTENT, responses=problems(NotFound))
async def remove(trunk_id: UUID, user: CurrentSupervisor, context: Context) -> None:
    async with context.database.transaction() as session:
        await remove_trunk(session, trunk_id, user_id=user.id, now=context.clock.now())
