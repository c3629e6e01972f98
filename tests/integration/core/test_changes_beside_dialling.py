"""Settings are changed and lists reset while the dialler claims and settles leads: nobody's change is lost.

On PostgreSQL, whose transactions run at the same time; on SQLite one comes after the other.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.trail import audit_page, record
from core.calls.disposition import Verdict, dispose
from core.calls.models import Call, CallKind
from core.calls.state_machine import CallOutcome, CallState
from core.campaigns.models import Campaign
from core.campaigns.settings import CampaignChange, change_campaign, change_recycling
from core.db import Database
from core.jobs.runner import JobRunner
from core.law.models import DiallingPolicy
from core.leads.bars import Claim
from core.leads.hopper import take_leads
from core.leads.models import Lead
from core.leads.recycling import STANDARD
from core.leads.settling import Attempt, settle_attempts
from core.lists.models import LeadList
from core.lists.reset import RESET_JOB, ListResetter, ResetMeant, begin_reset
from core.lists.service import ListChange, change_list, list_of
from tests.factories import a_campaign, a_lead, a_list, a_number, a_user
from tests.fakes.clock import T0, FakeClock
from tests.fixtures.databases import a_database_url

WAITS_FOR_A_LOCK_SECONDS = 0.3
PATIENCE_SECONDS = 10.0

Altering = Callable[[AsyncSession, Campaign, LeadList, UUID, int], Awaitable[None]]


@pytest.fixture
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    with a_database_url("postgresql", request, tmp_path) as url:
        database = Database(url)
        yield database
        await database.close()


async def done_after(session: AsyncSession, work: Coroutine[Any, Any, None]) -> None:
    """Do work that has to wait for what this transaction has locked, and end the transaction meanwhile."""
    async with asyncio.timeout(PATIENCE_SECONDS), asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(work)
        await asyncio.sleep(WAITS_FOR_A_LOCK_SECONDS)
        assert not waiting.done()
        await session.commit()


async def alter_list(
    session: AsyncSession, campaign: Campaign, lead_list: LeadList, user_id: UUID, number: int
) -> None:
    changing = await list_of(session, campaign.id, lead_list.id, is_changing=True)
    change = change_list(changing, ListChange(weight=number, is_active=bool(number % 2)))
    record(session, user_id=user_id, entity="list", entity_id=changing.id, change=change, now=T0)


async def alter_rules(
    session: AsyncSession, campaign: Campaign, lead_list: LeadList, user_id: UUID, number: int
) -> None:
    wanted = CampaignChange(max_attempts=number)
    await change_campaign(session, campaign.id, wanted, home_region="RU", user_id=user_id, now=T0)


async def alter_recycling(
    session: AsyncSession, campaign: Campaign, lead_list: LeadList, user_id: UUID, number: int
) -> None:
    await change_recycling(session, campaign.id, STANDARD, number, user_id=user_id, now=T0)


ALTERINGS = pytest.mark.parametrize(
    ("alter", "field"),
    [
        pytest.param(alter_list, "weight", id="list"),
        pytest.param(alter_rules, "max_attempts", id="rules"),
        pytest.param(alter_recycling, "callback_kept_seconds", id="recycling"),
    ],
)


@ALTERINGS
async def test_of_two_changes_at_once_none_is_lost_and_the_trail_has_both_in_order(
    database: Database, alter: Altering, field: str
) -> None:
    async with database.transaction() as session:
        anna, boris = await a_user(session), await a_user(session)
        campaign = await a_campaign(session)
        lead_list = await a_list(session, campaign)

    async def boris_alters() -> None:
        async with database.transaction() as session:
            await alter(session, campaign, lead_list, boris.id, 8)

    async with database.transaction() as session:
        await alter(session, campaign, lead_list, anna.id, 7)
        await session.flush()
        await done_after(session, boris_alters())

    async with database.reading() as session:
        newest, first = (await audit_page(session)).items
    assert [row.user_name for row in (first, newest)] == [anna.name, boris.name]
    [own] = [one for one in first.changes if one.field == field]
    [others] = [one for one in newest.changes if one.field == field]
    assert (own.after, others.before, others.after) == (7, 7, 8)


@ALTERINGS
async def test_leads_are_claimed_called_and_added_while_a_change_is_not_committed(
    database: Database, alter: Altering, field: str
) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session)
        lead_list = await a_list(session, campaign)
        lead = await a_lead(session, campaign)
        policy = await session.get_one(DiallingPolicy, campaign.policy_id)
    async with database.transaction() as session:
        await alter(session, campaign, lead_list, anna.id, 7)
        await session.flush()
        async with asyncio.timeout(PATIENCE_SECONDS / 2), database.transaction() as placing:
            [taken] = await take_leads(placing, Claim.of(campaign, policy.policy, T0), limit=5)
            placing.add(a_call(taken))
            await a_lead(placing, campaign, in_list=lead_list)

    async with database.reading() as session:
        assert (await session.get_one(Lead, lead.id)).held_until is not None


def a_call(lead: Lead, **values: Any) -> Call:
    return Call(
        id=uuid4(),
        node="node-1",
        kind=CallKind.DIALLER,
        phone_number=lead.phone_number,
        campaign_id=lead.campaign_id,
        lead_id=lead.id,
        client_id=lead.client_id,
        placed_at=T0,
        **values,
    )


async def test_a_list_that_is_reset_leaves_alone_what_is_just_being_claimed(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session)
        claimed = await a_lead(session, campaign, attempts=2)
        worked_off = await a_lead(session, campaign, attempts=2, due_at=None)
        policy = await session.get_one(DiallingPolicy, campaign.policy_id)
        lead_list = await session.get_one(LeadList, claimed.list_id)
        await begin_reset(session, lead_list, ResetMeant(), now=T0, user_id=anna.id)
    clock = FakeClock()
    async with database.transaction() as claiming:
        await take_leads(claiming, Claim.of(campaign, policy.policy, T0), limit=5)
        async with asyncio.timeout(PATIENCE_SECONDS / 2):
            await JobRunner(database, clock, {RESET_JOB: ListResetter(database, clock)}).run_next()

    async with database.reading() as session:
        held, again = [await session.get_one(Lead, one.id) for one in (claimed, worked_off)]
    assert (held.attempts, held.held_until is not None) == (2, True)
    assert (again.attempts, again.next_attempt_at) == (0, T0)


async def test_an_attempt_that_ends_while_its_lead_is_put_back_counts_from_there(database: Database) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session)
        lead = await a_lead(
            session, campaign, more_numbers=[a_number()], attempts=4, endings={"no_answer": 4}
        )

    async def settle() -> None:
        async with database.transaction() as session:
            ended = Attempt(lead.id, lead.phone_number, CallOutcome.NO_ANSWER, T0)
            await settle_attempts(session, [ended])

    async with database.transaction() as session:
        await session.execute(update(Lead).where(Lead.id == lead.id).values(attempts=0, endings={}))
        await done_after(session, settle())

    async with database.reading() as session:
        settled = await session.get_one(Lead, lead.id)
    assert (settled.attempts, settled.endings) == (1, {"no_answer": 1})
    assert settled.next_attempt_at is not None


async def test_a_verdict_that_is_given_while_its_lead_is_put_back_counts_from_there(
    database: Database,
) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session)
        lead = await a_lead(session, campaign, attempts=4, endings={"no_answer": 4})
        ended = {"operator_id": anna.id, "state": CallState.ENDED, "ended_at": T0}
        call = a_call(lead, outcome=CallOutcome.HANDLED, **ended)
        session.add(call)

    async def give_verdict() -> None:
        async with database.transaction() as session:
            verdict = Verdict("unreachable")
            await dispose(session, FakeClock(), call_id=call.id, operator_id=anna.id, verdict=verdict)

    async with database.transaction() as session:
        await session.execute(update(Lead).where(Lead.id == lead.id).values(attempts=0, endings={}))
        await done_after(session, give_verdict())

    async with database.reading() as session:
        settled = await session.get_one(Lead, lead.id)
    assert (settled.attempts, settled.endings) == (0, {"verdict": 1})
