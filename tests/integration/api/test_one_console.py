"""One operator, one console: whoever opens a line sends this user's other consoles away.

All of it with both consoles connected to one process, and to two processes that share Redis.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from redis.asyncio import Redis
from websockets.exceptions import ConnectionClosed

from core.clock import SystemClock
from core.db import Database
from core.operators.state_machine import OperatorState
from core.users.models import Role, User
from tests.factories import a_user
from tests.fixtures.api_server import WAIT_SECONDS, ApiServer, LiveConsole, an_api_server
from tests.integration.api.api_process import an_api_process
from tests.integration.dialer.switchboard_story import Story, a_story
from zvonar.redis_bus import open_redis_bus
from zvonar.redis_commands import serve_commands

TAKEN_OVER = 4009


@dataclass
class Office:
    """Two places at which one may log in."""

    desk: ApiServer
    home: ApiServer

    @property
    def story(self) -> Story:
        return self.desk.story

    async def a_user(self, role: Role = Role.OPERATOR) -> tuple[User, str]:
        """Somebody, and the session that their browsers have."""
        async with self.story.database.transaction() as session:
            user = await a_user(session, role)
        return user, await self.desk.token_of(user)


@pytest.fixture(params=["one process", "two processes"])
async def office(request: pytest.FixtureRequest, database: Database, tmp_path: Path) -> AsyncIterator[Office]:
    if request.param == "one process":
        async with an_api_server(database, tmp_path) as server:
            yield Office(server, server)
        return
    redis_url: str = request.getfixturevalue("redis_url")
    clock = SystemClock()
    async with (
        open_redis_bus(redis_url, clock) as bus,
        a_story(database, bus=bus) as story,
        Redis.from_url(redis_url) as redis,
        asyncio.TaskGroup() as tasks,
    ):
        serving = tasks.create_task(serve_commands(redis, story.switchboard, "node-1", clock))
        async with an_api_process(story, redis_url) as desk, an_api_process(story, redis_url) as home:
            yield Office(desk, home)
        serving.cancel()


@asynccontextmanager
async def a_console(server: ApiServer, token: str) -> AsyncIterator[tuple[LiveConsole, str]]:
    """A page as it is loaded, and the id that it got."""
    async with server.live(token) as console:
        yield console, (await console.next("snapshot"))["console_id"]


async def goes_on_line(office: Office, server: ApiServer, user: User, console_id: str) -> None:
    async with server.as_user(user) as client:
        opened = await client.post("/operator/line", json={"console_id": console_id})
    assert opened.status_code == 201
    office.story.telephony.softphone_registers(opened.json()["line_id"])
    await office.story.until_operator(user, OperatorState.AVAILABLE)


async def is_sent_away(console: LiveConsole) -> bool:
    """Whether another console has taken its place; waits for the end of the connection."""
    with pytest.raises(ConnectionClosed) as closed:
        await console.next("no such message")
    return closed.value.rcvd is not None and closed.value.rcvd.code == TAKEN_OVER


async def lives(console: LiveConsole) -> bool:
    """Whether the console is still talked to, after all that happened before."""
    async with asyncio.timeout(WAIT_SECONDS):
        await console.socket.send('{"type": "ping"}')
        await console.next("pong")
    return True


async def test_the_console_whose_line_is_taken_is_sent_away_at_once(office: Office) -> None:
    anna, token = await office.a_user()
    async with a_console(office.desk, token) as (older, older_id):
        await goes_on_line(office, office.desk, anna, older_id)
        async with a_console(office.home, token) as (newer, newer_id):
            assert await lives(older), "somebody has only looked"
            await goes_on_line(office, office.home, anna, newer_id)
            assert await is_sent_away(older)
            assert await lives(newer)
            # Asked back, the older one starts like a new one, and takes the line again.
            async with a_console(office.desk, token) as (again, again_id):
                await goes_on_line(office, office.desk, anna, again_id)
                assert await is_sent_away(newer)
                assert await lives(again)


async def test_a_console_that_was_not_on_line_is_sent_away_too(office: Office) -> None:
    anna, token = await office.a_user()
    async with (
        a_console(office.desk, token) as (idle, _),
        a_console(office.home, token) as (busy, busy_id),
    ):
        await goes_on_line(office, office.home, anna, busy_id)
        assert await is_sent_away(idle)
        assert await lives(busy)


async def test_a_reloaded_console_is_not_sent_away_and_nor_is_one_that_renews_its_line(
    office: Office,
) -> None:
    anna, token = await office.a_user()
    async with a_console(office.desk, token) as (_, console_id):
        await goes_on_line(office, office.desk, anna, console_id)
    async with a_console(office.desk, token) as (reloaded, console_id):
        for _ in range(2):
            await goes_on_line(office, office.desk, anna, console_id)
            # Any news after the line's: what it led to has been done by then.
            await reloaded.next("operator_changed")
            assert await lives(reloaded)


async def test_nobody_else_is_sent_away(office: Office) -> None:
    anna, token = await office.a_user()
    boris, boris_token = await office.a_user()
    _, boss_token = await office.a_user(Role.SUPERVISOR)
    async with (
        a_console(office.desk, token) as (_, console_id),
        a_console(office.home, boris_token) as (colleague, colleague_id),
        a_console(office.home, boss_token) as (boss, _),
    ):
        await goes_on_line(office, office.home, boris, colleague_id)
        await goes_on_line(office, office.desk, anna, console_id)
        while (await boss.next("operator_changed"))["operator"]["operator_id"] != str(anna.id):
            pass
        assert await lives(boss)
        assert await lives(colleague)


@pytest.mark.parametrize("remembered", [True, False], ids=["resumes", "starts over"])
async def test_a_console_that_was_away_when_its_line_was_taken_is_sent_away_as_it_returns(
    office: Office, remembered: bool
) -> None:
    anna, token = await office.a_user()
    async with a_console(office.desk, token) as (older, older_id):
        await goes_on_line(office, office.desk, anna, older_id)
        seen = (await older.next("operator_changed"))["id"] if remembered else "1-1"
    async with office.desk.live(token, after=seen, console_id=older_id) as back:
        assert await lives(back), "its line is its own"
    async with a_console(office.home, token) as (_, newer_id):
        await goes_on_line(office, office.home, anna, newer_id)
    async with office.desk.live(token, after=seen, console_id=older_id) as back:
        assert await is_sent_away(back)


async def test_a_console_that_returns_when_the_line_is_nobodys_is_welcome(office: Office) -> None:
    anna, token = await office.a_user()
    async with a_console(office.desk, token) as (_, older_id):
        await goes_on_line(office, office.desk, anna, older_id)
    await goes_on_line(office, office.home, anna, str(uuid4()))
    async with office.home.as_user(anna) as client:
        assert (await client.delete("/operator/line")).status_code == 204
    async with office.desk.live(token, console_id=older_id) as back:
        assert (await back.next())["console_id"] == older_id
        assert await lives(back)


async def test_a_console_that_names_itself_by_no_id_is_refused(office: Office) -> None:
    anna, _ = await office.a_user()
    async with office.desk.as_user(anna) as client:
        for body in ({}, {"console_id": "mine"}):
            refused = await client.post("/operator/line", json=body)
            assert [one["field"] for one in refused.json()["errors"]] == ["console_id"]
