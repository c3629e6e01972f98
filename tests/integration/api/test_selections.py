"""Leads are chosen among the clients: counted first, then put on a list, nobody twice."""

from typing import Any

from sqlalchemy import select

from core.leads.models import Lead, LeadNumber
from core.users.models import Role
from tests.factories import a_campaign, a_client, a_lead, a_user
from tests.fixtures.api_server import ApiServer
from zvonar.jobs import job_runner
from zvonar.settings import Settings

FROM_OMSK: dict[str, Any] = {"rules": [{"field": "region", "operator": "=", "value": "Омск"}]}


async def test_clients_for_whom_a_condition_holds_become_leads_once(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        boss, anna = await a_user(session, Role.SUPERVISOR), await a_user(session)
        campaign = await a_campaign(session, is_running=False)
        shared = "+79160000009"
        wanted = await a_client(session, "+79160000001", "+79160000002", shared)
        listed = await a_client(session, "+79160000003")
        others_number = await a_client(session, shared)
        for one in (wanted, listed, others_number):
            one.region = "Омск"
        await a_client(session, "+79160000004")
        await a_lead(session, campaign, listed, phone_number="+79160000003")
        await a_lead(session, campaign, phone_number=shared)
    async with server.as_user(boss) as client:
        address = f"/campaigns/{campaign.id}/selections"
        fields = {field["name"]: field for field in (await client.get(f"{address}/fields")).json()}
        assert fields["region"]["values"] == ["Омск"]
        assert fields["last_contact"]["kind"] == "days_ago"
        counted = await client.post(f"{address}/count", json={"condition": FROM_OMSK})
        assert counted.json() == {"clients": 2}
        begun = await client.post(address, json={"condition": FROM_OMSK, "list_name": "Омск"})
        assert (begun.status_code, begun.json()["total"]) == (202, 2)
        await job_runner(Settings(), server.story.database, server.story.clock).run_next()
        progress = (await client.get(f"{address}/{begun.json()['id']}")).json()
        assert (progress["state"], progress["done"]) == ("done", 1)
        lists = {
            shown["name"]: shown for shown in (await client.get(f"/campaigns/{campaign.id}/lists")).json()
        }
        assert (lists["Омск"]["leads_total"], lists["Омск"]["source"]) == (1, "selection")

        wrong = {"rules": [{"field": "salary", "operator": "=", "value": 1}]}
        refused = await client.post(f"{address}/count", json={"condition": wrong})
        assert refused.json()["errors"][0]["code"] == "unknown_field"
        async with server.as_user(anna) as operator:
            assert (await operator.get(f"{address}/fields")).status_code == 403
    async with server.story.database.reading() as session:
        lead = (await session.scalars(select(Lead).where(Lead.client_id == wanted.id))).one()
        numbers = await session.scalars(
            select(LeadNumber.phone_number).where(LeadNumber.lead_id == lead.id).order_by(LeadNumber.rank)
        )
        assert lead.phone_number == "+79160000001"
        assert list(numbers) == ["+79160000001", "+79160000002"]
