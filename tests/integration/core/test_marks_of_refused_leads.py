"""A lead is marked as refused exactly while the register refuses every number that it may be dialled at."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.state_machine import CallOutcome
from core.campaigns.models import Campaign
from core.db import Database
from core.dnc.clauses import is_refused
from core.dnc.models import DncSource
from core.dnc.register import Refusal, dnc_entry, refuse_numbers, remove_entry
from core.errors import NotFound
from core.leads.bars import Claim
from core.leads.hopper import take_leads
from core.leads.models import Lead, LeadNumber
from core.leads.settling import Attempt, leave_wrong_number, settle_attempts, try_again_by_verdict
from core.users.models import User
from tests.factories import EASY_POLICY, a_campaign, a_lead, a_number, a_user
from tests.fakes.clock import T0
from tests.integration.dialer.test_one_call_of_a_number import until_it_waits

PATIENCE_SECONDS = 10.0

NUMBERS = st.integers(0, 3)
CAMPAIGNS = st.integers(0, 1)
BY_WHOM = st.none() | CAMPAIGNS
STEPS = st.one_of(
    st.tuples(st.just("refuse"), st.lists(NUMBERS, min_size=1), BY_WHOM),
    st.tuples(st.just("let_go"), NUMBERS, BY_WHOM),
    st.tuples(st.just("enlist"), st.permutations(range(4)), CAMPAIGNS),
    st.tuples(st.just("go_on"), st.sampled_from(["unanswered", "verdict", "wrong"]), CAMPAIGNS),
)


@dataclass(slots=True)
class Story:
    """Two campaigns with a lead each, some numbers, and whatever becomes of them."""

    session: AsyncSession
    boss: User
    campaigns: Sequence[Campaign]
    numbers: Sequence[str]
    leads: dict[int, Lead] = field(default_factory=dict)

    async def refuse(self, which: Sequence[int], by: int | None) -> None:
        numbers = [self.numbers[one] for one in which]
        await refuse_numbers(self.session, numbers, Refusal(DncSource.FILE, T0, campaign_id=self._id(by)))

    async def let_go(self, which: int, by: int | None) -> None:
        try:
            entry = await dnc_entry(self.session, self.numbers[which], self._id(by))
        except NotFound:
            return
        await remove_entry(self.session, entry.id, reason="wrote to us", user_id=self.boss.id, now=T0)

    async def enlist(self, order: Sequence[int], campaign: int) -> None:
        """A lead of all numbers, to be tried in that order."""
        if campaign not in self.leads:
            first, *others = [self.numbers[one] for one in order]
            lead = await a_lead(
                self.session, self.campaigns[campaign], phone_number=first, more_numbers=others
            )
            self.leads[campaign] = lead

    async def go_on(self, how: str, campaign: int) -> None:
        """An attempt ends, after which another number may be the next."""
        if (lead := self.leads.get(campaign)) is None:
            return
        await self.session.refresh(lead)
        asked = (self.session, lead, self.campaigns[campaign], lead.phone_number, T0)
        match how:
            case "unanswered":
                attempt = Attempt(lead.id, lead.phone_number, CallOutcome.NO_ANSWER, T0)
                await settle_attempts(self.session, [attempt])
            case "verdict":
                await try_again_by_verdict(*asked)
            case "wrong":
                await leave_wrong_number(*asked)
        await self.session.flush()

    async def check(self) -> None:
        rows = await self.session.execute(
            select(Lead.id, Lead.phone_number, Lead.campaign_id, Lead.is_refused).where(
                Lead.id.in_([lead.id for lead in self.leads.values()])
            )
        )
        for lead_id, phone_number, campaign_id, is_marked in rows.all():
            further = await self.session.scalars(
                select(LeadNumber.phone_number).where(
                    LeadNumber.lead_id == lead_id, LeadNumber.is_dead.is_(False)
                )
            )
            numbers = {phone_number, *further}
            refused = [await is_refused(self.session, number, campaign_id) for number in numbers]
            assert is_marked is all(refused)

    def _id(self, campaign: int | None) -> UUID | None:
        return None if campaign is None else self.campaigns[campaign].id


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=5, max_size=20))
# Numbers of a lead are refused one by one, and let go.
@example([("enlist", range(4), 0), ("refuse", [0, 1, 2], 0), ("refuse", [3], None), ("let_go", 2, 0)])
@example([("enlist", range(4), 0), ("refuse", [1], 0), ("go_on", "unanswered", 0)])
@example([("enlist", range(4), 0), ("refuse", [1], None), ("go_on", "verdict", 0)])
@example([("enlist", range(4), 0), ("refuse", [1], None), ("go_on", "wrong", 0)])
async def test_whatever_happens_the_marks_are_the_registers_answer(
    database: Database, steps: Sequence[tuple[str, object, object]]
) -> None:
    async with database.transaction() as session:
        boss = await a_user(session)
        campaigns = [await a_campaign(session, max_attempts=20) for _ in range(2)]
        story = Story(session, boss, campaigns, [a_number() for _ in range(4)])
        for step, *values in steps:
            await getattr(story, step)(*values)
            await story.check()


async def test_a_mark_is_right_though_lead_and_register_change_at_once(database: Database) -> None:
    number = a_number()
    async with database.transaction() as session:
        boss, campaign = await a_user(session), await a_campaign(session)
        await refuse_numbers(session, [number], Refusal(DncSource.HAND, T0))
        entry = await dnc_entry(session, number, None)

    async def let_go() -> None:
        async with database.transaction() as session:
            await remove_entry(session, entry.id, reason="wrote to us", user_id=boss.id, now=T0)

    async with (
        asyncio.timeout(PATIENCE_SECONDS),
        asyncio.TaskGroup() as tasks,
        database.transaction() as session,
    ):
        lead = await a_lead(session, campaign, phone_number=number)
        # Who lets it go sees no lead yet, and must not be through before there is one to see.
        letting_go = tasks.create_task(let_go())
        await asyncio.wait([letting_go], timeout=0.3)
        assert not letting_go.done()
    await letting_go

    async with database.reading() as session:
        assert not (await session.get_one(Lead, lead.id)).is_refused


async def test_the_claim_asks_the_register_itself_and_no_mark(database: Database) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session)
        lead = await a_lead(session, campaign)
        await refuse_numbers(session, [lead.phone_number], Refusal(DncSource.HAND, T0))
        await session.execute(update(Lead).values(is_refused=False))

        assert not await take_leads(session, Claim(campaign.id, T0, EASY_POLICY), limit=1)


async def test_whoever_enters_many_numbers_waits_for_the_first_lead_and_has_locked_none_after_it(
    database: Database,
) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session)
        leads = [await a_lead(session, campaign) for _ in range(8)]
    numbers = [lead.phone_number for lead in leads]
    first, *others = sorted(lead.id for lead in leads)

    async def refuse() -> None:
        async with database.transaction() as session:
            await refuse_numbers(session, numbers, Refusal(DncSource.FILE, T0))

    async with asyncio.timeout(PATIENCE_SECONDS), asyncio.TaskGroup() as tasks:
        async with database.transaction() as session:
            # An update, as SQLite locks nothing for a SELECT.
            await session.execute(update(Lead).where(Lead.id == first).values(attempts=1))
            refusing = tasks.create_task(refuse())
            await until_it_waits(database)
            free = select(Lead.id).where(Lead.id.in_(others)).with_for_update(skip_locked=True)
            assert set(await session.scalars(free)) == set(others)
        await refusing

    async with database.reading() as session:
        assert all(await session.scalars(select(Lead.is_refused)))
