"""A list comes in: uploaded, looked at, mapped, run, cancelled; and what is refused is told."""

import csv
import io
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from api.body import LARGEST_BODY_BYTES
from core.campaigns.models import Campaign
from core.clients.models import Client, ClientEmail, ClientNumber, Person
from core.dnc.models import DncSource
from core.dnc.register import Refusal, refuse_numbers
from core.imports.reading import Batch, FileReader
from core.jobs.leases import Lease, LeaseLost
from core.kept_files import KeptFilePart
from core.leads.models import Lead, LeadNumber
from tests.factories import a_client, a_lead, a_list, a_user
from tests.fakes.clock import T0
from tests.fixtures.api_server import ApiServer
from tests.integration.api.importing import LIST, a_supervisor, imported, rows, started, uploaded, worked
from tests.workbooks import a_workbook


async def test_a_list_is_looked_at_mapped_and_imported(server: ApiServer) -> None:
    async with a_supervisor(server) as (client, campaign):
        upload = await uploaded(client, campaign, LIST.encode("cp1251"))
        preview = upload["preview"]
        assert (preview["encoding"], preview["delimiter"], preview["lines"]) == ("cp1251", ";", 3)
        assert preview["roles"] == ["name", "phone_number", "phone_number", "person", "email"]
        assert preview["samples"][0][0] == "Ёлка"
        again = await client.post(
            f"/campaigns/{campaign.id}/imports/{upload['id']}/preview", json={"encoding": "koi8-r"}
        )
        assert again.json()["preview"]["samples"][0][0] != "Ёлка"

        waiting = await started(client, campaign, upload, list_name="Весна", lines=3)
        assert (waiting.json()["state"], waiting.json()["lines_total"]) == ("waiting", 3)
        assert await worked(server)

        progress = (await client.get(f"/campaigns/{campaign.id}/imports")).json()[0]
        assert (progress["state"], progress["imported"], progress["rejected"]) == ("done", 2, 1)
        [rejected] = (await client.get(f"/campaigns/{campaign.id}/imports/{upload['id']}/rejected")).json()
        assert (rejected["line"], rejected["field"], rejected["code"]) == (4, "phone_number", "is_empty")
        [shown] = (await client.get(f"/campaigns/{campaign.id}/lists")).json()
        assert (shown["name"], shown["leads_total"], shown["leads_fresh"]) == ("Весна", 2, 2)
        counted = await rows(
            server.story.database, Client, Lead, LeadNumber, ClientNumber, Person, ClientEmail, KeptFilePart
        )
        assert counted == [2, 2, 2, 3, 1, 1, 0]
        second = await started(client, campaign, upload)
        assert (second.status_code, second.json()["code"]) == (409, "import_begun")


async def test_a_workbook_comes_in_as_well(server: ApiServer) -> None:
    sheet: list[list[str | int]] = [["Имя", "Телефон"], ["Ёлка", 79161234567]]
    async with a_supervisor(server) as (client, campaign):
        progress = await imported(server, client, campaign, a_workbook({"Лист1": sheet}))
        assert (progress["state"], progress["imported"]) == ("done", 1)


@pytest.mark.parametrize(("duplicates", "moved", "rejected"), [("skip", 0, 3), ("move", 1, 2)])
async def test_a_number_the_campaign_has_is_skipped_or_moved(
    server: ApiServer, duplicates: str, moved: int, rejected: int
) -> None:
    async with a_supervisor(server) as (client, campaign):
        async with server.story.database.transaction() as session:
            here = await session.get_one(Campaign, campaign.id)
            old = await a_list(session, here)
            lead = await a_lead(session, here, phone_number="+79161234567", in_list=old)
            known = await a_client(session, "+79160000001")
        file = "name,phone\nA,89161234567\nB,89160000001\nB again,+7 916 000 00 01\nC,\n"
        progress = await imported(server, client, campaign, file.encode(), duplicates=duplicates)
        assert (progress["imported"], progress["moved"], progress["rejected"]) == (1, moved, rejected)
        async with server.story.database.reading() as session:
            moved_to = (await session.get_one(Lead, lead.id)).list_id
            new = (await session.scalars(select(Lead).where(Lead.id != lead.id))).one()
        assert (moved_to == UUID(progress["list_id"])) is bool(moved)
        assert new.client_id == known.id


