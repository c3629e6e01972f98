"""Lists by REST: made, ranked, switched, worked off again; every change in the trail."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from core.audit.models import AuditEntry
from core.calls.state_machine import CallOutcome
from core.leads.models import Lead, LeadNumber
from core.users.models import Role
from tests.factories import a_campaign, a_lead, a_list, a_number, a_user
from tests.fakes.clock import T0
from tests.fixtures.api_server import ApiServer
from zvonar.jobs import job_runner
from zvonar.settings import Settings


async def test_lists_are_made_ranked_and_switched(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        boss = await a_user(session, Role.SUPERVISOR)
        campaign = await a_campaign(session)
        other = await a_campaign(session)
    async with server.as_user(boss) as client:
        address = f"/campaigns/{campaign.id}/lists"
        first = (await client.post(address, json={"name": " Первый "})).json()
        second = (await client.post(address, json={"name": "Второй"})).json()
        assert first["name"] == "Первый"
        changed = await client.patch(
            f"{address}/{second['id']}", json={"priority": 5, "weight": 3, "is_active": False}
        )
        assert (changed.json()["priority"], changed.json()["is_active"]) == (5, False)
        shown = (await client.get(address)).json()
        assert [one["name"] for one in shown] == ["Второй", "Первый"]
        for wrong in ({"weight": 0}, {"priority": 101}, {"name": "\n"}, {"colour": "red"}):
            assert (await client.patch(f"{address}/{second['id']}", json=wrong)).status_code == 422
        strange = await client.patch(f"/campaigns/{other.id}/lists/{second['id']}", json={"weight": 2})
        assert strange.status_code == 404
    async with server.story.database.reading() as session:
        trail = await session.scalars(select(AuditEntry).where(AuditEntry.entity_id == second["id"]))
        assert [sorted(entry.change) for entry in trail] == [["name"], ["is_active", "priority", "weight"]]


@pytest.mark.parametrize(
    ("body", "back_on_the_list"),
    [
        ({}, {"exhausted", "waiting"}),
        ({"scope": "chosen", "dispositions": ["refused"]}, {"refused"}),
        ({"dispositions": ["refused"]}, {"exhausted", "waiting", "refused"}),
    ],
)
async def test_a_list_is_worked_off_again(
    server: ApiServer, body: dict[str, Any], back_on_the_list: set[str]
) -> None:
    tried: dict[str, Any] = {"attempts": 5, "endings": {"busy": 5}, "last_outcome": CallOutcome.BUSY}
    talked: dict[str, Any] = {"attempts": 1, "last_outcome": CallOutcome.HANDLED, "due_at": None}
    stories: dict[str, dict[str, Any]] = {
        "fresh": {},
        "exhausted": tried | {"due_at": None},
        "waiting": tried | {"more_numbers": [a_number()]},
        "promised": tried | {"callback_at": T0},
        "in a call": tried | {"held_until": T0},
        "sale": talked | {"last_disposition": "sale"},
        "refused": talked | {"last_disposition": "refused"},
    }
    async with server.story.database.transaction() as session:
        boss = await a_user(session, Role.SUPERVISOR)
        campaign = await a_campaign(session, is_running=False)
        lead_list = await a_list(session, campaign)
        leads = {
            (await a_lead(session, campaign, in_list=lead_list, **values)).id: name
            for name, values in stories.items()
        }
        await session.execute(update(LeadNumber).values(rests_until=T0))
        elsewhere = await a_lead(session, campaign, in_list=await a_list(session, campaign), **tried)
    async with server.as_user(boss) as client:
        address = f"/campaigns/{campaign.id}/lists/{lead_list.id}/reset"
        assert (await client.get(address)).json() is None
        assert (await client.post(address, json=body)).status_code == 202
        assert (await client.post(address, json=body)).json()["code"] == "reset_goes_on"
        await job_runner(Settings(), server.story.database, server.story.clock).run_next()
        progress = (await client.get(address)).json()
        count = len(back_on_the_list)
        assert (progress["state"], progress["leads"], progress["total"]) == ("done", count, count)
        assert (await client.get(f"/campaigns/{campaign.id}/resets")).json() == [progress]
    async with server.story.database.reading() as session:
        now_fresh = await session.scalars(
            select(Lead.id).where(Lead.attempts == 0, Lead.next_attempt_at.is_not(None))
        )
        found = {leads[lead_id] for lead_id in now_fresh}
        assert found - {"fresh"} == back_on_the_list
        rests = set(await session.scalars(select(LeadNumber.rests_until)))
        assert rests == {None if "waiting" in back_on_the_list else T0}
        assert (await session.get_one(Lead, elsewhere.id)).attempts == 5


async def test_what_is_asked_of_no_campaign_or_of_no_verdict_is_refused(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        boss = await a_user(session, Role.SUPERVISOR)
        campaign = await a_campaign(session)
        lead_list = await a_list(session, campaign)
    async with server.as_user(boss) as client:
        assert (await client.get(f"/campaigns/{uuid4()}/lists")).status_code == 404
        address = f"/campaigns/{campaign.id}/lists/{lead_list.id}/reset"
        for scope in ("chosen", "unreached"):
            wanted = {"scope": scope, "dispositions": ["refused", "nonsense"]}
            refused = await client.post(address, json=wanted)
            assert [(one["field"], one["code"]) for one in refused.json()["errors"]] == [
                ("dispositions", "unknown_disposition")
            ]
        assert (await client.get(address)).json() is None


async def test_recycling_is_set_and_checked(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        boss = await a_user(session, Role.SUPERVISOR)
        campaign = await a_campaign(session)
    wanted = {
        "recycling": {
            "rules": [{"after": "busy", "wait_seconds": 60, "times": 3}],
            "next_number_seconds": 10,
        },
        "callback_kept_seconds": 600,
    }
    async with server.as_user(boss) as client:
        address = f"/campaigns/{campaign.id}/recycling"
        assert (await client.put(address, json=wanted)).json() == wanted
        assert (await client.get(address)).json() == wanted
        twice = wanted["recycling"] | {"rules": [{"after": "busy", "wait_seconds": 1}] * 2}  # type: ignore[operator]
        assert (await client.put(address, json=wanted | {"recycling": twice})).status_code == 422
        assert (await client.get(f"/campaigns/{uuid4()}/recycling")).status_code == 404
