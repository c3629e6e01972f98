"""The live call floor, for supervisors; changes follow on the websocket."""

from fastapi import APIRouter

from api.context import Context, CurrentSupervisor
from api.errors import problems
from core.errors import NotAllowed, NotLoggedIn
from core.floor.figures import FloorSnapshot

router = APIRouter(prefix="/floor", tags=["floor"], responses=problems(NotLoggedIn, NotAllowed))


@router.get("")
async def get_floor(_user: CurrentSupervisor, context: Context) -> FloorSnapshot:
    return await context.switchboard.floor()
