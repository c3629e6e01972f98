"""`zvonar user`, as a terminal or a script runs it: a password from standard input, clear refusals."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from core.db import Database
from core.users.models import User
from core.users.passwords import generated_password, password_matches
from core.users.sessions import active_user
from zvonar.cli import app

PASSWORD = "correct horse battery"
ADD = ("user", "add", "Anna", "--name", "Анна [Петрова]", "--role", "admin")

Run = Callable[..., Result]


@pytest.fixture
def zvonar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("ZVONAR_VAR_DIR", str(tmp_path))
    monkeypatch.setenv("ZVONAR_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/users.db")
    monkeypatch.setenv("COLUMNS", "160")
    return lambda *arguments, typed="": CliRunner().invoke(app, arguments, input=typed)


def stored(folder: Path, login: str) -> User | None:
    async def look() -> User | None:
        database = Database(f"sqlite+aiosqlite:///{folder}/users.db")
        try:
            async with database.reading() as session:
                return await active_user(session, login)
        finally:
            await database.close()

    return asyncio.run(look())


def test_the_first_administrator_is_made_in_an_empty_database(zvonar: Run, tmp_path: Path) -> None:
    early = zvonar(*ADD, typed=PASSWORD + "\n")
    assert early.exit_code == 1
    assert "zvonar migrate" in early.stderr
    assert zvonar("migrate").exit_code == 0
    added = zvonar(*ADD, typed=PASSWORD + "\n")
    assert (added.exit_code, added.stdout) == (0, ""), added.stderr
    user = stored(tmp_path, "anna")
    assert user is not None
    assert (user.name, user.role, user.language) == ("Анна [Петрова]", "admin", "ru")
    assert password_matches(PASSWORD, user.password_hash)
    listed = zvonar("user", "list").stdout
    assert "anna" in listed
    assert "Анна [Петрова]" in listed


def test_a_generated_password_stands_alone_on_standard_output(zvonar: Run, tmp_path: Path) -> None:
    zvonar("migrate")
    printed = zvonar(*ADD, "--generate").stdout
    assert len(printed) == len(generated_password()) + 1
    user = stored(tmp_path, "anna")
    assert user is not None
    assert password_matches(printed.strip(), user.password_hash)
    another = zvonar("user", "password", "ANNA", "--generate").stdout
    user = stored(tmp_path, "anna")
    assert user is not None
    assert password_matches(another.strip(), user.password_hash)


def test_a_user_is_switched_off_and_on(zvonar: Run, tmp_path: Path) -> None:
    zvonar("migrate")
    zvonar(*ADD, "--generate")
    last = zvonar("user", "off", "anna")
    assert (last.exit_code, last.stderr) == (1, "zvonar user: nobody else is an active administrator\n")
    zvonar("user", "add", "boris", "--name", "Борис", "--role", "operator", "--generate")
    assert zvonar("user", "off", "boris").exit_code == 0
    assert stored(tmp_path, "boris") is None
    assert zvonar("user", "on", "Boris").exit_code == 0
    assert stored(tmp_path, "boris") is not None


@pytest.mark.parametrize(
    ("arguments", "typed", "said"),
    [
        (ADD, "short\n", "password: is shorter than 10 characters"),
        (ADD, "", "password: is shorter than 10 characters"),
        (("user", "add", "анна", *ADD[3:]), PASSWORD, "login: has other signs than a-z"),
        (("user", "add", "x" * 65, *ADD[3:]), PASSWORD, "login: String should have at most 64"),
        (("user", "off", "nobody"), "", "No user nobody"),
        (("user", "password", "nobody", "--generate"), "", "No user nobody"),
    ],
)
def test_what_is_refused_is_said_on_one_line(
    zvonar: Run, arguments: tuple[str, ...], typed: str, said: str
) -> None:
    zvonar("migrate")
    refused = zvonar(*arguments, typed=typed)
    assert refused.exit_code == 1
    assert said in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert refused.stdout == ""


def test_a_role_that_is_none_names_the_four(zvonar: Run) -> None:
    refused = zvonar("user", "add", "anna", "--name", "Анна", "--role", "chief")
    assert refused.exit_code == 2
    for role in ("operator", "supervisor", "sales", "admin"):
        assert role in refused.stderr
