"""Recorded messages for answering machines: uploading, listening to, taking away."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse

from api.body import file_stream
from api.context import Context, CurrentSupervisor
from api.errors import problems
from core.errors import Conflict, InvalidInput, NotAllowed, NotFound, NotLoggedIn
from core.voice_messages.service import (
    VoiceMessageShown,
    add_message,
    all_messages,
    file_of,
    received,
    remove_message,
)

router = APIRouter(
    prefix="/voice-messages", tags=["voice messages"], responses=problems(NotLoggedIn, NotAllowed)
)


@router.get("")
async def list_messages(_user: CurrentSupervisor, context: Context) -> Sequence[VoiceMessageShown]:
    async with context.database.reading() as session:
        return await all_messages(session)


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    responses=problems(InvalidInput),
    openapi_extra={"requestBody": {"required": True, "content": {"*/*": {}}}},
)
async def upload(
    request: Request, user: CurrentSupervisor, context: Context, name: Annotated[str, Query()] = ""
) -> VoiceMessageShown:
    """Keep a WAV file of 16 bits, of two minutes at most; it is played as a telephone line carries it."""
    content = await received(file_stream(request))
    async with context.database.transaction() as session:
        return await add_message(
            session, name, content, context.recordings_dir, user_id=user.id, now=context.clock.now()
        )


@router.get("/{message_id}/sound.wav", response_class=FileResponse, responses=problems(NotFound))
async def sound(message_id: UUID, _user: CurrentSupervisor, context: Context) -> FileResponse:
    path = file_of(message_id, context.recordings_dir)
    if not path.is_file():
        raise NotFound("voice message", message_id)
    return FileResponse(path, media_type="audio/wav")


@router.delete("/{message_id}", status_code=HTTPStatus.NO_CONTENT, responses=problems(NotFound, Conflict))
async def remove(message_id: UUID, user: CurrentSupervisor, context: Context) -> None:
    async with context.database.transaction() as session:
        await remove_message(
            session, message_id, context.recordings_dir, user_id=user.id, now=context.clock.now()
        )
