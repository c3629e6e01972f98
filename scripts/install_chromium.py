"""A Chromium for the browser tests under `var/chromium`, without root, with its libraries and fonts.

One that is on the PATH is used as it is. Otherwise Debian's own is unpacked with every library it
needs, for a machine without a screen has few of them. Either way `var/chromium/chromium` starts it.
"""

import shlex
import shutil
import subprocess

from scripts.private_apt import (
    PrivateApt,
    drop_downloads,
    machine_sources,
    multiarch_triplet,
    os_release,
    unpack,
)
from scripts.steps import VAR, StepFailed, main, replace_text, step

HOME = VAR / "chromium"
PREFIX = HOME / "prefix"
EXECUTABLE = HOME / "chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium", "fonts-dejavu-core", "fontconfig-config")
# Chromium starts its own copies through the system's loader, so the system's libc must go with it.
# The rest only takes room: nothing of it is linked, and no screen is drawn on.
LEFT_OUT = (
    "libc6_",
    "libllvm",
    "libz3-",
    "libgl1-mesa-dri_",
    "perl",
    "libperl",
    "systemd_",
    "adwaita-icon-theme_",
)

_FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""
_RENDERED = "zvonar renders"


def install_chromium() -> None:
    """Do nothing if it is there; else 20 seconds and 230 MB of packages."""
    if not step("chromium", " ".join(PACKAGES), _provide, present=EXECUTABLE.exists()):
        print("  chromium is there", flush=True)


def _provide() -> str:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is not None:
        _write_launcher([found], {})
        return _prove()
    if os_release().get("ID") != "debian":
        raise StepFailed("  Only Debian packages a Chromium that can be unpacked; install one yourself.")
    apt_folder = VAR / "apt" / "chromium"
    archives = PrivateApt(apt_folder, machine_sources()).fetch(PACKAGES)
    unpack([archive for archive in archives if not archive.name.startswith(LEFT_OUT)], PREFIX)
    fonts = _FONTS.format(fonts=PREFIX / "usr/share/fonts", cache=HOME / "font-cache")
    replace_text(HOME / "fonts.conf", fonts)
    _write_launcher(
        [str(PREFIX / "usr/lib/chromium/chromium")],
        {"LD_LIBRARY_PATH": _library_path(), "FONTCONFIG_FILE": str(HOME / "fonts.conf")},
    )
    said = _prove()
    drop_downloads(apt_folder)
    return said


def _library_path() -> str:
    triplet = multiarch_triplet()
    parts = ("usr/lib", "lib")
    folders = [PREFIX / part / triplet / inner for part in parts for inner in ("", "nss", "pulseaudio")]
    return ":".join(str(folder) for folder in folders if folder.is_dir())


def _write_launcher(argv: list[str], environment: dict[str, str]) -> None:
    exports = "".join(f"export {name}={shlex.quote(value)}\n" for name, value in environment.items())
    replace_text(EXECUTABLE, f'#!/bin/sh\n{exports}exec {shlex.join(argv)} "$@"\n')
    EXECUTABLE.chmod(0o755)


def _prove() -> str:
    """Have it render a page, since a library that is missing shows only then."""
    profile = HOME / "profile"
    page = f"data:text/html,<title>z</title><script>document.write('{_RENDERED}')</script>"
    flags = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
    ]
    rendered = subprocess.run(
        [EXECUTABLE, *flags, f"--user-data-dir={profile}", "--dump-dom", page],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    shutil.rmtree(profile, ignore_errors=True)
    if f"{_RENDERED}</body>" not in rendered.stdout:
        raise StepFailed(f"  Chromium renders nothing:\n{rendered.stderr[-2000:]}")
    version = subprocess.run([EXECUTABLE, "--version"], capture_output=True, text=True, check=True)
    return version.stdout.split()[1]


if __name__ == "__main__":
    main(install_chromium)
