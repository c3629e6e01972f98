"""Trunks and caller IDs over the interface: entered, changed and removed, and no password ever comes back."""

from datetime import timedelta
from typing import Any, Final

import httpx
import pytest

from core.users.models import Role, User
from tests.factories import a_caller_id, a_campaign, a_user
from tests.fixtures.api_server import ApiServer

CARRIER: Final = {
    "name": "Carrier",
    "weight": 3,
    "channel_limit": 30,
    "calls_per_second": 10,
    "connection": {"host": "sip.example.org", "username": "zvonar", "registers": True},
    "password": "s3cret",
}
NUMBER: Final = {"phone_number": "8 (495) 123-45-67", "region": "Москва", "daily_cap": 100, "rest_hours": 12}


@pytest.fixture
async def boss(server: ApiServer) -> User:
    async with server.story.database.transaction() as session:
        return await a_user(session, Role.SUPERVISOR)


async def trail(client: httpx.AsyncClient, entity: str) -> list[dict[str, Any]]:
    answer = await client.get("/audit", params={"entity": entity})
    return [
        {change["field"]: [change["before"], change["after"]] for change in entry["changes"]}
        for entry in reversed(answer.json()["items"])
    ]


def faults(answer: httpx.Response) -> dict[str, str]:
    assert answer.status_code == 422, answer.text
    return {fault["field"]: fault["code"] for fault in answer.json()["errors"]}


async def test_a_trunk_is_entered_changed_and_removed_and_every_change_is_remembered(
    server: ApiServer, boss: User
) -> None:
    async with server.as_user(boss) as client:
        made = await client.post("/trunks", json=CARRIER)
        assert made.status_code == 201, made.text
        trunk = made.json()
        assert (trunk["weight"], trunk["has_password"], trunk["connection"]["port"]) == (3, True, 5060)
        assert trunk["dial_template"] == "PJSIP/{digits}@{trunk}"
        wanted = {**CARRIER, "weight": 1, "password": None, "is_active": False}
        changed = await client.put(f"/trunks/{trunk['id']}", json=wanted)
        assert (changed.json()["weight"], changed.json()["has_password"]) == (1, True)
        bare = await client.put(f"/trunks/{trunk['id']}", json={**wanted, "password": ""})
        assert bare.json()["has_password"] is False
        assert [one["name"] for one in (await client.get("/trunks")).json()] == ["Carrier"]
        assert (await client.delete(f"/trunks/{trunk['id']}")).status_code == 204
        assert (await client.get("/trunks")).json() == []
        assert (await client.put(f"/trunks/{trunk['id']}", json=CARRIER)).status_code == 404

        created, second, third, removed = await trail(client, "trunk")
    assert created["name"] == [None, "Carrier"]
    assert created["password"] == [None, "replaced"]
    assert second == {"weight": [3, 1], "is_active": [True, False]}
    assert third == {"password": ["set", None]}
    assert removed == {"name": ["Carrier", None]}


async def test_a_password_is_nowhere_to_be_read(server: ApiServer, boss: User) -> None:
    async with server.as_user(boss) as client:
        made = await client.post("/trunks", json=CARRIER)
        refused = await client.post("/trunks", json={**CARRIER, "weight": 0})
        read = [made, refused, await client.get("/trunks"), await client.get("/audit")]

    assert refused.status_code == 422
    assert not any("s3cret" in answer.text for answer in read)


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"dial_template": "SIP/everybody"}, {"dial_template": "not_a_template"}),
        ({"dial_template": "PJSIP/{digits}@x,System(rm)"}, {"dial_template": "not_a_template"}),
        ({"dial_template": "PJSIP/{digits}@carrier"}, {"dial_template": "needs_own_trunk"}),
        ({"connection": None}, {"dial_template": "needs_connection"}),
        ({"connection": {"host": "a b"}}, {"connection.host": "malformed"}),
        ({"connection": {"host": "x", "username": "a;b"}}, {"connection.username": "malformed"}),
        ({"connection": {"host": "x", "registers": True}}, {"connection.username": "is_empty"}),
        ({"password": "a\r\nb"}, {"password": "control_characters"}),
        ({"calls_per_second": 0}, {"calls_per_second": "too_low"}),
        ({"name": "a\u202eb"}, {"name": "control_characters"}),
    ],
)
async def test_what_a_trunk_cannot_be_is_said_field_by_field(
    server: ApiServer, boss: User, wrong: dict[str, Any], expected: dict[str, str]
) -> None:
    async with server.as_user(boss) as client:
        assert faults(await client.post("/trunks", json=CARRIER | wrong)) == expected


