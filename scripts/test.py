"""Run every tier of the tests, quickest first; tell at the end how long each took and which failed."""

import os
import subprocess
import sys
import time
from pathlib import Path

from scripts.build_ui import UI, install_packages, node_environment
from scripts.steps import ROOT, VENV, StepFailed, main

TIERS = ("unit", "replay", "integration", "acceptance", "browser")
# Their tests measure nothing and share no Asterisk: several processes work on them. Those that only compute
# take a processor each; those that wait for databases and sockets half of their time leave room for another.
PROCESSES_A_PROCESSOR = {"unit": 1, "integration": 2}
# Their tests are long: each is named as it begins, so that a run that ends in the middle names its last.
NAMED = ("acceptance", "browser")
# A test over its time fails by a signal, tidies up, and others go on. Elsewhere a thread ends the process:
# Playwright's loop would not outlive a signal, and where a tier is shared out another process goes on.
# Who does not come to an end even then is ended, later than the longest test may last.
OUTLIVED = ("acceptance",)
BY_SIGNAL = (
    "--timeout-method=signal",
    "-o",
    "faulthandler_timeout=900",
    "-o",
    "faulthandler_exit_on_timeout=true",
)


def test() -> None:
    """Run the tiers named on the command line, or all, and the user interface's own."""
    wanted = sys.argv[1:] or [*TIERS, "ui"]
    told, failed = [], []
    for name in wanted:
        print(f"\n=== {name} ===", flush=True)
        began = time.monotonic()
        passes = _ui_passes() if name == "ui" else _tier_passes(name)
        told.append(f"{name} {time.monotonic() - began:.0f} s")
        if not passes:
            failed.append(name)
    print(f"\n{', '.join(told)}", flush=True)
    if failed:
        raise StepFailed(f"failed: {', '.join(failed)}")


def _tier_passes(tier: str) -> bool:
    processes = PROCESSES_A_PROCESSOR.get(tier, 0) * _processors()
    workers = ["-n", str(processes), "--dist", "worksteal"] if processes else []
    loudness = "-v" if tier in NAMED else "-q"
    over_time = BY_SIGNAL if tier in OUTLIVED else ()
    argv: list[str | Path] = [
        VENV / "bin" / "pytest",
        loudness,
        "--durations=3",
        *workers,
        *over_time,
        ROOT / "tests" / tier,
    ]
    return _run(argv, cwd=ROOT)


def _processors() -> int:
    return len(os.sched_getaffinity(0))


def _ui_passes() -> bool:
    install_packages()
    return _run([VENV / "bin" / "npm", "run", "--silent", "test"], cwd=UI)


def _run(argv: list[str | Path], *, cwd: Path) -> bool:
    environment = node_environment()
    # The tests start the product some fifty times: what Python has compiled is kept.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    ran = subprocess.run(argv, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, check=False)
    return ran.returncode == 0


if __name__ == "__main__":
    main(test)
