"""`zvonar demo`: an Asterisk of its own, a filled database, the server, simulated operators."""

import json
import socket
from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from pydantic import SecretStr
from rich.console import Console
from rich.table import Table

from core.calls.machines import MachineAction
from core.clock import SystemClock
from core.db import Database
from core.users.models import Role
from pbx.node import AsteriskNode, NodeAddress
from pbx.simulated import DEMO_CUSTOMERS, CustomerShares
from zvonar.demo.fill import SIMULATED_LOGIN, DemoLogin, fill, renew_logins
from zvonar.demo.operators import simulated_operators
from zvonar.exchange import installed_asterisk
from zvonar.logs import configure_logs
from zvonar.migration import migrate
from zvonar.serving import running_server, told_to_end
from zvonar.settings import Settings

_PORTS_TRIED: Final = 50

_console = Console()


async def run_demo(settings: Settings, operators: int) -> None:
    """Start everything, print how to get in, and end everything at Ctrl-C."""
    configure_logs(settings.log_format, settings.var_dir / "logs" / "server.log")
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    _say("database", "tables and demo clients")
    logins = await _fill(settings, operators)
    node = _prepared_node(settings)
    started = await node.start()
    _say("asterisk", "started" if started else "runs already; its calls are taken over")
    try:
        settings = _connected(settings, node.address)
        async with running_server(settings) as switchboard:
            _keep_logins(settings, logins)
            _print_way_in(settings, logins)
            simulated = [one for one in logins if one.login.startswith(SIMULATED_LOGIN)]
            address = f"http://{settings.http_host}:{settings.http_port}"
            async with simulated_operators(address, simulated):
                await told_to_end()
                _say("server", "ending the calls that go on")
                await switchboard.end_all_calls()
    finally:
        await node.stop()
        _say("asterisk", "stopped")


async def _fill(settings: Settings, operators: int) -> Sequence[DemoLogin]:
    database = Database(settings.effective_database_url)
    try:
        await migrate(database)
        async with database.transaction() as session:
            await fill(
                session,
                SystemClock().now(),
                clients=settings.demo_clients,
                machine_action=MachineAction.HANG_UP,
            )
        async with database.transaction() as session:
            return await renew_logins(session, operators)
    finally:
        await database.close()


def _prepared_node(settings: Settings) -> AsteriskNode:
    return AsteriskNode.prepare(
        installed_asterisk(settings),
        settings.var_dir / "asterisk" / settings.node_name,
        recordings_dir=settings.effective_recordings_dir,
        node_name=settings.node_name,
        customers=CustomerShares(
            busy_percent=settings.demo_busy_percent,
            invalid_percent=settings.demo_invalid_percent,
            no_answer_percent=settings.demo_no_answer_percent,
            machine_percent=settings.demo_machine_percent,
            ring_seconds=(settings.demo_ring_from_seconds, settings.demo_ring_to_seconds),
            mean_talk_seconds=settings.demo_talk_seconds,
        ),
    )


def _connected(settings: Settings, address: NodeAddress) -> Settings:
    """The settings with this node's ports and secrets, and a port that is free for the browser."""
    return settings.model_copy(
        update={
            "http_port": _free_port(settings.http_host, settings.http_port),
            "ami_port": address.ami_port,
            "ami_username": address.ami_username,
            "ami_secret": SecretStr(address.ami_secret),
            "agi_port": address.agi_port,
            "sound_port": address.sound_port,
            "ari_url": address.ari_url,
            "ari_username": address.ari_username,
            "ari_password": SecretStr(address.ari_secret),
            "sip_websocket_url": address.sip_websocket_url,
            "dial_template": DEMO_CUSTOMERS,
        }
    )


def _free_port(host: str, wanted: int) -> int:
    """The wanted port, or the next one that nobody listens on."""
    for port in range(wanted, wanted + _PORTS_TRIED):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise SystemExit(f"no free port from {wanted} to {wanted + _PORTS_TRIED - 1}; set ZVONAR_HTTP_PORT")


def _keep_logins(settings: Settings, logins: Sequence[DemoLogin]) -> None:
    """For whoever has scrolled the table away; readable by this user only."""
    file = settings.var_dir / "demo-logins.json"
    file.touch(mode=0o600)
    file.write_text(json.dumps([asdict(one) for one in logins], indent=2))


def _print_way_in(settings: Settings, logins: Sequence[DemoLogin]) -> None:
    table = Table(title=f"Zvonar is running: http://{settings.http_host}:{settings.http_port}")
    for title in ("", "login", "password"):
        table.add_column(title)
    for one in logins:
        if not one.login.startswith(SIMULATED_LOGIN):
            table.add_row(_WHO[one.role], one.login, one.password)
    _console.print(table)
    _console.print(
        f"Recordings, logs and these logins are under {settings.var_dir}/. Ctrl-C stops everything."
    )


def _say(step: str, text: str) -> None:
    _console.print(f"[bold]{step:>10}[/bold]  {text}")


_WHO: Final = {
    Role.OPERATOR: "operator",
    Role.SUPERVISOR: "supervisor",
    Role.SALES: "salesperson",
    Role.ADMIN: "administrator",
}
