"""A campaign's settings: made, copied, altered and staffed; each change is remembered and soon felt."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from core.errors import TelephonyUnavailable
from core.users.models import Role, User
from dialer import switchboard
from tests.factories import a_campaign, a_lead, a_policy, a_user
from tests.fixtures.api_server import ApiServer
from zvonar.demo.campaign import QUESTIONNAIRE


async def a_supervisor(server: ApiServer) -> User:
    async with server.story.database.transaction() as session:
        return await a_user(session, Role.SUPERVISOR, login="boss")


def fields(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [fault["field"] for fault in answer.json()["errors"]]


async def trail(client: httpx.AsyncClient, campaign_id: object) -> list[dict[str, Any]]:
    """The entries of a campaign's audit trail, oldest first: before and after by field."""
    answer = await client.get("/audit", params={"campaign_id": str(campaign_id)})
    return [
        {change["field"]: [change["before"], change["after"]] for change in entry["changes"]}
        for entry in reversed(answer.json()["items"])
    ]


async def test_a_new_campaign_rests_with_the_usual_settings_and_the_standard_dispositions(
    server: ApiServer,
) -> None:
    boss = await a_supervisor(server)
    async with server.as_user(boss) as client:
        made = await client.post("/campaigns", json={"name": " Осень  ", "ring_seconds": 30})
        assert made.status_code == 201
        campaign = made.json()
        assert (campaign["name"], campaign["ring_seconds"], campaign["is_running"]) == ("Осень", 30, False)
        assert [one["code"] for one in campaign["dispositions"]][:2] == ["sale", "callback"]
        [created] = await trail(client, campaign["id"])
        assert created["name"] == [None, "Осень"]
        assert created["ring_seconds"] == [None, 30]


async def test_a_copy_has_all_but_the_leads_and_the_name(server: ApiServer) -> None:
    boss = await a_supervisor(server)
    async with server.story.database.transaction() as session:
        anna = await a_user(session)
        model = await a_campaign(
            session, anna, questionnaire_document=QUESTIONNAIRE, wrap_up_seconds=77, dnc_scope="campaign"
        )
        await a_lead(session, model)
    async with server.as_user(boss) as client:
        wanted = {"name": "Copy", "copied_from": str(model.id), "wrap_up_seconds": 5}
        copy = (await client.post("/campaigns", json=wanted)).json()
        assert (copy["wrap_up_seconds"], copy["dnc_scope"]) == (5, "campaign")
        assert (copy["is_running"], copy["leads_total"]) == (False, 0)
        original = (await client.get(f"/campaigns/{model.id}")).json()
        assert copy["questionnaire"] == original["questionnaire"]
        [created] = await trail(client, copy["id"])
        assert created["copied_from"] == [None, model.name]
        staffed = (await client.get(f"/campaigns/{copy['id']}/operators")).json()
        assert [(one["id"], one["works_here"], one["campaign_count"]) for one in staffed] == [
            (str(anna.id), True, 2)
        ]
        missing = await client.post("/campaigns", json={"name": "x", "copied_from": str(uuid4())})
        assert fields(missing) == ["copied_from"]


async def test_a_change_touches_only_what_is_given_and_says_what_was_before(server: ApiServer) -> None:
    boss = await a_supervisor(server)
    async with server.story.database.transaction() as session:
        campaign = await a_campaign(session, name="Осень", caller_id="+74951234567")
    async with server.as_user(boss) as client:
        path = f"/campaigns/{campaign.id}"
        changed = await client.patch(path, json={"ring_seconds": 40, "caller_id": "8 (812) 640-99-00"})
        assert changed.status_code == 200, changed.text
        assert (changed.json()["ring_seconds"], changed.json()["caller_id"]) == (40, "+78126409900")
        assert changed.json()["wrap_up_seconds"] == campaign.wrap_up_seconds
        assert (await client.patch(path, json={"caller_id": ""})).json()["caller_id"] is None
        assert (await client.patch(path, json={"ring_seconds": 40})).status_code == 200
        assert (await client.post(f"{path}/pause")).json()["is_running"] is False
        assert await trail(client, campaign.id) == [
            {"ring_seconds": [25, 40], "caller_id": ["+74951234567", "+78126409900"]},
            {"caller_id": ["+78126409900", None]},
            {"is_running": [True, False]},
        ]


