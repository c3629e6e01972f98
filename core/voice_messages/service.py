"""Recorded messages: adding one, listing them, taking one away."""

import asyncio
from collections.abc import AsyncIterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.trail import record
from core.campaigns.models import Campaign
from core.error_codes import ErrorCode
from core.errors import Conflict, InvalidInput, NotFound
from core.law.safe_harbour import says_message
from core.texts import is_printed
from core.voice_messages.models import VoiceMessage, path_of
from core.voice_messages.sound import LARGEST_FILE_BYTES, telephone_sound

AUDITED_AS: Final = "voice_message"
_LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class VoiceMessageShown:
    id: UUID
    name: str
    seconds: float
    added_at: datetime


async def all_messages(session: AsyncSession) -> Sequence[VoiceMessageShown]:
    rows = await session.scalars(select(VoiceMessage).order_by(VoiceMessage.name))
    return [VoiceMessageShown(row.id, row.name, row.seconds, row.added_at) for row in rows]


async def received(content: AsyncIterable[bytes]) -> bytes:
    """An uploaded file.

    Raises:
        InvalidInput: it is too large, and what came is thrown away; or there is nothing.
    """
    file = bytearray()
    async for part in content:
        file += part
        if len(file) > LARGEST_FILE_BYTES:
            raise InvalidInput.of("file", ErrorCode.FILE_TOO_LARGE, max_mebibytes=LARGEST_FILE_BYTES // 2**20)
    if not file:
        raise InvalidInput.of("file", ErrorCode.IS_EMPTY)
    return bytes(file)


async def add_message(
    session: AsyncSession, name: str, content: bytes, recordings_dir: Path, *, user_id: UUID, now: datetime
) -> VoiceMessageShown:
    """Keep a message where the exchange finds it.

    Raises:
        InvalidInput: the name is taken or cannot be shown, or the file is no sound that fits.
    """
    name = name.strip()
    if not name:
        raise InvalidInput.of("name", ErrorCode.IS_EMPTY)
    if len(name) > _LONGEST_NAME:
        raise InvalidInput.of("name", ErrorCode.TOO_LONG, max=_LONGEST_NAME)
    if not is_printed(name):
        raise InvalidInput.of("name", ErrorCode.CONTROL_CHARACTERS)
    sound, seconds = await asyncio.to_thread(telephone_sound, content)
    message = VoiceMessage(
        id=uuid4(), name=name, seconds=round(seconds, 1), added_at=now, added_by_id=user_id
    )
    session.add(message)
    try:
        await session.flush()
    except IntegrityError as error:
        raise InvalidInput.of("name", ErrorCode.NAME_TAKEN) from error
    await asyncio.to_thread(_write, file_of(message.id, recordings_dir), sound)
    _record(session, message, {"name": (None, name)}, user_id, now)
    return VoiceMessageShown(message.id, message.name, message.seconds, message.added_at)


async def remove_message(
    session: AsyncSession, message_id: UUID, recordings_dir: Path, *, user_id: UUID, now: datetime
) -> None:
    """
    Raises:
        NotFound: there is no such message.
        Conflict: a campaign leaves it, or a policy has it played.
    """
    message = await session.get(VoiceMessage, message_id)
    if message is None:
        raise NotFound("voice message", message_id)
    if await session.scalar(select(Campaign.id).where(Campaign.voice_message_id == message_id).limit(1)):
        raise Conflict(ErrorCode.MESSAGE_IN_USE)
    if await says_message(session, message_id):
        raise Conflict(ErrorCode.MESSAGE_IN_USE)
    _record(session, message, {"name": (message.name, None)}, user_id, now)
    await session.delete(message)
    await session.flush()
    await asyncio.to_thread(file_of(message_id, recordings_dir).unlink, missing_ok=True)


def file_of(message_id: UUID, recordings_dir: Path) -> Path:
    return recordings_dir / f"{path_of(message_id)}.wav"


def _write(path: Path, sound: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.write_bytes(sound)
    draft.replace(path)


def _record(
    session: AsyncSession,
    message: VoiceMessage,
    change: dict[str, tuple[object, object]],
    user_id: UUID,
    now: datetime,
) -> None:
    record(
        session,
        user_id=user_id,
        entity=AUDITED_AS,
        entity_id=message.id,
        name=message.name,
        change=change,
        now=now,
    )
