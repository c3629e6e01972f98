"""A file that somebody sent, kept in small pieces in the database until a job has read it."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import LargeBinary, delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Database
from core.error_codes import ErrorCode
from core.errors import InvalidInput

_PART_BYTES: Final = 2**20
_KEPT_FOR: Final = timedelta(days=1)


class KeptFilePart(Base):
    """So small that no other writer waits long."""

    __tablename__ = "kept_file_part"

    file_id: Mapped[UUID] = mapped_column(primary_key=True)
    """The id of the import it is for."""
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime] = mapped_column(index=True)


async def keep_file(
    database: Database,
    file_id: UUID,
    content: AsyncIterable[bytes],
    copy: Path,
    *,
    largest_bytes: int,
    now: datetime,
) -> int:
    """Keep the file, leave a copy of it to be looked at, and return its size.

    Raises:
        InvalidInput: the file is too large, or empty.
    """
    size = 0
    with copy.open("wb") as file:
        async for number, part in _parts(content):
            size += len(part)
            if size > largest_bytes:
                raise InvalidInput.of("file", ErrorCode.FILE_TOO_LARGE, max_mebibytes=largest_bytes // 2**20)
            file.write(part)
            async with database.transaction() as session:
                session.add(KeptFilePart(file_id=file_id, number=number, content=part, kept_at=now))
    if not size:
        raise InvalidInput.of("file", ErrorCode.IS_EMPTY)
    return size


async def copy_file(database: Database, file_id: UUID, path: Path) -> None:
    """Leave a copy of a kept file at `path`.

    Raises:
        InvalidInput: the file is no longer kept.
    """
    number = 0
    with path.open("wb") as file:
        while True:
            async with database.reading() as session:
                part = await session.get(KeptFilePart, (file_id, number))
            if part is None:
                break
            await asyncio.to_thread(file.write, part.content)
            number += 1
    if not number:
        raise InvalidInput.of("file", ErrorCode.FILE_GONE)


async def forget_file(session: AsyncSession, file_id: UUID) -> None:
    """A job has read it."""
    await session.execute(delete(KeptFilePart).where(KeptFilePart.file_id == file_id))


async def forget_old_files(session: AsyncSession, now: datetime) -> None:
    """Files that nobody began to read, or whose job came to no end."""
    await session.execute(delete(KeptFilePart).where(KeptFilePart.kept_at < now - _KEPT_FOR))


async def _parts(content: AsyncIterable[bytes]) -> AsyncIterator[tuple[int, bytes]]:
    gathered, number = bytearray(), 0
    async for piece in content:
        gathered += piece
        while len(gathered) >= _PART_BYTES:
            yield number, bytes(gathered[:_PART_BYTES])
            del gathered[:_PART_BYTES]
            number += 1
    if gathered:
        yield number, bytes(gathered)
