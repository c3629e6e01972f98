"""Replays the pacing log: what was decided at a moment, by what, and whether the same comes out again."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import numpy as np
import structlog

from core.campaigns.models import Campaign
from core.db import Database
from core.errors import NotFound
from core.pacing.chunks import ChunksAround, StoredChunk, chunks_around, newest_chunks
from core.pacing.look_back import (
    PacingForecast,
    PacingInputs,
    PacingLookBack,
    PacingMoment,
    PacingNews,
    PacingVerdict,
    ReplayVerdict,
)
from dialer.pace import PaceDecision, PaceInputs, decide_pace
from dialer.pacing import AVAILABLE, PAUSED, TALKING, WRAP_UP, Grounds, PredictivePacer
from dialer.pacing_log import Chunk, Decided, News, UnreadableChunk, moment_of, read
from dialer.snapshots import UnfitSnapshot

_LEARNED_LASTS: Final = timedelta(hours=1)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class LearnedBefore:
    """What a pacer knew when its log ends."""

    pacer: PredictivePacer
    decided_at: float
    """As the pacer counts time."""


class PacingLogReader:
    """Implements `core.pacing.look_back.PacingHistory`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def look_back(self, campaign_id: UUID, at: datetime) -> PacingLookBack:
        async with self._database.reading() as session:
            if await session.get(Campaign, campaign_id) is None:
                raise NotFound("campaign", campaign_id)
            chunks = await chunks_around(session, campaign_id, at)
        # A minute of a large floor takes a while to replay: the loop has other things to do.
        return await asyncio.to_thread(_looked_back, chunks, at)


async def learned_before(database: Database, node: str, now: datetime) -> dict[UUID, LearnedBefore]:
    """What the pacers of a node's campaigns knew when it ended, if that is not long ago."""
    async with database.reading() as session:
        chunks = await newest_chunks(session, node, now - _LEARNED_LASTS)
    found = {}
    for stored in chunks:
        try:
            found[stored.campaign_id] = await asyncio.to_thread(_replayed_to_end, stored)
        except (UnreadableChunk, UnfitSnapshot) as error:
            log.warning("pacing_log.not_resumed", campaign_id=str(stored.campaign_id), reason=str(error))
    return found


def _replayed_to_end(stored: StoredChunk) -> LearnedBefore:
    chunk = read(stored)
    pacer = PredictivePacer.restored(chunk.policy, chunk.snapshot)
    _replay(pacer, chunk.entries)
    return LearnedBefore(pacer, chunk.decisions[-1].now)


def _replay(pacer: PredictivePacer, entries: Sequence[News | Decided]) -> PaceDecision | None:
    """Tell it everything in order; returns its last decision."""
    decision = None
    for entry in entries:
        if isinstance(entry, News):
            entry.tell(pacer)
        else:
            decision = decide_pace(entry.inputs, pacer)
    return decision


def _looked_back(chunks: ChunksAround, at: datetime) -> PacingLookBack:
    here = chunks.here
    before = chunks.before.to_at if chunks.before else None
    after = chunks.after.from_at if chunks.after else None
    chunk = _readable(here)
    if here is None or chunk is None:
        return PacingLookBack(at, None, before, after)
    moments = [one.at for one in chunk.decisions]
    number = max(index for index, moment in enumerate(moments) if moment <= at)
    # Of two decisions at one moment the last is shown; whoever steps on must not come to it again.
    shown = moments[number]
    earlier = [moment for moment in moments if moment < shown]
    later = [moment for moment in moments if moment > shown]
    return PacingLookBack(
        asked_at=at,
        moment=_moment(chunk, number, here.node, _told_before(chunks) if number == 0 else []),
        previous_at=max(earlier, default=before),
        next_at=min(later, default=after),
    )


def _readable(stored: StoredChunk | None) -> Chunk | None:
    try:
        return read(stored) if stored is not None else None
    except UnreadableChunk as error:
        log.warning("pacing_log.unreadable", reason=str(error))
        return None


def _told_before(chunks: ChunksAround) -> list[News]:
    """The news at the end of the chunk before: they came before the first decision of this one."""
    before = _readable(chunks.before)
    if before is None:
        return []
    last = max(place for place, entry in enumerate(before.entries) if isinstance(entry, Decided))
    return [one for one in before.entries[last + 1 :] if isinstance(one, News)]


def _moment(chunk: Chunk, number: int, node: str, told_before: Sequence[News]) -> PacingMoment:
    """Of the decision of that number in its chunk."""
    places = [place for place, entry in enumerate(chunk.entries) if isinstance(entry, Decided)]
    place = places[number]
    told = chunk.entries[places[number - 1] + 1 : place] if number else told_before
    decided = chunk.decisions[number]
    verdict, replayed, forecast = _again(chunk, place, decided)
    return PacingMoment(
        decided_at=decided.at,
        node=node,
        inputs=_inputs(decided.inputs),
        news=[
            PacingNews(moment_of(one.now), one.kind, round(one.seconds, 3), one.outcome)
            for one in told
            if isinstance(one, News)
        ],
        decided=_verdict(decided.decision),
        launched=decided.launched,
        limited_by=decided.limited_by,
        replay=verdict,
        replayed=replayed,
        forecast=forecast,
    )


def _again(
    chunk: Chunk, place: int, decided: Decided
) -> tuple[ReplayVerdict, PacingVerdict | None, PacingForecast | None]:
    try:
        pacer = PredictivePacer.restored(chunk.policy, chunk.snapshot)
    except UnfitSnapshot:
        return ReplayVerdict.IMPOSSIBLE, None, None
    decision, grounds = _replay(pacer, chunk.entries[: place + 1]), pacer.grounds
    assert decision is not None
    assert grounds is not None
    is_same = decision == decided.decision
    return ReplayVerdict.SAME if is_same else ReplayVerdict.DIFFERS, _verdict(decision), _forecast(grounds)


def _inputs(inputs: PaceInputs) -> PacingInputs:
    floor = inputs.floor
    states = Counter(floor.operator_state.tolist())
    return PacingInputs(
        mode=inputs.mode,
        idle=inputs.idle,
        available=states[AVAILABLE],
        talking=states[TALKING],
        wrapping_up=states[WRAP_UP],
        paused=states[PAUSED],
        leaving=int(np.count_nonzero(floor.operator_leaving & (floor.operator_state != PAUSED))),
        ringing=len(floor.ringing_since),
        waiting=len(floor.waiting_since),
        answered=floor.answered,
        abandoned=floor.abandoned,
        launched=floor.launched,
        abandon_rate=inputs.abandon_rate,
        abandon_limit=inputs.abandon_limit,
        most=floor.max_new,
    )


def _forecast(grounds: Grounds) -> PacingForecast:
    outlook = grounds.outlook
    return PacingForecast(
        horizon_seconds=outlook.horizon_seconds,
        freed_within_seconds=outlook.freed_within_seconds,
        freed=outlook.freed,
        answers=outlook.answers,
        answers_due=grounds.answers_due,
        answer_rate=grounds.answer_rate,
        balance=grounds.balance,
        reserve=grounds.reserve,
        risk_allowed=grounds.risk_allowed,
        risk_of_last=grounds.risk_of_last,
        risk_of_next=grounds.risk_of_next,
    )


def _verdict(decision: PaceDecision) -> PacingVerdict:
    return PacingVerdict(decision.calls, decision.reason, decision.predicted)
