"""A client turns out to be somewhere else: their leads are called by the clock there, at once."""

from uuid import UUID

from sqlalchemy import select

from core.audit.trail import audit_page
from core.clients.models import Client
from core.leads.models import Lead, LeadNumber
from core.users.models import Role
from tests.factories import a_campaign, a_client, a_lead, a_user
from tests.fixtures.api_server import ApiServer

MOBILE, OF_YEKATERINBURG, SECOND_MOBILE = "+79161234567", "+73433000000", "+79161234568"


async def zones(server: ApiServer) -> tuple[dict[str, tuple[str, bool]], dict[str, str]]:
    """Of leads with whether they have several, and of their further numbers."""
    async with server.story.database.reading() as session:
        leads = await session.execute(select(Lead.phone_number, Lead.time_zone, Lead.has_several_zones))
        numbers = await session.execute(select(LeadNumber.phone_number, LeadNumber.time_zone))
    return {number: (zone, several) for number, zone, several in leads}, dict(numbers.all())


async def test_all_leads_of_a_client_follow_a_corrected_zone_and_the_trail_says_who_did_it(
    server: ApiServer,
) -> None:
    async with server.story.database.transaction() as session:
        anna = await a_user(session, Role.OPERATOR)
        client = await a_client(session, MOBILE)
        spring, autumn = await a_campaign(session), await a_campaign(session)
        await a_lead(session, spring, client, phone_number=MOBILE, more_numbers=[OF_YEKATERINBURG])
        await a_lead(session, autumn, client, phone_number=SECOND_MOBILE, due_at=None)
        stranger = await a_lead(session, autumn)
    async with server.as_user(anna) as operator:
        answer = await operator.patch(f"/clients/{client.id}", json={"time_zone": "Asia/Vladivostok"})
        assert (answer.status_code, answer.json()["time_zone"]) == (200, "Asia/Vladivostok")

    leads, numbers = await zones(server)
    assert leads == {
        MOBILE: ("Asia/Vladivostok", True),
        SECOND_MOBILE: ("Asia/Vladivostok", False),
        stranger.phone_number: ("Europe/Moscow", False),
    }
    assert numbers == {MOBILE: "Asia/Vladivostok", OF_YEKATERINBURG: "Asia/Yekaterinburg"}
    async with server.story.database.reading() as session:
        [entry] = (await audit_page(session, entity="client")).items
    [change] = entry.changes
    assert (entry.user_name, entry.name) == (anna.name, client.name)
    assert (change.field, change.before, change.after) == ("time_zone", "Europe/Moscow", "Asia/Vladivostok")


async def test_a_lead_whose_turn_is_at_another_number_is_called_by_the_clock_of_that_number(
    server: ApiServer,
) -> None:
    async with server.story.database.transaction() as session:
        anna = await a_user(session, Role.OPERATOR)
        client = await a_client(session, MOBILE, OF_YEKATERINBURG)
        lead = await a_lead(
            session, await a_campaign(session), client, phone_number=MOBILE, more_numbers=[OF_YEKATERINBURG]
        )
        lead.phone_number = OF_YEKATERINBURG
    async with server.as_user(anna) as operator:
        await operator.patch(f"/clients/{client.id}", json={"time_zone": "Asia/Vladivostok"})
    leads, _ = await zones(server)
    assert leads == {OF_YEKATERINBURG: ("Asia/Yekaterinburg", True)}


async def test_a_zone_that_there_is_not_is_refused_by_its_field(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        anna = await a_user(session, Role.OPERATOR)
        client = await a_client(session)
    async with server.as_user(anna) as operator:
        refused = await operator.patch(f"/clients/{client.id}", json={"time_zone": "Mars/Olympus"})
        missing = await operator.patch(f"/clients/{UUID(int=1)}", json={"time_zone": "Asia/Omsk"})
    [fault] = refused.json()["errors"]
    assert (refused.status_code, fault["field"], fault["code"]) == (422, "time_zone", "unknown_zone")
    assert missing.status_code == 404
    async with server.story.database.reading() as session:
        assert (await session.get_one(Client, client.id)).time_zone == "Europe/Moscow"
        assert not (await audit_page(session)).items
