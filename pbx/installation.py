"""The Asterisk that `make asterisk` found or fetched: how to start it and where its parts lie."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.errors import TelephonyUnavailable

# On a busy machine the command line client takes its time.
COMMAND_SECONDS: Final = 15.0


@dataclass(frozen=True, slots=True)
class AsteriskInstall:
    argv: tuple[str, ...]
    """The program and the loader it may need; options follow."""
    version: str
    modules_dir: Path
    sounds_dir: Path
    """Holds a folder for each language: `en`, `ru`."""
    moh_dir: Path
    data_dir: Path

    @classmethod
    def described_in(cls, file: Path) -> "AsteriskInstall":
        """Read what the installation wrote, `var/asterisk/asterisk-run.json`.

        Raises:
            TelephonyUnavailable: nothing is installed.
        """
        try:
            facts = json.loads(file.read_text())
        except FileNotFoundError:
            raise TelephonyUnavailable(f"no Asterisk: {file.name} is missing; run `make asterisk`") from None
        return cls(
            argv=tuple(facts["argv"]),
            version=facts["version"],
            modules_dir=Path(facts["modules_dir"]),
            sounds_dir=Path(facts["sounds_dir"]),
            moh_dir=Path(facts["moh_dir"]),
            data_dir=Path(facts["data_dir"]),
        )

    def command(self, etc_dir: Path, command: str) -> str:
        """Run one console command in the Asterisk that uses this configuration; "" if none runs."""
        argv = [*self.argv, "-C", str(etc_dir / "asterisk.conf"), "-rx", command]
        try:
            done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=COMMAND_SECONDS)
        except subprocess.TimeoutExpired:
            return ""
        return done.stdout if done.returncode == 0 else ""