@pytest.mark.parametrize("batch_lines", [500, 1])
async def test_every_line_of_a_file_that_moves_leads_comes_to_something(
    server: ApiServer, monkeypatch: pytest.MonkeyPatch, batch_lines: int
) -> None:
    async with a_supervisor(server) as (client, campaign):
        async with server.story.database.transaction() as session:
            here = await session.get_one(Campaign, campaign.id)
            lead = await a_lead(
                session, here, phone_number="+79161234567", in_list=await a_list(session, here)
            )
        batches = FileReader.batches

        async def cut(*given: Any, **named: Any) -> AsyncIterator[Batch]:
            async for batch in batches(*given, **named):
                before = batch.done - len(batch.good)
                for place in range(0, len(batch.good), batch_lines):
                    part = batch.good[place : place + batch_lines]
                    yield Batch(part, [], before + place + len(part), batch.heading)

        monkeypatch.setattr(FileReader, "batches", cut)
        file = """name,phone,phone 2
New,89160000001,
New again,89160000001,89160000002
Known,89161234567,89160000003
Known again,89161234567,89160000004
"""
        progress = await imported(server, client, campaign, file.encode(), duplicates="move")

        counts = (progress["imported"], progress["moved"], progress["numbers_added"], progress["rejected"])
        assert counts == (1, 1, 1, 2)
        address = f"/campaigns/{campaign.id}/imports/{progress['id']}"
        refused = (await client.get(f"{address}/rejected")).json()
        assert [(one["line"], one["code"]) for one in refused] == [
            (3, "already_listed"),
            (5, "already_listed"),
        ]
        given_back = (await client.get(f"{address}/rejected.csv")).text
        assert "89160000002" in given_back
        assert "89160000004" in given_back
        async with server.story.database.reading() as session:
            numbers = select(ClientNumber.e164).where(ClientNumber.client_id == lead.client_id)
            assert set(await session.scalars(numbers)) == {"+79161234567", "+79160000003"}


async def test_lines_that_an_unclosed_quote_swallows_are_told(server: ApiServer) -> None:
    file = 'name,phone\nA,89160000001\n"B,89160000002\nC,89160000003\nD,89160000004\n'
    async with a_supervisor(server) as (client, campaign):
        upload = await uploaded(client, campaign, file.encode())
        [fault] = upload["preview"]["faults"]
        told = ("unclosed_quote", {"first": 3, "last": 5})
        assert (fault["code"], fault["parameters"]) == told
        await started(client, campaign, upload)
        assert await worked(server)

        address = f"/campaigns/{campaign.id}/imports/{upload['id']}"
        progress = (await client.get(address)).json()
        assert (progress["imported"], progress["rejected"]) == (1, 1)
        [refused] = (await client.get(f"{address}/rejected")).json()
        assert (refused["line"], refused["code"], refused["parameters"]) == (3, *told)


async def test_a_title_above_the_heading_is_shown_and_not_imported(server: ApiServer) -> None:
    file = "sep=;\nБаза клиентов 2024;;\nИмя;Телефон;Примечание\nЁлка;89161234567;x\nПётр;;\n"
    async with a_supervisor(server) as (client, campaign):
        upload = await uploaded(client, campaign, file.encode())
        preview = upload["preview"]
        assert preview["above_heading"] == [["База клиентов 2024", "", ""]]
        assert preview["heading"] == ["Имя", "Телефон", "Примечание"]
        assert (preview["lines"], preview["samples"][0][0]) == (2, "Ёлка")
        await started(client, campaign, upload, form={"has_heading": True})
        assert await worked(server)

        address = f"/campaigns/{campaign.id}/imports/{upload['id']}"
        progress = (await client.get(address)).json()
        assert (progress["imported"], progress["rejected"], progress["lines_done"]) == (1, 1, 2)
        [refused] = (await client.get(f"{address}/rejected")).json()
        assert refused["line"] == 5
        assert (await client.get(f"{address}/rejected.csv")).text.startswith("\ufeffИмя,Телефон,Примечание")


async def test_bytes_that_are_none_of_the_encoding_refuse_their_line_alone(server: ApiServer) -> None:
    file = "Имя;Телефон\nЁлка;89161234567\n".encode() + b"\xcf\xb8\xf2\xf0;89161234568\nB;89161234569\n"
    async with a_supervisor(server) as (client, campaign):
        upload = await uploaded(client, campaign, file)
        preview = upload["preview"]
        assert (preview["encoding"], preview["lines"], preview["faults_total"]) == ("utf-8", 3, 1)
        [fault] = preview["faults"]
        assert (fault["code"], fault["parameters"]) == ("wrong_encoding", {"line": 3, "encoding": "utf-8"})

        await started(client, campaign, upload)
        assert await worked(server)

        address = f"/campaigns/{campaign.id}/imports/{upload['id']}"
        progress = (await client.get(address)).json()
        assert (progress["state"], progress["imported"], progress["rejected"]) == ("done", 2, 1)
        [refused] = (await client.get(f"{address}/rejected")).json()
        assert (refused["line"], refused["field"], refused["code"]) == (3, "name", "spoiled_characters")


