"""Put a real Asterisk under `var/asterisk`, without root, and write down how to start it.

An Asterisk 20 or newer on the PATH is used as it is. Otherwise: Ubuntu has one in its own suite;
Debian keeps it in unstable, which brings its own libc, so it is started through its own loader.
`var/asterisk/asterisk-run.json` tells the rest of the product what was found; see `launch_of`.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from scripts.private_apt import (
    PrivateApt,
    Source,
    debian_unstable,
    drop_downloads,
    machine_sources,
    multiarch_triplet,
    os_release,
    own_loader,
    unpack,
)
from scripts.steps import VAR, StepFailed, main, replace_text, step

HOME = VAR / "asterisk"
PREFIX = HOME / "prefix"
LAUNCH = HOME / "asterisk-run.json"
OLDEST_MAJOR = 20
PACKAGES = (
    "asterisk",
    "asterisk-core-sounds-en-wav",
    "asterisk-core-sounds-ru-wav",
    "asterisk-moh-opsound-wav",
)


def install_asterisk() -> None:
    """Do nothing if it is there already; else 20 seconds and 130 MB of packages."""
    made_from = " ".join(PACKAGES)
    if not step("asterisk", made_from, _provide, present=LAUNCH.exists() and _starts(_argv())):
        print(f"  asterisk {json.loads(LAUNCH.read_text())['version']} is there", flush=True)


def _provide() -> str:
    if (installed := _on_path()) is not None:
        launch = launch_of([installed], Path("/"))
    else:
        apt_folder = VAR / "apt" / "asterisk"
        unpack(PrivateApt(apt_folder, _suite()).fetch(PACKAGES), PREFIX)
        _name_languages(PREFIX / "usr/share/asterisk/sounds")
        argv = [*own_loader(PREFIX), str(PREFIX / "usr/sbin/asterisk")]
        launch = launch_of(argv, PREFIX)
        drop_downloads(apt_folder)
    replace_text(LAUNCH, json.dumps(launch, indent=2) + "\n")
    return str(launch["version"])


def _suite() -> Sequence[Source]:
    sources = machine_sources()
    return debian_unstable(sources) if os_release().get("ID") == "debian" else sources


def _name_languages(sounds: Path) -> None:
    """Give each voice the short name dialplans use: `en` for en_US_f_Allison.

    The packages leave that to a script run at installation, and nothing is installed here.
    """
    for voice in sorted(sounds.glob("[a-z][a-z]_*")):
        short = sounds / voice.name.split("_")[0]
        if not short.exists():
            short.symlink_to(voice.name)


def launch_of(argv: list[str], root: Path) -> dict[str, str | list[str]]:
    """How to start Asterisk and where its parts lie: what the configuration has to name.

    Raises:
        StepFailed: it does not start, or a folder it needs is not there.
    """
    version = version_of(argv)
    if version is None:
        raise StepFailed(f"  This Asterisk does not start: {' '.join(argv)} -V")
    libraries = root / "usr/lib" / multiarch_triplet() / "asterisk" / "modules"
    candidates = {
        "modules_dir": [libraries, root / "usr/lib/asterisk/modules", root / "usr/lib64/asterisk/modules"],
        "sounds_dir": [root / "usr/share/asterisk/sounds", root / "var/lib/asterisk/sounds"],
        "moh_dir": [root / "usr/share/asterisk/moh", root / "var/lib/asterisk/moh"],
        "data_dir": [root / "usr/share/asterisk", root / "var/lib/asterisk"],
    }
    launch: dict[str, str | list[str]] = {"argv": argv, "version": version}
    for name, folders in candidates.items():
        found = next((folder for folder in folders if folder.is_dir()), None)
        if found is None:
            raise StepFailed(f"  Asterisk is there, but none of {', '.join(map(str, folders))}.")
        launch[name] = str(found)
    return launch


def version_of(argv: Sequence[str]) -> str | None:
    """What `asterisk -V` says, or None if it does not run."""
    try:
        said = subprocess.run([*argv, "-V"], capture_output=True, text=True, check=False, timeout=20)
    except OSError:
        return None
    found = re.search(r"Asterisk (\d+\.\d+\.\d+)", said.stdout)
    return found[1] if said.returncode == 0 and found else None


def _on_path() -> str | None:
    found = shutil.which("asterisk")
    version = version_of([found]) if found else None
    return found if version and int(version.split(".")[0]) >= OLDEST_MAJOR else None


def _argv() -> list[str]:
    return list(json.loads(LAUNCH.read_text())["argv"])


def _starts(argv: Sequence[str]) -> bool:
    return version_of(argv) is not None


if __name__ == "__main__":
    main(install_asterisk)
