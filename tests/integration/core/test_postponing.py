"""What a policy bars for a known time is not due before, so that no claim has to look past it."""

from datetime import timedelta
from typing import Any

import pytest

from core.calls.state_machine import CallOutcome
from core.db import Database
from core.leads.models import Lead
from core.leads.settling import Attempt, settle_attempts
from tests.factories import a_campaign, a_lead
from tests.fakes.clock import T0
from tests.integration.core.test_bars import calls

SOON = {
    "rules": [{"after": ending, "wait_seconds": 600, "times": 9} for ending in ("no_answer", "abandoned")],
    "next_number_seconds": 300,
}


@pytest.mark.parametrize(
    ("policy", "outcome", "due_after"),
    [
        pytest.param({}, CallOutcome.NO_ANSWER, timedelta(minutes=10), id="no limit"),
        pytest.param({"attempts_per_day": 3}, CallOutcome.NO_ANSWER, timedelta(minutes=10), id="one is left"),
        pytest.param({"attempts_per_day": 2}, CallOutcome.NO_ANSWER, timedelta(hours=23), id="a day"),
        pytest.param({"attempts_per_week": 2}, CallOutcome.NO_ANSWER, timedelta(hours=167), id="a week"),
        pytest.param(
            {"attempts_per_day": 2, "pause_after_abandonment_hours": 72},
            CallOutcome.ABANDONED,
            timedelta(hours=72),
            id="the longer one",
        ),
        pytest.param(
            {"pause_after_abandonment_hours": 72}, CallOutcome.NO_ANSWER, timedelta(minutes=10), id="not lost"
        ),
    ],
)
async def test_a_lead_is_due_when_its_policy_lets_it(
    database: Database, policy: dict[str, Any], outcome: CallOutcome, due_after: timedelta
) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session, policy=policy, recycling_document=SOON)
        lead = await a_lead(session, campaign)
        await calls(session, lead, timedelta(hours=1))
        await calls(session, lead, timedelta(0), outcome=outcome, ended_at=T0)
        await settle_attempts(session, [Attempt(lead.id, lead.phone_number, outcome, T0)])
    async with database.reading() as session:
        assert (await session.get_one(Lead, lead.id)).next_attempt_at == T0 + due_after


async def test_a_closed_lead_stays_closed(database: Database) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session, policy={"attempts_per_day": 1}, max_attempts=1)
        lead = await a_lead(session, campaign)
        await calls(session, lead, timedelta(0))
        await settle_attempts(session, [Attempt(lead.id, lead.phone_number, CallOutcome.NO_ANSWER, T0)])
    async with database.reading() as session:
        assert (await session.get_one(Lead, lead.id)).next_attempt_at is None
