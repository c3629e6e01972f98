"""What becomes of answering machines: a campaign's setting, its message, and the law's say in it."""

import io
import wave
from typing import Any
from uuid import uuid4

import httpx
import pytest

from core.campaigns.models import Campaign
from core.users.models import Role, User
from tests.factories import a_campaign, a_policy, a_user
from tests.fixtures.api_server import ApiServer

COUNTED = {"machine_false_positive_rate": 0.02}


def a_wav(seconds: float = 1.0, *, rate: int = 44_100, channels: int = 2, bytes_a_sample: int = 2) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(bytes_a_sample)
        sound.setframerate(rate)
        sound.writeframes(b"\x10" * (round(rate * seconds) * channels * bytes_a_sample))
    return made.getvalue()


async def a_supervised(server: ApiServer, **rules: Any) -> tuple[User, Campaign]:
    async with server.story.database.transaction() as session:
        return await a_user(session, Role.SUPERVISOR), await a_campaign(session, policy=rules)


async def upload(client: httpx.AsyncClient, content: bytes, name: str = "Осенью дешевле") -> httpx.Response:
    return await client.post("/voice-messages", params={"name": name}, content=content)


def faults(answer: httpx.Response) -> list[tuple[str, str]]:
    assert answer.status_code == 422, answer.text
    return [(fault["field"], fault["code"]) for fault in answer.json()["errors"]]


async def test_a_message_is_uploaded_chosen_heard_and_in_the_audit_trail(server: ApiServer) -> None:
    boss, campaign = await a_supervised(server, **COUNTED)
    async with server.as_user(boss) as client:
        made = await upload(client, a_wav(2.0))
        assert made.status_code == 201, made.text
        message = made.json()
        assert (message["name"], message["seconds"]) == ("Осенью дешевле", 2.0)
        wanted = {"machine_action": "message", "voice_message_id": message["id"]}
        changed = await client.patch(f"/campaigns/{campaign.id}", json=wanted)
        assert changed.status_code == 200, changed.text
        assert {field: changed.json()[field] for field in wanted} == wanted
        heard = await client.get(f"/voice-messages/{message['id']}/sound.wav")
        with wave.open(io.BytesIO(heard.content)) as sound:
            assert (sound.getframerate(), sound.getnchannels(), sound.getnframes()) == (8000, 1, 16_000)
        trail = (await client.get("/audit", params={"campaign_id": str(campaign.id)})).json()["items"]
        told = {one["field"]: (one["before"], one["after"]) for one in trail[0]["changes"]}
        assert told["machine_action"] == ("off", "message")
        assert told["voice_message"] == (None, "Осенью дешевле")
        assert (await client.delete(f"/voice-messages/{message['id']}")).status_code == 409
        await client.patch(f"/campaigns/{campaign.id}", json={"machine_action": "off"})
        assert [one["id"] for one in (await client.get("/voice-messages")).json()] == [message["id"]]


async def test_a_message_that_nobody_leaves_is_taken_away(server: ApiServer) -> None:
    boss, _ = await a_supervised(server)
    async with server.as_user(boss) as client:
        message = (await upload(client, a_wav())).json()
        assert (await client.delete(f"/voice-messages/{message['id']}")).status_code == 204
        assert (await client.get("/voice-messages")).json() == []
        assert (await client.get(f"/voice-messages/{message['id']}/sound.wav")).status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "refused"),
    [
        pytest.param(b"RIFF, but nothing else", "x", ("file", "not_a_sound"), id="no sound"),
        pytest.param(a_wav()[:60], "x", ("file", "not_a_sound"), id="cut short"),
        pytest.param(a_wav(bytes_a_sample=1), "x", ("file", "not_a_sound"), id="8 bits"),
        pytest.param(a_wav(rate=4000), "x", ("file", "not_a_sound"), id="too few samples"),
        pytest.param(a_wav(0.01), "x", ("file", "not_a_sound"), id="nothing said"),
        pytest.param(a_wav(121, rate=8000, channels=1), "x", ("file", "sound_too_long"), id="too long"),
        pytest.param(a_wav(), " ", ("name", "is_empty"), id="no name"),
        pytest.param(a_wav(), "a\tb", ("name", "control_characters"), id="a name that cannot be shown"),
        pytest.param(b"", "x", ("file", "is_empty"), id="no file"),
    ],
)
async def test_what_is_no_message_is_refused(
    server: ApiServer, content: bytes, name: str, refused: tuple[str, str]
) -> None:
    boss, _ = await a_supervised(server)
    async with server.as_user(boss) as client:
        assert faults(await upload(client, content, name)) == [refused]


