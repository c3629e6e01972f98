"""No number is rung twice at once, though two who dial see nothing of each other."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from core.caller_ids.models import CallerId
from core.calls.models import Call, CallKind
from core.calls.reason import DialReason, ReasonKind
from core.campaigns.models import Campaign, DialMode
from core.clients.models import Client
from core.db import Database
from core.denials.log import DeniedBecause, past_denials
from core.error_codes import ErrorCode
from core.errors import Conflict
from core.law.models import DiallingPolicy
from core.leads.bars import BarCode
from core.operators.state_machine import OperatorState
from core.previews.models import Preview, PreviewEnding
from dialer.new_calls import NewCall, commit_calls
from tests.factories import a_caller_id, a_campaign, a_client, a_lead, a_trunk, a_user
from tests.fakes.clock import T0, FakeClock
from tests.integration.dialer.switchboard_story import PATIENCE_SECONDS, Story, a_story

NUMBER, ANOTHER = "+79160000001", "+79160000002"


class _ThoughtBetter(Exception):
    """The other switchboard's call is not committed after all."""


def a_call_to(client: Client, number: str = NUMBER) -> NewCall:
    return NewCall(
        node="node-2",
        kind=CallKind.CLICK_TO_DIAL,
        placed_at=T0,
        reason=DialReason(kind=ReasonKind.CLICK_TO_DIAL),
        grace_seconds=0.0,
        phone_number=number,
        client_id=client.id,
    )


@pytest.fixture
async def other_database(database_url: str) -> AsyncIterator[Database]:
    """That of another process."""
    other = Database(database_url)
    yield other
    await other.close()


@asynccontextmanager
async def committing(other: Database, client: Client) -> AsyncIterator[None]:
    """The other switchboard's call of the number is stored, and committed at the end of the block."""
    async with other.transaction() as session:
        assert await commit_calls(session, [a_call_to(client)])
        yield


async def until_it_waits(database: Database, clock: FakeClock | None = None) -> None:
    """Until somebody on PostgreSQL waits for another; on SQLite every writer does from the start.

    `clock` is moved meanwhile, for a loop that may just be awake.
    """
    if database.engine.dialect.name == "sqlite":
        return
    async with asyncio.timeout(PATIENCE_SECONDS), database.reading() as session:
        # Of this database alone: other tests work in the same PostgreSQL.
        waits = text(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        while not await session.scalar(waits):
            if clock is not None:
                clock.move(0.01)
            await asyncio.sleep(0.002)
            # What it sees of activity is kept until the transaction ends.
            await session.rollback()


async def meets(database: Database, other: Database, client: Client, work: Awaitable[object]) -> object:
    """What comes of work that begins while the other's call is not committed yet, and ends after it is."""
    async with committing(other, client):
        # owner: this function, which waits for it
        task = asyncio.ensure_future(work)
        await until_it_waits(database)
        assert not task.done()
    return await task


async def dial(story: Story, campaign: Campaign, *, limit: int = 1) -> int:
    async with story.database.reading() as session:
        in_force = await session.get_one(DiallingPolicy, campaign.policy_id)
    return await story.switchboard.placer.dial_leads(campaign, in_force, limit=limit)


async def test_a_claim_that_meets_another_switchboards_call_gives_back_what_it_took(
    database: Database, other_database: Database
) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session)
        await a_trunk(session, channel_limit=2)
        await a_caller_id(session, campaign, daily_cap=2, rest_hours=9)
        client = await a_client(session, NUMBER)
        lead = await a_lead(session, campaign, client, phone_number=NUMBER)
        await a_lead(session, campaign, phone_number=ANOTHER)
    async with a_story(database) as story:
        assert await meets(database, other_database, client, dial(story, campaign, limit=2)) == 1

        assert [one.phone_number for one in story.telephony.dialled] == [ANOTHER]
        stored = await story.stored_lead(lead.id)
        assert (stored.held_until, stored.next_attempt_at, stored.attempts) == (None, T0, 0)
        async with database.reading() as session:
            caller_id = (await session.scalars(select(CallerId))).one()
        assert (caller_id.used, caller_id.rests_until) == (1, None)

        # While the other's call goes on, the number is barred.
        assert await dial(story, campaign, limit=2) == 0
        async with database.transaction() as session:
            await session.execute(update(Call).where(Call.node == "node-2").values(ended_at=T0))
        # There is a place on the trunk: it was given back too.
        assert await dial(story, campaign, limit=2) == 1
        assert [one.phone_number for one in story.telephony.dialled] == [ANOTHER, NUMBER]


async def test_a_claim_that_meets_a_call_which_is_not_committed_after_all_has_the_number_dialled(
    database: Database, other_database: Database
) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session)
        client = await a_client(session, NUMBER)
        await a_lead(session, campaign, client, phone_number=NUMBER)
    async with a_story(database) as story:
        with suppress(_ThoughtBetter):
            async with committing(other_database, client):
                # owner: this test, which waits for it
                task = asyncio.ensure_future(dial(story, campaign))
                await until_it_waits(database)
                raise _ThoughtBetter
        assert await task == 1


