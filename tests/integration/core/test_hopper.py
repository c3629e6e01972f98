"""Which leads come first: promised calls, then lists by priority and weight."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from core.campaigns.models import Campaign
from core.db import Database
from core.leads.bars import Claim
from core.leads.hopper import take_leads
from core.leads.models import Lead
from core.lists.mix import ListMix
from tests.factories import EASY_POLICY, a_campaign, a_lead, a_list, a_user
from tests.fakes.clock import T0

HOUR = timedelta(hours=1)


async def taken(
    session: AsyncSession,
    campaign: Campaign,
    limit: int,
    mix: ListMix | None = None,
    operator_id: UUID | None = None,
) -> Sequence[Lead]:
    claim = Claim(campaign.id, T0, EASY_POLICY, operator_id, callback_kept=HOUR)
    return await take_leads(session, claim, limit=limit, mix=mix)


async def test_a_higher_list_is_worked_off_before_a_lower_one(database: Database) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session)
        low = await a_list(session, campaign)
        high = await a_list(session, campaign, priority=1)
        # The lower list has waited longer.
        for _ in range(3):
            await a_lead(session, campaign, in_list=low, due_at=T0 - HOUR)
            await a_lead(session, campaign, in_list=high)

        found = await taken(session, campaign, 4)

        assert [lead.list_id for lead in found] == [high.id] * 3 + [low.id]


async def test_lists_of_one_priority_share_by_weight_over_many_claims(database: Database) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session)
        many = await a_list(session, campaign, weight=3)
        few = await a_list(session, campaign)
        for lead_list in (many, few):
            for _ in range(12):
                await a_lead(session, campaign, in_list=lead_list)
        mix = ListMix()

        given_by: Counter[UUID] = Counter()
        for _ in range(12):
            given_by.update(lead.list_id for lead in await taken(session, campaign, 1, mix))

        assert given_by == {many.id: 9, few.id: 3}


async def test_what_one_list_cannot_give_the_others_do(database: Database) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session)
        short = await a_list(session, campaign, weight=10)
        long = await a_list(session, campaign)
        await a_lead(session, campaign, in_list=short)
        for _ in range(10):
            await a_lead(session, campaign, in_list=long)

        given_by = Counter(lead.list_id for lead in await taken(session, campaign, 5))

        assert given_by == {short.id: 1, long.id: 4}


async def test_nobody_on_a_list_that_is_off_is_called(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna)
        off = await a_list(session, campaign, is_active=False)
        await a_lead(session, campaign, in_list=off)
        await a_lead(session, campaign, in_list=off, callback_at=T0)
        await a_lead(session, campaign, in_list=off, callback_at=T0, callback_operator_id=anna.id)

        assert not await taken(session, campaign, 5)
        assert not await taken(session, campaign, 5, operator_id=anna.id)


async def test_a_call_promised_for_anybody_wins_over_every_list(database: Database) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session)
        low, high = await a_list(session, campaign), await a_list(session, campaign, priority=9)
        await a_lead(session, campaign, in_list=high, due_at=T0 - HOUR)
        promised = await a_lead(session, campaign, in_list=low, callback_at=T0)
        to_come = await a_lead(session, campaign, in_list=low, due_at=T0 + HOUR, callback_at=T0 + HOUR)

        found = await taken(session, campaign, 1)

        assert [lead.id for lead in found] == [promised.id]
        assert to_come.id not in {lead.id for lead in await taken(session, campaign, 5)}


SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("promised_at", "due_at", "is_everybodys"),
    [
        pytest.param(T0 - HOUR, T0 - HOUR, True, id="its time is over"),
        pytest.param(T0 - HOUR + SECOND, T0 - HOUR + SECOND, False, id="its time is about to be over"),
        pytest.param(T0 - 5 * HOUR, T0 - HOUR + SECOND, False, id="it was tried and is tried again lately"),
        pytest.param(T0 - 5 * HOUR, T0, False, id="it was tried and is due again this moment"),
        pytest.param(T0 - 5 * HOUR, T0 - HOUR, True, id="it was tried and has been due again for its time"),
    ],
)
async def test_a_personal_promise_becomes_everybodys_when_it_was_due_for_a_time(
    database: Database, promised_at: datetime, due_at: datetime, is_everybodys: bool
) -> None:
    async with database.transaction() as session:
        anna, boris = await a_user(session), await a_user(session)
        campaign = await a_campaign(session, anna, boris)
        lead = await a_lead(
            session, campaign, due_at=due_at, callback_at=promised_at, callback_operator_id=anna.id
        )

        assert not await taken(session, campaign, 5, operator_id=boris.id)
        assert [one.id for one in await taken(session, campaign, 5)] == [lead.id] * is_everybodys
        lead.held_until = None
        await session.flush()
        assert [one.id for one in await taken(session, campaign, 5, operator_id=anna.id)] == [lead.id]


async def test_one_claim_takes_no_lead_twice(database: Database) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session)
        for _ in range(3):
            await a_lead(session, campaign, callback_at=T0)
            await a_lead(session, campaign)

        found = [lead.id for lead in await taken(session, campaign, 10)]

        assert len(found) == len(set(found)) == 6
