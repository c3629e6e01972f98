"""Following one Redis stream: what is added from now on, over any absence of Redis."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Final

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from core.clock import Clock

BEGINNING: Final = "0-0"
_BATCH: Final = 500
_BLOCK_MS: Final = 1000
_AGAIN_SECONDS: Final = 0.5

log = structlog.get_logger()

Entry = tuple[bytes, Mapping[bytes, bytes]]


class StreamReader:
    """Begins after `seen`, or else after whatever is the newest entry then.

    `is_whole`: an entry that was read stays, unless all are lost; in other streams entries lapse.
    """

    def __init__(
        self, redis: Redis, stream: str, clock: Clock, *, seen: str | None = None, is_whole: bool = False
    ) -> None:
        self._redis = redis
        self._stream = stream
        self._clock = clock
        self._seen = seen
        self._is_whole = is_whole

    async def batches(self) -> AsyncIterator[Sequence[Entry] | None]:
        """What is added, and nothing after a second's silence, until cancelled.

        None: Redis was away, or emptied, and entries may have been missed.
        """
        has_missed = False
        while True:
            try:
                if self._seen is None:
                    self._seen = await self._newest()
                if has_missed:
                    has_missed = False
                    yield None
                stream: dict[Any, Any] = {self._stream: self._seen}
                found: Any = await self._redis.xread(stream, count=_BATCH, block=_BLOCK_MS)
            except (RedisError, OSError) as error:
                log.warning("stream.away", stream=self._stream, error=str(error))
                self._seen, has_missed = None, True
                await self._clock.sleep(_AGAIN_SECONDS)
                continue
            _end_if_cancelled()
            entries = _entries(found)
            if entries:
                self._seen = entries[-1][0].decode()
            yield entries
            # The stream may have been emptied under us, and younger entries have been in it.
            if not entries and self._is_whole and not await self._is_there(self._seen):
                self._seen, has_missed = None, True

    async def _is_there(self, seen: str) -> bool:
        if seen == BEGINNING:
            return True
        try:
            return bool(await self._redis.xrange(self._stream, min=seen, max=seen, count=1))
        except (RedisError, OSError):
            return False

    async def _newest(self) -> str:
        newest: Any = await self._redis.xrevrange(self._stream, count=1)
        return newest[0][0].decode() if newest else BEGINNING


def _end_if_cancelled() -> None:
    """redis-py 8 swallows a cancellation that meets it while it takes an answer in."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


def _entries(found: Any) -> list[Entry]:
    """What `XREAD` found in our one stream; the shape differs between versions of the protocol."""
    if isinstance(found, dict):
        return [entry for chunk in found.values() for entry in _flat(chunk)]
    return [entry for _, entries in found or () for entry in entries]


def _flat(chunk: Any) -> list[Entry]:
    is_nested = bool(chunk) and isinstance(chunk[0], list)
    return [entry for part in chunk for entry in part] if is_nested else list(chunk)
