"""The message for abandoned people: uploaded, named by a policy, and asked for where a law wants one."""

from typing import Any

import httpx
import pytest

from core.users.models import Role
from tests.factories import EASY_POLICY, a_campaign, a_user
from tests.fixtures.api_server import ApiServer
from tests.integration.api.test_answering_machines import a_wav, faults, upload

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def wanted(**rules: Any) -> dict[str, Any]:
    policy = {**EASY_POLICY.model_dump(mode="json"), **rules}
    return {"name": {"ru": "Своя", "en": "Own"}, "policy": policy}


async def a_message(client: httpx.AsyncClient) -> str:
    made: dict[str, str] = (await upload(client, a_wav())).json()
    return made["id"]


async def test_a_campaign_whose_law_wants_a_message_starts_when_there_is_one(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        boss = await a_user(session, Role.SUPERVISOR)
        campaign = await a_campaign(session, is_running=False)
    async with server.as_user(boss) as client:
        own = (await client.post("/policies", json=wanted(safe_harbour_is_due=True))).json()
        kept = await client.patch(f"/campaigns/{campaign.id}", json={"policy_id": own["id"]})
        assert kept.status_code == 200, kept.text
        refused = await client.post(f"/campaigns/{campaign.id}/start")
        assert (refused.status_code, refused.json()["code"]) == (409, "safe_harbour_missing")
        message = await a_message(client)
        rules = wanted(safe_harbour_is_due=True, safe_harbour={"ru": message})
        changed = await client.put(f"/policies/{own['id']}", json=rules)
        assert changed.status_code == 200, changed.text
        assert (await client.post(f"/campaigns/{campaign.id}/start")).json()["is_running"]
        in_use = await client.delete(f"/voice-messages/{message}")
        assert (in_use.status_code, in_use.json()["code"]) == (409, "message_in_use")


@pytest.mark.parametrize("code", ["us_tsr", "uk_ofcom"])
async def test_no_campaign_starts_under_a_law_that_wants_a_message_without_one(
    server: ApiServer, code: str
) -> None:
    async with server.story.database.transaction() as session:
        boss = await a_user(session, Role.SUPERVISOR)
        campaign = await a_campaign(session, is_running=False)
    async with server.as_user(boss) as client:
        [law] = [one for one in (await client.get("/policies")).json() if one["code"] == code]
        await client.patch(f"/campaigns/{campaign.id}", json={"policy_id": law["id"]})
        refused = await client.post(f"/campaigns/{campaign.id}/start")
        assert (refused.status_code, refused.json()["code"]) == (409, "safe_harbour_missing")


@pytest.mark.parametrize(
    ("rules", "fault"),
    [
        ({"safe_harbour": {"ru": UNKNOWN}}, ("policy.safe_harbour", "unknown_message")),
        ({"safe_harbour_is_due": True}, ("policy.safe_harbour", "message_missing")),
    ],
)
async def test_a_policy_names_a_message_that_is_there(
    server: ApiServer, rules: dict[str, Any], fault: tuple[str, str]
) -> None:
    async with server.story.database.transaction() as session:
        boss = await a_user(session, Role.SUPERVISOR)
    async with server.as_user(boss) as client:
        own = (await client.post("/policies", json=wanted())).json()
        assert faults(await client.put(f"/policies/{own['id']}", json=wanted(**rules))) == [fault]


async def test_a_message_that_is_due_is_no_later_than_two_seconds(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        boss = await a_user(session, Role.SUPERVISOR)
    async with server.as_user(boss) as client:
        late = wanted(safe_harbour_is_due=True, grace_seconds=2.5)
        assert (await client.post("/policies", json=late)).status_code == 422
        assert (await client.post("/policies", json=wanted(grace_seconds=2.5))).status_code == 201