async def test_two_trunks_do_not_have_one_name(server: ApiServer, boss: User) -> None:
    async with server.as_user(boss) as client:
        await client.post("/trunks", json=CARRIER)
        assert faults(await client.post("/trunks", json=CARRIER)) == {"name": "name_taken"}


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SALES])
async def test_trunks_and_caller_ids_are_for_supervisors(server: ApiServer, role: Role) -> None:
    async with server.story.database.transaction() as session:
        user, campaign = await a_user(session, role), await a_campaign(session)
    async with server.as_user(user) as client:
        for answer in (
            await client.get("/trunks"),
            await client.post("/trunks", json=CARRIER),
            await client.get(f"/campaigns/{campaign.id}/caller-ids"),
            await client.post(f"/campaigns/{campaign.id}/caller-ids", json=NUMBER),
        ):
            assert answer.status_code == 403


async def test_caller_ids_are_entered_changed_and_removed(server: ApiServer, boss: User) -> None:
    async with server.story.database.transaction() as session:
        campaign = await a_campaign(session)
    path = f"/campaigns/{campaign.id}/caller-ids"
    async with server.as_user(boss) as client:
        made = await client.post(path, json=NUMBER)
        assert made.status_code == 201, made.text
        number = made.json()
        assert (number["phone_number"], number["used_today"]) == ("+74951234567", 0)
        assert number["rests_until"] is None
        assert faults(await client.post(path, json=NUMBER)) == {"phone_number": "already_in_pool"}
        assert faults(await client.post(path, json={"phone_number": "17"})) == {
            "phone_number": "impossible_number"
        }
        changed = await client.patch(f"{path}/{number['id']}", json={"daily_cap": None})
        assert (changed.json()["daily_cap"], changed.json()["region"]) == (None, "Москва")
        turned = await client.patch(f"{path}/{number['id']}", json={"is_active": False, "rest_hours": 1})
        assert (turned.json()["is_active"], turned.json()["rest_hours"]) == (False, 1)
        assert faults(await client.patch(f"{path}/{number['id']}", json={"daily_cap": 0})) == {
            "daily_cap": "too_low"
        }
        another = {"phone_number": "+74951234568"}
        assert (await client.patch(f"{path}/{number['id']}", json=another)).status_code == 422
        assert [one["id"] for one in (await client.get(path)).json()] == [number["id"]]
        assert (await client.delete(f"{path}/{number['id']}")).status_code == 204
        assert (await client.delete(f"{path}/{number['id']}")).status_code == 404
        created, second, third, removed = await trail(client, "caller_id")
    assert created["phone_number"] == [None, "+74951234567"]
    assert second == {"daily_cap": [100, None]}
    assert third == {"is_active": [True, False], "rest_hours": [12, 1]}
    assert removed == {"phone_number": ["+74951234567", None]}


async def test_a_caller_id_takes_regions_that_are_known_by_their_one_name(
    server: ApiServer, boss: User
) -> None:
    async with server.story.database.transaction() as session:
        campaign = await a_campaign(session)
        stored = await a_caller_id(session, campaign, phone_number="+74950000001", region="Центр")
    path = f"/campaigns/{campaign.id}/caller-ids"
    async with server.as_user(boss) as client:
        offered = (await client.get(f"{path}/regions")).json()
        assert {"Москва", "Свердловская область", "Texas"} <= set(offered)
        assert len(offered) == len(set(offered))
        for number, written, region in (
            ("+73432000001", "Свердловская обл.", "Свердловская область"),
            ("+74950000002", "", ""),
            ("+12125550123", "NY", "New York"),
            # Of its country no regions are known.
            ("+498912345678", "Bayern", "Bayern"),
        ):
            made = await client.post(path, json={"phone_number": number, "region": written})
            assert (made.status_code, made.json().get("region")) == (201, region)
        for number, written in (("+74950000003", "Центр"), ("+74950000004", "Texas")):
            refused = await client.post(path, json={"phone_number": number, "region": written})
            assert faults(refused) == {"region": "unknown_region"}
        same = await client.patch(f"{path}/{stored.id}", json={"region": "Центр", "daily_cap": 5})
        assert (same.status_code, same.json()["region"]) == (200, "Центр")
        other = await client.patch(f"{path}/{stored.id}", json={"region": "Запад"})
        assert faults(other) == {"region": "unknown_region"}


@pytest.mark.parametrize(
    ("cap", "rests"),
    [
        pytest.param(3, False, id="one more"),
        pytest.param(None, False, id="without end"),
        pytest.param(1, True, id="still reached"),
    ],
)
async def test_a_number_rests_as_long_as_the_cap_that_is_wanted_has_been_reached(
    server: ApiServer, boss: User, cap: int | None, rests: bool
) -> None:
    now = server.story.clock.now()
    async with server.story.database.transaction() as session:
        campaign = await a_campaign(session)
        number = await a_caller_id(
            session,
            campaign,
            daily_cap=2,
            rest_hours=12,
            used=2,
            used_on=now.date(),
            last_used_at=now,
            rests_until=now + timedelta(hours=12),
        )
    async with server.as_user(boss) as client:
        path = f"/campaigns/{campaign.id}/caller-ids/{number.id}"
        changed = (await client.patch(path, json={"daily_cap": cap})).json()

    assert (changed["rests_until"] is not None) == rests
