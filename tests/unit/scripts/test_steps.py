"""A step of the set-up runs once, again when its source changes, and again after it was cut short."""

from pathlib import Path

import pytest

from scripts import steps
from scripts.steps import StepFailed, step


@pytest.fixture(autouse=True)
def own_stamps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "STAMPS", tmp_path / "stamps")
    monkeypatch.setattr(steps, "LOGS", tmp_path / "logs")


def test_a_step_runs_once_for_what_it_is_made_from() -> None:
    assert step("thing", "first", lambda: None)
    assert not step("thing", "first", lambda: None)
    assert step("thing", "second", lambda: None)


def test_a_step_runs_again_when_what_it_made_is_gone() -> None:
    step("thing", "first", lambda: None)
    assert step("thing", "first", lambda: None, present=False)


def test_a_step_that_failed_leaves_no_stamp() -> None:
    def fail() -> None:
        raise StepFailed("no")

    step("thing", "first", lambda: None)
    with pytest.raises(StepFailed):
        step("thing", "second", fail)
    assert step("thing", "first", lambda: None)


def test_progress_is_one_line_a_step(capsys: pytest.CaptureFixture[str]) -> None:
    step("thing", "first", lambda: "22.10.1")
    assert capsys.readouterr().out == "  thing ... 22.10.1, 0.0 s\n"


def test_a_failed_command_shows_its_last_words_and_where_all_of_them_are(tmp_path: Path) -> None:
    with pytest.raises(StepFailed, match=r"no such luck(?s:.)*exited 3.*logs/luck\.log"):
        steps.run(["sh", "-c", "echo no such luck >&2; exit 3"], log="luck", cwd=tmp_path)


def test_a_failed_command_that_is_missing_raises_like_any_system_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        steps.run(["no-such-command-anywhere"], log="none", cwd=tmp_path)
