"""Debian packages without root: apt with folders of its own, its own signatures, its own downloads.

Nothing is installed on the system. apt itself verifies the mirror's signature and each package's
digest against the keyrings the machine already trusts; packages are then unpacked into a folder.
"""

import platform
import shlex
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scripts.steps import VAR, StepFailed, replace_text, run

_OWN_KEYRINGS = ("debian-archive", "ubuntu-archive")
_ALIASES = {"stable", "testing", "unstable", "sid"}


@dataclass(frozen=True, slots=True)
class Source:
    """One line of apt's sources: a mirror and what is taken from it."""

    uri: str
    suite: str
    components: tuple[str, ...]
    signed_by: str | None = None
    """Path of a keyring, or None: whatever apt trusts anyway."""

    def line(self) -> str:
        option = f" [signed-by={self.signed_by}]" if self.signed_by else ""
        return f"deb{option} {self.uri} {self.suite} {' '.join(self.components)}"


def os_release(path: Path = Path("/etc/os-release")) -> dict[str, str]:
    """The operating system's own description: ID, VERSION_CODENAME and so on."""
    if not path.exists():
        return {}
    pairs = (line.partition("=") for line in path.read_text().splitlines() if "=" in line)
    return {name: "".join(shlex.split(value)) for name, _, value in pairs}


def parse_sources(text: str, *, deb822: bool) -> list[Source]:
    """The binary sources a file declares, in either of apt's two formats."""
    return _parse_deb822(text) if deb822 else _parse_one_line(text)


def own_sources(etc_apt: Path, codename: str) -> list[Source]:
    """The distribution's own mirrors as this machine names them; no third party's."""
    found: list[Source] = []
    files = [etc_apt / "sources.list", *sorted((etc_apt / "sources.list.d").glob("*"))]
    for path in files:
        if path.suffix in {".list", ".sources"} and path.is_file():
            found += parse_sources(path.read_text(), deb822=path.suffix == ".sources")
    return [source for source in found if _is_own(source, codename)]


def _is_own(source: Source, codename: str) -> bool:
    named = source.suite.split("-")[0].split("/")[0]
    keyring = source.signed_by or _OWN_KEYRINGS[0]
    return (
        named in {codename, *_ALIASES}
        and "main" in source.components
        and any(own in keyring for own in _OWN_KEYRINGS)
    )


def _parse_one_line(text: str) -> list[Source]:
    sources = []
    for line in text.splitlines():
        words = line.split("#")[0].split()
        if len(words) < 3 or words[0] != "deb":
            continue
        options = ""
        if words[1].startswith("["):
            closing = next(i for i, word in enumerate(words) if word.endswith("]"))
            options = " ".join(words[1 : closing + 1]).strip("[]")
            words = [words[0], *words[closing + 1 :]]
        keys = dict(pair.partition("=")[::2] for pair in options.split())
        uri, suite, *components = words[1:]
        sources.append(Source(uri, suite, tuple(components), keys.get("signed-by")))
    return sources


def _parse_deb822(text: str) -> list[Source]:
    sources: list[Source] = []
    for stanza in _stanzas(text):
        if "deb" not in stanza.get("types", "").split() or stanza.get("enabled", "yes") == "no":
            continue
        keyring = stanza.get("signed-by", "")
        signed_by = keyring if keyring.startswith("/") else None
        components = tuple(stanza.get("components", "").split())
        sources += [
            Source(uri, suite, components, signed_by)
            for uri in stanza.get("uris", "").split()
            for suite in stanza.get("suites", "").split()
        ]
    return sources


def _stanzas(text: str) -> Iterable[dict[str, str]]:
    fields: dict[str, str] = {}
    last = ""
    for line in [*text.splitlines(), ""]:
        if line.startswith("#"):
            continue
        if not line.strip():
            if fields:
                yield fields
            fields, last = {}, ""
        elif line[0].isspace():
            fields[last] = f"{fields[last]} {line.strip()}".strip()
        else:
            last, _, value = line.partition(":")
            last = last.strip().lower()
            fields[last] = value.strip()


def machine_sources() -> list[Source]:
    """This machine's own mirrors.

    Raises:
        StepFailed: no apt here, or its sources name no mirror of the distribution.
    """
    if shutil.which("apt-get") is None or shutil.which("dpkg") is None:
        raise StepFailed("  This needs Debian or Ubuntu: neither apt-get nor dpkg is on the PATH.")
    codename = os_release().get("VERSION_CODENAME", "")
    sources = own_sources(Path("/etc/apt"), codename)
    if not sources:
        raise StepFailed(f"  /etc/apt names no mirror for {codename or 'this system'}.")
    return sources


