"""Writes the pacing log to the database, in a task of its own: no decision ever waits for it."""

import asyncio
from typing import Final

import structlog
from prometheus_client import Counter, Gauge
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError

from core.clock import Clock
from core.db import Database
from core.pacing.chunks import store_chunk
from dialer.pacing_log import Chunk, written

MOST_CHUNKS_WAITING: Final = 256
"""Four hours of one campaign: a longer outage of the database leaves a hole in the log."""
_RETRY_SECONDS: Final = 2.0

log = structlog.get_logger()
_waiting = Gauge("zvonar_pacing_log_waiting", "Chunks of the pacing log that are not stored yet")
_lost = Counter("zvonar_pacing_log_lost", "Chunks of the pacing log that were given up")
_stored_bytes = Counter("zvonar_pacing_log_bytes", "Bytes of the pacing log that were stored")


class PacingLogWriter:
    def __init__(self, database: Database, node: str, clock: Clock) -> None:
        self._database = database
        self._node = node
        self._clock = clock
        self._chunks: asyncio.Queue[Chunk] = asyncio.Queue(MOST_CHUNKS_WAITING)
        self._in_hand: Chunk | None = None

    def put(self, chunk: Chunk) -> None:
        """Have it stored. If too many wait already it is given up: memory has an end."""
        try:
            self._chunks.put_nowait(chunk)
        except asyncio.QueueFull:
            _lost.inc()
        _waiting.set(self._chunks.qsize())

    async def run(self) -> None:
        """Write until cancelled."""
        while True:
            chunk = self._in_hand = await self._chunks.get()
            while not await self._store(chunk):
                await self._clock.sleep(_RETRY_SECONDS)
            self._in_hand = None
            _waiting.set(self._chunks.qsize())

    async def write_rest(self) -> None:
        """Write what is left at an orderly end; gives up at the first fault."""
        chunk = self._in_hand
        while chunk is not None or not self._chunks.empty():
            chunk = chunk or self._chunks.get_nowait()
            if not await self._store(chunk):
                _lost.inc(1 + self._chunks.qsize())
                return
            chunk = None

    async def _store(self, chunk: Chunk) -> bool:
        """False: the database is away, and it is worth another try."""
        stored = await asyncio.to_thread(written, chunk, self._node)
        try:
            async with self._database.transaction() as session:
                await store_chunk(session, stored)
        except (OperationalError, InterfaceError, OSError) as error:
            log.warning("pacing_log.database_away", error=str(error))
            return False
        except SQLAlchemyError as error:
            # As when the campaign is gone: no further try would do better.
            log.error("pacing_log.not_stored", campaign_id=str(chunk.campaign_id), error=str(error))
            _lost.inc()
        else:
            _stored_bytes.inc(len(stored.content))
        return True
