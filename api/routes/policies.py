"""Dialling policies: what campaigns have to keep to."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter

from api.context import Context, CurrentSupervisor
from api.errors import problems
from core.errors import Conflict, InvalidInput, NotAllowed, NotFound, NotLoggedIn
from core.law.calendars import countries, subdivisions
from core.law.policies import (
    PolicyShown,
    PolicyWanted,
    add_policy,
    all_policies,
    change_policy,
    one_policy,
    remove_policy,
)

router = APIRouter(prefix="/policies", tags=["policies"], responses=problems(NotLoggedIn, NotAllowed))


@router.get("")
async def list_policies(_user: CurrentSupervisor, context: Context) -> Sequence[PolicyShown]:
    async with context.database.reading() as session:
        return await all_policies(session)


@router.get("/holiday-countries")
async def holiday_countries(_user: CurrentSupervisor) -> Sequence[str]:
    """ISO 3166 codes of the countries whose public holidays a policy may heed."""
    return sorted(countries())


@router.get("/holiday-countries/{country}/subdivisions")
async def holiday_subdivisions(country: str, _user: CurrentSupervisor) -> Mapping[str, str]:
    """The parts of a country with public holidays of their own, by code; none of one that is not known."""
    return subdivisions(country)


@router.post("", status_code=HTTPStatus.CREATED, responses=problems(InvalidInput))
async def create(body: PolicyWanted, user: CurrentSupervisor, context: Context) -> PolicyShown:
    async with context.database.transaction() as session:
        policy_id = await add_policy(session, body, user_id=user.id, now=context.clock.now())
        return await one_policy(session, policy_id)


@router.get("/{policy_id}", responses=problems(NotFound))
async def get(policy_id: UUID, _user: CurrentSupervisor, context: Context) -> PolicyShown:
    async with context.database.reading() as session:
        return await one_policy(session, policy_id)


@router.put("/{policy_id}", responses=problems(NotFound, Conflict, InvalidInput))
async def change(
    policy_id: UUID, body: PolicyWanted, user: CurrentSupervisor, context: Context
) -> PolicyShown:
    """Campaigns that run keep to it with their next claim of leads. A built-in one can only be copied."""
    async with context.database.transaction() as session:
        await change_policy(session, policy_id, body, user_id=user.id, now=context.clock.now())
        return await one_policy(session, policy_id)


@router.delete("/{policy_id}", status_code=HTTPStatus.NO_CONTENT, responses=problems(NotFound, Conflict))
async def remove(policy_id: UUID, user: CurrentSupervisor, context: Context) -> None:
    """No campaign can choose it any more. What it said is kept for the evidence."""
    async with context.database.transaction() as session:
        await remove_policy(session, policy_id, user_id=user.id, now=context.clock.now())
