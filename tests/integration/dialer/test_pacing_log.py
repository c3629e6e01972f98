"""Every decision of the pacing can be looked back at, and says whether it can be trusted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, select

from core.campaigns.models import Campaign, DialMode
from core.db import Database
from core.errors import NotFound
from core.floor.figures import PaceReason
from core.operators.state_machine import OperatorState
from core.pacing.chunks import StoredChunk, chunks_around, forget_old_chunks, newest_chunks, store_chunk
from core.pacing.look_back import PacingLookBack, PacingMoment, PacingNewsKind, ReplayVerdict
from core.pacing.models import PacingChunk
from core.trunks.figures import LineLimit
from dialer.pacing_log import Decided, read, written
from dialer.pacing_replay import PacingLogReader, learned_before
from tests.factories import a_campaign, a_lead, a_user
from tests.fakes.clock import T0
from tests.integration.dialer.switchboard_story import a_story


async def a_logged_campaign(database: Database) -> Campaign:
    """Anna has taken one call of it, another was not answered, and the switchboard has ended in order."""
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna, mode=DialMode.PREDICTIVE)
        await a_lead(session, campaign)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        first = await story.a_call_is_dialled()
        story.telephony.ring(first)
        await story.telephony.answer(first)
        await story.until_operator(anna, OperatorState.ON_CALL)
        story.telephony.customer_hangs_up(first)
        await story.until_operator(anna, OperatorState.WRAP_UP)
        await story.until_quiet()
    return campaign


async def stored_chunks(database: Database) -> list[StoredChunk]:
    async with database.reading() as session:
        return list(await newest_chunks(session, "node-1", T0 - timedelta(days=1)))


async def looked_back(database: Database, campaign: Campaign, at: datetime) -> PacingLookBack:
    return await PacingLogReader(database).look_back(campaign.id, at)


async def every_moment(database: Database, campaign: Campaign) -> list[PacingMoment]:
    """Stepped through from the last to the first."""
    found, at = [], T0 + timedelta(days=1)
    while (back := await looked_back(database, campaign, at)).moment is not None:
        found.append(back.moment)
        if back.previous_at is None:
            break
        at = back.previous_at
    return found


async def test_every_decision_is_there_and_comes_out_again(database: Database) -> None:
    campaign = await a_logged_campaign(database)

    moments = await every_moment(database, campaign)

    assert len(moments) >= 2
    assert {one.replay for one in moments} == {ReplayVerdict.SAME}
    assert {one.decided.reason for one in moments} == {PaceReason.FEW_OPERATORS}
    assert all(one.replayed == one.decided and one.forecast is not None for one in moments)
    assert sum(one.decided.calls for one in moments) >= 1
    assert max(one.inputs.wrapping_up for one in moments) == 1
    news = [one.kind for moment in reversed(moments) for one in moment.news]
    assert news[:2] == [PacingNewsKind.ANSWERED, PacingNewsKind.TALK_ENDED]


async def test_what_kept_a_decision_from_launching_more_is_there(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna, mode=DialMode.PROGRESSIVE)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        await story.some_seconds_pass()

    moments = await every_moment(database, campaign)

    wanted = [(one.launched, one.limited_by) for one in moments if one.decided.calls]
    assert (0, LineLimit.NO_LEADS) in wanted


async def test_steps_forward_and_back_meet(database: Database) -> None:
    campaign = await a_logged_campaign(database)
    last = await looked_back(database, campaign, T0 + timedelta(days=1))
    assert last.previous_at is not None
    before = await looked_back(database, campaign, last.previous_at)

    assert last.moment is not None
    assert last.next_at is None
    assert before.next_at == last.moment.decided_at
    assert before.moment is not None
    assert before.moment.decided_at == last.previous_at
    a_little_later = before.moment.decided_at + timedelta(microseconds=1)
    assert (await looked_back(database, campaign, a_little_later)).moment == before.moment


async def test_two_decisions_at_one_moment_are_one_step(database: Database) -> None:
    campaign = await a_logged_campaign(database)
    [chunk] = await stored_chunks(database)
    content = read(chunk)
    [number, *_] = [place for place, one in enumerate(content.entries) if isinstance(one, Decided)]
    content.entries.insert(number, content.entries[number])
    async with database.transaction() as session:
        await session.execute(delete(PacingChunk))
        await store_chunk(session, replace(written(content, chunk.node), id=chunk.id))

    first = await looked_back(database, campaign, chunk.from_at)

    assert first.moment is not None
    assert first.moment.decided_at == chunk.from_at
    assert first.previous_at is None
    assert first.next_at is not None
    assert first.next_at > chunk.from_at


async def test_of_a_time_before_the_log_there_is_nothing_but_what_comes_next(database: Database) -> None:
    campaign = await a_logged_campaign(database)
    back = await looked_back(database, campaign, T0 - timedelta(days=1))

    assert (back.moment, back.previous_at) == (None, None)
    assert back.next_at is not None
    with pytest.raises(NotFound):
        await PacingLogReader(database).look_back(uuid4(), T0)


def with_another_decision(chunk: StoredChunk) -> StoredChunk:
    content = read(chunk)
    number = next(place for place, one in enumerate(content.entries) if isinstance(one, Decided))
    first = content.entries[number]
    assert isinstance(first, Decided)
    content.entries[number] = replace(first, decision=replace(first.decision, calls=77))
    return replace(written(content, chunk.node), id=chunk.id)


def learned_by_another_version(chunk: StoredChunk) -> StoredChunk:
    content = read(chunk)
    content.snapshot = {**content.snapshot, "version": 99}
    return replace(written(content, chunk.node), id=chunk.id)


@pytest.mark.parametrize(
    ("altered", "said"),
    [
        (with_another_decision, ReplayVerdict.DIFFERS),
        (learned_by_another_version, ReplayVerdict.IMPOSSIBLE),
        (lambda chunk: replace(chunk, format=99), None),
    ],
)
async def test_a_replay_that_proves_nothing_is_said_to_be_so(
    database: Database, altered: Callable[[StoredChunk], StoredChunk], said: ReplayVerdict | None
) -> None:
    campaign = await a_logged_campaign(database)
    [chunk] = await stored_chunks(database)
    changed = altered(chunk)
    async with database.transaction() as session:
        row = await session.get_one(PacingChunk, chunk.id)
        row.content, row.format = changed.content, changed.format

    back = await looked_back(database, campaign, chunk.from_at)

    assert (back.moment.replay if back.moment else None) == said
    if back.moment is None:
        assert back.previous_at is None, "a step back must not lead to the same chunk again"
    if said is ReplayVerdict.DIFFERS and back.moment is not None:
        assert back.moment.decided.calls == 77
        assert back.moment.replayed is not None
        assert back.moment.replayed.calls <= 1


async def test_a_switchboard_that_comes_back_soon_has_learned_what_the_last_one_knew(
    database: Database,
) -> None:
    campaign = await a_logged_campaign(database)
    [chunk] = await stored_chunks(database)
    soon, late = chunk.to_at + timedelta(minutes=30), chunk.to_at + timedelta(hours=2)

    learned = (await learned_before(database, "node-1", soon))[campaign.id]

    assert learned.pacer.snapshot()["talks_ended"] == 1
    assert learned.decided_at == chunk.to_at.timestamp()
    assert await learned_before(database, "node-1", late) == {}
    assert await learned_before(database, "node-2", soon) == {}


async def test_a_chunk_is_kept_once_and_for_so_many_days(database: Database) -> None:
    await a_logged_campaign(database)
    [chunk] = await stored_chunks(database)
    async with database.transaction() as session:
        await store_chunk(session, chunk)
        await forget_old_chunks(session, chunk.to_at + timedelta(days=29, hours=23), days=30)
    async with database.transaction() as session:
        assert (await chunks_around(session, chunk.campaign_id, chunk.to_at)).here == chunk
        await forget_old_chunks(session, chunk.to_at + timedelta(days=30, hours=1), days=30)
        assert not (await session.scalars(select(PacingChunk))).all()
