"""`zvonar demo` as a user runs it: it starts, calls are handled, Ctrl-C ends all of it and nothing else."""

import asyncio
import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.calls.models import Call
from core.calls.state_machine import CallState
from core.db import Database
from pbx.installation import AsteriskInstall
from pbx.ports import free_tcp_ports
from scripts.steps import ROOT

PATIENCE_SECONDS = 140.0
SETTINGS = {
    "ZVONAR_DEMO_CLIENTS": "100",
    "ZVONAR_DEMO_BUSY_PERCENT": "0",
    "ZVONAR_DEMO_INVALID_PERCENT": "0",
    "ZVONAR_DEMO_NO_ANSWER_PERCENT": "0",
    "ZVONAR_DEMO_MACHINE_PERCENT": "0",
    "ZVONAR_DEMO_RING_FROM_SECONDS": "0.3",
    "ZVONAR_DEMO_RING_TO_SECONDS": "1",
    "ZVONAR_DEMO_TALK_SECONDS": "3",
}


@pytest.mark.timeout(240)
def test_the_demo_handles_calls_and_ends_without_a_trace(
    asterisk_install: AsteriskInstall, tmp_path: Path
) -> None:
    var_dir = tmp_path / "var"
    (var_dir / "asterisk").mkdir(parents=True)
    installed = ROOT / "var/asterisk/asterisk-run.json"
    (var_dir / "asterisk/asterisk-run.json").write_text(installed.read_text())
    [port] = free_tcp_ports(1)
    environment = SETTINGS | {"ZVONAR_VAR_DIR": str(var_dir), "ZVONAR_HTTP_PORT": str(port)}
    with (tmp_path / "demo.log").open("wb") as output:
        demo = subprocess.Popen(
            [str(ROOT / ".venv/bin/zvonar"), "demo", "--operators", "3"],
            cwd=ROOT,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _until_handled(demo, var_dir, 6)
        logins = json.loads((var_dir / "demo-logins.json").read_text())
        assert (var_dir / "demo-logins.json").stat().st_mode & 0o077 == 0, "others may read the passwords"
        asterisk = int((var_dir / "asterisk/node-1/node.pid").read_text())
        demo.send_signal(signal.SIGINT)
        assert demo.wait(30) == 0
    finally:
        if demo.poll() is None:
            demo.kill()
            demo.wait()
    printed = (tmp_path / "demo.log").read_text()
    assert f"http://127.0.0.1:{port}" in printed
    assert [one["role"] for one in logins[:4]] == ["operator", "supervisor", "sales", "admin"]
    assert all(one["password"] in printed for one in logins[:4])
    assert not Path(f"/proc/{asterisk}").exists(), "its Asterisk was left running"
    assert asyncio.run(_count(var_dir, Call.state != CallState.ENDED)) == 0, "calls were left open"


def _until_handled(demo: "subprocess.Popen[bytes]", var_dir: Path, count: int) -> None:
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up_at:
        assert demo.poll() is None, "the demo ended by itself"
        ready = (var_dir / "demo-logins.json").exists()
        if ready and asyncio.run(_count(var_dir, Call.disposition.is_not(None))) >= count:
            return
        time.sleep(0.5)
    raise AssertionError(f"fewer than {count} calls were handled in {PATIENCE_SECONDS:g} s")


async def _count(var_dir: Path, condition: object) -> int:
    database = Database(f"sqlite+aiosqlite:///{var_dir / 'zvonar.db'}")
    try:
        async with database.reading() as session:
            statement = select(func.count()).where(condition, Call.node == "node-1")  # type: ignore[arg-type]
            return await session.scalar(statement) or 0
    finally:
        await database.close()
