"""What a reset of a list makes of its leads."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.disposition import Verdict, dispose
from core.calls.models import Call, CallKind
from core.calls.state_machine import CallOutcome, CallState
from core.db import Database
from core.jobs.runner import JobRunner
from core.leads.models import Lead
from core.leads.settling import Attempt, settle_attempts
from core.lists.figures import list_figures
from core.lists.models import LeadList
from core.lists.reset import (
    RESET_JOB,
    VERDICT_COMES_WITHIN,
    ListResetter,
    ResetMeant,
    ResetScope,
    begin_reset,
)
from core.users.models import User
from tests.factories import a_campaign, a_lead, a_user
from tests.fakes.clock import T0, FakeClock

WITHOUT_VERDICT = ResetMeant(ResetScope.CHOSEN, without_verdict=True)
HOME, OFFICE, MOBILE = "+74951234567", "+74957654321", "+79161234567"


async def reset(database: Database, lead: Lead, wanted: ResetMeant | None = None) -> None:
    async with database.transaction() as session:
        boss = await a_user(session)
        lead_list = await session.get_one(LeadList, lead.list_id)
        await begin_reset(session, lead_list, wanted or ResetMeant(), now=T0, user_id=boss.id)
    clock = FakeClock()
    await JobRunner(database, clock, {RESET_JOB: ListResetter(database, clock)}).run_next()


async def unanswered(session: AsyncSession, lead: Lead, times: int) -> None:
    for _ in range(times):
        await settle_attempts(session, [Attempt(lead.id, lead.phone_number, CallOutcome.NO_ANSWER, T0)])
        await session.refresh(lead)


async def test_a_lead_of_several_numbers_begins_with_the_first_one_again(database: Database) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session)
        zones = ["Asia/Omsk", "Asia/Vladivostok"]
        lead = await a_lead(
            session,
            campaign,
            phone_number=HOME,
            more_numbers=[OFFICE, MOBILE],
            more_zones=zones,
            not_placed=3,
        )
        await unanswered(session, lead, times=2)
        assert (lead.phone_number, lead.time_zone) == (MOBILE, "Asia/Vladivostok")

    await reset(database, lead)

    async with database.transaction() as session:
        lead = await session.get_one(Lead, lead.id)
        assert (lead.phone_number, lead.time_zone) == (HOME, "Europe/Moscow")
        assert (lead.attempts, lead.not_placed, lead.next_attempt_at) == (0, 0, T0)
        dialled = []
        for _ in range(3):
            dialled.append(lead.phone_number)
            await unanswered(session, lead, times=1)
        assert dialled == [HOME, OFFICE, MOBILE]


async def test_a_promised_lead_that_used_up_its_attempts_is_closed_and_put_back(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna, max_attempts=2)
        lead = await a_lead(session, campaign, callback_operator_id=anna.id, attempts=1)
        await unanswered(session, lead, times=1)
        assert (lead.next_attempt_at, lead.callback_at, lead.callback_operator_id) == (None, None, None)
        [figures] = await list_figures(session, campaign.id)
        assert (figures.leads_closed, figures.leads_promised) == (1, 0)

    await reset(database, lead)

    async with database.reading() as session:
        lead = await session.get_one(Lead, lead.id)
        assert (lead.attempts, lead.next_attempt_at) == (0, T0)


@pytest.mark.parametrize(
    ("values", "is_put_back"),
    [
        ({"held_until": T0 - timedelta(hours=1)}, True),
        ({"held_until": T0 + timedelta(hours=1)}, False),
        ({"callback_at": T0}, False),
        # Closed by a version that left the promise standing.
        ({"callback_at": T0, "due_at": None}, True),
    ],
)
async def test_only_what_is_held_or_promised_is_left_alone(
    database: Database, values: dict[str, Any], is_put_back: bool
) -> None:
    async with database.transaction() as session:
        lead = await a_lead(session, await a_campaign(session), attempts=2, **values)

    await reset(database, lead)

    async with database.reading() as session:
        lead = await session.get_one(Lead, lead.id)
    assert (lead.attempts == 0) is is_put_back
    if is_put_back:
        assert (lead.held_until, lead.callback_at) == (None, None)


@pytest.mark.parametrize(
    ("wanted", "talked", "disposition", "is_put_back"),
    [
        (WITHOUT_VERDICT, VERDICT_COMES_WITHIN + timedelta(minutes=1), None, True),
        # It may still lie on its operator's desk.
        (WITHOUT_VERDICT, VERDICT_COMES_WITHIN - timedelta(minutes=1), None, False),
        (WITHOUT_VERDICT, timedelta(days=30), "refused", False),
        (ResetMeant(), timedelta(days=30), None, False),
    ],
)
async def test_a_talk_of_which_nobody_gave_a_verdict_is_put_back_when_that_is_asked_for(
    database: Database, wanted: ResetMeant, talked: timedelta, disposition: str | None, is_put_back: bool
) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna)
        # The verdict of an earlier talk stands with it.
        lead = await a_lead(session, campaign, last_disposition="callback")
        call = await a_talk(session, lead, anna, T0 - talked)
    if disposition is not None:
        async with database.transaction() as session:
            clock, verdict = FakeClock(), Verdict(disposition)
            await dispose(session, clock, call_id=call.id, operator_id=anna.id, verdict=verdict)

    await reset(database, lead, wanted)

    async with database.reading() as session:
        lead = await session.get_one(Lead, lead.id)
    assert (lead.attempts == 0) is is_put_back
    assert (lead.next_attempt_at is not None) is is_put_back


async def a_talk(session: AsyncSession, lead: Lead, operator: User, at: datetime) -> Call:
    """One that has ended, and has no verdict yet."""
    call = Call(
        id=uuid4(),
        node="node",
        kind=CallKind.DIALLER,
        phone_number=lead.phone_number,
        client_id=lead.client_id,
        campaign_id=lead.campaign_id,
        lead_id=lead.id,
        operator_id=operator.id,
        placed_at=at,
        ended_at=at,
        state=CallState.ENDED,
        outcome=CallOutcome.HANDLED,
    )
    session.add(call)
    await session.flush()
    await settle_attempts(session, [Attempt(lead.id, lead.phone_number, CallOutcome.HANDLED, at)])
    return call
