"""`zvonar user`: making users and changing them from the terminal, before anybody can log in to the pages."""

import asyncio
import getpass
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from typing import Annotated, Any, Final, NoReturn
from uuid import UUID

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import SystemClock
from core.db import Database
from core.errors import CallCentreError
from core.users.models import Language, Role
from core.users.passwords import generated_password
from core.users.service import (
    NewUser,
    UserAccount,
    add_user,
    all_users,
    give_password,
    switch_off,
    switch_on,
    user_with_login,
)
from zvonar.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Make users, change them and switch them off.")

Work = Callable[[AsyncSession], Coroutine[Any, Any, None]]
_Login = Annotated[str, typer.Argument(help="In any case.")]
_Generate = Annotated[bool, typer.Option("--generate", help="Make a password and print it.")]
_FAILED: Final = 1


@app.command()
def add(
    login: Annotated[str, typer.Argument(help="Latin letters, digits and . _ @ + -")],
    name: Annotated[str, typer.Option(help="As colleagues and reports show it.")],
    role: Annotated[Role, typer.Option(help="What the user may do.")],
    language: Annotated[Language, typer.Option(help="Of the pages.")] = Language.RUSSIAN,
    generate: _Generate = False,
) -> None:
    """Make a user; the password is asked for, or read from standard input if that is no terminal."""
    password = _password(generate)

    async def work(session: AsyncSession) -> None:
        wanted = NewUser(login=login, name=name, role=role, language=language)
        await add_user(session, wanted, password, user_id=None, now=SystemClock().now())

    _run(work)
    typer.echo(f"{login.strip().lower()} can log in as {role}", err=True)
    _print_generated(generate, password)


@app.command("password")
def new_password(login: _Login, generate: _Generate = False) -> None:
    """Give a user another password and log them out everywhere."""
    password = _password(generate)

    async def work(session: AsyncSession) -> None:
        await give_password(
            session, await _id_of(session, login), password, user_id=None, now=SystemClock().now()
        )

    _run(work)
    typer.echo(f"{login.strip().lower()} has another password", err=True)
    _print_generated(generate, password)


@app.command()
def off(login: _Login) -> None:
    """Switch a user off: all sessions end at once, and nobody can log in with this login."""

    async def work(session: AsyncSession) -> None:
        await switch_off(session, await _id_of(session, login), user_id=None, now=SystemClock().now())

    _run(work)
    typer.echo(f"{login.strip().lower()} is switched off", err=True)


@app.command()
def on(login: _Login) -> None:
    """Let a user who was switched off log in again."""

    async def work(session: AsyncSession) -> None:
        await switch_on(session, await _id_of(session, login), user_id=None, now=SystemClock().now())

    _run(work)
    typer.echo(f"{login.strip().lower()} can log in again", err=True)


@app.command("list")
def list_users() -> None:
    """Print who there is."""

    async def work(session: AsyncSession) -> None:
        _print(await all_users(session))

    _run(work)


def _password(generate: bool) -> str:
    if generate:
        return generated_password()
    if not sys.stdin.isatty():
        return sys.stdin.readline().removesuffix("\n").removesuffix("\r")
    password = getpass.getpass("Password: ")
    if getpass.getpass("The same once more: ") != password:
        _fail("the two passwords differ")
    return password


def _print_generated(generate: bool, password: str) -> None:
    # Alone on standard output, so that a script can take it from there.
    if generate:
        typer.echo(password)


async def _id_of(session: AsyncSession, login: str) -> UUID:
    return (await user_with_login(session, login)).id


def _print(users: Iterable[UserAccount]) -> None:
    table = Table()
    for title in ("login", "name", "role", "language", "last login (UTC)", "on"):
        table.add_column(title)
    for user in users:
        last = user.last_login_at.strftime("%Y-%m-%d %H:%M") if user.last_login_at else "-"
        table.add_row(
            user.login, escape(user.name), user.role, user.language, last, "yes" if user.is_active else "no"
        )
    Console().print(table)


def _run(work: Work) -> None:
    """Do the work in one transaction; what is refused is said on one line and ends the command."""
    try:
        asyncio.run(_in_transaction(work))
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        _fail("; ".join(faults))
    except CallCentreError as error:
        _fail(str(error))
    except (OperationalError, ProgrammingError, OSError) as error:
        _fail(f"the database cannot be used: {error}\nIf it has no tables yet, run `zvonar migrate` first.")


async def _in_transaction(work: Work) -> None:
    async with _database() as database, database.transaction() as session:
        await work(session)


@asynccontextmanager
async def _database() -> AsyncIterator[Database]:
    database = Database(Settings().effective_database_url)
    try:
        yield database
    finally:
        await database.close()


def _fail(message: str) -> NoReturn:
    typer.echo(f"zvonar user: {message}", err=True)
    raise typer.Exit(_FAILED)
