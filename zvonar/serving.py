"""The embedded form: switchboard, interface and pages in one process, wired here."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

import structlog

from api.app import create_app
from api.context import ApiContext
from api.login_limit import LoginLimit
from api.realtime.hub import Hub
from core.bus.memory import MemoryBus
from core.clock import SystemClock
from core.db import Database
from core.errors import TelephonyUnavailable
from core.telephony.port import LineId, Receptionist
from dialer.switchboard import running_switchboard
from pbx.telephony import AsteriskTelephony, ExchangeAddress
from zvonar.http_server import HttpServer
from zvonar.logs import configure_logs
from zvonar.migration import migrate
from zvonar.settings import Settings

log = structlog.get_logger()


class _ReceptionistToCome:
    """Ties the knot: the exchange needs somebody to ask before the switchboard that answers exists."""

    def __init__(self) -> None:
        self.receptionist: Receptionist | None = None

    async def operator_for(self, call_id: UUID, answered_at: datetime) -> LineId | None:
        return await self._present().operator_for(call_id, answered_at)

    async def join_failed(self, call_id: UUID, line_id: LineId) -> None:
        await self._present().join_failed(call_id, line_id)

    def _present(self) -> Receptionist:
        if self.receptionist is None:
            raise TelephonyUnavailable("the switchboard is not there yet")
        return self.receptionist


async def serve_all(settings: Settings) -> None:
    """Serve until the process is told to end."""
    configure_logs(settings.log_format)
    async with running_server(settings):
        log.info("server.listening", address=f"http://{settings.http_host}:{settings.http_port}")
        await told_to_end()
    log.info("server.ended")


@asynccontextmanager
async def running_server(settings: Settings) -> AsyncIterator[None]:
    """Everything, from the database to the open port, until the block is left."""
    clock = SystemClock()
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    settings.effective_recordings_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.effective_database_url)
    try:
        await migrate(database)
        bus = MemoryBus(clock)
        hub = Hub(bus)
        receptionist = _ReceptionistToCome()
        telephony = AsteriskTelephony(
            _exchange_address(settings), receptionist, clock, dial_template=settings.dial_template
        )
        async with (
            running_switchboard(
                node=settings.node_name,
                home_region=settings.home_region,
                home_zone=settings.home_zone,
                database=database,
                telephony=telephony,
                bus=bus,
                clock=clock,
            ) as switchboard,
            asyncio.TaskGroup() as tasks,
        ):
            receptionist.receptionist = switchboard.receptionist
            context = ApiContext(
                database=database,
                clock=clock,
                bus=bus,
                hub=hub,
                switchboard=switchboard,
                login_limit=LoginLimit(),
                recordings_dir=settings.effective_recordings_dir,
                sip_websocket_url=settings.sip_websocket_url,
                home_region=settings.home_region,
                home_zone=settings.home_zone,
            )
            ui_dir = settings.ui_dir if settings.ui_dir and settings.ui_dir.is_dir() else None
            http = HttpServer(create_app(context, ui_dir), settings.http_host, settings.http_port)
            background = [tasks.create_task(telephony.run()), tasks.create_task(hub.run())]
            serving = tasks.create_task(http.serve())
            await http.listening()
            try:
                yield
            finally:
                http.stop()
                await asyncio.wait([serving])
                for task in background:
                    task.cancel()
    finally:
        await database.close()


async def told_to_end() -> None:
    """Return at SIGINT (Ctrl-C) or SIGTERM."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, told.set)
    try:
        await told.wait()
    finally:
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(name)


def _exchange_address(settings: Settings) -> ExchangeAddress:
    return ExchangeAddress(
        ami_host=settings.ami_host,
        ami_port=settings.ami_port,
        ami_username=settings.ami_username,
        ami_secret=settings.ami_secret.get_secret_value(),
        ari_url=settings.ari_url,
        ari_username=settings.ari_username,
        ari_secret=settings.ari_password.get_secret_value(),
        agi_host=settings.agi_host,
        agi_port=settings.agi_port,
    )
