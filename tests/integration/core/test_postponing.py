"""What a policy bars for a known time is not due before, so that no claim has to look past it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.state_machine import CallOutcome
from core.campaigns.models import Campaign, DialMode
from core.campaigns.settings import CampaignChange, change_campaign
from core.db import Database
from core.leads.models import Lead
from core.leads.settling import Attempt, settle_attempts
from tests.factories import a_campaign, a_lead, a_user
from tests.fakes.clock import T0
from tests.integration.core.test_bars import calls, taken

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


PAUSE = {"pause_after_abandonment_hours": 72}
TEN_MINUTES, THREE_DAYS = timedelta(minutes=10), timedelta(hours=72)
ABANDONED = {"outcome": CallOutcome.ABANDONED}


async def an_abandoned_lead(session: AsyncSession, campaign: Campaign, **values: Any) -> Lead:
    """Its call has ended at T0."""
    lead = await a_lead(session, campaign, **values)
    await calls(session, lead, timedelta(0), ended_at=T0, lead_id=lead.id, **ABANDONED)
    await settle_attempts(session, [Attempt(lead.id, lead.phone_number, CallOutcome.ABANDONED, T0)])
    return lead


@pytest.mark.parametrize(
    ("mode", "promised_to", "due_after"),
    [
        pytest.param(DialMode.PREVIEW, None, TEN_MINUTES, id="an operator waits for every call"),
        pytest.param(DialMode.PREVIEW, "anna", TEN_MINUTES, id="and for a promised one"),
        pytest.param(DialMode.PROGRESSIVE, "anna", TEN_MINUTES, id="who promised it waits"),
        pytest.param(DialMode.PREDICTIVE, "anna", TEN_MINUTES, id="who promised it waits, whatever the mode"),
        pytest.param(DialMode.PREDICTIVE, "anybody", THREE_DAYS, id="nobody in particular waits"),
        pytest.param(DialMode.PREDICTIVE, None, THREE_DAYS, id="nobody waits"),
        pytest.param(DialMode.PROGRESSIVE, None, THREE_DAYS, id="nobody waits for this one"),
    ],
)
async def test_the_pause_moves_no_lead_that_an_operator_waits_for(
    database: Database, mode: DialMode, promised_to: str | None, due_after: timedelta
) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, policy=PAUSE, recycling_document=SOON, mode=mode)
        operator_id = anna.id if promised_to == "anna" else None
        promised_at = T0 - timedelta(minutes=1) if promised_to else None
        lead = await an_abandoned_lead(
            session, campaign, callback_operator_id=operator_id, callback_at=promised_at
        )
    async with database.reading() as session:
        assert (await session.get_one(Lead, lead.id)).next_attempt_at == T0 + due_after


async def test_within_the_pause_a_lead_is_taken_only_for_an_operator_who_waits(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        preview = await a_campaign(session, policy=PAUSE, recycling_document=SOON, mode=DialMode.PREVIEW)
        offered = await an_abandoned_lead(session, preview)
        predictive = await a_campaign(
            session, policy=PAUSE, recycling_document=SOON, mode=DialMode.PREDICTIVE
        )
        await an_abandoned_lead(session, predictive)
        promised = await an_abandoned_lead(
            session, predictive, callback_operator_id=anna.id, callback_at=T0 - timedelta(minutes=1)
        )

    within = {"now": T0 + timedelta(hours=2)}
    waits: dict[str, Any] = within | {"operator_waits": True}
    assert await taken(database, preview, **within) == []
    assert await taken(database, predictive, **within) == []
    assert await taken(database, preview, **waits) == [offered.id]
    assert await taken(database, predictive, **waits, callback_operator_id=anna.id) == [promised.id]


async def test_a_change_of_mode_moves_what_the_pause_bars_and_gives_it_back(database: Database) -> None:
    async with database.transaction() as session:
        user = await a_user(session)
        campaign = await a_campaign(session, policy=PAUSE, recycling_document=SOON, mode=DialMode.PREDICTIVE)
        lost, fresh = await an_abandoned_lead(session, campaign), await a_lead(session, campaign)
        put_off = await an_abandoned_lead(session, campaign)
        later = T0 + timedelta(days=5)
        await session.refresh(put_off)
        put_off.next_attempt_at = later
        elsewhere = await an_abandoned_lead(session, await a_campaign(session, policy=PAUSE))
        leads = {"lost": lost.id, "fresh": fresh.id, "put off": put_off.id, "elsewhere": elsewhere.id}

    async def due() -> dict[str, datetime | None]:
        async with database.reading() as session:
            return {name: (await session.get_one(Lead, one)).next_attempt_at for name, one in leads.items()}

    before = await due()
    assert before["lost"] == T0 + THREE_DAYS
    for mode, minutes, lost_is_due in (
        (DialMode.PROGRESSIVE, 1, T0 + THREE_DAYS),
        (DialMode.PREVIEW, 2, T0 + TEN_MINUTES),
        (DialMode.PREDICTIVE, 3, T0 + THREE_DAYS),
        (DialMode.PREVIEW, 60, T0 + timedelta(minutes=60)),
        (DialMode.PREDICTIVE, 61, T0 + THREE_DAYS),
    ):
        async with database.transaction() as session:
            await change_campaign(
                session,
                campaign.id,
                CampaignChange(mode=mode),
                home_region="RU",
                user_id=user.id,
                now=T0 + timedelta(minutes=minutes),
            )
        assert await due() == before | {"lost": lost_is_due}, mode


async def test_what_is_given_back_by_a_change_of_mode_keeps_to_the_attempts_of_a_day(
    database: Database,
) -> None:
    async with database.transaction() as session:
        user = await a_user(session)
        rules = PAUSE | {"attempts_per_day": 1}
        campaign = await a_campaign(session, policy=rules, recycling_document=SOON, mode=DialMode.PREDICTIVE)
        lead = await an_abandoned_lead(session, campaign)
        now, change = T0 + timedelta(hours=1), CampaignChange(mode=DialMode.PREVIEW)
        await change_campaign(session, campaign.id, change, home_region="RU", user_id=user.id, now=now)
    async with database.reading() as session:
        assert (await session.get_one(Lead, lead.id)).next_attempt_at == T0 + timedelta(days=1)


async def test_a_closed_lead_stays_closed(database: Database) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session, policy={"attempts_per_day": 1}, max_attempts=1)
        lead = await a_lead(session, campaign)
        await calls(session, lead, timedelta(0))
        await settle_attempts(session, [Attempt(lead.id, lead.phone_number, CallOutcome.NO_ANSWER, T0)])
    async with database.reading() as session:
        assert (await session.get_one(Lead, lead.id)).next_attempt_at is None
