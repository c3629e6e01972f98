"""While Redis is away, consoles are asked to come again, in so many words."""

import asyncio

import pytest

from core.db import Database
from tests.factories import a_user
from tests.fixtures.api_server import WAIT_SECONDS
from tests.integration.api.api_process import an_api_process
from tests.integration.dialer.switchboard_story import a_story

TRY_AGAIN_LATER = 1013
"""In IANA's registry of close codes, which RFC 6455 set up."""


@pytest.mark.parametrize("after", [None, "1-1"], ids=["starts", "resumes"])
async def test_a_console_that_comes_while_redis_is_away_is_to_come_again(
    database: Database, after: str | None
) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
    async with (
        a_story(database) as story,
        an_api_process(story, "redis://127.0.0.1:9/0") as server,
        server.live(await server.token_of(anna), after=after) as console,
        asyncio.timeout(WAIT_SECONDS),
    ):
        await console.socket.wait_closed()
        assert console.socket.close_code == TRY_AGAIN_LATER
