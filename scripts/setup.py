"""Make `.venv` and install what `requirements-dev.txt` locks. Runs on the system's bare python3."""

import importlib.util
import os
import shutil
import ssl
import subprocess
import sys
from pathlib import Path

from scripts.private_apt import PrivateApt, machine_sources, unpack
from scripts.steps import ROOT, VAR, VENV, StepFailed, digest, main, replace_text, run, step

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
    install = ("install", "--quiet", "--require-hashes", "-r", BOOTSTRAP)
    run([*_pip(), *install], log="pip", env=_certificates())


def _pip() -> list[str | Path]:
    ensurepip = importlib.util.find_spec("ensurepip")
    if ensurepip is not None and ensurepip.origin is not None:
        bundled = sorted((Path(ensurepip.origin).parent / "_bundled").glob("pip-*.whl"))
        if bundled:
            return [PYTHON, bundled[-1] / "pip"]
    return [PYTHON, max(_debian("python3-pip-whl").rglob("pip-*.whl")) / "pip"]


def _certificates() -> dict[str, str]:
    """What to set so that mirrors can be trusted; nothing, unless the system has no certificates at all."""
    known = ssl.get_default_verify_paths()
    if known.cafile or any(name in os.environ for name in ("SSL_CERT_FILE", "PIP_CERT")):
        return {}
    if known.capath and any(Path(known.capath).glob("*.crt")):
        return {}
    bundle = VAR / "certificates.pem"
    authorities = sorted((_debian("ca-certificates") / "usr/share/ca-certificates").rglob("*.crt"))
    replace_text(bundle, "".join(path.read_text() for path in authorities))
    return {"SSL_CERT_FILE": str(bundle), "PIP_CERT": str(bundle)}


def _debian(package: str) -> Path:
    """One of the system's own packages, unpacked under var/: minimal systems leave these out."""
    prefix = VAR / "bootstrap" / package
    if not prefix.exists():
        apt = PrivateApt(VAR / "apt" / "own", machine_sources())
        unpack(apt.fetch([package], with_dependencies=False), prefix)
    return prefix


def install_packages() -> str:
    """uv does it in seconds; pip is asked where only pip knows the way (a mirror in pip's settings)."""
    locked = ("--require-hashes", "-r", LOCK)
    certificates = _certificates()
    try:
        # Copies, because a cache on another disk cannot be linked to and uv would say so each time.
        run([UV, *_UV_INSTALL, *locked], log="uv", env={"UV_LINK_MODE": "copy", **certificates})
    except StepFailed:
        run([*_pip(), "install", "--quiet", *locked], log="pip", env=certificates)
        return "through pip"
    return ""


def install_project() -> None:
    """An editable install: the checkout itself is imported, and `.venv/bin/zvonar` starts it."""
    # hatchling is locked and already there, so nothing is fetched and nothing is isolated.
    editable = ("--offline", "--no-build-isolation", "--no-deps", "-e", ROOT)
    run([UV, *_UV_INSTALL, *editable], log="zvonar-command")


if __name__ == "__main__":
    main(setup)
