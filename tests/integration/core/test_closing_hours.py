"""Calling hours hold when the call leaves, and not only when its lead is claimed."""

from datetime import UTC, datetime, time, timedelta

import pytest

from core.db import Database
from core.law.hours import CallingHours, DayHours, WeekHours
from core.leads.bars import LEAVES_WITHIN, BarCode, Claim
from core.leads.hopper import take_leads
from core.leads.why import standing
from dialer.placing import CLICK_TO_DIAL_WAITS_SECONDS
from tests.factories import EASY_POLICY, a_campaign, a_lead

NINE_IN_MOSCOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
OPENS_IN_MOSCOW = datetime(2026, 3, 3, 6, 0, tzinfo=UTC)
DAYTIME = CallingHours(week=WeekHours.daily(DayHours(opens=time(9), closes=time(21))))
POLICY = EASY_POLICY.model_copy(update={"calling_hours": DAYTIME})


@pytest.mark.parametrize(
    ("before_nine", "is_taken"),
    [
        pytest.param(LEAVES_WITHIN + timedelta(milliseconds=1), True, id="it leaves in time"),
        pytest.param(LEAVES_WITHIN, False, id="it may leave when the hours are over"),
        pytest.param(timedelta(milliseconds=1), False, id="the hours are as good as over"),
        pytest.param(timedelta(0), False, id="the hours are over"),
    ],
)
async def test_a_lead_is_claimed_only_if_its_call_leaves_in_calling_hours(
    database: Database, before_nine: timedelta, *, is_taken: bool
) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session)
        lead = await a_lead(session, campaign)
        claim = Claim(campaign.id, NINE_IN_MOSCOW - before_nine, POLICY)
        why = [(one.code, one.until) for one in await standing(session, lead, claim)]

        assert bool(await take_leads(session, claim, limit=1)) is is_taken
        # A preview is accepted by the same rule, and whoever asks is told the truth.
        assert why == ([] if is_taken else [(BarCode.OUTSIDE_HOURS, OPENS_IN_MOSCOW)])


def test_a_call_leaves_later_than_it_waits_for_its_place() -> None:
    assert timedelta(seconds=CLICK_TO_DIAL_WAITS_SECONDS) < LEAVES_WITHIN