def debian_unstable(sources: Sequence[Source]) -> list[Source]:
    """Debian's unstable suite, from the mirror that the machine uses for its own suite."""
    ordinary = next((source for source in sources if "security" not in source.uri + source.suite), None)
    if ordinary is None:
        raise StepFailed("  /etc/apt names only a security mirror; add the main one.")
    return [replace(ordinary, suite="sid", components=("main",))]


class PrivateApt:
    """apt-get with its own lists, its own cache and an empty system under `folder`."""

    def __init__(self, folder: Path, sources: Sequence[Source]) -> None:
        self._folder = folder
        self._sources = sources
        self._lists_are_fresh = False

    def fetch(self, packages: Sequence[str], *, with_dependencies: bool = True) -> list[Path]:
        """Download packages; return every archive, dependencies included."""
        self._update()
        if with_dependencies:
            archives = self._folder / "cache" / "archives"
            wanted = ["install", "--download-only", "--no-install-recommends", "-y", *packages]
            run([*self._apt_get(), *wanted], log="apt-install")
        else:
            archives = self._folder / "single" / "-".join(packages)
            archives.mkdir(parents=True, exist_ok=True)
            run([*self._apt_get(), "download", *packages], log="apt-download", cwd=archives)
        return sorted(archives.glob("*.deb"))

    def _update(self) -> None:
        if not self._lists_are_fresh:
            for name in ("lists/partial", "cache/archives/partial", "empty"):
                (self._folder / name).mkdir(parents=True, exist_ok=True)
            replace_text(self._folder / "status", "")
            text = "\n".join(source.line() for source in self._sources)
            replace_text(self._folder / "sources.list", text + "\n")
            run([*self._apt_get(), "update"], log="apt-update")
        self._lists_are_fresh = True

    def _apt_get(self) -> list[str]:
        options = {
            "Dir::Etc::sourcelist": self._folder / "sources.list",
            "Dir::Etc::sourceparts": self._folder / "empty",
            "Dir::Etc::preferences": self._folder / "empty" / "none",
            "Dir::Etc::preferencesparts": self._folder / "empty",
            "Dir::State": self._folder,
            "Dir::State::Lists": self._folder / "lists",
            "Dir::State::status": self._folder / "status",
            "Dir::Cache": self._folder / "cache",
            "Dir::Cache::archives": self._folder / "cache" / "archives",
            # The checkout may lie where the _apt user may not look; nothing is installed anyway.
            "APT::Sandbox::User": "root",
            "APT::Install-Suggests": "false",
            # Container images delete what they download; a resumed run wants to find it again.
            "APT::Keep-Downloaded-Packages": "true",
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
        }
        return ["apt-get", *(f"-o{name}={value}" for name, value in options.items())]


def unpack(archives: Iterable[Path], prefix: Path) -> None:
    """Unpack archives into `prefix`, which appears only once all of it is there."""
    draft = prefix.with_name(f".{prefix.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    for archive in archives:
        run(["dpkg", "-x", archive, draft], log="dpkg")
    shutil.rmtree(prefix, ignore_errors=True)
    draft.replace(prefix)


def own_loader(prefix: Path) -> list[str]:
    """The words before a program of `prefix` that make it run on the libraries unpacked with it."""
    folders = [prefix / part / multiarch_triplet() for part in ("usr/lib", "lib")]
    folders = [folder for folder in folders if folder.is_dir()]
    # Some libraries keep private ones in a folder below, and name it by the path it has on a system.
    private = {library.parent for folder in folders for library in folder.glob("*/lib*.so*")}
    folders += sorted(private)
    loaders = [loader for folder in folders for loader in sorted(folder.glob("ld-linux-*.so.*"))]
    if not loaders:
        raise StepFailed(f"  {prefix} holds no loader; remove the folder and try again.")
    return [str(loaders[0]), "--library-path", ":".join(map(str, folders))]


def multiarch_triplet() -> str:
    """The name of this machine's library folder, such as x86_64-linux-gnu."""
    triplets = {"x86_64": "x86_64-linux-gnu", "aarch64": "aarch64-linux-gnu"}
    machine = platform.machine()
    if machine not in triplets:
        raise StepFailed(f"  No packages are known to work on {machine}; try x86_64 or aarch64.")
    return triplets[machine]


def drop_downloads(folder: Path) -> None:
    """Free the space of archives that have been unpacked."""
    if not folder.is_relative_to(VAR):
        raise ValueError(f"{folder} is not under {VAR}")
    shutil.rmtree(folder, ignore_errors=True)
