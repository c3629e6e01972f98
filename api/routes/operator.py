"""The operator's own telephone and state."""

from http import HTTPStatus
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, model_validator

from api.context import Context, CurrentOperator
from api.errors import problems
from api.routes.calls import CallPlaced
from core.clock import beginning_of_day
from core.errors import Conflict, InvalidTransition, NotAllowed, NotLoggedIn, TelephonyError
from core.operators.promises import PromisedCall, promises_of
from core.operators.state_machine import CHOSEN_BY_OPERATOR, OperatorNow, PauseReason
from core.operators.today import OperatorToday, operator_today
from core.previews.models import SkipReason

router = APIRouter(
    prefix="/operator", tags=["operator"], responses=problems(NotLoggedIn, NotAllowed, Conflict)
)

ONLINE_EXTENSION = "online"


class LineWanted(BaseModel):
    console_id: UUID
    """As the console's first snapshot gave it. Every other console of this user is told to stand aside."""


class Line(BaseModel):
    """What the softphone needs to register and to wait in the exchange. Valid until the next one."""

    line_id: str
    sip_uri: str
    username: str
    password: str
    websocket_path: str
    extension: str
    """Call this: the call that waits there is the operator's telephone from then on."""


class WantedState(BaseModel):
    state: Literal["available", "paused"]
    reason: PauseReason | None = None

    @model_validator(mode="after")
    def _reason_belongs_to_pause(self) -> "WantedState":
        if (self.state == "paused") != (self.reason is not None):
            raise ValueError("a pause needs a reason, and nothing else may have one")
        if self.reason is not None and self.reason not in CHOSEN_BY_OPERATOR:
            raise ValueError(f"{self.reason} is set by the machine only")
        return self


class PreviewAccepted(BaseModel):
    model_config = ConfigDict(extra="forbid")

    preview_id: UUID
    """As it was offered: another one, offered meanwhile, is not meant."""


class PreviewSkipped(PreviewAccepted):
    reason: SkipReason


@router.post("/line", status_code=HTTPStatus.CREATED, responses=problems(TelephonyError))
async def open_line(body: LineWanted, user: CurrentOperator, context: Context) -> Line:
    """Let this user's softphone in. An earlier line of the same user is closed."""
    credentials = await context.switchboard.open_line(user.id, body.console_id)
    return Line(
        line_id=credentials.line_id,
        sip_uri=f"sip:{credentials.username}@zvonar",
        username=credentials.username,
        password=credentials.password,
        websocket_path="/sip",
        extension=ONLINE_EXTENSION,
    )


@router.delete(
    "/line", status_code=HTTPStatus.NO_CONTENT, responses=problems(InvalidTransition, TelephonyError)
)
async def close_line(user: CurrentOperator, context: Context) -> None:
    """Log out of the telephone; refused during a call, and until the last one has its disposition."""
    await context.switchboard.close_line(user.id)


@router.put("/state", responses=problems(InvalidTransition))
async def put_state(body: WantedState, user: CurrentOperator, context: Context) -> OperatorNow:
    """Become available or pause; asked for during a call, it takes effect after the wrap-up."""
    if body.reason is not None:
        return await context.switchboard.pause(user.id, body.reason)
    return await context.switchboard.make_available(user.id)


@router.post("/preview/accept", responses=problems(TelephonyError))
async def accept_preview(body: PreviewAccepted, user: CurrentOperator, context: Context) -> CallPlaced:
    """Dial the lead that is offered; whoever answers is joined to this operator."""
    return CallPlaced(call_id=await context.switchboard.accept_preview(user.id, body.preview_id))


@router.post("/preview/skip")
async def skip_preview(body: PreviewSkipped, user: CurrentOperator, context: Context) -> OperatorNow:
    """Leave the lead that is offered; its turn comes again by the campaign's rule for skipped leads."""
    return await context.switchboard.skip_preview(user.id, body.preview_id, body.reason)


@router.get("/today")
async def get_today(user: CurrentOperator, context: Context) -> OperatorToday:
    """This user's own figures of the day, which begins at midnight where the call centre is."""
    now = context.clock.now()
    began_at = beginning_of_day(now, ZoneInfo(context.home_zone))
    async with context.database.reading() as session:
        return await operator_today(session, user.id, began_at=began_at, now=now)


@router.get("/promises")
async def get_promises(user: CurrentOperator, context: Context) -> list[PromisedCall]:
    """The calls this user has promised and not made yet, the next one first, up to fifty."""
    async with context.database.reading() as session:
        return list(await promises_of(session, user.id))
