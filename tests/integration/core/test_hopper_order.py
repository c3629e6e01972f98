"""Whatever stands on which list: promised calls win, then lists by priority, then whoever waits longest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.state_machine import CallOutcome
from core.campaigns.models import Campaign
from core.db import Database
from core.dnc.models import DncSource
from core.dnc.register import Refusal, refuse_numbers
from core.leads.bars import Claim
from core.leads.hopper import take_leads
from core.leads.models import Lead
from core.leads.settling import Attempt, settle_attempts
from core.lists.mix import ListMix
from core.lists.models import LeadList
from core.users.models import User
from tests.factories import EASY_POLICY, a_campaign, a_lead, a_list, a_number, a_user
from tests.fakes.clock import T0

KEPT = timedelta(hours=1)
SELDOM = st.sampled_from([False] * 5 + [True])
LISTS = st.lists(st.tuples(st.integers(0, 2), SELDOM.map(lambda off: not off)), min_size=1, max_size=3)


@dataclass(frozen=True, slots=True)
class Planned:
    """A lead as a story has it."""

    on_list: int
    waits_minutes: int
    """Since it became due; below nought: it is not due yet."""
    promise: str
    """None, shared, of another operator, or personal: `anna`."""
    is_refused: bool
    is_held: bool


LEADS = st.lists(
    st.builds(
        Planned,
        on_list=st.integers(0, 2),
        waits_minutes=st.integers(-20, 90),
        promise=st.sampled_from(["", "", "", "shared", "anna", "boris"]),
        is_refused=SELDOM,
        is_held=SELDOM,
    ),
    min_size=3,
    max_size=15,
)


@dataclass(slots=True)
class Stand:
    """What the leads of a story have become, for a claim to be judged by."""

    lead: Lead
    plan: Planned
    in_list: LeadList

    @property
    def due_at(self) -> datetime:
        return T0 - timedelta(minutes=self.plan.waits_minutes)

    @property
    def may_be_called(self) -> bool:
        barred = self.plan.is_refused or self.plan.is_held or not self.in_list.is_active
        return self.due_at <= T0 and not barred

    def is_promised_by(self, operator: str) -> bool:
        return self.may_be_called and self.plan.promise == operator

    @property
    def is_for_anybody(self) -> bool:
        """Promised, and not kept for one operator, or not any longer."""
        lapsed = self.plan.promise in {"anna", "boris"} and self.due_at <= T0 - KEPT
        return self.may_be_called and (self.plan.promise == "shared" or lapsed)

    @property
    def is_fresh(self) -> bool:
        return self.may_be_called and not self.plan.promise


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lists=LISTS, leads=LEADS, at_once=st.integers(1, 4))
async def test_leads_are_taken_in_the_order_of_promise_priority_and_waiting(
    database: Database, lists: Sequence[tuple[int, bool]], leads: Sequence[Planned], at_once: int
) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session)
        operators = {name: await a_user(session) for name in ("anna", "boris")}
        stored = [await a_list(session, campaign, priority=rank, is_active=on) for rank, on in lists]
        stands = []
        for plan in leads:
            in_list = stored[plan.on_list % len(stored)]
            stands.append(Stand(await _enlist(session, in_list, plan, operators), plan, in_list))

        anna = Claim(campaign.id, T0, EASY_POLICY, operators["anna"].id, KEPT)
        own = await _all_of(session, anna, at_once)
        rest = await _all_of(session, Claim(campaign.id, T0, EASY_POLICY, None, KEPT), at_once)

    by_id = {stand.lead.id: stand for stand in stands}
    assert [lead.id for lead in own] == _in_order([one for one in stands if one.is_promised_by("anna")])
    left = [one for one in stands if one.lead not in own]
    promised = _in_order([one for one in left if one.is_for_anybody])
    assert [lead.id for lead in rest[: len(promised)]] == promised
    fresh = [by_id[lead.id] for lead in rest[len(promised) :]]
    assert {one.lead.id for one in fresh} == {one.lead.id for one in left if one.is_fresh}
    priorities = [one.in_list.priority for one in fresh]
    assert priorities == sorted(priorities, reverse=True)
    for in_list in stored:
        of_list = [one for one in fresh if one.in_list is in_list]
        assert [one.lead.id for one in of_list] == _in_order(of_list)


async def _enlist(
    session: AsyncSession, in_list: LeadList, plan: Planned, operators: dict[str, User]
) -> Lead:
    due_at = T0 - timedelta(minutes=plan.waits_minutes)
    promiser = operators.get(plan.promise)
    campaign = await session.get_one(Campaign, in_list.campaign_id)
    lead = await a_lead(
        session,
        campaign,
        in_list=in_list,
        due_at=due_at,
        callback_at=due_at if plan.promise else None,
        callback_operator_id=promiser.id if promiser else None,
        held_until=T0 + timedelta(minutes=5) if plan.is_held else None,
    )
    if plan.is_refused:
        await refuse_numbers(session, [lead.phone_number], Refusal(DncSource.HAND, T0))
    return lead


async def _all_of(session: AsyncSession, claim: Claim, at_once: int) -> list[Lead]:
    """Claim after claim, until there is nothing more to be had."""
    taken: list[Lead] = []
    mix = ListMix()
    while some := await take_leads(session, claim, limit=at_once, mix=mix):
        taken += some
    return taken


def _in_order(stands: Sequence[Stand]) -> list[object]:
    return [one.lead.id for one in sorted(stands, key=lambda one: (one.due_at, one.lead.id))]


UNREACHED = st.sampled_from(
    [CallOutcome.NO_ANSWER, CallOutcome.BUSY, CallOutcome.FAILED, CallOutcome.ABANDONED, CallOutcome.MACHINE]
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    outcomes=st.lists(UNREACHED, min_size=8, max_size=8),
    numbers=st.integers(1, 3),
    max_attempts=st.integers(1, 6),
)
async def test_no_lead_is_tried_more_often_than_allowed_and_its_numbers_in_turn(
    database: Database, outcomes: Sequence[CallOutcome], numbers: int, max_attempts: int
) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session, max_attempts=max_attempts)
        first, *more = [a_number() for _ in range(numbers)]
        lead = await a_lead(session, campaign, phone_number=first, more_numbers=more)
        tried = []
        for outcome in outcomes:
            await session.refresh(lead)
            if lead.next_attempt_at is None:
                break
            tried.append(lead.phone_number)
            attempt = Attempt(lead.id, lead.phone_number, outcome, lead.next_attempt_at)
            await settle_attempts(session, [attempt])
    assert 1 <= len(tried) <= max_attempts
    turns = [first, *more]
    assert tried == [turns[place % numbers] for place in range(len(tried))]
