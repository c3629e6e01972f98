"""Policies and reasons over REST."""

from datetime import time, timedelta
from typing import Any
from uuid import uuid4

from core.calls.reason import DialReason, ReasonKind
from core.law.hours import CallingHours, DayHours, WeekHours
from core.law.models import DiallingPolicyRevision
from core.leads.why import MOST_CALLS, MOST_LEADS
from core.users.models import Role
from tests.factories import EASY_POLICY, a_campaign, a_lead, a_policy, a_user
from tests.fakes.clock import T0
from tests.fixtures.api_server import ApiServer
from tests.integration.core.test_bars import calls


def own_policy(**rules: Any) -> dict[str, Any]:
    policy = EASY_POLICY.model_copy(update=rules).model_dump(mode="json")
    return {"name": {"ru": "Своя", "en": "Own"}, "policy": policy}


async def test_a_supervisor_copies_changes_and_removes_a_policy(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        boss, anna = await a_user(session, Role.SUPERVISOR), await a_user(session)
    async with server.as_user(anna) as client:
        assert (await client.get("/policies")).status_code == 403
    async with server.as_user(boss) as client:
        built_in = next(one for one in (await client.get("/policies")).json() if one["code"] == "uk_ofcom")
        copied = await client.post("/policies", json={"name": built_in["name"], "policy": built_in["policy"]})
        assert copied.status_code == 201
        address = f"/policies/{copied.json()['id']}"
        changed = await client.put(address, json=own_policy(attempts_per_day=2))
        assert (changed.json()["revision"], changed.json()["policy"]["attempts_per_day"]) == (2, 2)
        refused = await client.put(f"/policies/{built_in['id']}", json=own_policy())
        assert (refused.status_code, refused.json()["code"]) == (409, "policy_built_in")
        assert (await client.delete(address)).status_code == 204
        assert (await client.get(address)).status_code == 404


async def test_a_policy_that_makes_no_sense_is_refused_by_its_field(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        boss = await a_user(session, Role.SUPERVISOR)
    async with server.as_user(boss) as client:
        for change, field in (
            ({"abandon_limit": 1.5}, "policy.abandon_limit"),
            ({"abandon_window_days": 7}, "policy.abandon_window_days"),
            ({"attempts_per_day": 0}, "policy.attempts_per_day"),
            ({"grace_seconds": float(90)}, "policy.grace_seconds"),
        ):
            body = own_policy()
            body["policy"] |= change
            answer = await client.post("/policies", json=body)
            assert answer.status_code == 422
            assert [fault["field"] for fault in answer.json()["errors"]] == [field]


async def test_a_policy_names_the_parts_of_a_country_whose_holidays_count(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        boss, anna = await a_user(session, Role.SUPERVISOR), await a_user(session)
    async with server.as_user(anna) as client:
        assert (await client.get("/policies/holiday-countries/GB/subdivisions")).status_code == 403
    async with server.as_user(boss) as client:
        offered = {
            country: (await client.get(f"/policies/holiday-countries/{country}/subdivisions")).json()
            for country in ("GB", "RU", "nowhere")
        }
        assert offered["GB"] == {
            "ENG": "England",
            "NIR": "Northern Ireland",
            "SCT": "Scotland",
            "WLS": "Wales",
        }
        assert (offered["RU"], offered["nowhere"]) == ({}, {})
        body = own_policy()
        holidays = body["policy"]["calling_hours"]["holidays"]
        holidays |= {"country": "GB", "subdivisions": ["ENG", "SCT"]}
        made = await client.post("/policies", json=body)
        assert made.json()["policy"]["calling_hours"]["holidays"]["subdivisions"] == ["ENG", "SCT"]
        for country, parts, unknown in (
            ("GB", ["ENG", "BY"], "BY"),
            ("RU", ["MOW"], "MOW"),
            (None, ["SCT"], "SCT"),
        ):
            holidays |= {"country": country, "subdivisions": parts}
            refused = await client.post("/policies", json=body)
            assert refused.status_code == 422
            [fault] = refused.json()["errors"]
            assert (fault["field"], fault["code"], fault["parameters"]) == (
                "policy.calling_hours.holidays.subdivisions",
                "unknown_subdivision",
                {"subdivision": unknown},
            )


async def test_hours_that_close_before_they_open_are_refused_by_their_day(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        boss = await a_user(session, Role.SUPERVISOR)
        own = await a_policy(session)
    monday, holidays = "policy.calling_hours.week.monday", "policy.calling_hours.holidays.hours"
    async with server.as_user(boss) as client:
        for opens, closes, is_refused in (
            ("09:00", "20:00", False),
            ("20:00", "00:00", False),
            ("00:00", "00:00", False),
            ("20:00", "09:00", True),
            ("20:00", "02:00", True),
            ("09:00", "09:00", True),
        ):
            body = own_policy()
            hours = {"opens": opens, "closes": closes}
            body["policy"]["calling_hours"]["week"]["monday"] = hours
            body["policy"]["calling_hours"]["holidays"]["hours"] = hours
            for answer in (
                await client.post("/policies", json=body),
                await client.put(f"/policies/{own.id}", json=body),
            ):
                faults = [(one["field"], one["code"]) for one in answer.json().get("errors", ())]
                wanted = [(place, "closes_too_early") for place in (monday, holidays)]
                assert faults == (wanted if is_refused else []), (opens, closes)


async def test_hours_that_were_stored_out_of_order_stand_until_they_are_edited(server: ApiServer) -> None:
    night = CallingHours(week=WeekHours.daily(DayHours(opens=time(22), closes=time(6))))
    async with server.story.database.transaction() as session:
        boss = await a_user(session, Role.SUPERVISOR)
        own = await a_policy(session, calling_hours=night)
        campaign = await a_campaign(session, policy_id=own.id, is_running=False)
    async with server.as_user(boss) as client:
        shown = (await client.get(f"/policies/{own.id}")).json()["policy"]
        assert shown["calling_hours"]["week"]["monday"] == {"opens": "22:00:00", "closes": "06:00:00"}
        assert (await client.post(f"/campaigns/{campaign.id}/start")).status_code == 200
        shown["attempts_per_day"] = 2
        body = {"name": {"ru": "Своя", "en": "Own"}, "policy": shown}
        refused = await client.put(f"/policies/{own.id}", json=body)
        assert len(refused.json()["errors"]) == 7
        for day in shown["calling_hours"]["week"].values():
            day["opens"], day["closes"] = day["closes"], day["opens"]
        assert (await client.put(f"/policies/{own.id}", json=body)).status_code == 200


async def test_a_campaign_starts_only_with_a_policy(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        boss = await a_user(session, Role.SUPERVISOR)
        campaign = await a_campaign(session, policy_id=None, is_running=False)
    async with server.as_user(boss) as client:
        refused = await client.post(f"/campaigns/{campaign.id}/start")
        assert (refused.status_code, refused.json()["code"]) == (409, "policy_missing")
        unknown = await client.patch(f"/campaigns/{campaign.id}", json={"policy_id": str(uuid4())})
        assert unknown.json()["errors"][0]["field"] == "policy_id"
        policy_id = (await client.get("/policies")).json()[0]["id"]
        changed = await client.patch(f"/campaigns/{campaign.id}", json={"policy_id": policy_id})
        assert changed.json()["policy_id"] == policy_id
        assert (await client.post(f"/campaigns/{campaign.id}/start")).json()["is_running"]


async def test_anybody_can_ask_why_a_number_is_not_called(server: ApiServer) -> None:
    story = server.story
    async with story.database.transaction() as session:
        anna, boris = await a_user(session), await a_user(session)
        lead = await a_lead(
            session,
            await a_campaign(session),
            phone_number="+79161234567",
            callback_operator_id=boris.id,
            callback_at=T0,
            due_at=T0,
        )
    async with server.as_user(anna) as client:
        asked = (await client.get("/phone-numbers/8 (916) 123-45-67/why")).json()
        assert (asked["phone_number"], asked["calls"]) == ("+79161234567", [])
        assert [bar["code"] for bar in asked["leads"][0]["bars"]] == ["promised"]
        assert asked["leads"][0]["bars"][0]["parameters"] == {"operator": boris.name}
        same = (await client.get(f"/leads/{lead.id}/why")).json()
        assert same["leads"] == asked["leads"]
        assert (same["leads"][0]["waits"], same["leads"][0]["leads_before"]) == (None, None)
        assert (await client.get(f"/leads/{uuid4()}/why")).status_code == 404
        assert (await client.get("/phone-numbers/rubbish/why")).status_code == 422


async def test_of_a_number_that_nothing_stands_against_is_told_what_its_campaign_waits_for(
    server: ApiServer,
) -> None:
    async with server.story.database.transaction() as session:
        anna = await a_user(session)
        lead = await a_lead(session, await a_campaign(session))
    async with server.as_user(anna) as client:
        await server.story.some_seconds_pass(6)
        [told] = (await client.get(f"/leads/{lead.id}/why")).json()["leads"]

    assert (told["bars"], told["waits"], told["leads_before"]) == ([], ["nobody_on_line"], 0)


async def test_of_many_calls_and_leads_the_last_and_the_first_are_told_and_that_there_are_more(
    server: ApiServer,
) -> None:
    async with server.story.database.transaction() as session:
        anna = await a_user(session)
        leads = [
            await a_lead(session, await a_campaign(session), phone_number="+79161234567")
            for _ in range(MOST_LEADS)
        ]
        await calls(session, leads[0], *(timedelta(minutes=minute) for minute in range(MOST_CALLS)))
    address = "/phone-numbers/+79161234567/why"
    async with server.as_user(anna) as client:
        told = (await client.get(address)).json()
        assert (len(told["calls"]), told["has_more_calls"]) == (MOST_CALLS, False)
        assert (len(told["leads"]), told["has_more_leads"]) == (MOST_LEADS, False)
        async with server.story.database.transaction() as session:
            await a_lead(session, await a_campaign(session), phone_number="+79161234567")
            await calls(session, leads[0], timedelta(hours=3))
        told = (await client.get(address)).json()
        assert (len(told["calls"]), told["has_more_calls"]) == (MOST_CALLS, True)
        assert (len(told["leads"]), told["has_more_leads"]) == (MOST_LEADS, True)


async def test_what_came_of_calls_is_told_in_words(server: ApiServer) -> None:
    story = server.story
    async with story.database.transaction() as session:
        anna, campaign = await a_user(session), await a_campaign(session)
        lead = await a_lead(session, campaign)
        for minutes, after in enumerate(["unreachable", "no_answer", "no longer offered"]):
            reason = DialReason(kind=ReasonKind.RETRY, after=after).model_dump(mode="json")
            known = {"campaign_id": campaign.id, "lead_id": lead.id, "disposition": "refused"}
            await calls(session, lead, timedelta(minutes=minutes), **known, reason_document=reason)
    async with server.as_user(anna) as client:
        told = (await client.get(f"/leads/{lead.id}/why")).json()["calls"]
    assert {call["disposition"]["label"]["ru"] for call in told} == {"Отказ"}
    words = [call["reason_after"] and call["reason_after"]["label"]["en"] for call in told]
    assert words == ["Decision maker away", None, "no longer offered"]


async def test_a_policy_that_cannot_be_read_is_shown_as_such_and_saved_anew(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        boss = await a_user(session, Role.SUPERVISOR)
        policy = await a_policy(session)
        campaign = await a_campaign(session, policy_id=policy.id, is_running=False)
        broken = {**policy.document, "abandon_limit": "many"}
        policy.document = broken
        revision = await session.get_one(DiallingPolicyRevision, (policy.id, 1))
        revision.document = broken
    async with server.as_user(boss) as client:
        shown = {one["id"]: one["policy"] for one in (await client.get("/policies")).json()}
        address = f"/policies/{policy.id}"
        assert shown[str(policy.id)] is None
        assert (await client.get(address)).json()["policy"] is None
        for harmless in ({"ring_seconds": 30}, {"machine_action": "operator"}):
            changed = await client.patch(f"/campaigns/{campaign.id}", json=harmless)
            assert changed.status_code == 200, changed.text
        chosen = await client.patch(f"/campaigns/{campaign.id}", json={"policy_id": str(policy.id)})
        assert [(one["field"], one["code"]) for one in chosen.json()["errors"]] == [
            ("policy_id", "policy_invalid")
        ]
        assert (await client.delete(f"/voice-messages/{uuid4()}")).status_code == 404
        period = {"from": "2026-03-01", "to": "2026-03-02"}
        for part in ("calls", "days", "policies"):
            told = await client.get(f"/campaigns/{campaign.id}/evidence/{part}.csv", params=period)
            assert told.status_code == 200
            assert ("many" in told.text) is (part == "policies")
        saved = await client.put(
            address, json=own_policy(grace_seconds=3.0, machine_false_positive_rate=0.05)
        )
        assert (saved.status_code, saved.json()["revision"]) == (200, 2)
        assert (await client.get(address)).json()["policy"]["grace_seconds"] == 3.0