async def test_a_click_that_meets_another_switchboards_call_is_refused(
    database: Database, other_database: Database
) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        client = await a_client(session, NUMBER)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        click = story.switchboard.place_call(anna.id, client.id, NUMBER)
        with pytest.raises(Conflict) as refused:
            await meets(database, other_database, client, click)
        assert refused.value.code is ErrorCode.NUMBER_IN_CALL
        await story.until_operator(anna, OperatorState.AVAILABLE)
        assert story.telephony.dialled == []

        # And so is one that comes later.
        with pytest.raises(Conflict) as refused:
            await story.switchboard.place_call(anna.id, client.id, NUMBER)
        assert refused.value.code is ErrorCode.NUMBER_IN_CALL


async def test_a_promised_call_that_meets_another_switchboards_call_stays_promised(
    database: Database, other_database: Database
) -> None:
    later = T0 + timedelta(hours=1)
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna)
        client = await a_client(session, NUMBER)
        lead = await a_lead(
            session, campaign, client, phone_number=NUMBER, due_at=later, callback_operator_id=anna.id
        )
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        async with committing(other_database, client):
            story.clock.move((later - T0).total_seconds())
            await until_it_waits(database, story.clock)
        await story.some_seconds_pass()

        await story.until_operator(anna, OperatorState.AVAILABLE)
        assert story.telephony.dialled == []
        stored = await story.stored_lead(lead.id)
        assert (stored.held_until, stored.callback_at) == (None, later)


async def test_a_preview_that_meets_another_switchboards_call_is_barred(
    database: Database, other_database: Database
) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna, mode=DialMode.PREVIEW)
        client = await a_client(session, NUMBER)
        lead = await a_lead(session, campaign, client, phone_number=NUMBER)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        offered = await story.is_offered(anna)
        accepting = story.switchboard.accept_preview(anna.id, offered.preview_id)
        with pytest.raises(Conflict) as refused:
            await meets(database, other_database, client, accepting)
        assert (refused.value.code, refused.value.parameters["bar"]) == (
            ErrorCode.LEAD_BARRED,
            BarCode.BEING_CALLED,
        )
        assert (await story.until_settled(lead.id)).attempts == 0
        async with database.reading() as session:
            preview = await session.get_one(Preview, offered.preview_id)
            [denial] = await past_denials(session, [NUMBER], limit=2)
        assert (denial.kind, denial.bars) == (CallKind.PREVIEW, [BarCode.BEING_CALLED])
        assert (denial.operator_name, denial.because) == (anna.name, DeniedBecause.BARRED)
        assert (preview.ending, preview.call_id) == (PreviewEnding.BARRED, None)
        assert story.telephony.dialled == []


async def test_two_switchboards_share_the_numbers_that_both_have_leads_of(
    database: Database, other_database: Database
) -> None:
    numbers = [f"+7916000{place:04}" for place in range(20)]
    async with database.transaction() as session:
        campaigns = [await a_campaign(session), await a_campaign(session)]
        for campaign in campaigns:
            for number in numbers:
                await a_lead(session, campaign, phone_number=number)
    async with a_story(database) as here, a_story(other_database, node="node-2") as there:
        dialled = await asyncio.gather(
            *(dial(story, one, limit=20) for story, one in zip((here, there), campaigns, strict=True))
        )

        rung = [[one.phone_number for one in story.telephony.dialled] for story in (here, there)]
        async with database.reading() as session:
            stored = await session.execute(select(Call.node, Call.phone_number, Call.state, Call.outcome))
            seen = f"{dialled=}, {rung=}, stored: {[tuple(call) for call in stored]}"
        assert Counter(number for numbers_rung in rung for number in numbers_rung) == Counter(numbers), seen
        assert sum(dialled) == len(numbers), seen


async def test_two_who_store_calls_of_the_same_numbers_never_wait_for_each_other_for_ever(
    database: Database, other_database: Database
) -> None:
    async with database.transaction() as session:
        client = await a_client(session, NUMBER, ANOTHER)
        if database.engine.dialect.name == "postgresql":
            # Each has stored its first call before either stores its second.
            for statement in _SLOW_STORING:
                await session.execute(text(statement))

    async def store(where: Database, *numbers: str) -> int:
        async with where.transaction() as session:
            return len(await commit_calls(session, [a_call_to(client, number) for number in numbers]))

    stored = await asyncio.gather(store(database, NUMBER, ANOTHER), store(other_database, ANOTHER, NUMBER))

    assert sorted(stored) == [0, 2]


_SLOW_STORING = (
    "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS"
    " 'BEGIN PERFORM pg_sleep(0.1); RETURN NEW; END'",
    "CREATE TRIGGER slow BEFORE INSERT ON call FOR EACH ROW EXECUTE FUNCTION wait()",
)
