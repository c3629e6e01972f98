"""Script, questionnaire and dispositions: changed by a supervisor, kept by the calls that began before."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from core.operators.state_machine import OperatorState
from core.users.models import Role, User
from tests.factories import a_campaign, a_lead, a_user
from tests.fixtures.api_server import ApiServer
from zvonar.demo.campaign import QUESTIONNAIRE


def text(words: str) -> dict[str, str]:
    return {"ru": words, "en": ""}


def a_question(question_id: str, words: str, **values: Any) -> dict[str, Any]:
    return {"id": question_id, "kind": "text", "text": text(words)} | values


def a_choice(code: str, key: str, effect: str = "close", words: str = "Итог") -> dict[str, Any]:
    return {"code": code, "key": key, "effect": effect, "label": text(words)}


def say(words: str) -> dict[str, Any]:
    return {"kind": "say", "text": text(words)}


async def a_boss_and_anna(server: ApiServer, **values: Any) -> tuple[User, User, UUID]:
    """A supervisor, an operator, and the campaign on which she works."""
    async with server.story.database.transaction() as session:
        boss, anna = await a_user(session, Role.SUPERVISOR), await a_user(session)
        campaign = await a_campaign(session, anna, **values)
        for _ in range(2):
            await a_lead(session, campaign)
    return boss, anna, campaign.id


def faults(answer: httpx.Response) -> list[tuple[str, str]]:
    assert answer.status_code == 422, answer.text
    return [(fault["field"], fault["code"]) for fault in answer.json()["errors"]]


async def test_each_document_is_replaced_whole_and_the_trail_names_what_was_touched(
    server: ApiServer,
) -> None:
    boss, _, campaign_id = await a_boss_and_anna(server)
    async with server.as_user(boss) as client:
        path = f"/campaigns/{campaign_id}"
        wanted: dict[str, Any] = {"edition": 1, "blocks": [say("Алло"), say("Пока")]}
        changed = await client.put(f"{path}/script", json=wanted)
        assert changed.status_code == 200, changed.text
        assert (changed.json()["edition"], changed.json()["script"]["blocks"]) == (2, wanted["blocks"])
        # The answer was lost, and the page asks again.
        assert (await client.put(f"{path}/script", json=wanted)).json()["edition"] == 2

        first = {"edition": 2, "questions": [a_question("a", "Кто?"), a_question("b", "Где?")]}
        assert (await client.put(f"{path}/questionnaire", json=first)).json()["edition"] == 3
        hangs_on_b = {"combinator": "and", "not": True, "rules": [{"field": "b", "operator": "null"}]}
        second = [a_question("b", "Где?", required=True), a_question("c", "Когда?", shown_if=hangs_on_b)]
        shown = await client.put(f"{path}/questionnaire", json={"edition": 3, "questions": second})
        assert shown.json()["questionnaire"]["questions"][1]["shown_if"]["not"] is True

        choices = [a_choice("sale", "1"), a_choice("later", "2", "callback", "Потом")]
        shown = await client.put(f"{path}/dispositions", json={"edition": 4, "dispositions": choices})
        assert [one["code"] for one in shown.json()["dispositions"]] == ["sale", "later"]

        entries = (await client.get("/audit", params={"campaign_id": str(campaign_id)})).json()["items"]
        told = [(change["field"], change["after"]) for one in entries for change in one["changes"]]
        assert told[0][0] == "dispositions_offered"
        assert told[0][1]["added"] == [text("Потом")]
        assert told[1] == (
            "questionnaire",
            {"added": [text("Когда?")], "removed": [text("Кто?")], "changed": [text("Где?")]},
        )
        assert told[3] == ("script", {"added": [text("Алло"), text("Пока")]})
        assert len(told) == 4


@pytest.mark.parametrize(
    ("document", "body", "refused"),
    [
        ("script", {"blocks": [say("Алло"), say(" ")]}, [("blocks.1.text", "is_empty")]),
        (
            "questionnaire",
            {
                "questions": [
                    a_question("a", "?", kind="single", options=[{"id": "x", "label": text("")}]),
                    a_question("a", "?"),
                ]
            },
            [("questions.0.options.0.label", "is_empty"), ("questions.1.id", "used_above")],
        ),
        (
            "questionnaire",
            {"questions": [a_question(f"q{place}", "?") for place in range(101)]},
            [("questions", "too_many")],
        ),
        ("questionnaire", {"questions": [a_question("A b", "?")]}, [("questions.0.id", "malformed")]),
        ("dispositions", {"dispositions": []}, [("dispositions", "needs_one")]),
        (
            "dispositions",
            {"dispositions": [a_choice("a", "1", "explode"), a_choice("b", "0")]},
            [("dispositions.0.effect", "unknown_choice"), ("dispositions.1.key", "malformed")],
        ),
    ],
)
async def test_what_cannot_be_is_named_by_its_place_and_changes_nothing(
    server: ApiServer, document: str, body: dict[str, Any], refused: list[tuple[str, str]]
) -> None:
    boss, anna, campaign_id = await a_boss_and_anna(server)
    path = f"/campaigns/{campaign_id}"
    async with server.as_user(boss) as client:
        before = (await client.get(path)).json()
        assert faults(await client.put(f"{path}/{document}", json={"edition": 1} | body)) == refused
        assert faults(await client.put(f"{path}/{document}", json=body))[-1] in [
            ("edition", "is_missing"),
            *refused,
        ]
        assert (await client.get(path)).json() | {"leads_counted_at": None} == before | {
            "leads_counted_at": None
        }
        nowhere = f"/campaigns/{uuid4()}/script"
        assert (await client.put(nowhere, json={"edition": 1, "blocks": []})).status_code == 404
    async with server.as_user(anna) as client:
        assert (await client.put(f"{path}/{document}", json={"edition": 1} | body)).status_code == 403


async def test_leads_are_found_by_a_verdict_that_was_offered_once(server: ApiServer) -> None:
    boss, _, campaign_id = await a_boss_and_anna(server)
    async with server.as_user(boss) as client:
        path = f"/campaigns/{campaign_id}"
        for edition, code in ((1, "maybe"), (2, "sale")):
            body = {"edition": edition, "dispositions": [a_choice(code, "1")]}
            assert (await client.put(f"{path}/dispositions", json=body)).status_code == 200

        known = [one["code"] for one in (await client.get(f"{path}/dispositions")).json()]
        assert known[:2] == ["sale", "maybe"]
        fields = {one["name"]: one for one in (await client.get(f"{path}/selections/fields")).json()}
        assert fields["last_disposition"]["values"] == known
        [lead_list] = (await client.get(f"{path}/lists")).json()
        wanted = {"scope": "chosen", "dispositions": ["maybe"]}
        reset = await client.post(f"{path}/lists/{lead_list['id']}/reset", json=wanted)
        assert reset.status_code == 202, reset.text
        assert (await client.get(f"/campaigns/{uuid4()}/dispositions")).status_code == 404


async def test_two_supervisors_do_not_overwrite_each_other(server: ApiServer) -> None:
    boss, _, campaign_id = await a_boss_and_anna(server)
    async with server.as_user(boss) as client:
        path = f"/campaigns/{campaign_id}"
        hers = {"edition": 1, "blocks": [say("Алло")]}
        assert (await client.put(f"{path}/script", json=hers)).status_code == 200
        his = await client.put(f"{path}/script", json={"edition": 1, "blocks": [say("Привет")]})
        assert (his.status_code, his.json()["code"]) == (409, "document_changed")
        unheard_of = {"edition": 7, "blocks": [say("Привет")]}
        assert (await client.put(f"{path}/script", json=unheard_of)).status_code == 409
        assert (await client.get(path)).json()["script"]["blocks"] == hers["blocks"]
        # Another document is nobody's loss.
        other = {"edition": 1, "questions": [a_question("a", "Кто?")]}
        assert (await client.put(f"{path}/questionnaire", json=other)).json()["edition"] == 3


async def test_a_call_keeps_the_documents_it_began_with_and_the_next_one_has_the_new(
    server: ApiServer,
) -> None:
    boss, anna, campaign_id = await a_boss_and_anna(server, questionnaire_document=QUESTIONNAIRE)
    story, path = server.story, f"/campaigns/{campaign_id}"
    async with server.as_user(boss) as manager, server.as_user(anna) as operator:
        await story.goes_on_line(anna)
        first = await story.a_call_is_dialled()
        await story.telephony.answer(first)
        await story.until_operator(anna, OperatorState.ON_CALL)

        questions = {"edition": 1, "questions": [a_question("has_internet", "Кто?")]}
        choices = {"edition": 1, "dispositions": [a_choice("done", "1")]}
        script = {"edition": 1, "blocks": [say("Алло")]}
        for document, body in (("questionnaire", questions), ("dispositions", choices), ("script", script)):
            assert (await manager.put(f"{path}/{document}", json=body)).status_code == 200

        card = (await operator.get(f"/calls/{first}")).json()["campaign"]
        assert card["script"]["blocks"] == []
        assert len(card["questionnaire"]["questions"]) == len(QUESTIONNAIRE["questions"])
        assert card["dispositions"][0]["code"] == "sale"
        answer = await operator.put(f"/calls/{first}/answers/has_internet", json={"value": "mobile"})
        assert answer.status_code == 204, answer.text
        story.telephony.customer_hangs_up(first)
        await story.until_operator(anna, OperatorState.WRAP_UP)
        unknown = await operator.put(f"/calls/{first}/disposition", json={"disposition": "done"})
        assert faults(unknown) == [("disposition", "unknown_disposition")]
        refused = await operator.put(f"/calls/{first}/disposition", json={"disposition": "refused"})
        assert refused.status_code == 204, refused.text

        await story.until(lambda: len(story.telephony.dialled) == 2)
        second = story.telephony.dialled[1].call_id
        card = (await manager.get(f"/calls/{second}")).json()["campaign"]
        assert card["script"]["blocks"] == script["blocks"]
        assert [one["id"] for one in card["questionnaire"]["questions"]] == ["has_internet"]
        assert [one["code"] for one in card["dispositions"]] == ["done"]

        called = (await operator.get(f"/calls/{first}")).json()["client"]["id"]
        [contact] = (await operator.get(f"/clients/{called}/contacts")).json()["items"]
        assert contact["disposition"]["label"]["ru"] == "Отказ"
        assert [one["shown"]["ru"] for one in contact["answers"]] == ["Только мобильный"]
        today = (await operator.get("/operator/today")).json()
        assert [one["disposition"]["label"]["ru"] for one in today["dispositions"]] == ["Отказ"]
        leads = (await manager.get(f"{path}/leads")).json()["items"]
        assert {one["last_disposition"]["label"]["ru"] for one in leads if one["last_disposition"]} == {
            "Отказ"
        }


async def test_a_verdict_that_calls_have_keeps_its_effect_even_after_it_was_away(server: ApiServer) -> None:
    boss, anna, campaign_id = await a_boss_and_anna(server)
    story, path = server.story, f"/campaigns/{campaign_id}/dispositions"
    async with server.as_user(boss) as manager, server.as_user(anna) as operator:
        await story.goes_on_line(anna)
        call_id = await story.a_call_is_dialled()
        await story.telephony.answer(call_id)
        await story.until_operator(anna, OperatorState.ON_CALL)
        story.telephony.customer_hangs_up(call_id)
        await story.until_operator(anna, OperatorState.WRAP_UP)
        verdict = {"disposition": "refused"}
        assert (await operator.put(f"/calls/{call_id}/disposition", json=verdict)).status_code == 204

        without = [a_choice("sale", "1", "retry")]
        assert (await manager.put(path, json={"edition": 1, "dispositions": without})).status_code == 200
        other = [*without, a_choice("refused", "2", "retry")]
        refused = await manager.put(path, json={"edition": 2, "dispositions": other})
        assert faults(refused) == [("dispositions.1.effect", "effect_in_use")]
        same = [*without, a_choice("refused", "2", "close", "Не хочет")]
        assert (await manager.put(path, json={"edition": 2, "dispositions": same})).status_code == 200
