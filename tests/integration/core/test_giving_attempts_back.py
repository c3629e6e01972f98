"""An attempt that was the trunk's fault is uncounted, and its lead is as if it had not been called."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call, CallKind
from core.calls.state_machine import CallOutcome, CallState
from core.campaigns.models import Campaign
from core.db import Database
from core.leads.closing import ClosedBecause
from core.leads.giving_back import give_attempts_back
from core.leads.models import Lead
from core.leads.settling import GIVEN_BACK_FOR, Attempt, settle_attempts
from tests.factories import a_campaign, a_lead
from tests.fakes.clock import T0

HOME, OFFICE = "+74951234567", "+74957654321"
NOW = T0 + timedelta(minutes=1)


async def a_call(
    session: AsyncSession, lead: Lead, outcome: CallOutcome | None = CallOutcome.FAILED, **values: Any
) -> UUID:
    """None: it is still up."""
    call = Call(
        node="node-1",
        kind=CallKind.DIALLER,
        phone_number=lead.phone_number,
        campaign_id=lead.campaign_id,
        lead_id=lead.id,
        client_id=lead.client_id,
        **{"placed_at": T0, "ended_at": T0 if outcome else None, "outcome": outcome} | values,
        state=CallState.ENDED if outcome else CallState.ORIGINATING,
    )
    session.add(call)
    await session.flush()
    if outcome:
        await settle_attempts(session, [Attempt(lead.id, lead.phone_number, outcome, T0)])
        await session.refresh(lead)
    return call.id


async def a_campaign_that_closes_after_one_failure(session: AsyncSession) -> Campaign:
    return await a_campaign(session, recycling_document={"rules": []})


@pytest.mark.parametrize("before", [0, 2])
async def test_a_lead_that_was_closed_by_it_is_open_again(database: Database, before: int) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign_that_closes_after_one_failure(session)
        endings = {"busy": before} if before else {}
        lead = await a_lead(session, campaign, attempts=before, endings=endings)
        call_id = await a_call(session, lead)
        assert lead.closed_because == ClosedBecause.NO_RULE

        assert await give_attempts_back(session, [call_id], NOW) == 1

        assert (lead.attempts, lead.endings, lead.not_placed) == (before, endings, 1)
        assert lead.next_attempt_at == NOW + GIVEN_BACK_FOR
        assert not lead.closed_because


async def test_of_several_numbers_the_one_that_was_tried_is_next_again(database: Database) -> None:
    async with database.transaction() as session:
        lead = await a_lead(session, await a_campaign(session), phone_number=HOME, more_numbers=[OFFICE])
        call_id = await a_call(session, lead)
        assert lead.phone_number == OFFICE

        await give_attempts_back(session, [call_id], NOW)

        assert (lead.phone_number, lead.attempts) == (HOME, 0)


@pytest.mark.parametrize(
    ("outcome", "since"),
    [
        pytest.param(CallOutcome.BUSY, {}, id="the call reached somebody"),
        pytest.param(CallOutcome.FAILED, {"held_until": NOW}, id="it is being called again"),
        pytest.param(CallOutcome.FAILED, {"last_outcome": "handled"}, id="it was talked to"),
        pytest.param(CallOutcome.FAILED, {"closed_because": "do_not_call"}, id="it was refused"),
        pytest.param(CallOutcome.FAILED, {"attempts": 0}, id="its list was reset"),
    ],
)
async def test_what_has_happened_since_holds(
    database: Database, outcome: CallOutcome, since: dict[str, Any]
) -> None:
    async with database.transaction() as session:
        lead = await a_lead(session, await a_campaign_that_closes_after_one_failure(session))
        call_id = await a_call(session, lead, outcome)
        for column, value in since.items():
            setattr(lead, column, value)
        await session.flush()

        assert await give_attempts_back(session, [call_id], NOW) == 0


async def test_a_later_call_of_the_lead_holds(database: Database) -> None:
    async with database.transaction() as session:
        lead = await a_lead(session, await a_campaign(session))
        call_id = await a_call(session, lead)
        await a_call(session, lead, placed_at=T0 + timedelta(seconds=1))

        assert await give_attempts_back(session, [call_id], NOW) == 0
        assert lead.attempts == 2
