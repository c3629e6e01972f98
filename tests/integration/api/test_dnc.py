"""Refused numbers through the interface: any notation, any file, and nothing goes without a reason."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from core.imports.reading import Batch, FileReader
from core.jobs.leases import LEASE_LASTS, LeaseLost
from core.users.models import Role, User
from tests.factories import a_campaign, a_client, a_user
from tests.fixtures.api_server import ApiServer
from zvonar.jobs import job_runner
from zvonar.settings import Settings

LIMIT_SECONDS = 30.0
NUMBER = "+79161234567"
NOTATIONS = ["+7 916 123-45-67", "8 (916) 123-45-67", "007 916 1234567", "9161234567", "79161234567"]


async def a_supervisor(server: ApiServer) -> User:
    async with server.story.database.transaction() as session:
        return await a_user(session, Role.SUPERVISOR, login="boss")


def fields(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [fault["field"] for fault in answer.json()["errors"]]


async def refused(client: httpx.AsyncClient, **parameters: str) -> list[dict[str, Any]]:
    answer = await client.get("/dnc", params=parameters)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def worked(server: ApiServer) -> bool:
    return await job_runner(Settings(), server.story.database, server.story.clock).run_next()


async def imported(
    server: ApiServer, client: httpx.AsyncClient, content: bytes, **parameters: str
) -> dict[str, Any]:
    # A reader of files is a process, and takes its time to begin on a busy machine.
    client.timeout = httpx.Timeout(30)
    begun = await client.post("/dnc/imports", content=content, params=parameters)
    assert begun.status_code == 202, begun.text
    assert await worked(server)
    ended: dict[str, Any] = (await client.get(f"/dnc/imports/{begun.json()['id']}")).json()
    return ended


async def test_every_notation_of_a_number_is_one_entry(server: ApiServer) -> None:
    boss = await a_supervisor(server)
    async with server.as_user(boss) as client:
        codes = [
            (await client.post("/dnc", json={"phone_number": written, "reason": "asked"})).status_code
            for written in NOTATIONS
        ]
        assert codes == [201, 200, 200, 200, 200]
        for written in NOTATIONS:
            [entry] = await refused(client, number=written)
            assert (entry["phone_number"], entry["reason"], entry["source"]) == (NUMBER, "asked", "hand")
            assert (entry["added_by_name"], entry["campaign_id"]) == ("Boss", None)
        assert await refused(client, number="8 916 123-45-68") == []
        assert fields(await client.get("/dnc", params={"number": "12"})) == ["number"]


async def test_a_number_of_one_campaign_is_on_its_list_alone(server: ApiServer) -> None:
    boss = await a_supervisor(server)
    async with server.story.database.transaction() as session:
        one, other = await a_campaign(session), await a_campaign(session)
    async with server.as_user(boss) as client:
        body = {"phone_number": NUMBER, "campaign_id": str(one.id)}
        assert (await client.post("/dnc", json=body)).status_code == 201
        assert [entry["campaign_name"] for entry in await refused(client, campaign_id=str(one.id))] == [
            one.name
        ]
        assert await refused(client, campaign_id=str(other.id)) == []
        assert fields(await client.post("/dnc", json=body | {"campaign_id": str(uuid4())})) == ["campaign_id"]


async def test_a_number_entered_by_hand_is_told_of_once(server: ApiServer) -> None:
    boss = await a_supervisor(server)
    async with server.story.database.transaction() as session:
        campaign = await a_campaign(session)
    body = {"phone_number": NUMBER, "reason": "wrote to us", "campaign_id": str(campaign.id)}
    async with server.as_user(boss) as client:
        for status in (201, 200):
            assert (await client.post("/dnc", json=body)).status_code == status
        [trace] = (await client.get("/audit", params={"campaign_id": str(campaign.id)})).json()["items"]
    assert (trace["user_name"], trace["entity"], trace["entity_id"]) == ("Boss", "dnc_number", NUMBER)
    assert {one["field"]: (one["before"], one["after"]) for one in trace["changes"]} == {
        "phone_number": (None, NUMBER),
        "source": (None, "hand"),
        "reason": (None, "wrote to us"),
    }


async def test_a_number_goes_with_a_reason_and_its_client_may_be_called_again(server: ApiServer) -> None:
    boss = await a_supervisor(server)
    async with server.story.database.transaction() as session:
        anna = await a_user(session)
        called = await a_client(session, NUMBER)
    wanted = {"client_id": str(called.id), "phone_number": NUMBER}
    async with server.as_user(boss) as client, server.as_user(anna) as operator:
        await server.story.goes_on_line(anna)
        entry = (await client.post("/dnc", json={"phone_number": NUMBER})).json()
        assert (await operator.post("/calls", json=wanted)).status_code == 409
        assert server.story.telephony.dialled == []
        path = f"/dnc/{entry['id']}"
        assert fields(await client.delete(path)) == ["reason"]
        assert fields(await client.delete(path, params={"reason": " "})) == ["reason"]
        assert fields(await client.delete(path, params={"reason": "x" * 201})) == ["reason"]
        assert (await client.delete(path, params={"reason": "wrote to us"})).status_code == 204
        assert (await client.delete(path, params={"reason": "wrote to us"})).status_code == 404
        [removed, _entered] = (await client.get("/audit", params={"entity": "dnc_number"})).json()["items"]
        assert (removed["user_name"], removed["entity_id"]) == ("Boss", NUMBER)
        changed = {one["field"]: (one["before"], one["after"]) for one in removed["changes"]}
        assert changed["removal_reason"] == (None, "wrote to us")
        assert changed["added_by"] == ("Boss", None)
        assert (await operator.post("/calls", json=wanted)).status_code == 201


CSV = (
    'Имя;Телефон\r\n"Пётр;\nмладший";8 (916) 123-45-67\r\nИван;+7 916 123-45-67\r\n'
    "\r\nКто-то;12\r\nНикто;\r\n"
)
TXT = "+79161234567\n8 916 123 45 67\n12\n+7916123456O\n"
REJECTED_IN_CSV = [(6, "12"), (7, "")]
REJECTED_IN_TXT = [(3, "12"), (4, "+7916123456O")]


@pytest.mark.parametrize(
    ("content", "rejected"),
    [
        pytest.param(CSV.encode(), REJECTED_IN_CSV, id="CSV"),
        pytest.param(CSV.encode("utf-8-sig"), REJECTED_IN_CSV, id="CSV with a mark"),
        pytest.param(CSV.encode("cp1251"), REJECTED_IN_CSV, id="CSV of Windows"),
        pytest.param(TXT.encode(), REJECTED_IN_TXT, id="TXT"),
    ],
)
async def test_a_file_is_entered_and_its_bad_lines_are_named(
    server: ApiServer, content: bytes, rejected: list[tuple[int, str]]
) -> None:
    boss = await a_supervisor(server)
    async with server.as_user(boss) as client:
        first = await imported(server, client, content, file_name="list.csv")
        assert (first["state"], first["added"], first["known"]) == ("done", 1, 1)
        assert [(one["line"], one["value"]) for one in first["rejected"]] == rejected
        assert first["rejected_total"] == len(rejected)
        assert first["lines_done"] == first["lines_total"] == 2 + len(rejected)
        again = await imported(server, client, content)
        assert (again["added"], again["known"]) == (0, 2)
        kept = await refused(client)
        assert [(one["phone_number"], one["source"], one["reason"]) for one in kept] == [
            (NUMBER, "file", "list.csv")
        ]
        trace = (await client.get("/audit", params={"entity": "dnc_number"})).json()["items"][-1]
        assert (trace["name"], trace["changes"][0]["after"]) == ("list.csv", "list.csv")
        latest = (await client.get("/dnc/imports")).json()
        assert [one["file_name"] for one in latest] == ["-", "list.csv"]


async def test_a_number_beside_a_bad_value_is_entered_and_the_bad_value_alone_is_told(
    server: ApiServer,
) -> None:
    boss = await a_supervisor(server)
    async with server.as_user(boss) as client:
        file = "phone;phone 2\n+79160000001;n/a\n;\nn/a;+79160000003\n+79160000004, +79160000005;\n"
        done = await imported(server, client, file.encode())
        entered = {entry["phone_number"] for entry in await refused(client)}
    assert entered == {f"+7916000000{digit}" for digit in (1, 3, 4, 5)}
    assert (done["added"], done["rejected_total"]) == (4, 2)
    assert [(one["line"], one["value"]) for one in done["rejected"]] == [(2, "n/a"), (4, "n/a")]


async def test_a_file_of_one_campaign_binds_that_one(server: ApiServer) -> None:
    boss = await a_supervisor(server)
    async with server.story.database.transaction() as session:
        campaign = await a_campaign(session)
    async with server.as_user(boss) as client:
        only = {"campaign_id": str(campaign.id)}
        await imported(server, client, TXT.encode(), **only)
        assert [entry["campaign_id"] for entry in await refused(client)] == [str(campaign.id)]
        assert len((await client.get("/dnc/imports", params=only)).json()) == 1
        unknown = await client.post("/dnc/imports", content=b"", params={"campaign_id": str(uuid4())})
        assert fields(unknown) == ["campaign_id"]
        assert fields(await client.post("/dnc/imports", content=b"PK\x03\x04\0\0")) == ["file"]
        assert fields(await client.post("/dnc/imports", content=b"")) == ["file"]


async def test_a_long_file_is_stopped_on_the_way_and_keeps_what_is_entered(server: ApiServer) -> None:
    boss = await a_supervisor(server)
    numbers = [f"+7916{number:07}" for number in range(40_000)]
    async with server.as_user(boss) as client:
        client.timeout = httpx.Timeout(30)
        begun = (await client.post("/dnc/imports", content="\n".join(numbers).encode())).json()
        assert (begun["state"], begun["lines_total"]) == ("waiting", len(numbers))
        path = f"/dnc/imports/{begun['id']}"
        async with asyncio.timeout(LIMIT_SECONDS), asyncio.TaskGroup() as tasks:
            working = tasks.create_task(worked(server))
            while not (await client.get(path)).json()["added"]:  # noqa: ASYNC110 - the server tells nobody
                await asyncio.sleep(0.02)
            assert (await client.post(f"{path}/cancel")).status_code == 200
            assert await working
        ended = (await client.get(path)).json()
        assert ended["state"] == "cancelled"
        assert (await client.post(f"{path}/cancel")).status_code == 200
        [stopped, _begun] = (await client.get("/audit", params={"entity": "dnc_number"})).json()["items"]
        assert (stopped["user_name"], stopped["entity_id"]) == ("Boss", begun["id"])
        assert stopped["changes"] == [{"field": "stopped", "before": None, "after": True}]
        assert 0 < ended["added"] == ended["lines_done"] < len(numbers)
        assert (await client.get("/dnc")).json()["total"] == ended["added"]


async def test_an_import_goes_on_where_another_worker_left_it(
    server: ApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    boss = await a_supervisor(server)
    content = "\n".join([*(f"+7916{number:07}" for number in range(1200)), "12"]).encode()
    batches = FileReader.batches

    async def batches_until_it_dies(*arguments: Any, **named: Any) -> AsyncIterator[Batch]:
        async for batch in batches(*arguments, **named):
            yield batch
            raise LeaseLost("as if it had been killed")

    async with server.as_user(boss) as client:
        client.timeout = httpx.Timeout(30)
        begun = (await client.post("/dnc/imports", content=content)).json()
        monkeypatch.setattr(FileReader, "batches", batches_until_it_dies)
        await worked(server)
        monkeypatch.undo()
        server.story.clock.move(LEASE_LASTS.total_seconds() + 1)
        assert await worked(server)
        ended = (await client.get(f"/dnc/imports/{begun['id']}")).json()
        assert (ended["added"], ended["known"], ended["rejected_total"]) == (1200, 0, 1)


async def test_operators_have_no_business_here(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        anna = await a_user(session)
    async with server.as_user(anna) as client:
        assert (await client.get("/dnc")).status_code == 403
        assert (await client.post("/dnc", json={"phone_number": NUMBER})).status_code == 403
        assert (await client.post("/dnc/imports", content=b"")).status_code == 403
        assert (await client.get("/dnc/imports")).status_code == 403
        assert (await client.delete("/dnc/1", params={"reason": "x"})).status_code == 403
