"""A SIPp for the tests under `var/sipp`, without root: the carrier that keeps a log of its own.

One that is on the PATH is used as it is. Otherwise the distribution's own is unpacked with every library
it needs and started through its own loader. However it came, `var/sipp/sipp` starts it.
"""

import shlex
import shutil
import subprocess

from scripts.private_apt import PrivateApt, drop_downloads, machine_sources, own_loader, unpack
from scripts.steps import VAR, StepFailed, main, replace_text, step

HOME = VAR / "sipp"
PREFIX = HOME / "prefix"
EXECUTABLE = HOME / "sipp"
PACKAGES = ("sip-tester",)


def install_sipp() -> None:
    """Do nothing if it is there; else some seconds and 10 MB of packages."""
    if not step("sipp", " ".join(PACKAGES), _provide, present=_version() is not None):
        print("  sipp is there", flush=True)


def _provide() -> str:
    if (found := shutil.which("sipp")) is not None:
        _write_launcher([found])
    else:
        downloads = VAR / "apt" / "sipp"
        unpack(PrivateApt(downloads, machine_sources()).fetch(PACKAGES), PREFIX)
        _write_launcher([*own_loader(PREFIX), str(PREFIX / "usr/bin/sipp")])
        drop_downloads(downloads)
    version = _version()
    if version is None:
        raise StepFailed(f"  This SIPp does not start: {EXECUTABLE} -v")
    return version


def _write_launcher(argv: list[str]) -> None:
    replace_text(EXECUTABLE, f'#!/bin/sh\nexec {shlex.join(argv)} "$@"\n')
    EXECUTABLE.chmod(0o755)


def _version() -> str | None:
    """What SIPp calls itself, or None if it does not run. It exits with 99 after saying so."""
    try:
        said = subprocess.run([EXECUTABLE, "-v"], capture_output=True, text=True, check=False, timeout=20)
    except OSError:
        return None
    return next((line.strip(" .") for line in said.stdout.splitlines() if "SIPp v" in line), None)


if __name__ == "__main__":
    main(install_sipp)