@pytest.mark.parametrize(
    ("rules", "wanted", "refused"),
    [
        ({}, {"machine_action": "hang_up"}, ("machine_action", "mistakes_not_counted")),
        (COUNTED, {"machine_action": "message"}, ("voice_message_id", "message_missing")),
        (COUNTED, {"voice_message_id": str(uuid4())}, ("voice_message_id", "unknown_message")),
        (
            COUNTED | {"grace_seconds": 1.5},
            {"machine_action": "hang_up"},
            ("machine_action", "grace_too_short"),
        ),
        (COUNTED, {"machine_action": "shout"}, ("machine_action", "unknown_choice")),
    ],
)
async def test_what_the_law_or_reason_forbids_is_refused_at_its_field(
    server: ApiServer, rules: dict[str, Any], wanted: dict[str, Any], refused: tuple[str, str]
) -> None:
    boss, campaign = await a_supervised(server, **rules)
    async with server.as_user(boss) as client:
        assert faults(await client.patch(f"/campaigns/{campaign.id}", json=wanted)) == [refused]


async def test_a_policy_that_counts_no_mistakes_is_refused_while_it_is_listened_for_machines(
    server: ApiServer,
) -> None:
    boss, campaign = await a_supervised(server, **COUNTED)
    async with server.story.database.transaction() as session:
        other = await a_policy(session)
    async with server.as_user(boss) as client:
        path = f"/campaigns/{campaign.id}"
        assert (await client.patch(path, json={"machine_action": "hang_up"})).status_code == 200
        changed = await client.patch(path, json={"policy_id": str(other.id)})
        assert faults(changed) == [("machine_action", "mistakes_not_counted")]
        passed_on = {"policy_id": str(other.id), "machine_action": "operator"}
        assert faults(await client.patch(path, json=passed_on)) == [
            ("machine_action", "mistakes_not_counted")
        ]
        off = {"policy_id": str(other.id), "machine_action": "off"}
        assert (await client.patch(path, json=off)).status_code == 200


async def test_messages_are_a_supervisors_business(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        anna = await a_user(session)
    async with server.as_user(anna) as client:
        assert (await client.get("/voice-messages")).status_code == 403
        assert (await upload(client, a_wav())).status_code == 403


@pytest.mark.parametrize(
    ("action", "rules", "expected"),
    [
        (
            "hang_up",
            {"machine_false_positive_rate": 0.0},
            [("policy.machine_false_positive_rate", "campaigns_count_mistakes", {"campaigns": "Spring"})],
        ),
        (
            "operator",
            {"grace_seconds": 1.0},
            [("policy.grace_seconds", "campaigns_listen", {"min": 1.8, "campaigns": "Spring"})],
        ),
        (
            "operator",
            {"grace_seconds": 1.3, "grace_from": "greeting"},
            [("policy.grace_seconds", "campaigns_listen", {"min": 1.3, "campaigns": "Spring"})],
        ),
        (
            "operator",
            {"machine_false_positive_rate": 0.0},
            [("policy.machine_false_positive_rate", "campaigns_count_mistakes", {"campaigns": "Spring"})],
        ),
        ("off", {"machine_false_positive_rate": 0.0, "grace_seconds": 1.0}, []),
    ],
)
async def test_a_policy_keeps_what_campaigns_that_listen_for_machines_need(
    server: ApiServer, action: str, rules: dict[str, Any], expected: list[Any]
) -> None:
    async with server.story.database.transaction() as session:
        boss = await a_user(session, Role.SUPERVISOR)
        policy = await a_policy(session, machine_false_positive_rate=0.02, grace_seconds=3.0)
        await a_campaign(session, policy_id=policy.id, machine_action=action, name="Spring")
        await a_campaign(session, policy_id=policy.id, name="Autumn")
    body = {"name": {"ru": "Своя", "en": "Own"}, "policy": policy.document | rules}
    async with server.as_user(boss) as client:
        answer = await client.put(f"/policies/{policy.id}", json=body)
    assert answer.status_code == (422 if expected else 200), answer.text
    told = [(one["field"], one["code"], one["parameters"]) for one in answer.json().get("errors", [])]
    assert told == expected
