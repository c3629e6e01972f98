"""How many leads of its campaign are dialled before one."""

from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any

import pytest

from core.db import Database
from core.law.hours import CallingHours, DayHours, WeekHours
from core.leads.why import why_lead
from tests.factories import a_campaign, a_lead, a_list
from tests.fakes.clock import T0

BY_DAY = CallingHours(week=WeekHours.daily(DayHours(opens=time(8), closes=time(21))))
AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Other:
    priority: int = 0
    on_own_list: bool = False
    lead: dict[str, Any] = field(default_factory=dict)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        pytest.param(Other(on_own_list=True, lead={"due_at": T0 - 2 * AN_HOUR}), 1, id="longer due"),
        pytest.param(Other(on_own_list=True, lead={"due_at": T0}), 0, id="due later"),
        pytest.param(Other(priority=1, lead={"due_at": T0}), 1, id="on a list that goes before"),
        pytest.param(Other(lead={"due_at": T0 - 2 * AN_HOUR}), 0, id="on a list that takes turns"),
        pytest.param(Other(lead={"due_at": T0, "callback_at": T0}), 1, id="promised"),
        pytest.param(Other(priority=1, lead={"due_at": T0 + AN_HOUR}), 0, id="not due"),
        pytest.param(Other(priority=1, lead={"held_until": T0 + AN_HOUR}), 0, id="being called"),
        pytest.param(Other(priority=1, lead={"time_zone": "Pacific/Auckland"}), 0, id="where it is night"),
    ],
)
async def test_before_a_lead_comes_another(database: Database, other: Other, expected: int) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session, policy={"calling_hours": BY_DAY})
        own = await a_list(session, campaign)
        lead = await a_lead(session, campaign, in_list=own, due_at=T0 - AN_HOUR)
        theirs = own if other.on_own_list else await a_list(session, campaign, priority=other.priority)
        await a_lead(session, campaign, in_list=theirs, **other.lead)

    async with database.reading() as session:
        [why] = (await why_lead(session, lead.id, T0)).leads

    assert (why.bars, why.leads_before) == ([], expected)
