"""Choosing leads among the clients: what can be asked, how many it finds, and jobs that do and undo it."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute

from api.context import Context, CurrentSupervisor
from api.errors import problems
from core.audit.trail import record
from core.campaigns.editions import every_choice
from core.campaigns.models import Campaign
from core.clients.fields import client_fields
from core.clients.models import Client
from core.conditions.sql import FieldKind, allowed_operators
from core.conditions.tree import Condition, Operator
from core.errors import Conflict, InvalidInput, NotAllowed, NotFound, NotLoggedIn
from core.jobs.leases import want_cancel
from core.lists.models import LONGEST_NAME, ListSource
from core.lists.service import add_list, list_of
from core.selections.run import count_selected
from core.selections.service import (
    SelectionProgress,
    begin_selection,
    begin_undo_selection,
    selection_of,
    selection_progress,
)

router = APIRouter(
    prefix="/campaigns/{campaign_id}/selections",
    tags=["selections"],
    responses=problems(NotLoggedIn, NotAllowed, NotFound),
)

# Longer lists of values than this are of no help in a menu.
_MOST_VALUES: Final = 300


@dataclass(frozen=True, slots=True)
class ClientField:
    name: str
    kind: FieldKind
    operators: Sequence[Operator]
    values: Sequence[str]
    """What there is to choose from; empty: anything may be typed."""


class SelectionAsked(BaseModel):
    model_config = ConfigDict(extra="forbid")

    condition: Condition


class SelectionWanted(SelectionAsked):
    list_id: UUID | None = None
    """A list that is there; null: a new one."""
    list_name: Annotated[str, Field(max_length=LONGEST_NAME)] = ""


@dataclass(frozen=True, slots=True)
class SelectionCount:
    clients: int


@router.get("/fields")
async def list_fields(campaign_id: UUID, _user: CurrentSupervisor, context: Context) -> list[ClientField]:
    """What clients can be asked by."""
    async with context.database.reading() as session:
        campaign = await session.get(Campaign, campaign_id)
        if campaign is None:
            raise NotFound("campaign", campaign_id)
        known = {
            "last_disposition": [one.code for one in await every_choice(session, campaign)],
            "region": (await session.scalars(_values(Client.region))).all(),
            "time_zone": (await session.scalars(_values(Client.time_zone))).all(),
            "campaign": [
                str(one) for one in await session.scalars(select(Campaign.id).order_by(Campaign.name))
            ],
        }
    return [
        ClientField(name, field.kind, allowed_operators(field.kind), field.choices or known.get(name, ()))
        for name, field in client_fields().items()
    ]


@router.post("/count", responses=problems(InvalidInput))
async def count(
    campaign_id: UUID, body: SelectionAsked, _user: CurrentSupervisor, context: Context
) -> SelectionCount:
    """How many clients would become leads: those who have a number and are none of the campaign yet."""
    async with context.database.reading() as session:
        return SelectionCount(await count_selected(session, campaign_id, body.condition, context.clock))


@router.post("", status_code=HTTPStatus.ACCEPTED, responses=problems(InvalidInput))
async def start_selection(
    campaign_id: UUID, body: SelectionWanted, user: CurrentSupervisor, context: Context
) -> SelectionProgress:
    now = context.clock.now()
    async with context.database.transaction() as session:
        if body.list_id is not None:
            # Locked, so that no undoing removes it from under the job that is to fill it.
            target = await list_of(session, campaign_id, body.list_id, is_changing=True)
        else:
            target = await add_list(
                session, campaign_id, body.list_name, now=now, source=ListSource.SELECTION
            )
        job = await begin_selection(
            session,
            target,
            body.condition,
            context.clock,
            user_id=user.id,
            is_list_new=body.list_id is None,
        )
        record(
            session,
            user_id=user.id,
            entity="list",
            entity_id=target.id,
            name=target.name,
            campaign_id=campaign_id,
            change={"selection": (None, body.condition.model_dump(mode="json", by_alias=True))},
            now=now,
        )
    return await _progress(context, campaign_id, job.id)


@router.get("")
async def list_selections(
    campaign_id: UUID, _user: CurrentSupervisor, context: Context
) -> list[SelectionProgress]:
    """The newest first."""
    async with context.database.reading() as session:
        if await session.get(Campaign, campaign_id) is None:
            raise NotFound("campaign", campaign_id)
        return list(await selection_progress(session, campaign_id))


@router.get("/{selection_id}")
async def get_selection(
    campaign_id: UUID, selection_id: UUID, _user: CurrentSupervisor, context: Context
) -> SelectionProgress:
    return await _progress(context, campaign_id, selection_id)


@router.post("/{selection_id}/cancel")
async def cancel(
    campaign_id: UUID, selection_id: UUID, user: CurrentSupervisor, context: Context
) -> SelectionProgress:
    """End where it is; what is selected stays until it is undone. No error if it has ended."""
    async with context.database.transaction() as session:
        job, now = await selection_of(session, campaign_id, selection_id), context.clock.now()
        if await want_cancel(session, selection_id, now):
            [shown] = await selection_progress(session, campaign_id, selection_id)
            record(
                session,
                user_id=user.id,
                entity="list",
                entity_id=UUID(job.arguments["list_id"]),
                name=shown.list_name,
                campaign_id=campaign_id,
                change={"selection_stopped": (None, True)},
                now=now,
            )
    return await _progress(context, campaign_id, selection_id)


@router.post("/{selection_id}/undo", status_code=HTTPStatus.ACCEPTED, responses=problems(Conflict))
async def undo(
    campaign_id: UUID, selection_id: UUID, user: CurrentSupervisor, context: Context
) -> SelectionProgress:
    """Remove its leads but for those to which something has happened since; `kept` tells which and why.

    A list that was made for it goes with its last lead, unless another job is to put leads onto it.
    """
    now = context.clock.now()
    async with context.database.transaction() as session:
        done = await selection_of(session, campaign_id, selection_id)
        await begin_undo_selection(session, done, now=now, user_id=user.id)
        [shown] = await selection_progress(session, campaign_id, selection_id)
        record(
            session,
            user_id=user.id,
            entity="list",
            entity_id=UUID(done.arguments["list_id"]),
            name=shown.list_name,
            campaign_id=campaign_id,
            change={"selection": (shown.condition, None)},
            now=now,
        )
    return await _progress(context, campaign_id, selection_id)


def _values(column: InstrumentedAttribute[str]) -> Select[str]:
    return select(column).where(column != "").distinct().order_by(column).limit(_MOST_VALUES)


async def _progress(context: Context, campaign_id: UUID, selection_id: UUID) -> SelectionProgress:
    async with context.database.reading() as session:
        await selection_of(session, campaign_id, selection_id)
        [found] = await selection_progress(session, campaign_id, selection_id)
    return found
