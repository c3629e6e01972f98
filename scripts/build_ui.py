"""Build the user interface with the Node that came with the Python packages; none need be installed."""

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from scripts.steps import ROOT, VENV, StepFailed, digest, main, replace_text, run, step

UI = ROOT / "operator_ui"
OPENAPI = UI / "openapi.json"
DIST = UI / "dist"
_NPM = VENV / "bin" / "npm"
_MADE_HERE = {"node_modules", "dist", "coverage"}


def build_ui() -> None:
    """Install, generate the API client, build; each only if what it is made from has changed."""
    made = [install_packages(), generate_client(), _build()]
    if not any(made):
        print("  user interface is up to date", flush=True)


def node_environment() -> dict[str, str]:
    """The environment in which `node` and `npm` are ours, whatever the machine has."""
    return {**os.environ, "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"}


def install_packages() -> bool:
    made_from = digest([UI / "package.json", UI / "package-lock.json"])
    return step("ui packages", made_from, _install, present=(UI / "node_modules").is_dir())


def generate_client() -> bool:
    """The typed client, generated from the API as it is in this checkout."""
    server = [path for folder in ("api", "core", "zvonar") for path in (ROOT / folder).rglob("*.py")]
    made_from = digest([*server, UI / "package.json", UI / "package-lock.json"])
    return step("api client", made_from, _generate, present=OPENAPI.exists())


def _build() -> bool:
    made_from = digest(_sources())
    return step("user interface", made_from, _vite, present=(DIST / "index.html").exists())


def _sources() -> Iterable[Path]:
    for folder, folders, names in os.walk(UI):
        folders[:] = [name for name in folders if name not in _MADE_HERE]
        yield from (Path(folder) / name for name in names if not name.endswith(".tsbuildinfo"))


def _install() -> None:
    run([_NPM, "ci", "--no-audit", "--no-fund"], log="npm-ci", cwd=UI, env=node_environment())


def _generate() -> None:
    told = subprocess.run([VENV / "bin" / "zvonar", "openapi"], capture_output=True, text=True, check=False)
    if told.returncode != 0:
        raise StepFailed(told.stderr)
    replace_text(OPENAPI, told.stdout)
    run([_NPM, "run", "generate"], log="npm-generate", cwd=UI, env=node_environment())


def _vite() -> None:
    run([_NPM, "run", "build"], log="npm-build", cwd=UI, env=node_environment())


if __name__ == "__main__":
    main(build_ui)
