"""What an attempt makes of a lead with several numbers, and what a verdict does."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.state_machine import CallOutcome
from core.campaigns.models import Campaign
from core.db import Database
from core.leads.models import Lead
from core.leads.recycling import Ending
from core.leads.settling import (
    Attempt,
    leave_wrong_number,
    put_off,
    settle_attempts,
    try_again_by_verdict,
)
from core.previews.models import SkipReason
from tests.factories import a_campaign, a_lead
from tests.fakes.clock import T0

HOME, OFFICE, MOBILE = "+74951234567", "+74957654321", "+79161234567"
SOON = timedelta(seconds=10)
LATER = timedelta(hours=1)
RECYCLING = {
    "rules": [{"after": ending, "wait_seconds": 3600} for ending in Ending],
    "next_number_seconds": 10,
}


async def a_lead_of_three_numbers(session: AsyncSession, **values: Any) -> tuple[Campaign, Lead]:
    campaign = await a_campaign(session, recycling_document=RECYCLING, max_attempts=4)
    lead = await a_lead(session, campaign, phone_number=HOME, more_numbers=[OFFICE, MOBILE], **values)
    return campaign, lead


async def ended(session: AsyncSession, lead: Lead, outcome: CallOutcome) -> None:
    await settle_attempts(session, [Attempt(lead.id, lead.phone_number, outcome, T0)])
    await session.refresh(lead)


async def test_a_clients_numbers_are_tried_in_order_before_the_long_wait(database: Database) -> None:
    async with database.transaction() as session:
        _, lead = await a_lead_of_three_numbers(session)

        story = []
        for outcome in (CallOutcome.NO_ANSWER, CallOutcome.BUSY, CallOutcome.FAILED, CallOutcome.MACHINE):
            await ended(session, lead, outcome)
            story.append((lead.phone_number, lead.next_attempt_at))

        assert story == [
            (OFFICE, T0 + SOON),
            (MOBILE, T0 + SOON),
            (HOME, T0 + LATER),
            (HOME, None),
        ]
        assert lead.endings == {"no_answer": 1, "busy": 1, "failed": 1, "machine": 1}
        assert (lead.attempts, lead.last_outcome) == (4, "machine")


async def test_a_promise_stays_with_the_number_it_was_given_at(database: Database) -> None:
    async with database.transaction() as session:
        _, lead = await a_lead_of_three_numbers(session, callback_at=T0)

        await ended(session, lead, CallOutcome.NO_ANSWER)

        assert (lead.phone_number, lead.next_attempt_at) == (HOME, T0 + LATER)
        assert lead.callback_at == T0


async def test_whoever_was_talked_to_is_closed_and_promised_nothing_more(database: Database) -> None:
    async with database.transaction() as session:
        _, lead = await a_lead_of_three_numbers(session, callback_at=T0)

        await ended(session, lead, CallOutcome.HANDLED)

        assert (lead.next_attempt_at, lead.callback_at, lead.attempts) == (None, None, 1)


async def test_a_wrong_number_is_left_for_good_and_the_next_one_tried(database: Database) -> None:
    async with database.transaction() as session:
        campaign, lead = await a_lead_of_three_numbers(session)
        for wrong, following, again_at in (
            (HOME, OFFICE, T0 + SOON),
            (OFFICE, MOBILE, T0 + SOON),
            (MOBILE, MOBILE, None),
        ):
            await leave_wrong_number(session, lead, campaign, wrong, T0)
            assert (lead.phone_number, lead.next_attempt_at) == (following, again_at)


async def test_a_verdict_moves_on_to_the_next_number_too(database: Database) -> None:
    async with database.transaction() as session:
        campaign, lead = await a_lead_of_three_numbers(session)

        await try_again_by_verdict(session, lead, campaign, HOME, T0)

        assert (lead.phone_number, lead.next_attempt_at) == (OFFICE, T0 + SOON)
        assert lead.endings == {"verdict": 1}


@pytest.mark.parametrize("outcome", [CallOutcome.NO_ANSWER, CallOutcome.BUSY])
async def test_a_lead_of_one_number_waits_by_the_rule(database: Database, outcome: CallOutcome) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session, recycling_document=RECYCLING)
        lead = await a_lead(session, campaign, phone_number=HOME)

        await ended(session, lead, outcome)

        assert (lead.phone_number, lead.next_attempt_at) == (HOME, T0 + LATER)


@pytest.mark.parametrize(("promised", "stays"), [(True, True), (False, False)])
async def test_a_promise_is_not_lost_because_an_operator_skipped_it(
    database: Database, promised: bool, stays: bool
) -> None:
    async with database.transaction() as session:
        campaign, lead = await a_lead_of_three_numbers(
            session, attempts=4, callback_at=T0 if promised else None
        )

        put_off(lead, campaign, T0, SkipReason.TALKED_LATELY)

        assert (lead.next_attempt_at, lead.callback_at) == ((T0 + LATER, T0) if stays else (None, None))
