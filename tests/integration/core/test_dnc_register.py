"""Refused numbers: each is kept once per list, found by its campaign, and let go with a reason."""

from datetime import timedelta
from uuid import uuid4

import pytest

from core.audit.trail import audit_page
from core.db import Database
from core.dnc.clauses import is_refused
from core.dnc.models import DncSource
from core.dnc.register import Refusal, dnc_entry, dnc_page, refuse_numbers, remove_entry
from core.errors import InvalidInput, NotFound
from core.leads.bars import Claim
from core.leads.hopper import take_leads
from tests.factories import EASY_POLICY, a_campaign, a_lead, a_number, a_user
from tests.fakes.clock import T0


async def test_a_number_is_entered_once_and_keeps_its_first_entry(database: Database) -> None:
    number, other = a_number(), a_number()
    later = Refusal(DncSource.FILE, T0 + timedelta(days=1), reason="the second")
    async with database.transaction() as session:
        campaign = await a_campaign(session)
        of_campaign = Refusal(DncSource.HAND, T0, campaign_id=campaign.id)
        first = Refusal(DncSource.HAND, T0, reason="the first")
        assert await refuse_numbers(session, [number], first) == 1
        assert await refuse_numbers(session, [number, other, other], later) == 1
        assert await refuse_numbers(session, [number], of_campaign) == 1
        assert await refuse_numbers(session, [number], of_campaign) == 0
        assert await refuse_numbers(session, [], of_campaign) == 0
    async with database.reading() as session:
        kept = await dnc_entry(session, number, None)
        assert (kept.reason, kept.added_at, kept.source) == ("the first", T0, DncSource.HAND)
        everything = await dnc_page(session)
        assert everything.total == 3
        assert [entry.phone_number for entry in everything.items] == [number, other, number]
        [own] = (await dnc_page(session, campaign_id=campaign.id)).items
        assert own.campaign_name == campaign.name
        assert (await dnc_page(session, phone_number=other)).total == 1


async def test_a_list_is_read_page_by_page(database: Database) -> None:
    numbers = [f"+7916000000{digit}" for digit in range(5)]
    async with database.transaction() as session:
        for number in numbers:
            await refuse_numbers(session, [number], Refusal(DncSource.HAND, T0))
    async with database.reading() as session:
        first = await dnc_page(session, limit=3)
        second = await dnc_page(session, limit=3, after=first.next)
    read = [entry.phone_number for entry in (*first.items, *second.items)]
    assert read == numbers[::-1]
    assert second.next is None


async def test_no_campaign_takes_a_lead_that_all_refuse_and_one_campaign_none_of_its_own(
    database: Database,
) -> None:
    async with database.transaction() as session:
        one, other = await a_campaign(session), await a_campaign(session)
        free, by_all, by_one = [a_number() for _ in range(3)]
        for number in (free, by_all, by_one):
            await a_lead(session, one, phone_number=number)
            await a_lead(session, other, phone_number=number)
        await refuse_numbers(session, [by_all], Refusal(DncSource.HAND, T0))
        await refuse_numbers(session, [by_one], Refusal(DncSource.HAND, T0, campaign_id=one.id))
    taken = {}
    async with database.transaction() as session:
        for campaign in (one, other):
            leads = await take_leads(session, Claim(campaign.id, T0, EASY_POLICY), limit=9)
            taken[campaign.id] = {lead.phone_number for lead in leads}
        assert not await is_refused(session, by_one)
        assert await is_refused(session, by_one, one.id)
        assert not await is_refused(session, by_one, other.id)
        assert await is_refused(session, by_all, other.id)
    assert taken == {one.id: {free}, other.id: {free, by_one}}


async def test_whoever_lets_a_number_go_says_why_and_is_remembered(database: Database) -> None:
    number = a_number()
    async with database.transaction() as session:
        boris = await a_user(session, login="boris")
        await refuse_numbers(session, [number], Refusal(DncSource.CALL, T0, boris.id))
    async with database.transaction() as session:
        entry = await dnc_entry(session, number, None)
        assert entry.added_by_name == "Boris"
        with pytest.raises(InvalidInput, match="reason"):
            await remove_entry(session, entry.id, reason=" ", user_id=boris.id, now=T0)
        await remove_entry(session, entry.id, reason="wrote to us", user_id=boris.id, now=T0)
    async with database.reading() as session:
        assert not await is_refused(session, number)
        [trace] = (await audit_page(session, entity="dnc_number", entity_id=number)).items
        assert trace.user_name == "Boris"
        assert {change.field: (change.before, change.after) for change in trace.changes} == {
            "phone_number": (number, None),
            "added_at": ("2026-03-02T10:00:00Z", None),
            "added_by": ("Boris", None),
            "source": ("call", None),
            "removal_reason": (None, "wrote to us"),
        }
        with pytest.raises(NotFound):
            await dnc_entry(session, number, None)
        with pytest.raises(NotFound):
            await dnc_entry(session, number, uuid4())
