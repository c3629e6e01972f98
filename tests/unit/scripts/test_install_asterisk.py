"""What is told of an Asterisk: how it starts, its version, where its parts lie."""

from pathlib import Path

import pytest

from scripts.install_asterisk import launch_of, version_of
from scripts.private_apt import multiarch_triplet, own_loader
from scripts.steps import StepFailed


@pytest.fixture
def asterisk(tmp_path: Path) -> str:
    program = tmp_path / "asterisk"
    program.write_text("#!/bin/sh\necho 'Asterisk 22.10.1~dfsg-1'\n")
    program.chmod(0o755)
    return str(program)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Where packages put Asterisk's parts."""
    for folder in (
        f"lib/{multiarch_triplet()}/asterisk/modules",
        "share/asterisk/sounds",
        "share/asterisk/moh",
    ):
        (tmp_path / "usr" / folder).mkdir(parents=True)
    return tmp_path


def test_the_launch_names_the_version_and_every_folder(asterisk: str, root: Path) -> None:
    assert launch_of([asterisk], root) == {
        "argv": [asterisk],
        "version": "22.10.1",
        "modules_dir": str(root / "usr/lib" / multiarch_triplet() / "asterisk/modules"),
        "sounds_dir": str(root / "usr/share/asterisk/sounds"),
        "moh_dir": str(root / "usr/share/asterisk/moh"),
        "data_dir": str(root / "usr/share/asterisk"),
    }


def test_a_missing_folder_is_named(asterisk: str, root: Path) -> None:
    (root / "usr/share/asterisk/moh").rmdir()
    with pytest.raises(StepFailed, match="asterisk/moh"):
        launch_of([asterisk], root)


@pytest.mark.parametrize(
    "argv", [["no-such-asterisk-anywhere"], ["false"], ["echo", "Asterisk of no number"]]
)
def test_what_is_no_asterisk_has_no_version(argv: list[str]) -> None:
    assert version_of(argv) is None


def test_a_program_unpacked_with_its_libraries_starts_through_its_own_loader(tmp_path: Path) -> None:
    libraries = tmp_path / "usr/lib" / multiarch_triplet()
    libraries.mkdir(parents=True)
    loader = libraries / "ld-linux-x86-64.so.2"
    loader.touch()
    assert own_loader(tmp_path) == [str(loader), "--library-path", str(libraries)]


def test_libraries_that_are_kept_in_a_folder_below_are_found_too(tmp_path: Path) -> None:
    libraries = tmp_path / "lib" / multiarch_triplet()
    (libraries / "pulseaudio").mkdir(parents=True)
    (libraries / "vdpau").mkdir()
    for name in ("ld-linux-x86-64.so.2", "pulseaudio/libpulsecommon-16.1.so"):
        (libraries / name).touch()
    assert own_loader(tmp_path)[-1] == f"{libraries}:{libraries / 'pulseaudio'}"


def test_a_prefix_without_a_loader_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StepFailed, match="no loader"):
        own_loader(tmp_path)