@pytest.mark.parametrize(
    ("wanted", "refused"),
    [
        ({"ring_seconds": 4}, ["ring_seconds"]),
        ({"ring_seconds": 121, "wrap_up_seconds": -1}, ["ring_seconds", "wrap_up_seconds"]),
        ({"max_attempts": 0}, ["max_attempts"]),
        ({"mode": "psychic"}, ["mode"]),
        ({"preview_seconds": 4, "preview_timeout": "guess"}, ["preview_seconds", "preview_timeout"]),
        ({"dnc_scope": "village"}, ["dnc_scope"]),
        ({"name": "  "}, ["name"]),
        ({"name": "tab\tbed", "caller_id": "12"}, ["name", "caller_id"]),
        ({"name": "Taken"}, ["name"]),
        ({"caller_id": "call me"}, ["caller_id"]),
        ({"ring_seconds": 40, "is_running": True}, ["is_running"]),
    ],
)
async def test_every_field_that_cannot_be_so_is_named_and_nothing_is_changed(
    server: ApiServer, wanted: dict[str, Any], refused: list[str]
) -> None:
    boss = await a_supervisor(server)
    async with server.story.database.transaction() as session:
        await a_campaign(session, name="Taken")
        campaign = await a_campaign(session)
    async with server.as_user(boss) as client:
        path = f"/campaigns/{campaign.id}"
        before = (await client.get(path)).json()
        assert fields(await client.patch(path, json=wanted)) == refused
        assert (await client.get(path)).json() == before
        assert await trail(client, campaign.id) == []
        assert fields(await client.post("/campaigns", json={"name": "New"} | wanted)) == refused


async def test_no_call_is_given_up_earlier_than_the_policy_allows(server: ApiServer) -> None:
    boss = await a_supervisor(server)
    async with server.story.database.transaction() as session:
        campaign = await a_campaign(session, policy={"minimum_ring_seconds": 15}, ring_seconds=20)
        strict = await a_policy(session, minimum_ring_seconds=30)
    async with server.as_user(boss) as client:
        path = f"/campaigns/{campaign.id}"
        assert fields(await client.patch(path, json={"ring_seconds": 14})) == ["ring_seconds"]
        assert fields(await client.patch(path, json={"policy_id": str(strict.id)})) == ["ring_seconds"]
        assert fields(await client.patch(path, json={"policy_id": str(uuid4())})) == ["policy_id"]
        copy = {"name": "Copy", "copied_from": str(campaign.id), "ring_seconds": 14}
        assert fields(await client.post("/campaigns", json=copy)) == ["ring_seconds"]
        both = {"policy_id": str(strict.id), "ring_seconds": 30}
        assert (await client.patch(path, json=both)).status_code == 200
        [changed] = await trail(client, campaign.id)
        assert changed["ring_seconds"] == [20, 30]
        assert changed["policy"][1] == {"ru": strict.name_ru, "en": strict.name_en}


async def test_what_is_not_there_cannot_be_changed(server: ApiServer) -> None:
    boss = await a_supervisor(server)
    async with server.as_user(boss) as client:
        path = f"/campaigns/{uuid4()}"
        assert (await client.patch(path, json={"ring_seconds": 40})).status_code == 404
        assert (await client.post(f"{path}/start")).status_code == 404
        assert (await client.get(f"{path}/operators")).status_code == 404
        assert (await client.patch(f"{path}/operators", json={})).status_code == 404


