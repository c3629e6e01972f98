"""Every check that needs no server: lint, types, import contracts, house rules, user interface."""

import subprocess
import sys
import time
from pathlib import Path

from scripts.build_ui import UI, generate_client, install_packages, node_environment
from scripts.steps import ROOT, VENV, StepFailed, main

BIN = VENV / "bin"
PYTHON_CHECKS: dict[str, list[str | Path]] = {
    "ruff": [BIN / "ruff", "check", "--quiet"],
    "format": [BIN / "ruff", "format", "--check", "--quiet"],
    "types": [BIN / "mypy", "--no-error-summary"],
    "imports": [BIN / "lint-imports", "--no-logo", "--cache-dir", ROOT / "var" / "import_linter"],
    "house rules": [sys.executable, "-m", "scripts.house_rules"],
}


def check() -> None:
    """Run all, so that one run tells everything that is wrong."""
    failed = [name for name, argv in PYTHON_CHECKS.items() if not _passes(name, argv)]
    if not _ui_passes():
        failed.append("user interface")
    if failed:
        raise StepFailed(f"  failed: {', '.join(failed)}")


def _ui_passes() -> bool:
    try:
        install_packages()
        generate_client()
    except StepFailed as error:
        print(error, flush=True)
        return False
    return _passes("user interface", [BIN / "npm", "run", "--silent", "check"], ui=True)


def _passes(name: str, argv: list[str | Path], *, ui: bool = False) -> bool:
    started = time.monotonic()
    ran = subprocess.run(
        argv,
        cwd=UI if ui else ROOT,
        env=node_environment() if ui else None,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    verdict = "ok" if ran.returncode == 0 else "FAILED"
    print(f"  {name}: {verdict}, {time.monotonic() - started:.1f} s", flush=True)
    if ran.returncode != 0:
        print(ran.stdout, flush=True)
    return ran.returncode == 0


if __name__ == "__main__":
    main(check)