async def test_an_extension_is_kept_beside_the_number_that_is_dialled(server: ApiServer) -> None:
    file = "name;phone\nA;8 495 123-45-67 доб. 12 / 89161234567\n"
    async with a_supervisor(server) as (client, campaign):
        progress = await imported(server, client, campaign, file.encode())
        assert (progress["imported"], progress["rejected"]) == (1, 0)
        async with server.story.database.reading() as session:
            found = (await session.scalars(select(ClientNumber).order_by(ClientNumber.rank))).all()
            lead = (await session.scalars(select(Lead))).one()
        assert [(one.e164, one.label) for one in found] == [("+74951234567", "доб. 12"), ("+79161234567", "")]
        assert lead.phone_number == "+74951234567"


def many_lines(count: int) -> bytes:
    return "\n".join(["name,phone", *(f"A{n},+7916{n:07}" for n in range(count))]).encode()


async def test_a_cancelled_import_keeps_what_it_has_and_can_be_undone(
    server: ApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_supervisor(server) as (client, campaign):
        upload = await uploaded(client, campaign, many_lines(1200))
        address = f"/campaigns/{campaign.id}/imports/{upload['id']}"
        await started(client, campaign, upload)
        batches = FileReader.batches

        async def cancelled_meanwhile(*given: Any, **named: Any) -> AsyncIterator[Batch]:
            async for batch in batches(*given, **named):
                yield batch
                assert (await client.post(f"{address}/cancel")).status_code == 200

        monkeypatch.setattr(FileReader, "batches", cancelled_meanwhile)
        assert await worked(server)
        progress = (await client.get(address)).json()
        assert progress["state"] == "cancelled"
        assert progress["imported"] == progress["lines_done"] == 500
        [stopped, _begun] = (await client.get("/audit", params={"entity": "import"})).json()["items"]
        assert (stopped["entity_id"], stopped["campaign_id"]) == (upload["id"], str(campaign.id))
        assert stopped["changes"] == [{"field": "stopped", "before": None, "after": True}]
        assert (await client.post(f"{address}/undo")).status_code == 202


async def test_an_import_whose_worker_died_goes_on_where_it_was(
    server: ApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_supervisor(server) as (client, campaign):
        upload = await uploaded(client, campaign, many_lines(1200))
        await started(client, campaign, upload)
        advance = Lease.advance

        async def dies_at_the_second_batch(self: Lease, *given: Any, **named: Any) -> None:
            if named.get("done") == 1000:
                raise LeaseLost("as if killed")
            await advance(self, *given, **named)

        with monkeypatch.context() as patch:
            patch.setattr(Lease, "advance", dies_at_the_second_batch)
            assert await worked(server)
        assert await rows(server.story.database, Lead) == [500]
        server.story.clock.move(60)
        assert await worked(server)

        progress = (await client.get(f"/campaigns/{campaign.id}/imports/{upload['id']}")).json()
        assert (progress["state"], progress["imported"], progress["rejected"]) == ("done", 1200, 0)
        assert await rows(server.story.database, Lead, Client) == [1200, 1200]


async def test_refused_lines_are_given_back_harmless(server: ApiServer) -> None:
    file = "name;phone;note\n=cmd|' /C calc'!A1;;+7 916 000\n@SUM(A1);1;\n"
    async with a_supervisor(server) as (client, campaign):
        progress = await imported(server, client, campaign, file.encode())
        given = await client.get(f"/campaigns/{campaign.id}/imports/{progress['id']}/rejected.csv")
    assert given.headers["content-disposition"].startswith("attachment")
    lines = given.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "name,phone,note,line,field,reason,code,parameters"
    assert lines[1] == "'=cmd|' /C calc'!A1,,'+7 916 000,2,phone_number,пусто,is_empty,"
    assert lines[2].startswith("'@SUM(A1),1,,3,phone_number,")


@pytest.mark.parametrize(
    ("language", "reasons"),
    [
        ("ru", ["такого номера в этой стране быть не может", "длиннее 300 знаков"]),
        ("en", ["is not a number that can exist in its country", "is longer than 300 characters"]),
    ],
)
async def test_reasons_are_given_in_the_language_of_whoever_downloads_them(
    server: ApiServer, language: str, reasons: list[str]
) -> None:
    file = f"name;phone\nЁлка;12\n{'Я' * 301};+7 916 123-45-67\n"
    async with a_supervisor(server) as (client, campaign):
        progress = await imported(server, client, campaign, file.encode())
        assert (await client.patch("/session", json={"language": language})).status_code == 200
        given = await client.get(f"/campaigns/{campaign.id}/imports/{progress['id']}/rejected.csv")
    lines = list(csv.DictReader(io.StringIO(given.content.decode("utf-8-sig"), newline="")))
    assert [line["reason"] for line in lines] == reasons
    assert [(line["code"], line["parameters"]) for line in lines] == [
        ("impossible_number", ""),
        ("too_long", '{"max": 300}'),
    ]


async def test_refused_lines_are_imported_again_once_they_are_corrected(server: ApiServer) -> None:
    note = "Просил перезвонить после отпуска; " * 20 + "=конец"
    file = f'Имя,Телефон,Примечание\nЁлка,12,"{note}"\nИва,+7 916 123-45-67,\n'
    async with a_supervisor(server) as (client, campaign):
        progress = await imported(server, client, campaign, file.encode())
        given = await client.get(f"/campaigns/{campaign.id}/imports/{progress['id']}/rejected.csv")
        assert "Имя,Телефон,Примечание,line," in given.text
        corrected = given.text.replace("Ёлка,12,", "Ёлка,+7 916 765-43-21,")
        again = await imported(server, client, campaign, corrected.encode())
    assert (progress["imported"], progress["rejected"]) == (1, 1)
    assert (again["imported"], again["rejected"]) == (1, 0)
    async with server.story.database.reading() as session:
        found = await session.scalar(select(Client.note).where(Client.name == "Ёлка"))
    assert found == note


async def test_refused_lines_of_a_file_without_a_heading_are_given_back_without_one(
    server: ApiServer,
) -> None:
    async with a_supervisor(server) as (client, campaign):
        form = {"form": {"has_heading": False}, "roles": ["name", "phone_number"]}
        progress = await imported(server, client, campaign, "Ёлка,12\n".encode(), **form)
        given = await client.get(f"/campaigns/{campaign.id}/imports/{progress['id']}/rejected.csv")
    [line] = given.content.decode("utf-8-sig").splitlines()
    assert line.startswith("Ёлка,12,1,phone_number,")


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "is_empty"), (b"PK\x03\x04broken", "unreadable_workbook"), (b"a\0b", "unsupported_file")],
)
async def test_a_file_that_is_no_list_is_refused_when_it_comes(
    server: ApiServer, content: bytes, code: str
) -> None:
    async with a_supervisor(server) as (client, campaign):
        answer = await client.post(f"/campaigns/{campaign.id}/imports", content=content)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code)


