"""A supervisor looks back at what was decided how many calls to launch."""

from datetime import timedelta
from uuid import uuid4

import pytest

from core.campaigns.models import DialMode
from core.users.models import Role
from tests.factories import a_campaign, a_lead, a_user
from tests.fakes.clock import T0
from tests.fixtures.api_server import ApiServer

LATER = (T0 + timedelta(days=1)).isoformat()


async def test_a_decision_is_shown_with_all_that_it_was_made_of(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        anna, boss = await a_user(session), await a_user(session, role=Role.SUPERVISOR)
        campaign = await a_campaign(session, anna, mode=DialMode.PREDICTIVE)
        await a_lead(session, campaign)
    await server.story.goes_on_line(anna)
    await server.story.a_call_is_dialled()
    # What rests is written down without waiting for the minute to be full.
    await server.story.campaign_is(campaign, running=False)
    async with server.as_user(boss) as client:
        for _ in range(200):
            answer = await client.get(f"/campaigns/{campaign.id}/pacing", params={"at": LATER})
            assert answer.status_code == 200
            if answer.json()["moment"] is not None:
                break
            await server.story.some_seconds_pass()
        back = answer.json()
        while back["moment"]["decided"]["calls"] == 0:
            earlier = await client.get(f"/campaigns/{campaign.id}/pacing", params={"at": back["previous_at"]})
            back = earlier.json()

    moment = back["moment"]
    assert moment["decided"] == moment["replayed"] == {"calls": 1, "reason": "few_operators", "predicted": 1}
    assert (moment["replay"], moment["node"]) == ("same", "node-1")
    assert (moment["inputs"]["available"], moment["inputs"]["idle"], moment["inputs"]["ringing"]) == (1, 1, 0)
    assert moment["forecast"]["horizon_seconds"] == 10.0
    assert moment["forecast"]["risk_of_last"] is not None


@pytest.mark.parametrize(
    ("at", "status"),
    [
        ("2026-03-02T10:00:00Z", 404),
        ("2026-03-02T10:00:00", 422),
        ("0001-01-01T00:00:00+05:00", 422),
        ("9999-12-31T23:59:59-05:00", 422),
        ("yesterday", 422),
        ("", 422),
    ],
)
async def test_a_time_must_be_one_and_a_campaign_must_be_there(
    server: ApiServer, at: str, status: int
) -> None:
    async with server.story.database.transaction() as session:
        boss = await a_user(session, role=Role.SUPERVISOR)
    async with server.as_user(boss) as client:
        assert (await client.get(f"/campaigns/{uuid4()}/pacing", params={"at": at})).status_code == status


async def test_whoever_opens_the_charts_late_sees_the_last_quarter_of_an_hour(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        anna, boss = await a_user(session), await a_user(session, role=Role.SUPERVISOR)
        campaign = await a_campaign(session, anna, mode=DialMode.PREDICTIVE)
        resting = await a_campaign(session, anna, is_running=False)
    await server.story.goes_on_line(anna)
    async with server.as_user(boss) as client:
        for _ in range(200):
            await server.story.some_seconds_pass(5.0)
            moments = (await client.get(f"/campaigns/{campaign.id}/pace")).json()
            if len(moments) >= 3:
                break
        other = await client.get(f"/campaigns/{resting.id}/pace")
    assert [one["pace"]["available"] for one in moments[-2:]] == [1, 1]
    ages = [one["seconds_ago"] for one in moments]
    assert ages == sorted(ages, reverse=True)
    assert all(0 <= age < 15 * 60 for age in ages)
    assert other.json() == []


async def test_the_pace_of_no_campaign_and_for_no_supervisor_is_refused(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        anna, boss = await a_user(session), await a_user(session, role=Role.SUPERVISOR)
        campaign = await a_campaign(session)
    async with server.as_user(boss) as client:
        assert (await client.get(f"/campaigns/{uuid4()}/pace")).status_code == 404
    async with server.as_user(anna) as client:
        assert (await client.get(f"/campaigns/{campaign.id}/pace")).status_code == 403


async def test_operators_do_not_look_back(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session)
    async with server.as_user(anna) as client:
        answer = await client.get(f"/campaigns/{campaign.id}/pacing", params={"at": LATER})
    assert answer.status_code == 403