async def test_operators_come_and_go_with_a_trace(server: ApiServer) -> None:
    boss = await a_supervisor(server)
    async with server.story.database.transaction() as session:
        anna, boris = await a_user(session, login="anna"), await a_user(session, login="boris")
        await a_user(session, login="gone", is_active=False)
        campaign = await a_campaign(session, anna)
    async with server.as_user(boss) as client:
        path = f"/campaigns/{campaign.id}/operators"
        staffed = (
            await client.patch(path, json={"added": [str(boris.id)], "removed": [str(anna.id)]})
        ).json()
        assert [(one["name"], one["works_here"]) for one in staffed] == [("Anna", False), ("Boris", True)]
        again = await client.patch(path, json={"added": [str(boris.id)], "removed": [str(anna.id)]})
        assert again.status_code == 200
        assert fields(await client.patch(path, json={"added": [str(boris.id), str(boss.id)]})) == ["added.1"]
        assert await trail(client, campaign.id) == [
            {"operators_added": [None, ["Boris"]], "operators_removed": [["Anna"], None]}
        ]


@pytest.mark.parametrize("is_told", [True, False], ids=["told", "on its own"])
async def test_a_new_operator_of_a_campaign_is_dialled_for_within_two_seconds(
    server: ApiServer, monkeypatch: pytest.MonkeyPatch, is_told: bool
) -> None:
    boss, story = await a_supervisor(server), server.story

    async def cannot_be_reached() -> None:
        raise TelephonyUnavailable("the switchboard cannot be reached")

    async with story.database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session)
        await a_lead(session, campaign)
    if is_told:
        monkeypatch.setattr(switchboard, "_KNOW_SETTINGS_SECONDS", 3600.0)
    else:
        monkeypatch.setattr(story.switchboard, "campaigns_changed", cannot_be_reached)
    async with server.as_user(boss) as client:
        await story.goes_on_line(anna)
        await story.some_seconds_pass()
        assert story.telephony.dialled == []
        path = f"/campaigns/{campaign.id}/operators"
        assert (await client.patch(path, json={"added": [str(anna.id)]})).status_code == 200
        # Only so far does the clock go: however slow the machine, no second look can help.
        story.clock.move(0.0 if is_told else 1.0)
        await story.until(lambda: len(story.telephony.dialled) == 1, clock_moves=0.0)


async def test_two_who_name_a_campaign_alike_at_once_make_one(server: ApiServer) -> None:
    boss = await a_supervisor(server)
    async with server.as_user(boss) as client:
        answers = await asyncio.gather(*(client.post("/campaigns", json={"name": "Осень"}) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422]


async def test_the_trail_is_not_for_operators(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        anna = await a_user(session)
    async with server.as_user(anna) as client:
        assert (await client.get("/audit")).status_code == 403
        assert (await client.post("/campaigns", json={"name": "x"})).status_code == 403
    boss = await a_supervisor(server)
    async with server.as_user(boss) as client:
        assert fields(await client.get("/audit", params={"entity": "a b", "after": "x" * 30})) == [
            "entity",
            "after",
        ]
        assert fields(await client.get("/audit", params={"after": "x"})) == ["after"]


@pytest.mark.parametrize(
    ("way", "is_running", "recorded"),
    [
        pytest.param("pause", True, [{"is_running": [True, False]}], id="a pause"),
        pytest.param("pause", False, [], id="a pause of one that rests"),
        pytest.param(
            "stop", True, [{"is_running": [True, False], "stopped_at_once": [None, True]}], id="a stop"
        ),
        pytest.param("stop", False, [{"stopped_at_once": [None, True]}], id="a stop of one that rests"),
    ],
)
async def test_a_stop_is_told_from_a_pause_in_the_audit_trail(
    server: ApiServer, way: str, is_running: bool, recorded: list[dict[str, Any]]
) -> None:
    boss = await a_supervisor(server)
    async with server.story.database.transaction() as session:
        campaign = await a_campaign(session, is_running=is_running)
    async with server.as_user(boss) as client:
        answer = await client.post(f"/campaigns/{campaign.id}/{way}")

        assert (answer.status_code, answer.json()["is_running"]) == (200, False)
        assert await trail(client, campaign.id) == recorded
        told_of = {entry["user_name"] for entry in (await client.get("/audit")).json()["items"]}
        assert told_of == ({boss.name} if recorded else set())
