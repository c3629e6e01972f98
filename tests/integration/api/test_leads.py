"""The table of a campaign's leads by REST: for supervisors, and bad questions are refused by name."""

from typing import Any
from uuid import uuid4

import pytest

from core.users.models import Role
from tests.factories import a_campaign, a_lead, a_list, a_user
from tests.fixtures.api_server import ApiServer


async def test_a_supervisor_reads_a_lists_leads_a_page_at_a_time(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        boss, anna = await a_user(session, Role.SUPERVISOR), await a_user(session)
        campaign = await a_campaign(session)
        lead_list, other = await a_list(session, campaign), await a_list(session, campaign)
        ids = {str((await a_lead(session, campaign, in_list=lead_list)).id) for _ in range(3)}
        await a_lead(session, campaign, in_list=other)
    address = f"/campaigns/{campaign.id}/leads"
    async with server.as_user(boss) as client:
        wanted: dict[str, str | int] = {"list_id": str(lead_list.id), "limit": 2}
        first = (await client.get(address, params=wanted)).json()
        second = (await client.get(address, params=wanted | {"after": first["next"]})).json()
    assert (first["total"], len(first["items"])) == (3, 2)
    assert (second["total"], second["next"]) == (None, None)
    assert {row["lead_id"] for row in first["items"] + second["items"]} == ids
    async with server.as_user(anna) as operator:
        assert (await operator.get(address)).status_code == 403


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"state": "asleep"}, "state"),
        ({"closed_because": "boredom"}, "closed_because"),
        ({"barred_by": "rests"}, "barred_by"),
        ({"limit": 1000}, "limit"),
        ({"after": "yesterday"}, "after"),
        ({"list_id": "first"}, "list_id"),
    ],
)
async def test_a_bad_question_is_refused_by_name(
    server: ApiServer, wanted: dict[str, Any], field: str
) -> None:
    async with server.story.database.transaction() as session:
        boss = await a_user(session, Role.SUPERVISOR)
        campaign = await a_campaign(session)
    async with server.as_user(boss) as client:
        refused = await client.get(f"/campaigns/{campaign.id}/leads", params=wanted)
        assert refused.status_code == 422
        assert refused.headers["content-type"] == "application/problem+json"
        assert [one["field"] for one in refused.json()["errors"]] == [field]
        assert (await client.get(f"/campaigns/{uuid4()}/leads")).status_code == 404
