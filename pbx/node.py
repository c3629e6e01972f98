"""One private Asterisk: its configuration, its ports and secrets, its start and its end.

It outlives our server on purpose: when our process is killed, calls go on in Asterisk, and the next
`start` finds the same Asterisk by its process id, its ports and its secrets.
"""

import asyncio
import contextlib
import json
import os
import secrets
import signal
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Final, NoReturn

from core.errors import TelephonyUnavailable
from pbx.installation import AsteriskInstall
from pbx.ports import LOOPBACK, PORTS, free_tcp_ports, is_free, rtp_block
from pbx.render import write_configuration
from pbx.simulated import CustomerShares

START_SECONDS: Final = 45.0
STOP_SECONDS: Final = 10.0
_POLL_SECONDS: Final = 0.05
_RTP_PORTS: Final = 2000
# The address of a Unix socket has room for 107 bytes; the socket's own name takes some.
_LONGEST_RUN_DIR: Final = 90


@dataclass(frozen=True, slots=True)
class NodeAddress:
    """Where one node listens and what opens it. Chosen once and kept beside its configuration."""

    node_name: str
    ami_port: int
    ami_username: str
    ami_secret: str
    http_port: int
    ari_username: str
    ari_secret: str
    agi_port: int
    """Where this node asks; our server listens there."""
    sound_port: int
    """Where this node brings the sound of greetings; our server listens there too."""
    rtp_first_port: int
    rtp_last_port: int
    sip_port: int
    """From here calls go out to carriers, over UDP and TCP."""
    sip_host: str = LOOPBACK
    """Loopback reaches nobody but this machine."""
    host: str = LOOPBACK

    @property
    def ari_url(self) -> str:
        return f"http://{self.host}:{self.http_port}"

    @property
    def sip_websocket_url(self) -> str:
        return f"ws://{self.host}:{self.http_port}/ws"

    @classmethod
    def chosen_now(cls, node_name: str, *, among: Sequence[int] = PORTS) -> "NodeAddress":
        ami_port, http_port, agi_port, sound_port, sip_port = free_tcp_ports(5, among=among)
        rtp_first_port, rtp_last_port = rtp_block(_RTP_PORTS)
        return cls(
            node_name=node_name,
            ami_port=ami_port,
            ami_username="zvonar",
            ami_secret=secrets.token_hex(16),
            http_port=http_port,
            ari_username="zvonar",
            ari_secret=secrets.token_hex(16),
            agi_port=agi_port,
            sound_port=sound_port,
            rtp_first_port=rtp_first_port,
            rtp_last_port=rtp_last_port,
            sip_port=sip_port,
        )


@dataclass(frozen=True, slots=True)
class NodeSounds:
    """What customers hear from the machine; names of Asterisk's sounds, without ending."""

    language: str = "ru"
    safe_harbour: str = "all-circuits-busy-now"
    line_lost: str = "sorry"


