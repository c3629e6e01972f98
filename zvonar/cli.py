"""The command line: `zvonar serve`, `zvonar demo`, `zvonar user` and the chores."""

import asyncio
import json
from typing import Annotated

import typer

from api.app import openapi
from core.db import Database
from zvonar.migration import migrate
from zvonar.settings import Settings
from zvonar.users import app as users

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.add_typer(users, name="user")


@app.callback()
def zvonar() -> None:
    """An open call centre on Asterisk."""


@app.command("openapi")
def print_openapi() -> None:
    """Print the description of the REST interface and of the live websocket's messages."""
    typer.echo(json.dumps(openapi(), indent=2, ensure_ascii=False))


@app.command("migrate")
def migrate_database() -> None:
    """Bring the database's tables to the newest form."""

    async def run() -> None:
        settings = Settings()
        settings.var_dir.mkdir(parents=True, exist_ok=True)
        database = Database(settings.effective_database_url)
        try:
            await migrate(database)
        finally:
            await database.close()

    asyncio.run(run())


@app.command()
def serve() -> None:
    """Run everything in one process: switchboard, interface and pages."""
    from zvonar.serving import serve_all

    asyncio.run(serve_all(Settings()))


@app.command()
def asterisk() -> None:
    """Become an Asterisk with the ports and secrets of the settings, as the container of one."""
    from zvonar.exchange import configured_node

    configured_node(Settings()).become_asterisk()


@app.command()
def switchboard() -> None:
    """Run the owner of one Asterisk's calls and operators; needs ZVONAR_REDIS_URL."""
    from zvonar.serving import serve_switchboard

    asyncio.run(serve_switchboard(Settings()))


@app.command()
def api() -> None:
    """Run the interface and the pages; needs ZVONAR_REDIS_URL and a switchboard."""
    from zvonar.serving import serve_api

    asyncio.run(serve_api(Settings()))


@app.command()
def worker() -> None:
    """Run jobs (imports and the like), and the chores that wait for nobody."""
    from zvonar.serving import serve_worker

    asyncio.run(serve_worker(Settings()))


@app.command()
def demo(
    operators: Annotated[int, typer.Option(min=0, max=200, help="Simulated operators to add.")] = 0,
) -> None:
    """Start the product with demo clients, simulated customers and, if wanted, simulated operators."""
    from zvonar.demo.run import run_demo

    asyncio.run(run_demo(Settings(), operators))
