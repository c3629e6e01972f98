"""Run every tier of the tests, quickest first; tell at the end how long each took and which failed."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from scripts.build_ui import UI, install_packages, node_environment
from scripts.steps import ROOT, VENV, StepFailed, main


@dataclass(frozen=True)
class Tier:
    name: str
    processes_a_processor: int = 0
    """How many work on it; 0: the one that runs them all. Those that only compute take a processor each;
    those that wait for databases and sockets half of their time leave room for another."""
    shared_out: Literal["worksteal", "loadfile"] = "worksteal"
    """What goes to one process: a test, or a file whose tests share what takes minutes to set up."""
    is_told: bool = False
    """Its tests are long: each is named as it begins, so that a run that is cut off names its last."""
    over_time: Sequence[str] = ()
    """How a test ends that is over its time, where it is not a thread that ends the process: Playwright's
    loop would not outlive a signal, and where a tier is shared out another process goes on."""

    @property
    def arguments(self) -> Sequence[str]:
        """What pytest is told besides the folder."""
        told = ["-v" if self.is_told else "-q", "--durations=3", *self.over_time]
        if processes := self.processes_a_processor * _processors():
            told += ["-n", str(processes), "--dist", self.shared_out]
        return told


# It fails by a signal, tidies up, and others go on. Who does not come to an end even then is ended, later
# than the longest test may last.
BY_SIGNAL: Final = (
    "--timeout-method=signal",
    *("-o", "faulthandler_timeout=900"),
    *("-o", "faulthandler_exit_on_timeout=true"),
)
TIERS: Final = (
    Tier("unit", 1),
    Tier("replay"),
    Tier("integration", 2),
    # Each process has an Asterisk of its own.
    Tier("acceptance", 1, "loadfile", is_told=True, over_time=BY_SIGNAL),
    Tier("browser", is_told=True),
)
OF_THE_INTERFACE: Final = "ui"


def test() -> None:
    """Run the tiers named on the command line, or all, and the user interface's own."""
    tiers = {tier.name: tier for tier in TIERS}
    wanted = sys.argv[1:] or [*tiers, OF_THE_INTERFACE]
    if unknown := set(wanted) - {*tiers, OF_THE_INTERFACE}:
        raise StepFailed(f"no such tier: {', '.join(unknown)}; there are {', '.join(tiers)} and ui")
    told, failed = [], []
    for name in wanted:
        print(f"\n=== {name} ===", flush=True)
        began = time.monotonic()
        passes = _ui_passes() if name == OF_THE_INTERFACE else _tier_passes(tiers[name])
        told.append(f"{name} {time.monotonic() - began:.0f} s")
        if not passes:
            failed.append(name)
    print(f"\n{', '.join(told)}", flush=True)
    if failed:
        raise StepFailed(f"failed: {', '.join(failed)}")


def _tier_passes(tier: Tier) -> bool:
    return _run([VENV / "bin" / "pytest", *tier.arguments, ROOT / "tests" / tier.name], cwd=ROOT)


def _processors() -> int:
    return len(os.sched_getaffinity(0))


def _ui_passes() -> bool:
    install_packages()
    return _run([VENV / "bin" / "npm", "run", "--silent", "test"], cwd=UI)


def _run(argv: Sequence[str | Path], *, cwd: Path) -> bool:
    environment = node_environment()
    # The tests start the product some fifty times: what Python has compiled is kept.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    ran = subprocess.run(argv, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, check=False)
    return ran.returncode == 0


if __name__ == "__main__":
    main(test)
