"""Make `.venv` and install what `requirements-dev.txt` locks. Runs on the system's bare python3."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.private_apt import PrivateApt, machine_sources, unpack
from scripts.steps import ROOT, VAR, VENV, StepFailed, digest, main, run, step

PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
BOOTSTRAP = ROOT / "requirements-bootstrap.txt"
LOCK = ROOT / "requirements-dev.txt"
PROJECT = ROOT / "pyproject.toml"
OLDEST = (3, 11)
_UV_INSTALL = ("pip", "install", "--quiet", "--python", PYTHON)


def setup() -> None:
    """Do what is missing; a second run finds nothing to do and says so."""
    if sys.version_info < OLDEST:
        wanted = ".".join(map(str, OLDEST))
        raise StepFailed(f"  python3 is {sys.version.split()[0]}; Zvonar needs {wanted} or newer.")
    made = [
        step("python environment", sys.version, make_environment, present=_python_runs()),
        step("installer", digest([BOOTSTRAP], sys.version), install_uv, present=_has("uv")),
        step("python packages", digest([LOCK], sys.version), install_packages, present=_has("pytest")),
        step("zvonar command", digest([PROJECT], str(ROOT)), install_project, present=_has("zvonar")),
    ]
    if not any(made):
        print("  python environment is up to date", flush=True)


def _python_runs() -> bool:
    # A copied checkout or an upgraded system leaves an environment whose interpreter is gone.
    asked = [str(PYTHON), "-c", "pass"]
    return PYTHON.exists() and subprocess.run(asked, check=False).returncode == 0


def _has(command: str) -> bool:
    return (VENV / "bin" / command).exists()


def make_environment() -> str:
    shutil.rmtree(VENV, ignore_errors=True)
    run([sys.executable, "-m", "venv", "--without-pip", VENV], log="venv")
    return f"python {sys.version.split()[0]}"


def install_uv() -> None:
    """uv comes through pip; pip comes with Python or, where Debian took it out, from its own package."""
    run([*_pip(), "install", "--quiet", "--require-hashes", "-r", BOOTSTRAP], log="pip")


def _pip() -> list[str | Path]:
    ensurepip = importlib.util.find_spec("ensurepip")
    if ensurepip is not None and ensurepip.origin is not None:
        bundled = sorted((Path(ensurepip.origin).parent / "_bundled").glob("pip-*.whl"))
        if bundled:
            return [PYTHON, bundled[-1] / "pip"]
    prefix = VAR / "pip"
    if not prefix.exists():
        apt = PrivateApt(VAR / "apt" / "own", machine_sources())
        unpack(apt.fetch(["python3-pip-whl"], with_dependencies=False), prefix)
    wheel = max(prefix.rglob("pip-*.whl"))
    return [PYTHON, wheel / "pip"]


def install_packages() -> str:
    """uv does it in seconds; pip is asked where only pip knows the way (a mirror in pip's settings)."""
    locked = ("--require-hashes", "-r", LOCK)
    environment = {"VIRTUAL_ENV": str(VENV), "UV_LINK_MODE": os.environ.get("UV_LINK_MODE", "copy")}
    try:
        run([UV, *_UV_INSTALL, *locked], log="uv", env=environment)
    except StepFailed:
        run([*_pip(), "install", "--quiet", *locked], log="pip")
        return "through pip"
    return ""


def install_project() -> None:
    """An editable install: the checkout itself is imported, and `.venv/bin/zvonar` starts it."""
    # hatchling is locked and already there, so nothing is fetched and nothing is isolated.
    editable = ("--offline", "--no-build-isolation", "--no-deps", "-e", ROOT)
    run([UV, *_UV_INSTALL, *editable], log="zvonar-command")


if __name__ == "__main__":
    main(setup)
