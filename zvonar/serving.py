"""What each kind of process is made of: `serve` is all of it in one, the others are its parts."""

import asyncio
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final
from uuid import UUID

import structlog
from redis.asyncio import Redis

from api.app import create_app
from api.context import ApiContext
from api.login_limit import LoginLimit
from api.realtime.hub import Hub
from core.bus.memory import MemoryBus
from core.bus.port import Bus
from core.calls.state_machine import Answered
from core.clock import Clock, SystemClock
from core.db import Database
from core.errors import TelephonyUnavailable
from core.kept_files import forget_old_files
from core.pacing.chunks import forget_old_chunks
from core.switchboard.port import Switchboard
from core.telephony.port import LineId, Receptionist
from core.users.sessions import forget_expired
from dialer.pacing_replay import PacingLogReader
from dialer.running import running_switchboard
from dialer.switchboard import NodeSwitchboard
from pbx.telephony import AsteriskTelephony
from zvonar.collector import collect_seldom
from zvonar.exchange import exchange_address
from zvonar.http_server import HttpServer
from zvonar.jobs import job_runner
from zvonar.logs import configure_logs
from zvonar.migration import migrate
from zvonar.redis_bus import open_redis_bus
from zvonar.redis_commands import open_remote_switchboard, serve_commands
from zvonar.settings import Settings

_CHORES_EVERY_SECONDS: Final = 600.0

log = structlog.get_logger()


async def serve_all(settings: Settings) -> None:
    """Everything in one process, until it is told to end."""
    configure_logs(settings.log_format)
    async with running_server(settings):
        collect_seldom()
        log.info("server.listening", address=f"http://{settings.http_host}:{settings.http_port}")
        await told_to_end()
    log.info("server.ended")


@asynccontextmanager
async def running_server(settings: Settings) -> AsyncIterator[NodeSwitchboard]:
    """Everything, from the database to the open port, until the block is left."""
    clock = SystemClock()
    async with _open_database(settings) as database:
        await migrate(database)
        bus = MemoryBus(clock)
        async with (
            node_switchboard(settings, database, bus, clock) as switchboard,
            _http(settings, database, bus, switchboard, clock),
            asyncio.TaskGroup() as tasks,
        ):
            work = _start_work(tasks, settings, database, clock)
            try:
                yield switchboard
            finally:
                for task in work:
                    task.cancel()


async def serve_switchboard(settings: Settings) -> None:
    """The owner of one Asterisk's calls and operators; others ask it through Redis."""
    configure_logs(settings.log_format)
    clock = SystemClock()
    redis_url = _redis_url(settings)
    async with (
        _open_database(settings) as database,
        open_redis_bus(redis_url, clock) as bus,
        node_switchboard(settings, database, bus, clock) as switchboard,
        Redis.from_url(redis_url, socket_connect_timeout=2) as redis,
        asyncio.TaskGroup() as tasks,
    ):
        serving = tasks.create_task(serve_commands(redis, switchboard, settings.node_name, clock))
        collect_seldom()
        log.info("switchboard.serving", node=settings.node_name)
        await told_to_end()
        serving.cancel()


async def serve_api(settings: Settings) -> None:
    """Interface and pages; owns nothing, so any number of them may run."""
    configure_logs(settings.log_format)
    clock = SystemClock()
    redis_url = _redis_url(settings)
    async with (
        _open_database(settings) as database,
        open_redis_bus(redis_url, clock) as bus,
        open_remote_switchboard(redis_url, settings.node_name, clock) as switchboard,
        _http(settings, database, bus, switchboard, clock),
    ):
        collect_seldom()
        log.info("api.listening", address=f"http://{settings.http_host}:{settings.http_port}")
        await told_to_end()


async def serve_worker(settings: Settings) -> None:
    """Jobs, and the chores that wait for nobody."""
    configure_logs(settings.log_format)
    clock = SystemClock()
    async with _open_database(settings) as database, asyncio.TaskGroup() as tasks:
        work = _start_work(tasks, settings, database, clock)
        log.info("worker.working")
        await told_to_end()
        for task in work:
            task.cancel()


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


class _ReceptionistToCome:
    """Ties the knot: the exchange needs somebody to ask before the switchboard that answers exists."""

    def __init__(self) -> None:
        self.receptionist: Receptionist | None = None

    async def operator_for(self, call_id: UUID, answered: Answered) -> LineId | None:
        return await self._present().operator_for(call_id, answered)

    async def line_again(self, call_id: UUID) -> LineId | None:
        return await self._present().line_again(call_id)

    async def join_failed(self, call_id: UUID, line_id: LineId) -> None:
        await self._present().join_failed(call_id, line_id)

    def _present(self) -> Receptionist:
        if self.receptionist is None:
            raise TelephonyUnavailable("the switchboard is not there yet")
        return self.receptionist


@asynccontextmanager
async def _open_database(settings: Settings) -> AsyncIterator[Database]:
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    settings.effective_recordings_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.effective_database_url)
    try:
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def node_switchboard(
    settings: Settings, database: Database, bus: Bus, clock: Clock
) -> AsyncIterator[NodeSwitchboard]:
    """A switchboard that is connected to its Asterisk, until the block is left."""
    receptionist = _ReceptionistToCome()
    telephony = AsteriskTelephony(
        exchange_address(settings), receptionist, clock, dial_template=settings.dial_template
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
        link = tasks.create_task(telephony.run(), name="exchange")
        try:
            yield switchboard
        finally:
            link.cancel()


@asynccontextmanager
async def _http(
    settings: Settings, database: Database, bus: Bus, switchboard: Switchboard, clock: Clock
) -> AsyncIterator[None]:
    hub = Hub(bus)
    context = ApiContext(
        database=database,
        clock=clock,
        bus=bus,
        hub=hub,
        switchboard=switchboard,
        pacing=PacingLogReader(database),
        login_limit=LoginLimit(),
        recordings_dir=settings.effective_recordings_dir,
        sip_websocket_url=settings.sip_websocket_url,
        home_region=settings.home_region,
        home_zone=settings.home_zone,
    )
    ui_dir = settings.ui_dir if settings.ui_dir and settings.ui_dir.is_dir() else None
    http = HttpServer(create_app(context, ui_dir), settings.http_host, settings.http_port)
    async with asyncio.TaskGroup() as tasks:
        delivering = tasks.create_task(hub.run(), name="hub")
        serving = tasks.create_task(http.serve(), name="http")
        try:
            await http.listening()
            yield
        finally:
            http.stop()
            await asyncio.wait([serving])
            delivering.cancel()


def _start_work(
    tasks: asyncio.TaskGroup, settings: Settings, database: Database, clock: Clock
) -> Sequence[asyncio.Task[None]]:
    return (
        tasks.create_task(_do_chores(settings, database, clock), name="chores"),
        tasks.create_task(job_runner(settings, database, clock).run(), name="jobs"),
    )


async def _do_chores(settings: Settings, database: Database, clock: Clock) -> None:
    while True:
        async with database.transaction() as session:
            forgotten = await forget_expired(session, clock.now())
            await forget_old_files(session, clock.now())
            await forget_old_chunks(session, clock.now(), settings.pacing_log_days)
        log.info("worker.sessions_forgotten", count=forgotten)
        await clock.sleep(_CHORES_EVERY_SECONDS)


def _redis_url(settings: Settings) -> str:
    if settings.redis_url is None:
        raise SystemExit("set ZVONAR_REDIS_URL: separate processes need a bus; `zvonar serve` needs none")
    return settings.redis_url
