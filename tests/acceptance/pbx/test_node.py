"""The life of a private Asterisk: clean start, survival of our death, re-attachment, end."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import TelephonyUnavailable
from core.telephony.port import LinkDown
from pbx.installation import AsteriskInstall
from pbx.node import AsteriskNode
from pbx.simulated import Fate
from tests.acceptance.pbx.floor import floor_of
from tests.fixtures.asterisk_node import INSTALLED

_START = """
import asyncio, os, signal, sys
from pathlib import Path
from pbx.installation import AsteriskInstall
from pbx.node import AsteriskNode
install, folder = Path(sys.argv[1]), Path(sys.argv[2])
node = AsteriskNode.prepare(AsteriskInstall.described_in(install), folder, recordings_dir=folder / "rec")
asyncio.run(node.start())
os.killpg(0, signal.SIGKILL)
"""


def prepared(install: AsteriskInstall, folder: Path) -> AsteriskNode:
    return AsteriskNode.prepare(install, folder / "node", recordings_dir=folder / "recordings")


async def test_it_starts_with_a_clean_log_and_ends_without_a_trace(
    asterisk_install: AsteriskInstall, tmp_path: Path
) -> None:
    node = prepared(asterisk_install, tmp_path)

    assert await node.start()
    try:
        log = node.log_file.read_text()
        assert "WARNING" not in log
        assert "ERROR" not in log
        process_id = node.process_id
        assert process_id is not None
        assert not await node.start(), "it runs already"
        assert node.process_id == process_id
    finally:
        await node.stop()

    assert await node.command("core show version") == ""


async def test_it_survives_the_death_of_whoever_started_it_and_is_found_again(
    tmp_path: Path, asterisk_install: AsteriskInstall
) -> None:
    dead = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", _START, str(INSTALLED), str(tmp_path / "node")],
        check=False,
        start_new_session=True,
    )
    assert dead.returncode == -signal.SIGKILL

    node = AsteriskNode.prepare(asterisk_install, tmp_path / "node", recordings_dir=tmp_path / "rec")
    try:
        assert not await node.start()
        async with floor_of(node) as floor:
            assert floor.links()
    finally:
        await node.stop()


async def test_a_process_that_took_its_number_is_left_alone(
    asterisk_install: AsteriskInstall, tmp_path: Path
) -> None:
    node = prepared(asterisk_install, tmp_path)
    (tmp_path / "node" / "node.pid").write_text(str(os.getpid()))

    assert node.process_id is None
    await node.stop()


async def test_an_asterisk_that_cannot_start_says_where_to_look(
    asterisk_install: AsteriskInstall, tmp_path: Path
) -> None:
    node = prepared(asterisk_install, tmp_path)
    (node.etc_dir / "modules.conf").write_text("[modules]\nautoload = no\nrequire = no_such_module.so\n")

    with pytest.raises(TelephonyUnavailable, match="console"):
        await node.start()


async def test_killed_and_started_again_it_knows_no_calls_and_is_dialled_again(
    asterisk_install: AsteriskInstall, tmp_path: Path
) -> None:
    node = prepared(asterisk_install, tmp_path)
    await node.start()
    try:
        async with floor_of(node) as floor:
            call_id = await floor.dial(Fate.AWAY)
            await floor.until(lambda: bool(floor.told_of(call_id)))
            process_id = node.process_id
            assert process_id is not None
            os.kill(process_id, signal.SIGKILL)
            await floor.until(lambda: any(isinstance(news, LinkDown) for news in floor.news))

            await node.start()
            await floor.until(lambda: len(floor.links()) == 2)

            assert floor.links()[-1].live_calls == []
            assert (await floor.ended(await floor.dial(Fate.BUSY))).cause == 17
    finally:
        await node.stop()


async def test_reloading_it_loses_nothing(asterisk_node: AsteriskNode) -> None:
    async with floor_of(asterisk_node) as floor, floor.operator() as line_id:
        call_id = await floor.dial(talk_seconds=3)
        await asterisk_node.command("core reload")

        assert (await floor.ended(call_id)).connected_at is not None
        assert line_id in floor.lines_up
