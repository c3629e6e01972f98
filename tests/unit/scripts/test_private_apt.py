"""apt's two source formats, and which of a machine's mirrors are its distribution's own."""

from pathlib import Path

import pytest

from scripts.private_apt import Source, debian_unstable, os_release, own_sources, parse_sources
from scripts.steps import StepFailed

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"

DEB822 = f"""\
# The system's own mirror
Types: deb deb-src
URIs: https://mirror.example.org/debian
Suites: bookworm bookworm-updates
# a comment inside
Components: main contrib
Signed-By: {KEYRING}

Types: deb
URIs: https://mirror.example.org/debian-security
Suites: bookworm-security
Components: main
Signed-By: {KEYRING}

Types: deb-src
URIs: https://mirror.example.org/sources-only
Suites: bookworm
Components: main

Enabled: no
Types: deb
URIs: https://mirror.example.org/switched-off
Suites: bookworm
Components: main
"""

ONE_LINE = """\
# deb https://old.example.org/debian bookworm main
deb https://mirror.example.org/debian bookworm main contrib # ours
deb [arch=amd64 signed-by=/usr/share/keyrings/vendor.gpg] https://vendor.example.org bookworm main
deb [ arch=amd64 ] https://mirror.example.org/debian bookworm-updates main
deb-src https://mirror.example.org/debian bookworm main
"""


def test_the_newer_format_gives_one_source_per_suite() -> None:
    assert parse_sources(DEB822, deb822=True) == [
        Source("https://mirror.example.org/debian", "bookworm", ("main", "contrib"), KEYRING),
        Source("https://mirror.example.org/debian", "bookworm-updates", ("main", "contrib"), KEYRING),
        Source("https://mirror.example.org/debian-security", "bookworm-security", ("main",), KEYRING),
    ]


def test_a_key_written_into_the_newer_format_is_left_to_apt() -> None:
    stanza = "Types: deb\nURIs: u\nSuites: noble\nComponents: main\nSigned-By:\n -----BEGIN\n .\n abc\n"
    assert parse_sources(stanza, deb822=True) == [Source("u", "noble", ("main",))]


def test_the_one_line_format_with_its_options_and_comments() -> None:
    assert parse_sources(ONE_LINE, deb822=False) == [
        Source("https://mirror.example.org/debian", "bookworm", ("main", "contrib")),
        Source("https://vendor.example.org", "bookworm", ("main",), "/usr/share/keyrings/vendor.gpg"),
        Source("https://mirror.example.org/debian", "bookworm-updates", ("main",)),
    ]


def test_only_the_distributions_own_mirrors_are_taken(tmp_path: Path) -> None:
    folder = tmp_path / "sources.list.d"
    folder.mkdir()
    (tmp_path / "sources.list").write_text(ONE_LINE)
    (folder / "vendor.list").write_text("deb https://vendor.example.org tools-bookworm main\n")
    (folder / "notes.txt").write_text("deb https://not.example.org bookworm main\n")
    assert [source.uri for source in own_sources(tmp_path, "bookworm")] == [
        "https://mirror.example.org/debian",
        "https://mirror.example.org/debian",
    ]


def test_unstable_comes_from_the_ordinary_mirror_with_its_keyring() -> None:
    security = Source("https://mirror.example.org/debian-security", "bookworm-security", ("main",), KEYRING)
    ordinary = Source("https://mirror.example.org/debian", "bookworm", ("main", "contrib"), KEYRING)
    (unstable,) = debian_unstable([security, ordinary])
    assert unstable.line() == f"deb [signed-by={KEYRING}] https://mirror.example.org/debian sid main"


def test_a_machine_with_a_security_mirror_alone_is_told_so() -> None:
    with pytest.raises(StepFailed, match="security mirror"):
        debian_unstable([Source("https://example.org/debian-security", "bookworm-security", ("main",))])


def test_the_system_describes_itself(tmp_path: Path) -> None:
    path = tmp_path / "os-release"
    path.write_text('NAME="Debian GNU/Linux"\nVERSION_CODENAME=bookworm\n\nID=debian\n')
    assert os_release(path) == {"NAME": "Debian GNU/Linux", "VERSION_CODENAME": "bookworm", "ID": "debian"}
    assert os_release(tmp_path / "none") == {}
