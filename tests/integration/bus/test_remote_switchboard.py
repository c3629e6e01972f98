"""An API process asks a switchboard in another process: the same answers and the same errors."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from redis.asyncio import Redis

from core.bus.port import encode
from core.calls.disposition import Verdict
from core.campaigns.models import Campaign
from core.clock import SystemClock
from core.db import Database
from core.error_codes import ErrorCode
from core.errors import (
    Conflict,
    FieldFault,
    InvalidInput,
    NotFound,
    TelephonyUnavailable,
    TelephonyUncertain,
)
from core.operators.state_machine import OperatorState, PauseReason
from tests.factories import a_campaign, a_lead, a_user
from tests.integration.dialer.switchboard_story import Story, a_story
from zvonar import redis_commands
from zvonar.redis_commands import RemoteSwitchboard, open_remote_switchboard, serve_commands


@asynccontextmanager
async def a_pair(database: Database, redis_url: str) -> AsyncIterator[tuple[Story, RemoteSwitchboard]]:
    clock = SystemClock()
    redis: Redis = Redis.from_url(redis_url)
    async with a_story(database) as story, asyncio.TaskGroup() as tasks:
        serving = tasks.create_task(serve_commands(redis, story.switchboard, "node-1", clock))
        async with open_remote_switchboard(redis_url, "node-1", clock) as remote:
            await _listens(remote)
            yield story, remote
        serving.cancel()
    await redis.aclose()


async def _listens(remote: RemoteSwitchboard) -> None:
    async with asyncio.timeout(10):
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(0.5):
                    await remote.floor()
                    return


async def test_a_whole_call_is_worked_through_redis(database: Database, redis_url: str) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna, is_running=False)
        await a_lead(session, campaign)
    async with a_pair(database, redis_url) as (story, remote):
        assert await remote.operator_now(anna.id) is None
        line = await remote.open_line(anna.id, uuid4())
        story.telephony.softphone_registers(line.line_id)
        await story.until_operator(anna, OperatorState.AVAILABLE)
        async with database.transaction() as session:
            (await session.get_one(Campaign, campaign.id)).is_running = True
        await remote.campaigns_changed()
        call_id = await story.a_call_is_dialled()
        await story.telephony.answer(call_id)
        await story.until_operator(anna, OperatorState.ON_CALL)
        card = await remote.current_call(anna.id)
        assert card is not None
        assert card.call_id == call_id
        assert encode(card) == encode(await story.switchboard.current_call(anna.id))
        await remote.hang_up(anna.id, call_id)
        await story.until_operator(anna, OperatorState.WRAP_UP)
        await remote.dispose(anna.id, call_id, Verdict("refused"))
        assert (await remote.pause(anna.id, PauseReason.LUNCH)).reason is PauseReason.LUNCH
        async with asyncio.timeout(10):
            # The campaign's pace may change between two questions.
            while encode(await remote.floor()) != encode(await story.switchboard.floor()):
                pass
        async with asyncio.timeout(10):
            while not (history := await remote.pace_history(campaign.id)):
                await story.some_seconds_pass(5.0)
        assert history[0] == (await story.switchboard.pace_history(campaign.id))[0]
        await remote.close_line(anna.id)
        assert await remote.operator_now(anna.id) is None


async def test_errors_come_back_as_they_were_raised(database: Database, redis_url: str) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna)
        await a_lead(session, campaign)
    async with a_pair(database, redis_url) as (story, remote):
        with pytest.raises(NotFound, match="No call") as missing:
            await remote.dispose(anna.id, uuid4(), Verdict("sale"))
        assert (missing.value.code, missing.value.parameters["kind"]) == (ErrorCode.NOT_FOUND, "call")
        with pytest.raises(Conflict, match="go on line first"):
            await remote.make_available(anna.id)
        await story.goes_on_line(anna)
        call_id = await story.a_call_is_dialled()
        await story.telephony.answer(call_id)
        story.telephony.customer_hangs_up(call_id)
        await story.until_operator(anna, OperatorState.WRAP_UP)
        long_ago = story.clock.now() - timedelta(days=1)
        with pytest.raises(InvalidInput) as refused:
            await remote.dispose(anna.id, call_id, Verdict("callback", "", long_ago))
        assert list(refused.value.faults) == [FieldFault.of("callback_at", ErrorCode.NOT_IN_FUTURE)]


async def test_a_switchboard_that_is_away_is_told_apart_from_redis_that_is_away(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_commands, "ANSWER_WITHIN_SECONDS", 0.2)
    async with open_remote_switchboard(redis_url, "nobody", SystemClock()) as remote:
        with pytest.raises(TelephonyUncertain):
            await remote.floor()
    async with open_remote_switchboard("redis://127.0.0.1:9/0", "nobody", SystemClock()) as remote:
        with pytest.raises(TelephonyUnavailable):
            await remote.floor()


async def test_a_command_that_is_too_late_is_not_carried_out(
    database: Database, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
    async with a_pair(database, redis_url) as (story, remote):
        monkeypatch.setattr(redis_commands, "ANSWER_WITHIN_SECONDS", -1.0)
        with pytest.raises(TelephonyUncertain):
            await remote.open_line(anna.id, uuid4())
        await asyncio.sleep(0.2)
        assert await story.switchboard.operator_now(anna.id) is None
