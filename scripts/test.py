"""Run every tier of the tests, one process each, quickest first; tell at the end which failed."""

import subprocess
import sys
from pathlib import Path

from scripts.build_ui import UI, install_packages, node_environment
from scripts.steps import ROOT, VENV, StepFailed, main

TIERS = ("unit", "replay", "integration", "acceptance", "browser")


def test() -> None:
    """Run the tiers named on the command line, or all, and the user interface's own."""
    wanted = sys.argv[1:] or [*TIERS, "ui"]
    failed = [name for name in wanted if not (_ui_passes() if name == "ui" else _tier_passes(name))]
    if failed:
        raise StepFailed(f"failed: {', '.join(failed)}")


def _tier_passes(tier: str) -> bool:
    folder = ROOT / "tests" / tier
    if not any(folder.rglob("test_*.py")):
        return True
    print(f"\n=== {tier} ===", flush=True)
    return _run([VENV / "bin" / "pytest", "-q", "--durations=3", folder], cwd=ROOT)


def _ui_passes() -> bool:
    print("\n=== ui ===", flush=True)
    install_packages()
    return _run([VENV / "bin" / "npm", "run", "--silent", "test"], cwd=UI)


def _run(argv: list[str | Path], *, cwd: Path) -> bool:
    ran = subprocess.run(argv, cwd=cwd, env=node_environment(), stdin=subprocess.DEVNULL, check=False)
    return ran.returncode == 0


if __name__ == "__main__":
    main(test)
