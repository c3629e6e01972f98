"""Leads are chosen among the clients: counted first, then put on a list, nobody twice, and taken back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.state_machine import CallOutcome
from core.clients.models import Client
from core.jobs.leases import Lease
from core.jobs.models import Job
from core.leads.models import Lead, LeadNumber
from core.leads.settling import Attempt, settle_attempts
from core.lists.models import LeadList
from core.users.models import Role
from tests.factories import a_campaign, a_client, a_lead, a_user
from tests.fakes.clock import T0
from tests.fixtures.api_server import ApiServer
from tests.integration.api.importing import rows, worked

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
        assert await worked(server)
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


@asynccontextmanager
async def a_selection(server: ApiServer, **wanted: Any) -> AsyncIterator[tuple[httpx.AsyncClient, str]]:
    """Begun, of three clients; gives its address."""
    async with server.story.database.transaction() as session:
        boss = await a_user(session, Role.SUPERVISOR)
        campaign = await a_campaign(session, is_running=False)
        for number in range(3):
            (await a_client(session, f"+7916000000{number}")).region = "Омск"
    async with server.as_user(boss) as client:
        address = f"/campaigns/{campaign.id}/selections"
        body = {"condition": FROM_OMSK, "list_name": "Омск"} | wanted
        begun = await client.post(address, json=body)
        assert begun.status_code == 202, begun.text
        yield client, f"{address}/{begun.json()['id']}"


async def test_a_selection_nobody_called_is_taken_back_with_its_list(server: ApiServer) -> None:
    async with a_selection(server) as (client, address):
        too_early = await client.post(f"{address}/undo")
        assert (too_early.status_code, too_early.json()["code"]) == (409, "selection_not_ended")
        assert await worked(server)
        assert await rows(server.story.database, Lead, LeadList) == [3, 1]

        assert (await client.post(f"{address}/undo")).status_code == 202
        assert (await client.post(f"{address}/undo")).status_code == 409
        assert await worked(server)

        after = (await client.get(address)).json()
        assert (after["undo_state"], after["undo_done"], after["undo_total"]) == ("done", 3, 3)
        assert (after["undone"], after["kept"], after["list_id"]) == (3, [], None)
        assert after["list_name"] == "Омск"
        assert (await client.get(address.rpartition("/")[0])).json() == [after]
        assert await rows(server.story.database, Lead, LeadList, Client) == [0, 0, 3]


async def test_a_selected_lead_that_was_dialled_stays_and_is_told_of(server: ApiServer) -> None:
    async with a_selection(server) as (client, address):
        assert await worked(server)
        async with server.story.database.transaction() as session:
            lead = (await session.scalars(select(Lead).limit(1))).one()
            attempt = Attempt(lead.id, lead.phone_number, CallOutcome.NO_ANSWER, T0)
            await settle_attempts(session, [attempt])

        await client.post(f"{address}/undo")
        assert await worked(server)

        after = (await client.get(address)).json()
        assert after["kept"] == [{"thing": "new_lead", "because": "called", "count": 1}]
        assert (after["undone"], after["list_id"] is None) == (2, False)
        async with server.story.database.reading() as session:
            assert list(await session.scalars(select(Lead.id))) == [lead.id]


async def test_leads_that_were_on_the_list_before_a_selection_are_left_by_its_undoing(
    server: ApiServer,
) -> None:
    async with a_selection(server) as (client, address):
        assert await worked(server)
        async with server.story.database.transaction() as session:
            (await a_client(session, "+79160000007")).region = "Омск"
            first = list(await session.scalars(select(Lead.id)))
        campaign, _, _ = address.partition("/selections")
        list_id = (await client.get(address)).json()["list_id"]
        body = {"condition": FROM_OMSK, "list_id": list_id}
        again = (await client.post(f"{campaign}/selections", json=body)).json()
        assert await worked(server)
        assert await rows(server.story.database, Lead) == [4]

        await client.post(f"{campaign}/selections/{again['id']}/undo")
        assert await worked(server)

        async with server.story.database.reading() as session:
            assert set(await session.scalars(select(Lead.id))) == set(first)


async def test_a_selection_that_waits_is_cancelled_at_once(server: ApiServer) -> None:
    async with a_selection(server) as (client, address):
        for _ in range(2):
            assert (await client.post(f"{address}/cancel")).json()["state"] == "cancelled"
        assert not await worked(server)
        [stopped, *_before] = (await client.get("/audit", params={"entity": "list"})).json()["items"]
        assert stopped["changes"] == [{"field": "selection_stopped", "before": None, "after": True}]
        fields = [one["field"] for entry in _before for one in entry["changes"]]
        assert "selection_stopped" not in fields, "told of twice"


async def test_a_cancelled_selection_keeps_what_it_has_and_can_be_undone(
    server: ApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.selections.run._STEP", 2)
    advance = Lease.advance

    async def cancelled_after_a_step(self: Lease, session: AsyncSession, *given: Any, **named: Any) -> None:
        await advance(self, session, *given, **named)
        await session.execute(update(Job).where(Job.id == self.job_id).values(is_cancel_wanted=True))

    async with a_selection(server) as (client, address):
        with monkeypatch.context() as patch:
            patch.setattr(Lease, "advance", cancelled_after_a_step)
            assert await worked(server)
        ended = (await client.get(address)).json()
        assert (ended["state"], ended["done"], ended["total"]) == ("cancelled", 2, 3)
        assert await rows(server.story.database, Lead) == [2]

        await client.post(f"{address}/undo")
        assert await worked(server)
        assert await rows(server.story.database, Lead, LeadList) == [0, 0]


async def test_a_list_stays_that_a_selection_is_to_fill_after_the_undoing(server: ApiServer) -> None:
    async with a_selection(server) as (client, address):
        assert await worked(server)
        list_id = (await client.get(address)).json()["list_id"]
        await client.post(f"{address}/undo")
        server.story.clock.move(1)
        body = {"condition": FROM_OMSK, "list_id": list_id}
        again = (await client.post(address.rpartition("/")[0], json=body)).json()

        while await worked(server):
            pass

        after = (await client.get(f"{address.rpartition('/')[0]}/{again['id']}")).json()
        assert (after["state"], after["done"], after["list_id"]) == ("done", 3, list_id)


async def test_a_selection_for_a_list_that_is_gone_says_so(server: ApiServer) -> None:
    async with a_selection(server) as (client, address):
        async with server.story.database.transaction() as session:
            await session.execute(delete(LeadList))

        assert await worked(server)

        after = (await client.get(address)).json()
        assert [fault["code"] for fault in after["faults"]] == ["list_gone"]
        assert (after["state"], await rows(server.story.database, Lead)) == ("failed", [0])
