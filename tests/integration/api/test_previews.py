"""Offered leads over HTTP and the live websocket: what a console is told, and what it may ask for."""

from typing import Any

import pytest

from core.campaigns.models import Campaign, DialMode
from core.dnc.models import DncSource
from core.dnc.register import Refusal, refuse_numbers
from core.leads.models import Lead
from core.users.models import User
from tests.factories import a_campaign, a_lead, a_user, some_id
from tests.fakes.clock import T0
from tests.fixtures.api_server import ApiServer

ACCEPT, SKIP = "/operator/preview/accept", "/operator/preview/skip"


async def _an_offer(server: ApiServer) -> tuple[User, Campaign, Lead, dict[str, str]]:
    """An operator on line, the campaign, the lead, and what names the offer."""
    async with server.story.database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna, mode=DialMode.PREVIEW)
        lead = await a_lead(session, campaign)
    await server.story.goes_on_line(anna)
    card = await server.story.is_offered(anna)
    return anna, campaign, lead, {"preview_id": str(card.preview_id)}


async def test_a_console_is_offered_a_lead_and_has_it_dialled(server: ApiServer) -> None:
    story = server.story
    async with story.database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna, mode=DialMode.PREVIEW)
        lead = await a_lead(session, campaign)
    token = await server.token_of(anna)
    async with server.live(token) as console, server.as_user(anna) as client:
        snapshot = await console.next("snapshot")
        await story.goes_on_line(anna, snapshot["console_id"])
        offered = (await console.next("preview_offered"))["preview"]
        async with server.live(token) as reloaded:
            again = await reloaded.next("snapshot")
        answer = await client.post(ACCEPT, json={"preview_id": offered["preview_id"]})
        pop = (await console.next("screen_pop"))["call"]

    assert (snapshot["preview"], again["preview"]) == (None, offered)
    assert (again["operator"]["state"], again["operator"]["preview_id"]) == ("preview", offered["preview_id"])
    assert offered["phone_number"] == lead.phone_number
    assert offered["campaign"]["name"] == campaign.name
    assert answer.status_code == 200
    assert (pop["call_id"], pop["kind"], pop["state"]) == (answer.json()["call_id"], "preview", "originating")


async def test_a_skipped_lead_leaves_its_operator_available(server: ApiServer) -> None:
    anna, _, lead, offer = await _an_offer(server)
    async with server.as_user(anna) as client:
        answer = await client.post(SKIP, json=offer | {"reason": "bad_time"})
        again = await client.post(SKIP, json=offer | {"reason": "bad_time"})

    assert (answer.status_code, answer.json()["state"]) == (200, "available")
    assert (again.status_code, again.json()["code"]) == (409, "preview_over")
    assert (await server.story.until_settled(lead.id)).endings == {"skipped": 1}


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        (ACCEPT, {}, 422, "invalid_input"),
        (ACCEPT, {"preview_id": "no id"}, 422, "invalid_input"),
        (ACCEPT, {"preview_id": str(some_id(1))}, 409, "preview_over"),
        (SKIP, {"preview_id": str(some_id(1)), "reason": "other"}, 409, "preview_over"),
        (SKIP, {"preview_id": str(some_id(1)), "reason": "laziness"}, 422, "invalid_input"),
        (SKIP, {"preview_id": str(some_id(1))}, 422, "invalid_input"),
    ],
)
async def test_what_is_not_offered_is_refused_with_a_code(
    server: ApiServer, path: str, body: dict[str, Any], status: int, code: str
) -> None:
    async with server.story.database.transaction() as session:
        anna = await a_user(session)
    async with server.as_user(anna) as client:
        answer = await client.post(path, json=body)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_a_number_that_entered_the_stop_list_meanwhile_is_named_as_such(server: ApiServer) -> None:
    anna, _, lead, offer = await _an_offer(server)
    async with server.story.database.transaction() as session:
        await refuse_numbers(session, [lead.phone_number], Refusal(DncSource.HAND, T0, None))
    async with server.as_user(anna) as client:
        answer = await client.post(ACCEPT, json=offer)

    assert answer.status_code == 409
    assert (answer.json()["code"], answer.json()["parameters"]) == ("lead_barred", {"bar": "refused_by_all"})


async def test_while_a_lead_is_offered_no_other_number_can_be_dialled(server: ApiServer) -> None:
    anna, _, lead, _ = await _an_offer(server)
    body = {"client_id": str(lead.client_id), "phone_number": lead.phone_number}
    async with server.as_user(anna) as client:
        answer = await client.post("/calls", json=body)

    assert (answer.status_code, answer.json()["code"]) == (409, "operator_busy")
