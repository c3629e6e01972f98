"""Click-to-dial by whoever asks the server without a page of ours."""

from datetime import time

from core.law.hours import CallingHours, DayHours, WeekHours
from tests.factories import a_campaign, a_client, a_lead, a_user
from tests.fixtures.api_server import ApiServer

NUMBER = "+79161234567"
AT_NIGHT = CallingHours(week=WeekHours.daily(DayHours(opens=time(2), closes=time(3))))


async def test_a_call_against_the_policy_is_refused_until_it_is_said_that_it_is_made_all_the_same(
    server: ApiServer,
) -> None:
    async with server.story.database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna, policy={"calling_hours": AT_NIGHT})
        called = await a_client(session, NUMBER)
        await a_lead(session, campaign, called, phone_number=NUMBER)
    wanted = {"client_id": str(called.id), "phone_number": NUMBER}
    async with server.as_user(anna) as client:
        await server.story.goes_on_line(anna)
        for unsaid in ({}, {"despite_bars": False}):
            refused = await client.post("/calls", json=wanted | unsaid)
            told = refused.json()
            assert (refused.status_code, told["code"]) == (409, "call_barred")
            assert told["parameters"] == {"bars": "outside_hours"}
        assert server.story.telephony.dialled == []
        placed = await client.post("/calls", json=wanted | {"despite_bars": True})
        assert placed.status_code == 201
        await server.story.switchboard.everything_stored()
        [call] = (await client.get(f"/phone-numbers/{NUMBER}/why".replace("+", "%2B"))).json()["calls"]
    assert call["reason"]["overruled"] == ["outside_hours"]
    assert call["reason"]["policy_id"] == str(campaign.policy_id)
