"""What the interface says of a callback before it is promised, and what it refuses."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

import httpx
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call, CallKind
from core.calls.state_machine import CallState
from core.campaigns.models import Campaign
from core.law.hours import CallingHours, DayHours, WeekHours
from core.leads.bars import BarCode
from core.leads.models import Lead
from core.leads.why import why_lead
from core.users.models import Role, User
from tests.factories import a_campaign, a_client, a_lead, a_user
from tests.fakes.clock import T0
from tests.fixtures.api_server import ApiServer

NINE_TO_EIGHT: Final = CallingHours(week=WeekHours.daily(DayHours(opens=time(9), closes=time(20))))
NEVER: Final = CallingHours(week=WeekHours(**dict.fromkeys(WeekHours.model_fields)))
# T0 is one in the afternoon in Moscow, and eight in the evening in Vladivostok.
IN_AN_HOUR: Final = T0 + timedelta(hours=1)


async def ended_call(
    session: AsyncSession, operator: User, campaign: Campaign | None, **of_lead: Any
) -> UUID:
    client = await a_client(session)
    lead: Lead | None = await a_lead(session, campaign, client, **of_lead) if campaign else None
    call = Call(
        node="node-1",
        kind=CallKind.DIALLER if campaign else CallKind.CLICK_TO_DIAL,
        phone_number="+79161234567",
        campaign_id=campaign and campaign.id,
        lead_id=lead and lead.id,
        client_id=client.id,
        operator_id=operator.id,
        placed_at=T0 - timedelta(minutes=5),
        ended_at=T0,
        state=CallState.ENDED,
    )
    session.add(call)
    await session.flush()
    return call.id


async def asked(client: httpx.AsyncClient, call_id: UUID, at: datetime) -> httpx.Response:
    return await client.get(f"/calls/{call_id}/promise", params={"callback_at": at.isoformat()})


def verdict(at: datetime) -> Mapping[str, str]:
    return {"disposition": "callback", "callback_at": at.isoformat()}


async def test_a_promise_outside_hours_is_warned_of_and_kept_later(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna, policy={"calling_hours": NINE_TO_EIGHT}, is_running=False)
        here = await ended_call(session, anna, campaign)
        there = await ended_call(session, anna, campaign, time_zone="Asia/Vladivostok")
    async with server.as_user(anna) as client:
        assert (await asked(client, here, IN_AN_HOUR)).json()["is_open"] is True
        told = (await asked(client, there, IN_AN_HOUR)).json()
        assert (told["is_open"], told["time_zone"]) == (False, "Asia/Vladivostok")
        assert told["hours"] == {"opens": "09:00:00", "closes": "20:00:00"}
        assert told["kept_at"] == "2026-03-02T23:00:00Z"
        taken = await client.put(f"/calls/{there}/disposition", json=verdict(IN_AN_HOUR))
        assert taken.status_code == 204


async def test_a_promise_outside_hours_is_its_makers_own_from_when_they_begin(server: ApiServer) -> None:
    opens_at = datetime(2026, 3, 2, 23, tzinfo=UTC)
    async with server.story.database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna, policy={"calling_hours": NINE_TO_EIGHT})
        call_id = await ended_call(session, anna, campaign, time_zone="Asia/Vladivostok")
    async with server.as_user(anna) as client:
        await client.put(f"/calls/{call_id}/disposition", json=verdict(IN_AN_HOUR))
    kept_for = timedelta(seconds=campaign.callback_kept_seconds)
    async with server.story.database.reading() as session:
        lead = (await session.scalars(select(Lead))).one()
        bars = {
            moment: [
                (bar.code, bar.until) for bar in (await why_lead(session, lead.id, moment)).leads[0].bars
            ]
            for moment in (opens_at, opens_at + kept_for)
        }
    assert (lead.callback_at, lead.next_attempt_at) == (IN_AN_HOUR, opens_at)
    assert bars == {opens_at: [(BarCode.PROMISED, opens_at + kept_for)], opens_at + kept_for: []}


async def test_a_promise_that_can_never_be_kept_is_refused(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna, policy={"calling_hours": NEVER}, is_running=False)
        call_id = await ended_call(session, anna, campaign)
    async with server.as_user(anna) as client:
        assert (await asked(client, call_id, IN_AN_HOUR)).json()["kept_at"] is None
        refused = await client.put(f"/calls/{call_id}/disposition", json=verdict(IN_AN_HOUR))
        assert [fault["code"] for fault in refused.json()["errors"]] == ["no_calling_hours"]


async def test_a_call_without_a_policy_has_no_hours(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        anna = await a_user(session)
        free = await a_campaign(session, anna, policy_id=None, is_running=False)
        calls = [await ended_call(session, anna, campaign) for campaign in (free, None)]
    async with server.as_user(anna) as client:
        for call_id in calls:
            answer = await asked(client, call_id, IN_AN_HOUR)
            assert (answer.status_code, answer.json()) == (200, None)
            taken = await client.put(f"/calls/{call_id}/disposition", json=verdict(IN_AN_HOUR))
            assert taken.status_code == 204


async def test_only_a_moment_to_come_can_be_asked_about_and_only_of_an_own_call(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        anna, boris = await a_user(session), await a_user(session)
        call_id = await ended_call(session, anna, await a_campaign(session, anna, is_running=False))
    async with server.as_user(anna) as client, server.as_user(boris) as stranger:
        codes = []
        for ahead in (timedelta(hours=-1), timedelta(days=800)):
            refused = await asked(client, call_id, server.story.clock.now() + ahead)
            codes += [fault["code"] for fault in refused.json()["errors"]]
        assert codes == ["not_in_future", "callback_too_far"]
        assert (await asked(stranger, call_id, IN_AN_HOUR)).status_code == 404


async def test_whoever_promised_a_call_is_told_of_it_and_nobody_else(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        anna, boris = await a_user(session), await a_user(session, Role.SALES)
        call_id = await ended_call(session, boris, None)
    async with server.as_user(boris) as client:
        assert (await client.get("/operator/promises")).json() == []
        given = await client.put(f"/calls/{call_id}/disposition", json=verdict(IN_AN_HOUR))
        assert given.status_code == 204
        [promise] = (await client.get("/operator/promises")).json()
        assert (promise["phone_number"], promise["campaign_name"]) == ("+79161234567", None)
        assert datetime.fromisoformat(promise["callback_at"]) == IN_AN_HOUR
    async with server.as_user(anna) as client:
        assert (await client.get("/operator/promises")).json() == []
