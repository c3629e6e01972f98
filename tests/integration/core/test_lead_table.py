"""The table of a campaign's leads: what is asked for is found, and nothing else, page after page."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call, CallKind
from core.calls.state_machine import CallOutcome
from core.campaigns.models import Campaign
from core.db import Database
from core.dnc.models import DncSource
from core.dnc.register import Refusal, refuse_numbers
from core.errors import InvalidInput, NotFound
from core.law.hours import CallingHours, DayHours, WeekHours
from core.leads.bars import BarCode
from core.leads.closing import ClosedBecause
from core.leads.models import Lead
from core.leads.table import BARS_OF_LEADS, LeadPage, LeadsAsked, LeadState, lead_page
from core.lists.figures import list_figures
from core.lists.models import LeadList
from tests.factories import a_campaign, a_client, a_lead, a_list, a_user
from tests.fakes.clock import T0

LATER = T0 + timedelta(hours=3)
CALLED = "+79160000044"


async def asked(session: AsyncSession, campaign: Campaign, **wanted: Any) -> set[str]:
    page = await lead_page(session, campaign.id, LeadsAsked(**wanted), T0, home_region="RU")
    assert page.total == len(page.items)
    return {row.client_name for row in page.items}


async def named(session: AsyncSession, campaign: Campaign, name: str, **values: Any) -> Lead:
    number = values.pop("phone_number", None) or f"+7916{uuid4().int % 10**7:07}"
    client = await a_client(session, number, *values.get("more_numbers", ()), name=name)
    return await a_lead(session, campaign, client, phone_number=number, **values)


async def all_states(session: AsyncSession, campaign: Campaign) -> None:
    anna = await a_user(session)
    tried: dict[str, Any] = {"attempts": 2, "last_outcome": CallOutcome.BUSY}
    await named(session, campaign, "fresh")
    await named(session, campaign, "put off", due_at=LATER)
    await named(session, campaign, "due again", **tried)
    await named(session, campaign, "waits", due_at=LATER, **tried)
    await named(session, campaign, "promised", due_at=LATER, callback_operator_id=anna.id, **tried)
    verdict = {"closed_because": ClosedBecause.VERDICT, "closed_detail": "refused"}
    await named(session, campaign, "refused", due_at=None, **tried, **verdict)
    await named(session, campaign, "exhausted", due_at=None, closed_because=ClosedBecause.ATTEMPTS, **tried)
    # Closed by a version that left the promise standing.
    await named(session, campaign, "closed early", due_at=None, callback_at=T0)


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({"state": LeadState.FRESH}, {"fresh", "put off"}),
        ({"state": LeadState.AGAIN}, {"due again", "waits"}),
        ({"state": LeadState.WAITING}, {"put off", "waits"}),
        ({"state": LeadState.PROMISED}, {"promised"}),
        ({"state": LeadState.CLOSED}, {"refused", "exhausted", "closed early"}),
        ({"closed_because": ClosedBecause.VERDICT}, {"refused"}),
        ({"closed_because": ClosedBecause.TALKED}, set()),
        ({"barred_by": BarCode.NOT_DUE}, {"put off", "waits", "promised"}),
        ({"barred_by": BarCode.PROMISED}, {"promised"}),
        ({"barred_by": BarCode.ATTEMPTS_OF_DAY}, set()),
        ({"state": LeadState.CLOSED, "barred_by": BarCode.NOT_DUE}, set()),
    ],
)
async def test_leads_are_narrowed_down_to(database: Database, wanted: Any, names: set[str]) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session)
        await all_states(session, campaign)
        await named(session, await a_campaign(session), "of another campaign")

        assert await asked(session, campaign, **wanted) == names


async def test_states_count_as_the_figures_of_the_list_do(database: Database) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session)
        await all_states(session, campaign)
        [figures] = await list_figures(session, campaign.id)

        found = {state: len(await asked(session, campaign, state=state)) for state in LeadState}

    assert found[LeadState.FRESH] == figures.leads_fresh
    assert found[LeadState.AGAIN] == figures.leads_again
    assert found[LeadState.PROMISED] == figures.leads_promised
    assert found[LeadState.CLOSED] == figures.leads_closed


async def test_open_leads_are_found_by_what_bars_them(database: Database) -> None:
    daytime = CallingHours(week=WeekHours.daily(DayHours(opens=T0.time(), closes=LATER.time())))
    policy = {"attempts_per_day": 1, "pause_after_abandonment_hours": 72, "calling_hours": daytime}
    async with database.transaction() as session:
        campaign = await a_campaign(session, policy=policy, max_attempts=3)
        off = await a_list(session, campaign, is_active=False)
        zone = {"time_zone": "UTC"}
        await named(session, campaign, "on a list that is off", in_list=off, **zone)
        on = await a_list(session, campaign)
        await named(session, campaign, "held", in_list=on, held_until=LATER, **zone)
        await named(session, campaign, "used up", in_list=on, attempts=3, **zone)
        await named(session, campaign, "used up and closed", in_list=on, attempts=3, due_at=None, **zone)
        await named(session, campaign, "asleep", in_list=on, time_zone="Asia/Vladivostok")
        await named(session, campaign, "free", in_list=on, **zone)
        called = await named(session, campaign, "called", in_list=on, phone_number=CALLED, **zone)
        refused = await named(session, campaign, "asked not to be called", in_list=on, **zone)
        refusal = Refusal(DncSource.HAND, T0, campaign_id=campaign.id)
        await refuse_numbers(session, [refused.phone_number], refusal)
        hour_ago = T0 - timedelta(hours=1)
        session.add(
            Call(
                node="node",
                kind=CallKind.DIALLER,
                phone_number=CALLED,
                client_id=called.client_id,
                placed_at=hour_ago,
                ended_at=hour_ago,
                outcome=CallOutcome.ABANDONED,
                state="ended",
            )
        )
        await session.flush()

        found = {code: await asked(session, campaign, barred_by=code) for code in BARS_OF_LEADS}

    assert {code: names for code, names in found.items() if names} == {
        BarCode.LIST_OFF: {"on a list that is off"},
        BarCode.HELD: {"held"},
        BarCode.ATTEMPTS_USED_UP: {"used up"},
        BarCode.OUTSIDE_HOURS: {"asleep"},
        BarCode.REFUSED_BY_CAMPAIGN: {"asked not to be called"},
        BarCode.ATTEMPTS_OF_DAY: {"called"},
        BarCode.AFTER_ABANDONMENT: {"called"},
    }


@pytest.mark.parametrize(
    ("search", "names"),
    [
        ("ромаш", {"Ромашка"}),
        ("8 (916) 111-22-33", {"Ромашка"}),
        ("9161112233", {"Ромашка"}),
        ("+7 495 765", {"Ёлка"}),
        ("+7 812 000 00 01", {"Ива"}),
        ("елка", {"Ёлка"}),
        ("nobody", set()),
        ("  ", {"Ромашка", "Ёлка", "Ива"}),
    ],
)
async def test_a_lead_is_found_by_its_client_or_a_number(
    database: Database, search: str, names: set[str]
) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session)
        await named(session, campaign, "Ромашка", phone_number="+79161112233")
        await named(session, campaign, "Ёлка", phone_number="+79165550000", more_numbers=["+74957654321"])
        # A number that the client's card has no more.
        iva = await a_client(session, "+79169990000", name="Ива")
        await a_lead(session, campaign, iva, phone_number="+78120000001")

        assert await asked(session, campaign, search=search) == names


async def test_pages_follow_each_other_without_gap_or_repetition(database: Database) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session)
        leads = {(await a_lead(session, campaign)).id for _ in range(5)}
        pages: list[LeadPage] = []
        after = None
        while not pages or after is not None:
            page = await lead_page(
                session, campaign.id, LeadsAsked(), T0, home_region="RU", limit=2, after=after
            )
            pages.append(page)
            after = page.next

    assert [len(page.items) for page in pages] == [2, 2, 1]
    assert {row.lead_id for page in pages for row in page.items} == leads
    assert [page.total for page in pages] == [5, None, None]


async def test_a_row_says_what_is_known_of_its_lead(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session)
        handled: dict[str, Any] = {"last_outcome": CallOutcome.HANDLED, "last_disposition": "refused"}
        await named(session, campaign, "promised", due_at=LATER, callback_operator_id=anna.id)
        lead = await named(
            session,
            campaign,
            "closed",
            due_at=None,
            attempts=1,
            closed_because=ClosedBecause.VERDICT,
            closed_detail="refused",
            **handled,
        )
        page = await lead_page(session, campaign.id, LeadsAsked(), T0, home_region="RU")
        rows = {row.client_name: row for row in page.items}
        lead_list = await session.get_one(LeadList, lead.list_id)

    promised, closed = rows["promised"], rows["closed"]
    assert (promised.promised_at, promised.promised_by, promised.closed) == (LATER, anna.name, None)
    assert (closed.lead_id, closed.list_name, closed.attempts) == (lead.id, lead_list.name, 1)
    assert closed.last_disposition is not None
    assert closed.last_disposition.label.en == "Refused"
    assert closed.closed is not None
    assert (closed.closed.because, closed.closed.detail) == (ClosedBecause.VERDICT, "refused")


async def test_only_what_leads_have_can_be_asked(database: Database) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session)
        elsewhere = await a_list(session, await a_campaign(session))
        with pytest.raises(InvalidInput, match="barred_by"):
            await asked(session, campaign, barred_by=BarCode.RESTS)
        with pytest.raises(NotFound):
            await asked(session, campaign, list_id=elsewhere.id)
        with pytest.raises(InvalidInput, match="after"):
            await lead_page(session, campaign.id, LeadsAsked(), T0, home_region="RU", after="x")
