"""Uvicorn as a task of ours: it starts, tells when it listens, and stops when asked."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

LARGEST_WEBSOCKET_MESSAGE_BYTES: Final = 65_536

_STARTED_WITHIN_SECONDS: Final = 15.0
_POLL_SECONDS: Final = 0.02
_FINISH_REQUESTS_SECONDS: Final = 3
_CLOSED_WITHIN_SECONDS: Final = 10.0


class _ImpatientWebSocket(WebSocketsSansIOProtocol):
    """Closes for good: uvicorn's waits for ever for a peer who does not read what is left for it."""

    def on_task_complete(self, task: "asyncio.Task[None]") -> None:
        super().on_task_complete(task)
        self.loop.call_later(_CLOSED_WITHIN_SECONDS, self.transport.abort)


class HttpServer(uvicorn.Server):
    def __init__(self, app: FastAPI, host: str, port: int) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                host=host,
                port=port,
                ws=_ImpatientWebSocket,
                ws_max_size=LARGEST_WEBSOCKET_MESSAGE_BYTES,
                timeout_graceful_shutdown=_FINISH_REQUESTS_SECONDS,
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
            )
        )

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are for the whole process, not for one of its parts."""
        yield

    async def listening(self) -> None:
        """Return as soon as connections are accepted."""
        async with asyncio.timeout(_STARTED_WITHIN_SECONDS):
            while not self.started:  # noqa: ASYNC110 - uvicorn offers a flag, no event
                await asyncio.sleep(_POLL_SECONDS)

    def stop(self) -> None:
        self.should_exit = True
