"""A Chromium for the browser tests under `var/chromium`, without root, with its libraries and fonts.

One that is on the PATH is used as it is. Otherwise Debian's own is unpacked with every library it
needs, for a machine without a screen has few of them. Ubuntu has only one that wants a running snapd;
there it is taken from an npm package. However it came, `var/chromium/chromium` starts it.
"""

import base64
import hashlib
import os
import platform
import shlex
import shutil
import subprocess

from playwright.sync_api import Error, sync_playwright

from scripts.build_ui import node_environment
from scripts.private_apt import (
    PrivateApt,
    drop_downloads,
    machine_sources,
    multiarch_triplet,
    os_release,
    unpack,
)
from scripts.steps import LOGS, VAR, VENV, StepFailed, main, replace_text, run, step

HOME = VAR / "chromium"
PREFIX = HOME / "prefix"
EXECUTABLE = HOME / "chromium"
DOWNLOADS = VAR / "apt" / "chromium"
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
NPM_PACKAGE = "@sparticuz/chromium"
NPM_VERSION = "153.0.0"
NPM_SHA512 = "jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA=="

_FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""
_UNBROTLI = """
const { readFileSync, writeFileSync } = require("node:fs");
const [from, to] = process.argv.slice(1);
writeFileSync(to, require("node:zlib").brotliDecompressSync(readFileSync(from)));
"""

# Playwright's own Node wants libraries that a small system has not; ours wants none.
os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(VENV / "bin" / "node"))


def install_chromium() -> None:
    """Do nothing if it is there; else 20 seconds and up to 230 MB of packages."""
    if not step("chromium", " ".join(PACKAGES), _provide, present=_version() is not None):
        print("  chromium is there", flush=True)


def _provide() -> str:
    for found in filter(None, map(shutil.which, NAMES)):
        _write_launcher([found], {})
        # Ubuntu's is but a word of advice to install another.
        if _renders():
            return _version() or ""
    HOME.mkdir(parents=True, exist_ok=True)
    if os_release().get("ID") == "debian":
        libraries = _unpack_debians()
        program = PREFIX / "usr/lib/chromium/chromium"
    else:
        libraries = _unpack_npms()
        program = PREFIX / "chromium"
    fonts = _FONTS.format(fonts=PREFIX / "usr/share/fonts", cache=HOME / "font-cache")
    replace_text(HOME / "fonts.conf", fonts)
    _write_launcher(
        [str(program)], {"LD_LIBRARY_PATH": libraries, "FONTCONFIG_FILE": str(HOME / "fonts.conf")}
    )
    if not _renders():
        raise StepFailed(f"  Chromium renders nothing; see {LOGS / 'chromium.log'}")
    drop_downloads(DOWNLOADS)
    return _version() or ""


def _unpack_debians() -> str:
    archives = PrivateApt(DOWNLOADS, machine_sources()).fetch(PACKAGES)
    unpack([archive for archive in archives if not archive.name.startswith(LEFT_OUT)], PREFIX)
    return _library_path()


def _unpack_npms() -> str:
    if platform.machine() != "x86_64":
        raise StepFailed("  No Chromium can be unpacked on this machine; install one yourself.")
    apt = PrivateApt(DOWNLOADS, machine_sources())
    unpack(apt.fetch(["fonts-dejavu-core"], with_dependencies=False), PREFIX)
    pack = ("pack", "--silent", f"{NPM_PACKAGE}@{NPM_VERSION}", "--pack-destination", DOWNLOADS)
    run([VENV / "bin" / "npm", *pack], log="npm-pack", env=node_environment())
    (archive,) = DOWNLOADS.glob("*chromium*.tgz")
    if base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() != NPM_SHA512:
        archive.unlink()
        raise StepFailed(f"  {archive.name} is not the file it should be; nothing of it was used.")
    run(["tar", "-xzf", archive, "-C", PREFIX], log="tar")
    for name in ("chromium", "al2023.tar", "swiftshader.tar"):
        packed = PREFIX / "package" / "bin" / f"{name}.br"
        run(
            [VENV / "bin" / "node", "-e", _UNBROTLI, packed, PREFIX / name],
            log="node",
            env=node_environment(),
        )
    for name in ("al2023.tar", "swiftshader.tar"):
        run(["tar", "-xf", PREFIX / name, "-C", PREFIX], log="tar")
    (PREFIX / "chromium").chmod(0o755)
    return str(PREFIX / "lib")


def _library_path() -> str:
    triplet = multiarch_triplet()
    parts = ("usr/lib", "lib")
    folders = [PREFIX / part / triplet / inner for part in parts for inner in ("", "nss", "pulseaudio")]
    return ":".join(str(folder) for folder in folders if folder.is_dir())


def _write_launcher(argv: list[str], environment: dict[str, str]) -> None:
    exports = "".join(f"export {name}={shlex.quote(value)}\n" for name, value in environment.items())
    replace_text(EXECUTABLE, f'#!/bin/sh\n{exports}exec {shlex.join(argv)} "$@"\n')
    EXECUTABLE.chmod(0o755)


def _renders() -> bool:
    """Have it render a page, since a library that is missing may show only then."""
    try:
        with (
            sync_playwright() as playwright,
            playwright.chromium.launch(executable_path=EXECUTABLE) as browser,
        ):
            page = browser.new_page()
            page.set_content("<b>renders</b>")
            return page.inner_text("b") == "renders"
    except Error as error:
        replace_text(LOGS / "chromium.log", str(error))
        return False


def _version() -> str | None:
    try:
        said = subprocess.run(
            [EXECUTABLE, "--version"], capture_output=True, text=True, check=False, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return said.stdout.split()[1] if said.returncode == 0 else None


if __name__ == "__main__":
    main(install_chromium)
