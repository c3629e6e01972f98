"""What is kept of how a lead was closed, and what is said of it when somebody asks why."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.disposition import Verdict, dispose
from core.calls.models import Call
from core.calls.state_machine import CallOutcome
from core.campaigns.models import Campaign, PreviewTimeout
from core.db import Database
from core.leads.closing import ClosedBecause
from core.leads.models import Lead
from core.leads.recycling import Ending
from core.leads.settling import Attempt, leave_wrong_number, settle_attempts, try_again_by_verdict
from core.leads.why import LeadWhy, why_lead, why_number
from core.previews.ending import EndedPreview, store_endings
from core.previews.models import Preview, PreviewEnding, SkipReason
from core.users.models import User
from tests.factories import a_campaign, a_lead, a_user
from tests.fakes.clock import T0, FakeClock
from tests.integration.core.test_bars import calls

NOTHING: dict[str, object] = {"rules": []}
ONCE: dict[str, object] = {"rules": [{"after": ending, "wait_seconds": 60, "times": 1} for ending in Ending]}


async def told(session: AsyncSession, lead: Lead) -> LeadWhy:
    """By lead and by number the same is said."""
    await session.flush()
    [by_lead] = (await why_lead(session, lead.id, T0)).leads
    assert [by_lead] == (await why_number(session, lead.phone_number, T0)).leads
    return by_lead


async def closed_as(session: AsyncSession, lead: Lead) -> tuple[ClosedBecause | None, str | None]:
    await session.flush()
    await session.refresh(lead)
    closed = (await told(session, lead)).closed
    assert closed is not None
    return closed.because, closed.detail


async def a_call(session: AsyncSession, campaign: Campaign, lead: Lead, operator: User) -> Call:
    call_id = uuid4()
    given = {"id": call_id, "campaign_id": campaign.id, "operator_id": operator.id, "state": "ended"}
    await calls(session, lead, timedelta(0), **given, lead_id=lead.id)
    return await session.get_one(Call, call_id)


async def a_preview(session: AsyncSession, lead: Lead, operator: User) -> Preview:
    preview = Preview(
        id=uuid4(),
        node="node",
        campaign_id=lead.campaign_id,
        lead_id=lead.id,
        client_id=lead.client_id,
        operator_id=operator.id,
        phone_number=lead.phone_number,
        offered_at=T0,
        expires_at=T0 + timedelta(seconds=60),
        on_timeout=PreviewTimeout.PAUSE,
    )
    session.add(preview)
    lead.held_until = preview.lead_held_until
    await session.flush()
    return preview


def ended(preview: Preview, ending: PreviewEnding, reason: SkipReason | None = None) -> EndedPreview:
    held_until = preview.lead_held_until
    return EndedPreview(preview.id, preview.lead_id, held_until, ending, T0 + timedelta(seconds=9), reason)


@pytest.mark.parametrize(
    ("rules", "max_attempts", "closing"),
    [
        (NOTHING, 5, (ClosedBecause.NO_RULE, "busy")),
        (ONCE, 5, (ClosedBecause.RULE_USED_UP, "busy")),
        (ONCE, 2, (ClosedBecause.ATTEMPTS, "2")),
    ],
)
async def test_a_lead_that_is_not_tried_again_says_by_which_rule(
    database: Database, rules: dict[str, object], max_attempts: int, closing: tuple[ClosedBecause, str]
) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session, recycling_document=rules, max_attempts=max_attempts)
        lead = await a_lead(session, campaign, attempts=1, endings={"busy": 1})

        await settle_attempts(session, [Attempt(lead.id, lead.phone_number, CallOutcome.BUSY, T0)])

        assert await closed_as(session, lead) == closing


async def test_an_open_lead_was_closed_by_nothing(database: Database) -> None:
    async with database.transaction() as session:
        lead = await a_lead(session, await a_campaign(session))
        await settle_attempts(session, [Attempt(lead.id, lead.phone_number, CallOutcome.BUSY, T0)])
        await session.refresh(lead)
        assert (await told(session, lead)).closed is None


async def test_what_was_closed_before_reasons_were_kept_says_so(database: Database) -> None:
    async with database.transaction() as session:
        lead = await a_lead(session, await a_campaign(session), due_at=None)
        assert await closed_as(session, lead) == (None, None)


@pytest.mark.parametrize(
    ("disposition", "closing", "label"),
    [
        ("refused", (ClosedBecause.VERDICT, "refused"), "Refused"),
        ("do_not_call", (ClosedBecause.DO_NOT_CALL, "do_not_call"), "Do not call again"),
        ("wrong_number", (ClosedBecause.WRONG_NUMBER, None), None),
        ("unreachable", (ClosedBecause.NO_RULE, "verdict"), None),
    ],
)
async def test_a_verdict_that_closes_a_lead_is_named(
    database: Database, disposition: str, closing: tuple[ClosedBecause, str | None], label: str | None
) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna, recycling_document=NOTHING)
        lead = await a_lead(session, campaign)
        call = await a_call(session, campaign, lead, anna)
        await settle_attempts(session, [Attempt(lead.id, lead.phone_number, CallOutcome.HANDLED, T0)])
        assert await closed_as(session, lead) == (ClosedBecause.TALKED, None)

        verdict = Verdict(disposition)
        await dispose(session, FakeClock(), call_id=call.id, operator_id=anna.id, verdict=verdict)

        assert await closed_as(session, lead) == closing
        closed = (await told(session, lead)).closed
        assert (closed and closed.disposition and closed.disposition.label.en) == label


async def test_a_promise_opens_a_lead_again(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna)
        lead = await a_lead(session, campaign)
        call = await a_call(session, campaign, lead, anna)
        await settle_attempts(session, [Attempt(lead.id, lead.phone_number, CallOutcome.HANDLED, T0)])
        await session.refresh(lead)

        verdict = Verdict("callback", callback_at=T0 + timedelta(days=1))
        await dispose(session, FakeClock(), call_id=call.id, operator_id=anna.id, verdict=verdict)

        assert (lead.next_attempt_at, lead.closed_because) == (T0 + timedelta(days=1), None)


async def test_a_lead_whose_last_number_is_wrong_or_that_has_no_attempt_left_says_which(
    database: Database,
) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session, recycling_document=ONCE, max_attempts=3)
        spent = await a_lead(session, campaign, attempts=3, more_numbers=["+74957654321"])
        await leave_wrong_number(session, spent, campaign, spent.phone_number, T0)
        assert await closed_as(session, spent) == (ClosedBecause.ATTEMPTS, "3")
        asked = await a_lead(session, campaign, attempts=1, endings={"verdict": 1})
        await try_again_by_verdict(session, asked, campaign, asked.phone_number, T0)
        assert await closed_as(session, asked) == (ClosedBecause.RULE_USED_UP, "verdict")


async def test_a_skipped_lead_says_who_would_not_have_it_dialled_and_why(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        lead = await a_lead(session, await a_campaign(session, anna, recycling_document=NOTHING))
        preview = await a_preview(session, lead, anna)
        [open_one] = (await told(session, lead)).previews
        assert (open_one.operator_name, open_one.ended_at, open_one.ending) == (anna.name, None, None)

        await store_endings(session, [ended(preview, PreviewEnding.SKIPPED, SkipReason.TALKED_LATELY)])

        assert await closed_as(session, lead) == (ClosedBecause.SKIPPED, "talked_lately")
        [skipped] = (await told(session, lead)).previews
        assert (skipped.ending, skipped.skip_reason) == (PreviewEnding.SKIPPED, SkipReason.TALKED_LATELY)
        assert skipped.ended_at == T0 + timedelta(seconds=9)


async def test_a_lead_that_was_put_off_by_itself_was_skipped_without_a_reason(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        lead = await a_lead(session, await a_campaign(session, anna, recycling_document=NOTHING))
        preview = await a_preview(session, lead, anna)
        await store_endings(session, [ended(preview, PreviewEnding.PUT_OFF)])
        assert await closed_as(session, lead) == (ClosedBecause.SKIPPED, None)