async def test_a_workbook_that_claims_millions_of_cells_kills_nobody_but_its_reader(
    server: ApiServer,
) -> None:
    cells = '<c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c>'
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row r="1">{cells}</row></sheetData></worksheet>'
    )
    content = a_workbook({"A": [["x"]]}, replacing={"xl/worksheets/sheet1.xml": sheet.encode()})
    async with a_supervisor(server) as (client, campaign):
        answer = await client.post(f"/campaigns/{campaign.id}/imports", content=content)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "unreadable_file")


async def test_only_a_supervisor_imports_and_only_into_a_campaign_of_ours(server: ApiServer) -> None:
    async with a_supervisor(server) as (client, campaign):
        async with server.story.database.transaction() as session:
            anna = await a_user(session)
        async with server.as_user(anna) as operator:
            assert (await operator.get(f"/campaigns/{campaign.id}/imports")).status_code == 403
        upload = await uploaded(client, campaign, LIST.encode())
        assert (await client.get(f"/campaigns/{UUID(int=1)}/imports/{upload['id']}")).status_code == 404
        no_number = await started(client, campaign, upload | {"preview": {"roles": ["name"]}})
        assert no_number.json()["errors"][0]["code"] == "missing_column"


async def test_a_file_may_be_much_larger_than_any_other_body(server: ApiServer) -> None:
    lines = [f"Client {number};+7916{number:07};{'x' * 200}" for number in range(2000)]
    async with a_supervisor(server) as (client, campaign):
        content = "\n".join(["Имя;Телефон;Примечание", *lines]).encode()
        assert len(content) > LARGEST_BODY_BYTES
        done = await imported(server, client, campaign, content)
        assert (done["state"], done["imported"]) == ("done", len(lines))


@pytest.mark.parametrize(
    ("refused", "is_marked"),
    [(["+79161234567"], False), (["+79161234567", "+74951234567"], True)],
    ids=["one of its numbers", "all its numbers"],
)
async def test_a_lead_whose_every_number_is_refused_is_marked_as_it_comes(
    server: ApiServer, refused: list[str], is_marked: bool
) -> None:
    async with a_supervisor(server) as (client, campaign):
        async with server.story.database.transaction() as session:
            refusal = Refusal(DncSource.HAND, T0, campaign_id=campaign.id)
            await refuse_numbers(session, refused, refusal)
        await imported(server, client, campaign, LIST.encode())
        async with server.story.database.reading() as session:
            marked = dict((await session.execute(select(Lead.phone_number, Lead.is_refused))).all())
    assert marked == {"+79161234567": is_marked, "+79167654321": False}
