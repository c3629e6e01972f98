"""The espeak-ng that measurements speak with, under `var/espeak`, without root; one on the PATH is taken."""

import json
import shlex
import shutil
import subprocess

from scripts.private_apt import (
    PrivateApt,
    drop_downloads,
    machine_sources,
    multiarch_triplet,
    own_loader,
    unpack,
)
from scripts.steps import VAR, StepFailed, main, replace_text, step

HOME = VAR / "espeak"
PREFIX = HOME / "prefix"
LAUNCH = HOME / "espeak-run.json"
DOWNLOADS = VAR / "apt" / "espeak"
PACKAGES = ("espeak-ng",)


def install_espeak() -> None:
    """Do nothing if it is there; else some seconds and 40 MB of packages."""
    if not step("espeak-ng", " ".join(PACKAGES), _provide, present=LAUNCH.exists() and _speaks(_argv())):
        print("  espeak-ng is there", flush=True)


def _provide() -> str:
    found = shutil.which("espeak-ng")
    if found is None:
        unpack(PrivateApt(DOWNLOADS, machine_sources()).fetch(PACKAGES), PREFIX)
        drop_downloads(DOWNLOADS)
        voices = PREFIX / "usr/lib" / multiarch_triplet()
        argv = [*own_loader(PREFIX), str(PREFIX / "usr/bin/espeak-ng"), "--path", str(voices)]
    else:
        argv = [found]
    if not _speaks(argv):
        raise StepFailed(f"  This espeak-ng does not start: {shlex.join(argv)} --version")
    replace_text(LAUNCH, json.dumps(argv) + "\n")
    return found or "unpacked"


def _argv() -> list[str]:
    return list(json.loads(LAUNCH.read_text()))


def _speaks(argv: list[str]) -> bool:
    try:
        return subprocess.run([*argv, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        # A copied checkout names a place that is not there.
        return False


if __name__ == "__main__":
    main(install_espeak)
