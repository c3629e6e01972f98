"""By which clock imported leads are called: it follows the client, not the office."""

import pytest
from sqlalchemy import select

from core.clients.models import Client
from core.leads.models import Lead, LeadNumber
from tests.factories import a_client
from tests.fixtures.api_server import ApiServer
from tests.integration.api.importing import a_supervisor, imported, started, uploaded

MOBILE, SECOND_MOBILE, OF_YEKATERINBURG = "+79161234567", "+79161234568", "+73433000000"


async def zones_of_leads(server: ApiServer) -> dict[str, str]:
    """By the number that is dialled next, and by every further number."""
    async with server.story.database.reading() as session:
        first = await session.execute(select(Lead.phone_number, Lead.time_zone))
        every = await session.execute(select(LeadNumber.phone_number, LeadNumber.time_zone))
    return dict(first.all()) | dict(every.all())


@pytest.mark.parametrize(
    ("file", "zones"),
    [
        pytest.param(
            f"name,phone\nA,{MOBILE}\n",
            {MOBILE: "Asia/Vladivostok"},
            id="no zone in the file",
        ),
        pytest.param(
            f"name,phone,time zone\nA,{MOBILE},Asia/Omsk\n",
            {MOBILE: "Asia/Omsk"},
            id="a zone in the file",
        ),
        pytest.param(
            f"name,phone,phone\nA,{SECOND_MOBILE},{MOBILE}\n",
            {SECOND_MOBILE: "Asia/Vladivostok", MOBILE: "Asia/Vladivostok"},
            id="known by the second number",
        ),
        pytest.param(
            f"name,phone,phone\nA,{MOBILE},{OF_YEKATERINBURG}\n",
            {MOBILE: "Asia/Vladivostok", OF_YEKATERINBURG: "Asia/Yekaterinburg"},
            id="a further number that rings elsewhere for certain",
        ),
    ],
)
async def test_a_known_client_is_called_by_the_clock_where_they_are_known_to_be(
    server: ApiServer, file: str, zones: dict[str, str]
) -> None:
    async with server.story.database.transaction() as session:
        known = await a_client(session, MOBILE, time_zone="Asia/Vladivostok")
    async with a_supervisor(server) as (client, campaign):
        await imported(server, client, campaign, file.encode())
    assert await zones_of_leads(server) == zones
    async with server.story.database.reading() as session:
        assert (await session.get_one(Client, known.id)).time_zone == "Asia/Vladivostok"


async def test_a_line_about_a_client_of_an_earlier_line_follows_that_clients_clock(server: ApiServer) -> None:
    file = f"name,phone,phone,time zone\nA,{MOBILE},{SECOND_MOBILE},Asia/Omsk\nA,+79160000003,{MOBILE},\n"
    async with a_supervisor(server) as (client, campaign):
        await imported(server, client, campaign, file.encode())
    assert set((await zones_of_leads(server)).values()) == {"Asia/Omsk"}


async def test_the_region_of_a_line_tells_the_zone_of_a_client_who_is_not_known(server: ApiServer) -> None:
    file = f"name,phone,region\nA,{MOBILE},Приморский край\nB,{SECOND_MOBILE},Марс\n"
    async with a_supervisor(server) as (client, campaign):
        await imported(server, client, campaign, file.encode())
    assert await zones_of_leads(server) == {MOBILE: "Asia/Vladivostok", SECOND_MOBILE: "Europe/Moscow"}


FILE = (
    "name,phone,phone,region\n"
    f"A,{MOBILE},{SECOND_MOBILE},\nB,+79160000003,{OF_YEKATERINBURG},\nC,+79160000004,,Приморский край\n"
    "D,+79160000005,,\nE,nothing,,\n"
)


async def test_numbers_without_a_zone_are_counted_before_and_after_and_called_by_the_chosen_one(
    server: ApiServer,
) -> None:
    async with server.story.database.transaction() as session:
        await a_client(session, "+79160000005", time_zone="Asia/Magadan")
    async with a_supervisor(server) as (client, campaign):
        upload = await uploaded(client, campaign, FILE.encode())
        assert upload["home_zone"] == "Europe/Moscow"
        looked_at = await client.post(
            f"/campaigns/{campaign.id}/imports/{upload['id']}/zones",
            json={"roles": upload["preview"]["roles"]},
        )
        assert looked_at.json() == {"lines": 5, "numbers": 6, "without_zone": 3}

        refused = await started(client, campaign, upload, default_zone="Mars/Olympus")
        [fault] = refused.json()["errors"]
        assert (refused.status_code, fault["field"], fault["code"]) == (422, "default_zone", "unknown_zone")
        progress = await imported(server, client, campaign, FILE.encode(), default_zone="Asia/Omsk")
    assert (progress["default_zone"], progress["numbers_without_zone"]) == ("Asia/Omsk", 3)
    assert await zones_of_leads(server) == {
        MOBILE: "Asia/Omsk",
        SECOND_MOBILE: "Asia/Omsk",
        "+79160000003": "Asia/Omsk",
        OF_YEKATERINBURG: "Asia/Yekaterinburg",
        "+79160000004": "Asia/Vladivostok",
        "+79160000005": "Asia/Magadan",
    }


async def test_no_zone_chosen_means_the_call_centres(server: ApiServer) -> None:
    async with a_supervisor(server) as (client, campaign):
        progress = await imported(server, client, campaign, f"name,phone\nA,{MOBILE}\n".encode())
    assert (progress["default_zone"], progress["numbers_without_zone"]) == ("Europe/Moscow", 1)


async def test_an_imported_client_has_the_language_of_the_line_or_of_the_numbers_country(
    server: ApiServer,
) -> None:
    file = f"name,phone,language\nA,{MOBILE},\nB,+442079460000,\nC,{SECOND_MOBILE},en\n"
    async with a_supervisor(server) as (client, campaign):
        await imported(server, client, campaign, file.encode())
    async with server.story.database.reading() as session:
        languages = dict((await session.execute(select(Client.name, Client.language))).all())
    assert languages == {"A": "ru", "B": "en", "C": "en"}
