"""The REST interface: what is allowed, what is refused, and that every refusal says why."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from api.context import SESSION_COOKIE
from core.calls.ledger import CallChange, Stored, store_progress
from core.calls.models import Call, CallKind
from core.calls.state_machine import CallState
from core.operators.state_machine import OperatorState
from core.users.models import Role
from core.users.passwords import hash_password
from tests.factories import a_campaign, a_client, a_lead, a_user, some_id
from tests.fakes.clock import T0
from tests.fixtures.api_server import ApiServer
from zvonar.demo.campaign import QUESTIONNAIRE


def fields(problem: dict[str, Any]) -> list[str]:
    return [fault["field"] for fault in problem["errors"]]


async def test_a_password_opens_a_session_and_a_wrong_one_does_not(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        await a_user(session, login="anna")
        user = await a_user(session, login="boris")
        user.password_hash = hash_password("correct horse")
    async with server.as_user(None) as client:
        wrong = await client.post("/session", json={"login": "boris", "password": "battery staple"})
        unknown = await client.post("/session", json={"login": "nobody", "password": "battery staple"})
        assert (wrong.status_code, unknown.status_code) == (401, 401)
        assert wrong.json() == unknown.json(), "the answer tells which logins exist"
        right = await client.post("/session", json={"login": " Boris ", "password": "correct horse"})
        assert right.json()["login"] == "boris"
        cookie = right.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        assert (await client.get("/session")).json()["role"] == "operator"
        await client.delete("/session")
        nobody = await client.get("/session")
        assert (nobody.status_code, nobody.json()) == (200, None)
        for stale in ("", "x" * 43):
            client.cookies.set(SESSION_COOKIE, stale)
            assert (await client.get("/session")).json() is None
            assert (await client.patch("/session", json={"language": "en"})).status_code == 401


async def test_guessing_passwords_is_slowed_down(server: ApiServer) -> None:
    async with server.as_user(None) as client:
        answers = [
            await client.post("/session", json={"login": "anna", "password": str(guess)})
            for guess in range(12)
        ]
    assert [answer.status_code for answer in answers][-1] == 429
    assert int(answers[-1].headers["retry-after"]) > 0


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "login"),
        ({"login": "x" * 100, "password": "y"}, "login"),
        ({"login": "x", "password": 5}, "password"),
        ([], "body"),
    ],
)
async def test_a_malformed_body_names_the_field(server: ApiServer, body: Any, field: str) -> None:
    async with server.as_user(None) as client:
        answer = await client.post("/session", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert field in fields(answer.json())


@pytest.mark.parametrize(
    ("method", "path", "role"),
    [
        ("GET", "/floor", Role.OPERATOR),
        ("GET", "/campaigns", Role.SALES),
        ("POST", f"/campaigns/{some_id(1)}/start", Role.OPERATOR),
        ("POST", "/operator/line", Role.SUPERVISOR),
        ("POST", "/calls", Role.SUPERVISOR),
    ],
)
async def test_a_role_opens_only_its_own_doors(server: ApiServer, method: str, path: str, role: Role) -> None:
    async with server.story.database.transaction() as session:
        user = await a_user(session, role)
    async with server.as_user(user) as client:
        assert (await client.request(method, path, json={})).status_code in (403, 422)
    async with server.as_user(None) as client:
        assert (await client.request(method, path, json={})).status_code in (401, 422)


async def test_a_foreign_page_cannot_act_with_our_cookie(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        anna = await a_user(session)
    async with server.as_user(anna) as client:
        line = {"console_id": str(uuid4())}
        refused = await client.post("/operator/line", json=line, headers={"Origin": "https://evil.example"})
        assert refused.status_code == 403
        own = await client.post("/operator/line", json=line, headers={"Origin": server.address})
        assert own.status_code == 201


async def test_an_operators_answers_and_verdict_are_checked_and_kept(server: ApiServer) -> None:
    story = server.story
    async with story.database.transaction() as session:
        anna, boris = await a_user(session), await a_user(session)
        campaign = await a_campaign(session, anna, questionnaire_document=QUESTIONNAIRE)
        await a_lead(session, campaign)
    async with server.as_user(anna) as client, server.as_user(boris) as stranger:
        await story.goes_on_line(anna)
        call_id = await story.a_call_is_dialled()
        await story.telephony.answer(call_id)
        await story.until_stored(call_id, lambda call: call.state == CallState.CONNECTED)
        answers = f"/calls/{call_id}/answers"
        assert (await client.put(f"{answers}/has_internet", json={"value": "yes"})).status_code == 204
        bad = await client.put(f"{answers}/satisfaction", json={"value": 9})
        assert (bad.status_code, fields(bad.json())) == (422, ["satisfaction"])
        unknown = await client.put(f"{answers}/shoe_size", json={"value": 9})
        assert fields(unknown.json()) == ["shoe_size"]
        assert (await stranger.put(f"{answers}/has_internet", json={"value": "no"})).status_code == 403
        assert (await stranger.get(f"/calls/{call_id}")).status_code == 404
        assert (await client.post(f"/calls/{call_id}/hangup")).status_code == 204
        await story.until_operator(anna, OperatorState.WRAP_UP)
        verdict = f"/calls/{call_id}/disposition"
        incomplete = await client.put(verdict, json={"disposition": "sale"})
        assert (incomplete.status_code, fields(incomplete.json())) == (422, ["satisfaction"])
        past = await client.put(
            verdict, json={"disposition": "callback", "callback_at": "2020-01-01T00:00:00Z"}
        )
        assert fields(past.json()) == ["callback_at"]
        assert (await client.put(f"{answers}/satisfaction", json={"value": 4})).status_code == 204
        assert (await client.put(verdict, json={"disposition": "sale", "note": "да"})).status_code == 204
        assert (await client.put(verdict, json={"disposition": "refused"})).status_code == 409
        late = await client.put(f"{answers}/comment", json={"value": "too late"})
        assert late.status_code == 409
        card = (await client.get(f"/calls/{call_id}")).json()
        history = (await client.get(f"/clients/{card['client']['id']}/contacts")).json()["items"]
        assert history[0]["disposition"] == {
            "code": "sale",
            "label": {"ru": "Продажа", "en": "Sale"},
            "tone": "positive",
        }
        assert {one["question_id"]: one["shown"]["ru"] for one in history[0]["answers"]} == {
            "has_internet": "Да",
            "satisfaction": "4",
        }


async def test_a_recording_is_served_in_parts_and_only_from_its_folder(
    server: ApiServer, tmp_path: Path
) -> None:
    (tmp_path / "recordings").mkdir(exist_ok=True)
    (tmp_path / "recordings" / "talk.wav").write_bytes(b"RIFF" + bytes(range(100)))
    (tmp_path / "secret.wav").write_bytes(b"secret")
    async with server.story.database.transaction() as session:
        boss = await a_user(session, Role.SUPERVISOR)
        client_row = await a_client(session)
        good, bad, missing = (
            Call(
                id=uuid4(),
                node="node-1",
                kind=CallKind.DIALLER,
                phone_number="+79161234567",
                client_id=client_row.id,
                placed_at=T0,
                connected_at=T0,
                ended_at=T0,
                state=CallState.ENDED,
                recording=path,
            )
            for path in ("talk.wav", "../secret.wav", "gone.wav")
        )
        session.add_all([good, bad, missing])
    async with server.as_user(boss) as client:
        part = await client.get(f"/calls/{good.id}/recording", headers={"Range": "bytes=0-3"})
        assert (part.status_code, part.content) == (206, b"RIFF")
        assert (await client.get(f"/calls/{bad.id}/recording")).status_code == 404
        assert (await client.get(f"/calls/{missing.id}/recording")).status_code == 404


async def test_an_import_takes_good_lines_and_names_bad_ones(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        boss = await a_user(session, Role.SUPERVISOR)
        campaign = await a_campaign(session, is_running=False)
    file = (
        "Имя;Телефон;Регион\n"
        "ООО Ромашка;8 (916) 123-45-67;Москва\n"
        "Без номера;;Москва\n"
        "Снова Ромашка;+7 916 1234567;Москва\n"
        ";+79161234568;\n"
        "Буквы;8-800-ALARM;\n"
        '"Две\nстроки";+79161234569;\n'
        "Короткий;123;\n"
    )
    async with server.as_user(boss) as client:
        report = (await client.post(f"/campaigns/{campaign.id}/leads", content=file.encode())).json()
        assert report["imported"] == 1
        assert [(one["line"], one["field"], one["code"]) for one in report["rejected"]] == [
            (3, "phone_number", "is_empty"),
            (4, "phone_number", "already_listed"),
            (5, "name", "is_empty"),
            (6, "phone_number", "not_number_signs"),
            (7, "name", "control_characters"),
            (9, "phone_number", "impossible_number"),
        ]
        no_heading = await client.post(f"/campaigns/{campaign.id}/leads", content=b"a;b\n1;2\n")
        assert (no_heading.status_code, no_heading.json()["errors"]) == (
            422,
            [
                {
                    "field": "file",
                    "code": "missing_column",
                    "parameters": {"column": "phone_number"},
                    "reason": "has no column phone_number in its first line",
                }
            ],
        )
        no_text = await client.post(f"/campaigns/{campaign.id}/leads", content=b"name;phone\n\0\xff\xfe")
        assert no_text.status_code == 422
        found = (await client.get("/clients", params={"search": "916 123-45"})).json()
        assert [row["name"] for row in found["items"]] == ["ООО Ромашка"]
        found = (await client.get("/clients", params={"search": "ромаш МОСК"})).json()
        assert found["total"] == 1


async def test_pages_of_clients_are_complete_and_in_order(server: ApiServer) -> None:
    names = ["Ёлка", "Арбат", "«Берёза»", "Яр", "Alpha", "Ель"]
    async with server.story.database.transaction() as session:
        boss = await a_user(session, Role.SUPERVISOR)
        for name in names:
            await a_client(session, name=name)
    async with server.as_user(boss) as client:
        seen: list[str] = []
        after = None
        while True:
            params: dict[str, Any] = {"limit": 2} | ({"after": after} if after else {})
            page = (await client.get("/clients", params=params)).json()
            seen += [row["name"] for row in page["items"]]
            after = page["next"]
            if after is None:
                break
        assert seen == ["Alpha", "Арбат", "«Берёза»", "Ёлка", "Ель", "Яр"]
        assert (await client.get("/clients", params={"after": "rubbish"})).status_code == 422


async def test_an_answer_as_quick_as_the_screen_pop_is_not_refused(
    server: ApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = server.story
    async with story.database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna, questionnaire_document=QUESTIONNAIRE)
        await a_lead(session, campaign)
    disk_works = asyncio.Event()

    async def on_a_slow_disk(session: AsyncSession, changes: Sequence[CallChange]) -> Stored:
        await disk_works.wait()
        return await store_progress(session, changes)

    async with server.as_user(anna) as client:
        await story.goes_on_line(anna)
        call_id = await story.a_call_is_dialled()
        monkeypatch.setattr("dialer.journal.store_progress", on_a_slow_disk)
        await story.telephony.answer(call_id)
        await story.until_operator(anna, OperatorState.ON_CALL)
        answering = asyncio.ensure_future(  # owner: this test, which waits for it
            client.put(f"/calls/{call_id}/answers/has_internet", json={"value": "yes"})
        )
        await asyncio.sleep(0.2)
        disk_works.set()
        assert (await answering).status_code == 204
