"""An `api` process that shares nothing with the switchboard but the database and Redis."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from api.app import create_app
from api.context import ApiContext
from api.login_limit import LoginLimit
from api.realtime.hub import Hub
from core.clock import SystemClock
from dialer.pacing_replay import PacingLogReader
from tests.fixtures.api_server import ApiServer
from tests.fixtures.ports import free_ports
from tests.integration.dialer.switchboard_story import Story
from zvonar.http_server import HttpServer
from zvonar.redis_bus import open_redis_bus
from zvonar.redis_commands import open_remote_switchboard


@asynccontextmanager
async def an_api_process(story: Story, redis_url: str) -> AsyncIterator[ApiServer]:
    """All that an `api` process is made of; what it knows comes through Redis."""
    [port] = free_ports(1)
    clock = SystemClock()
    async with (
        open_redis_bus(redis_url, clock) as bus,
        open_remote_switchboard(redis_url, "node-1", clock) as switchboard,
        asyncio.TaskGroup() as tasks,
    ):
        hub = Hub(bus)
        context = ApiContext(
            database=story.database,
            clock=story.clock,
            bus=bus,
            hub=hub,
            switchboard=switchboard,
            pacing=PacingLogReader(story.database),
            login_limit=LoginLimit(),
            recordings_dir=Path(),
            sip_websocket_url="ws://127.0.0.1:9/ws",
            home_region="RU",
            home_zone="Europe/Moscow",
        )
        http = HttpServer(create_app(context, None), "127.0.0.1", port)
        delivering = tasks.create_task(hub.run())
        serving = tasks.create_task(http.serve())
        await http.listening()
        try:
            yield ApiServer(story, http, f"http://127.0.0.1:{port}")
        finally:
            http.stop()
            await asyncio.wait([serving])
            delivering.cancel()
