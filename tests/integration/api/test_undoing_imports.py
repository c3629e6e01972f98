"""An import is taken back: all is as it was, and what could not be put back is told with its reason."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call, CallKind
from core.calls.state_machine import CallOutcome, CallState
from core.campaigns.models import Campaign, PreviewTimeout
from core.clients.models import Client, ClientNumber, Person
from core.imports.models import LeadMove
from core.jobs.leases import Lease, LeaseLost
from core.leads.models import Lead, LeadNumber
from core.leads.settling import Attempt, settle_attempts
from core.lists.models import LeadList
from core.previews.models import Preview, PreviewEnding
from tests.factories import a_campaign, a_client, a_lead, a_list, a_user
from tests.fakes.clock import T0
from tests.fixtures.api_server import ApiServer
from tests.integration.api.importing import LIST, a_supervisor, imported, rows, started, uploaded, worked


async def test_an_import_is_undone_but_for_what_has_happened(server: ApiServer) -> None:
    async with a_supervisor(server) as (client, campaign):
        progress = await imported(server, client, campaign, LIST.encode())
        address = f"/campaigns/{campaign.id}/imports/{progress['id']}"
        async with server.story.database.transaction() as session:
            called = (await session.scalars(select(Lead).where(Lead.phone_number == "+79167654321"))).one()
            attempt = Attempt(called.id, called.phone_number, CallOutcome.NO_ANSWER, T0)
            await settle_attempts(session, [attempt])

        assert (await client.post(f"{address}/undo")).status_code == 202
        assert (await client.post(f"{address}/undo")).status_code == 409
        assert await worked(server)

        after = (await client.get(address)).json()
        assert (after["undo_state"], after["undone"], after["list_id"]) == ("done", 1, progress["list_id"])
        assert await rows(server.story.database, Client, Lead, LeadNumber, ClientNumber) == [1, 1, 0, 1]


async def test_undoing_an_import_nobody_called_leaves_nothing(server: ApiServer) -> None:
    async with a_supervisor(server) as (client, campaign):
        progress = await imported(server, client, campaign, LIST.encode())
        await client.post(f"/campaigns/{campaign.id}/imports/{progress['id']}/undo")
        assert await worked(server)

        assert (await client.get(f"/campaigns/{campaign.id}/lists")).json() == []
        assert await rows(server.story.database, Client, Lead, ClientNumber, Person) == [0, 0, 0, 0]


KNOWN, ADDED, MOVED = "+79160000001", "+74950000001", "+79161234567"
# One client who has one of the numbers already, and one who is a lead already.
AMONG_KNOWN = f"name,phone,phone 2\nIva,{KNOWN},{ADDED}\nElm,{MOVED},\n"


class Story:
    """A campaign that has a lead on an old list, and a file that moves it and adds a number to a client."""

    def __init__(self, server: ApiServer, client: httpx.AsyncClient, campaign: Campaign) -> None:
        self.server = server
        self.client = client
        self.campaign = campaign
        self.old_list_id = self.lead_id = self.known_id = self.new_list_id = uuid4()
        self.address = ""

    async def begin(self) -> None:
        async with self.server.story.database.transaction() as session:
            campaign = await session.get_one(Campaign, self.campaign.id)
            old = await a_list(session, campaign)
            lead = await a_lead(session, campaign, phone_number=MOVED, in_list=old)
            self.old_list_id, self.lead_id = old.id, lead.id
            self.known_id = (await a_client(session, KNOWN)).id

    async def bring_in(self) -> dict[str, Any]:
        progress = await imported(
            self.server, self.client, self.campaign, AMONG_KNOWN.encode(), duplicates="move"
        )
        self.new_list_id = UUID(progress["list_id"])
        self.address = f"/campaigns/{self.campaign.id}/imports/{progress['id']}"
        return progress

    async def undo(self) -> dict[str, Any]:
        assert (await self.client.post(f"{self.address}/undo")).status_code == 202
        assert await worked(self.server)
        progress: dict[str, Any] = (await self.client.get(self.address)).json()
        assert progress["undo_state"] == "done"
        return progress

    async def list_of_moved(self) -> UUID:
        async with self.server.story.database.reading() as session:
            return (await session.get_one(Lead, self.lead_id)).list_id

    async def numbers_of_known(self) -> set[str]:
        async with self.server.story.database.reading() as session:
            found = await session.scalars(
                select(ClientNumber.e164).where(ClientNumber.client_id == self.known_id)
            )
            return set(found)


def kept(progress: dict[str, Any]) -> dict[tuple[str, str], int]:
    return {(one["thing"], one["because"]): one["count"] for one in progress["kept"]}


async def a_call(session: AsyncSession, phone_number: str, client_id: UUID, **values: Any) -> None:
    filled = {"kind": CallKind.DIALLER, "placed_at": T0, "ended_at": T0, "state": CallState.ENDED}
    session.add(Call(node="node", phone_number=phone_number, client_id=client_id, **(filled | values)))
    await session.flush()


async def test_moved_leads_and_added_numbers_are_put_back(server: ApiServer) -> None:
    async with a_supervisor(server) as (client, campaign):
        story = Story(server, client, campaign)
        await story.begin()
        progress = await story.bring_in()
        assert (progress["imported"], progress["moved"], progress["numbers_added"]) == (1, 1, 1)
        assert await story.list_of_moved() == story.new_list_id
        assert await story.numbers_of_known() == {KNOWN, ADDED}

        after = await story.undo()

        assert (after["undone"], after["put_back"], after["numbers_removed"]) == (1, 1, 1)
        assert (after["undo_done"], after["undo_total"], after["kept"]) == (3, 3, [])
        assert await story.list_of_moved() == story.old_list_id
        assert await story.numbers_of_known() == {KNOWN}
        lists = (await client.get(f"/campaigns/{campaign.id}/lists")).json()
        assert [one["id"] for one in lists] == [str(story.old_list_id)]
        assert await rows(server.story.database, Client, Lead, LeadNumber, LeadMove) == [2, 1, 0, 0]


async def _was_called(session: AsyncSession, story: Story, lead: Lead) -> None:
    await a_call(session, lead.phone_number, lead.client_id, lead_id=lead.id)


async def _was_skipped(session: AsyncSession, story: Story, lead: Lead) -> None:
    operator = await a_user(session)
    session.add(
        Preview(
            node="node",
            campaign_id=lead.campaign_id,
            lead_id=lead.id,
            client_id=lead.client_id,
            operator_id=operator.id,
            phone_number=lead.phone_number,
            offered_at=T0,
            expires_at=T0,
            on_timeout=PreviewTimeout.PAUSE,
            ended_at=T0,
            ending=PreviewEnding.SKIPPED,
        )
    )


async def _is_held(session: AsyncSession, story: Story, lead: Lead) -> None:
    lead.held_until = T0 + timedelta(hours=1)


async def _was_moved_on(session: AsyncSession, story: Story, lead: Lead) -> None:
    lead.list_id = (await a_list(session, await session.get_one(Campaign, story.campaign.id))).id


async def _lost_its_list(session: AsyncSession, story: Story, lead: Lead) -> None:
    await session.delete(await session.get_one(LeadList, story.old_list_id))


@pytest.mark.parametrize(
    ("happen", "because"),
    [
        pytest.param(_was_called, "called", id="dialled"),
        pytest.param(_was_skipped, "skipped", id="offered and skipped"),
        pytest.param(_is_held, "held", id="being dialled"),
        pytest.param(_was_moved_on, "moved_on", id="moved on"),
        pytest.param(_lost_its_list, "list_gone", id="its list is gone"),
    ],
)
async def test_a_moved_lead_stays_to_which_something_has_happened(
    server: ApiServer, happen: Any, because: str
) -> None:
    async with a_supervisor(server) as (client, campaign):
        story = Story(server, client, campaign)
        await story.begin()
        await story.bring_in()
        async with server.story.database.transaction() as session:
            await happen(session, story, await session.get_one(Lead, story.lead_id))
        before = await story.list_of_moved()

        after = await story.undo()

        assert (after["put_back"], kept(after)) == (0, {("moved_lead", because): 1})
        assert await story.list_of_moved() == before


async def test_a_call_before_the_import_keeps_no_moved_lead(server: ApiServer) -> None:
    async with a_supervisor(server) as (client, campaign):
        story = Story(server, client, campaign)
        await story.begin()
        async with server.story.database.transaction() as session:
            lead = await session.get_one(Lead, story.lead_id)
            earlier = T0 - timedelta(hours=1)
            await a_call(session, MOVED, lead.client_id, lead_id=lead.id, placed_at=earlier)
            lead.attempts = 1
        await story.bring_in()

        after = await story.undo()

        assert (after["put_back"], after["kept"]) == (1, [])
        assert await story.list_of_moved() == story.old_list_id


async def test_an_added_number_stays_once_it_was_dialled(server: ApiServer) -> None:
    async with a_supervisor(server) as (client, campaign):
        story = Story(server, client, campaign)
        await story.begin()
        await story.bring_in()
        async with server.story.database.transaction() as session:
            await a_call(session, ADDED, story.known_id, kind=CallKind.CLICK_TO_DIAL)

        after = await story.undo()

        assert (after["numbers_removed"], kept(after)) == (0, {("number", "called"): 1})
        assert await story.numbers_of_known() == {KNOWN, ADDED}


async def test_what_another_campaign_uses_stays_until_it_does_not(server: ApiServer) -> None:
    async with a_supervisor(server) as (client, campaign):
        story = Story(server, client, campaign)
        await story.begin()
        progress = await imported(server, client, campaign, LIST.encode())
        await story.bring_in()
        async with server.story.database.transaction() as session:
            other = await a_campaign(session)
            known = await session.get_one(Client, story.known_id)
            further = await a_lead(session, other, known, phone_number=KNOWN, more_numbers=[ADDED])
            made = (await session.scalars(select(Client).where(Client.name == "Пётр"))).one()
            listed = await a_lead(session, other, made, phone_number="+79167654321")
        assert kept(await story.undo()) == {("number", "listed"): 1}
        story.address = f"/campaigns/{campaign.id}/imports/{progress['id']}"
        assert kept(await story.undo()) == {("client", "listed"): 1}

        async with server.story.database.transaction() as session:
            for lead in (further, listed):
                await session.delete(await session.get_one(Lead, lead.id))
        assert (await story.undo())["kept"] == []
        assert await rows(server.story.database, Client, Lead) == [2, 1]


async def test_an_undoing_whose_worker_died_counts_nothing_twice(
    server: ApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_supervisor(server) as (client, campaign):
        story = Story(server, client, campaign)
        await story.begin()
        await story.bring_in()
        await client.post(f"{story.address}/undo")
        advance = Lease.advance

        async def dies_over_the_moved(self: Lease, *given: Any, **named: Any) -> None:
            if named.get("done") == 2:
                raise LeaseLost("as if killed")
            await advance(self, *given, **named)

        with monkeypatch.context() as patch:
            patch.setattr(Lease, "advance", dies_over_the_moved)
            assert await worked(server)
        assert await story.list_of_moved() == story.new_list_id
        server.story.clock.move(60)
        assert await worked(server)

        after = (await client.get(story.address)).json()
        assert (after["undo_state"], after["undo_done"]) == ("done", 3)
        assert (after["undone"], after["put_back"], after["numbers_removed"]) == (1, 1, 1)


CORRECTED = LIST.replace("Ёлка", "Ель")


async def test_a_list_stays_that_an_import_is_to_fill_after_the_undoing(server: ApiServer) -> None:
    async with a_supervisor(server) as (client, campaign):
        first = await imported(server, client, campaign, LIST.encode())
        await client.post(f"/campaigns/{campaign.id}/imports/{first['id']}/undo")
        server.story.clock.move(1)
        upload = await uploaded(client, campaign, CORRECTED.encode())
        answer = await started(client, campaign, upload, list_id=first["list_id"])
        assert answer.status_code == 202, answer.text

        while await worked(server):
            pass

        after = (await client.get(f"/campaigns/{campaign.id}/imports/{upload['id']}")).json()
        assert (after["state"], after["imported"], after["list_id"]) == ("done", 2, first["list_id"])
        async with server.story.database.reading() as session:
            assert set(await session.scalars(select(Client.name))) == {"Ель", "Пётр"}


async def test_an_import_onto_a_list_that_is_gone_says_so(server: ApiServer) -> None:
    async with a_supervisor(server) as (client, campaign):
        upload = await uploaded(client, campaign, LIST.encode())
        begun = (await started(client, campaign, upload)).json()
        async with server.story.database.transaction() as session:
            await session.delete(await session.get_one(LeadList, UUID(begun["list_id"])))

        assert await worked(server)

        after = (await client.get(f"/campaigns/{campaign.id}/imports/{upload['id']}")).json()
        [fault] = after["faults"]
        assert (after["state"], fault["field"], fault["code"]) == ("failed", "list", "list_gone")
        assert await rows(server.story.database, Client, Lead) == [0, 0]


async def test_no_import_begins_onto_a_list_that_an_undoing_has_removed(server: ApiServer) -> None:
    async with a_supervisor(server) as (client, campaign):
        first = await imported(server, client, campaign, LIST.encode())
        upload = await uploaded(client, campaign, CORRECTED.encode())
        await client.post(f"/campaigns/{campaign.id}/imports/{first['id']}/undo")
        assert await worked(server)

        answer = await started(client, campaign, upload, list_id=first["list_id"])

        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_a_client_whom_a_user_has_corrected_outlives_the_undoing(server: ApiServer) -> None:
    async with a_supervisor(server) as (client, campaign):
        progress = await imported(server, client, campaign, LIST.encode())
        address = f"/campaigns/{campaign.id}/imports/{progress['id']}"
        async with server.story.database.reading() as session:
            corrected = (await session.scalars(select(Client).where(Client.name == "Пётр"))).one()
        answer = await client.patch(f"/clients/{corrected.id}", json={"time_zone": "Asia/Omsk"})
        assert answer.is_success, answer.text

        await client.post(f"{address}/undo")
        assert await worked(server)

        after = (await client.get(address)).json()
        assert (after["undone"], kept(after)) == (2, {("client", "corrected"): 1})
        async with server.story.database.reading() as session:
            [left] = await session.scalars(select(Client))
        assert (left.id, left.time_zone) == (corrected.id, "Asia/Omsk")
        assert await rows(server.story.database, Lead, ClientNumber) == [0, 1]
