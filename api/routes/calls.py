"""Calls: click-to-dial, answers, hanging up, the verdict, the recording."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import FileResponse
from pydantic import AwareDatetime, BaseModel, Field

from api.context import Context, CurrentOperator, CurrentUser
from api.errors import problems
from core.bus.events import AnswerSaved
from core.bus.port import operator_topic
from core.calls.access import may_hear, may_see
from core.calls.answers import save_answer
from core.calls.card import CallCard, call_card
from core.calls.disposition import LONGEST_NOTE, Verdict
from core.calls.models import Call
from core.calls.promise import hours_of_promise
from core.errors import (
    AlreadyDisposed,
    Conflict,
    InvalidInput,
    NotAllowed,
    NotFound,
    NotLoggedIn,
    StorageUnavailable,
    TelephonyError,
)
from core.law.promise import PromiseHours

router = APIRouter(prefix="/calls", tags=["calls"], responses=problems(NotLoggedIn, NotAllowed))


class CallWanted(BaseModel):
    client_id: UUID
    phone_number: str = Field(max_length=40)
    """One of the client's numbers, in any notation."""
    despite_bars: bool = False
    """Call though the dialling policy stands against it (`call_barred`); the call keeps which bars."""


class CallPlaced(BaseModel):
    call_id: UUID


class AnswerGiven(BaseModel):
    value: Any = None
    """An option's id, a list of ids, a number, a date or a text; null takes the answer back."""


class VerdictGiven(BaseModel):
    disposition: str = Field(max_length=40)
    note: str = Field(default="", max_length=LONGEST_NOTE)
    callback_at: AwareDatetime | None = None
    callback_is_shared: bool = False
    """Anybody of the campaign may call then; otherwise whoever promises it."""


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    responses=problems(NotFound, Conflict, InvalidInput, TelephonyError),
)
async def place_call(body: CallWanted, user: CurrentOperator, context: Context) -> CallPlaced:
    """Click-to-dial: rings the client and joins it to the caller's softphone, which must be on line."""
    call_id = await context.switchboard.place_call(
        user.id, body.client_id, body.phone_number, body.despite_bars
    )
    return CallPlaced(call_id=call_id)


@router.get("/{call_id}", responses=problems(NotFound))
async def get_call(call_id: UUID, user: CurrentUser, context: Context) -> CallCard:
    """The call as its operator sees it. Operators see their own calls only."""
    async with context.database.reading() as session:
        call = await session.get(Call, call_id)
        if call is None or not may_see(user, call):
            raise NotFound("call", call_id)
        return await call_card(session, call_id)


@router.get("/{call_id}/promise", responses=problems(NotFound, InvalidInput))
async def get_promise(
    call_id: UUID, callback_at: AwareDatetime, user: CurrentUser, context: Context
) -> PromiseHours | None:
    """What the calling hours say of a callback at that moment; null: no policy holds for this call.

    Outside hours a promise is taken all the same, and the call waits until they begin.
    """
    # As with the answers: whose call it is may not be stored yet.
    await context.switchboard.everything_stored()
    async with context.database.reading() as session:
        call = await session.get(Call, call_id)
        if call is None or not may_see(user, call):
            raise NotFound("call", call_id)
        return await hours_of_promise(session, call, callback_at, context.clock.now())


@router.post("/{call_id}/hangup", status_code=HTTPStatus.NO_CONTENT, responses=problems(NotFound))
async def hang_up(call_id: UUID, user: CurrentOperator, context: Context) -> None:
    """End the customer's leg; the softphone stays on line. No error if the call has ended."""
    await context.switchboard.hang_up(user.id, call_id)


@router.put(
    "/{call_id}/answers/{question_id}",
    status_code=HTTPStatus.NO_CONTENT,
    responses=problems(NotFound, Conflict, InvalidInput),
)
async def put_answer(
    call_id: UUID, question_id: str, body: AnswerGiven, user: CurrentOperator, context: Context
) -> None:
    """Save one answer as it is given; a later one to the same question replaces it."""
    # A screen pop is quicker than the disk: whose call it is may not be stored yet.
    await context.switchboard.everything_stored()
    async with context.database.transaction() as session:
        stored = await save_answer(
            session,
            context.clock,
            call_id=call_id,
            operator_id=user.id,
            question_id=question_id,
            value=body.value,
        )
    context.bus.publish(AnswerSaved(call_id, question_id, stored), operator_topic(user.id))


@router.put(
    "/{call_id}/disposition",
    status_code=HTTPStatus.NO_CONTENT,
    responses=problems(NotFound, Conflict, AlreadyDisposed, InvalidInput, StorageUnavailable),
)
async def put_disposition(call_id: UUID, body: VerdictGiven, user: CurrentOperator, context: Context) -> None:
    """Record the verdict; ends the wrap-up. The same verdict twice is one."""
    verdict = Verdict(body.disposition, body.note, body.callback_at, body.callback_is_shared)
    await context.switchboard.dispose(user.id, call_id, verdict)


@router.get("/{call_id}/recording", responses=problems(NotFound), response_class=FileResponse)
async def get_recording(call_id: UUID, user: CurrentUser, context: Context) -> FileResponse:
    """The recording as WAV; ranges are served, so that a player can seek. Operators hear their own only."""
    async with context.database.reading() as session:
        call = await session.get(Call, call_id)
    if call is None or not may_hear(user, call) or call.recording is None or call.connected_at is None:
        raise NotFound("recording", call_id)
    path = (context.recordings_dir / call.recording).resolve()
    inside = path.is_relative_to(context.recordings_dir.resolve())
    if not inside or not path.is_file():
        raise NotFound("recording", call_id)
    return FileResponse(
        path, media_type="audio/wav", filename=f"{call_id}.wav", content_disposition_type="inline"
    )
