"""A full exchange costs its leads nothing: no attempt, no day of waiting, no flood of calls."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from core.calls.models import Call
from core.calls.state_machine import CallOutcome
from core.db import Database
from core.errors import TelephonyError, TelephonyRefused, TelephonyUnavailable
from core.leads.models import Lead
from core.leads.settling import GIVEN_BACK_FOR
from core.operators.state_machine import OperatorState
from core.users.models import User
from tests.factories import a_campaign, a_lead, a_user
from tests.integration.dialer.switchboard_story import PATIENCE_SECONDS, Story, a_story


@pytest.fixture
async def anna(database: Database) -> User:
    async with database.transaction() as session:
        anna = await a_user(session)
        # One attempt in all, and one number a day: a refused call must not use it up.
        campaign = await a_campaign(
            session, anna, max_attempts=1, policy={"attempts_per_day": 1, "attempts_per_week": 1}
        )
        await a_lead(session, campaign)
    return anna


async def every_call(story: Story) -> Sequence[Call]:
    async with story.database.reading() as session:
        return (await session.scalars(select(Call).order_by(Call.placed_at))).all()


async def given_back(story: Story) -> tuple[Lead, Call]:
    """The one lead after its first call, which nobody holds any more."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not (calls := await every_call(story)) or calls[0].ended_at is None:
            await story.some_seconds_pass(0.2)
    lead_id = calls[0].lead_id
    assert lead_id is not None
    return await story.until_settled(lead_id), calls[0]


@pytest.mark.parametrize(
    "refusal", [TelephonyRefused("no"), TelephonyUnavailable("away")], ids=["it says no", "it is away"]
)
async def test_a_call_that_is_not_taken_is_no_attempt(
    database: Database, anna: User, refusal: TelephonyError
) -> None:
    async with a_story(database) as story:
        story.telephony.dial_error = refusal
        await story.goes_on_line(anna)
        lead, call = await given_back(story)
        assert (call.outcome, call.cause) == (CallOutcome.NOT_PLACED, None)
        assert (lead.attempts, lead.endings, lead.last_outcome) == (0, {}, None)
        assert call.ended_at is not None
        assert lead.next_attempt_at == call.ended_at + GIVEN_BACK_FOR
        await story.until_operator(anna, OperatorState.AVAILABLE)


async def test_a_call_that_was_taken_and_found_no_room_is_dialled_again_and_then_counts(
    database: Database, anna: User
) -> None:
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        refused = await story.a_call_is_dialled()
        story.telephony.stay_unanswered(refused, CallOutcome.NOT_PLACED)
        lead, _ = await given_back(story)
        assert lead.attempts == 0

        story.clock.move(GIVEN_BACK_FOR.total_seconds())
        again = await story.a_call_is_dialled(2)
        story.telephony.ring(again)
        story.telephony.stay_unanswered(again)

        lead = await story.until_settled(lead.id)
        assert (lead.attempts, lead.last_outcome) == (1, CallOutcome.NO_ANSWER)
        figures = (await story.switchboard.floor()).figures
        assert (figures.today.placed, figures.today.failed) == (2, 1)
        assert await story.contacts() == []


async def test_an_exchange_without_room_is_not_flooded(database: Database, anna: User) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session, anna)
        for _ in range(60):
            await a_lead(session, campaign)
    async with a_story(database) as story:
        story.telephony.dial_error = TelephonyRefused("full")
        await story.goes_on_line(anna)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(calls := await every_call(story)) < 4:
                await story.some_seconds_pass(1)
    gaps = [later.placed_at - earlier.placed_at for earlier, later in pairwise(calls)]
    assert all(gap >= timedelta(seconds=2**place) for place, gap in enumerate(gaps)), gaps