class AsteriskNode:
    """Make one with `prepare`; then `start`, which also finds one that runs already, and `stop`."""

    def __init__(self, install: AsteriskInstall, directory: Path, address: NodeAddress) -> None:
        self._install = install
        self._directory = directory
        self.address = address

    @classmethod
    def prepare(
        cls,
        install: AsteriskInstall,
        directory: Path,
        *,
        recordings_dir: Path,
        node_name: str = "node-1",
        customers: CustomerShares | None = None,
        sounds: NodeSounds | None = None,
        address: NodeAddress | None = None,
    ) -> "AsteriskNode":
        """Write the configuration.

        Ports and secrets are those of `address`; without it, those of the last time if still usable,
        else new ones.
        """
        directory = directory.resolve()
        directory.mkdir(parents=True, exist_ok=True)
        node = cls(install, directory, address or NodeAddress.chosen_now(node_name))
        if address is None:
            node.address = node._kept_address(node_name)
        sounds = sounds or NodeSounds()
        recordings_dir.mkdir(parents=True, exist_ok=True)
        folders = {f"{name}_dir": directory / name for name in ("lib", "spool", "log")}
        folders["run_dir"] = node._run_dir
        for folder in (*folders.values(), folders["lib_dir"] / "keys"):
            folder.mkdir(parents=True, exist_ok=True)
        values = {
            **{name: str(folder) for name, folder in folders.items()},
            **{name: str(value) for name, value in asdict(node.address).items()},
            **(customers or CustomerShares()).globals(),
            "etc_dir": str(node.etc_dir),
            "modules_dir": str(install.modules_dir),
            "data_dir": str(install.data_dir),
            "moh_dir": str(install.moh_dir),
            "recordings_dir": str(recordings_dir.resolve()),
            "language": sounds.language,
            "safe_harbour_sound": sounds.safe_harbour,
            "line_lost_sound": sounds.line_lost,
        }
        write_configuration(node.etc_dir, install.modules_dir, values)
        node._keep_address()
        return node

    @property
    def etc_dir(self) -> Path:
        return self._directory / "etc"

    @property
    def log_file(self) -> Path:
        """Asterisk's notices, warnings and errors."""
        return self._directory / "log" / "messages"

    @property
    def process_id(self) -> int | None:
        """Of the Asterisk that runs with this node's configuration; None: none does."""
        try:
            process_id = int(self._pid_file.read_text())
            command_line = Path(f"/proc/{process_id}/cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError, ValueError):
            return None
        ours = str(self.etc_dir / "asterisk.conf").encode() in command_line.split(b"\0")
        return process_id if ours else None

    async def start(self) -> bool:
        """Return when Asterisk is fully booted; True if it was started, False if it ran already.

        Raises:
            TelephonyUnavailable: it died or is not ready in time; the message says where to look.
        """
        started = self.process_id is None
        if started:
            self._launch()
        try:
            async with asyncio.timeout(START_SECONDS):
                await self._until(lambda: self._socket.exists() or self.process_id is None)
                booted = await asyncio.to_thread(self._install.command, self.etc_dir, "core waitfullybooted")
                while "fully booted" not in booted and self.process_id is not None:
                    await asyncio.sleep(_POLL_SECONDS)
                    booted = await asyncio.to_thread(
                        self._install.command, self.etc_dir, "core waitfullybooted"
                    )
        except TimeoutError:
            raise TelephonyUnavailable(f"Asterisk is not ready after {START_SECONDS:.0f} s") from None
        if self.process_id is None:
            raise TelephonyUnavailable(f"Asterisk ended at its start; see {self._console_log}")
        return started

    async def stop(self) -> None:
        """End Asterisk and every call in it; by force if it does not listen."""
        for end in (signal.SIGTERM, signal.SIGKILL):
            process_id = self.process_id
            if process_id is None:
                break
            with contextlib.suppress(ProcessLookupError):
                os.kill(process_id, end)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(STOP_SECONDS):
                    await self._until(lambda: self.process_id is None)
        self._pid_file.unlink(missing_ok=True)
        for child in [child for child in _LAUNCHED if child.poll() is not None]:
            _LAUNCHED.remove(child)

    async def command(self, command: str) -> str:
        """What the console says to one command; for people and tests, the product asks AMI."""
        return await asyncio.to_thread(self._install.command, self.etc_dir, command)

    def become_asterisk(self) -> NoReturn:
        """Replace this process by Asterisk, as the one process of a container."""
        self._socket.unlink(missing_ok=True)
        os.execv(self._argv[0], self._argv)

    @property
    def _argv(self) -> list[str]:
        return [*self._install.argv, "-C", str(self.etc_dir / "asterisk.conf"), "-f"]

    def _launch(self) -> None:
        self._socket.unlink(missing_ok=True)
        with self._console_log.open("ab") as console:
            # A session of its own: Ctrl-C and a kill of our process group must not end calls.
            process = subprocess.Popen(
                self._argv, stdin=subprocess.DEVNULL, stdout=console, stderr=console, start_new_session=True
            )
        self._pid_file.write_text(str(process.pid))
        _LAUNCHED.append(process)

    async def _until(self, happened: Callable[[], bool]) -> None:
        while not happened():  # noqa: ASYNC110 - files and processes tell nobody
            await asyncio.sleep(_POLL_SECONDS)

    def _kept_address(self, node_name: str) -> NodeAddress:
        """The address of the last time; new ports if somebody else has taken them since."""
        try:
            kept = NodeAddress(**json.loads(self._address_file.read_text()))
        except (FileNotFoundError, ValueError, TypeError):
            return self.address
        if self.process_id is not None:
            return kept
        ports = (kept.ami_port, kept.http_port, kept.agi_port, kept.sound_port, kept.sip_port)
        if all(is_free(port) for port in ports):
            return replace(kept, node_name=node_name)
        return self.address

    def _keep_address(self) -> None:
        self._address_file.touch(mode=0o600)
        self._address_file.write_text(json.dumps(asdict(self.address), indent=2))

    @property
    def _address_file(self) -> Path:
        return self._directory / "node.json"

    @property
    def _pid_file(self) -> Path:
        return self._directory / "node.pid"

    @property
    def _console_log(self) -> Path:
        return self._directory / "log" / "console"

    @property
    def _socket(self) -> Path:
        return self._run_dir / "asterisk.ctl"

    @property
    def _run_dir(self) -> Path:
        run_dir = self._directory / "run"
        if len(str(run_dir)) <= _LONGEST_RUN_DIR:
            return run_dir
        digest = sha256(str(run_dir).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"zvonar-{os.getuid()}-{digest}"


_LAUNCHED: Final[list["subprocess.Popen[bytes]"]] = []
"""Children of this process; one that is dropped before it has ended would be complained about."""
