"""Keeping and finding the chunks of the pacing log."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import insert_statement
from core.pacing.models import PacingChunk


@dataclass(frozen=True, slots=True)
class StoredChunk:
    id: UUID
    campaign_id: UUID
    node: str
    from_at: datetime
    to_at: datetime
    format: int
    content: bytes


@dataclass(frozen=True, slots=True)
class ChunksAround:
    """The chunks that a moment needs: its own, and the ones beside it for the decisions before and after."""

    before: StoredChunk | None
    here: StoredChunk | None
    """The last one that begins at the moment or before."""
    after: StoredChunk | None


async def store_chunk(session: AsyncSession, chunk: StoredChunk) -> None:
    """Once, however often it is tried."""
    statement = insert_statement(session, PacingChunk).values(asdict(chunk))
    await session.execute(statement.on_conflict_do_nothing(index_elements=["id"]))


async def chunks_around(session: AsyncSession, campaign_id: UUID, at: datetime) -> ChunksAround:
    of_campaign = select(PacingChunk).where(PacingChunk.campaign_id == campaign_id)
    until_then = of_campaign.where(PacingChunk.from_at <= at).order_by(PacingChunk.from_at.desc()).limit(2)
    after = of_campaign.where(PacingChunk.from_at > at).order_by(PacingChunk.from_at).limit(1)
    here, before, *_ = [_stored(one) for one in await session.scalars(until_then)] + [None, None]
    return ChunksAround(before, here, _first([_stored(one) for one in await session.scalars(after)]))


async def newest_chunks(session: AsyncSession, node: str, since: datetime) -> list[StoredChunk]:
    """The last chunk that a node wrote of each campaign, if it ends no earlier than `since`."""
    newest = (
        select(PacingChunk.campaign_id, func.max(PacingChunk.from_at).label("from_at"))
        .where(PacingChunk.node == node, PacingChunk.to_at >= since)
        .group_by(PacingChunk.campaign_id)
        .subquery()
    )
    found = await session.scalars(
        select(PacingChunk)
        .join(
            newest,
            (newest.c.campaign_id == PacingChunk.campaign_id) & (newest.c.from_at == PacingChunk.from_at),
        )
        .where(PacingChunk.node == node)
    )
    return [_stored(one) for one in found]


async def forget_old_chunks(session: AsyncSession, now: datetime, days: int) -> None:
    await session.execute(delete(PacingChunk).where(PacingChunk.to_at < now - timedelta(days=days)))


def _first(chunks: Sequence[StoredChunk]) -> StoredChunk | None:
    return chunks[0] if chunks else None


def _stored(chunk: PacingChunk) -> StoredChunk:
    return StoredChunk(
        id=chunk.id,
        campaign_id=chunk.campaign_id,
        node=chunk.node,
        from_at=chunk.from_at,
        to_at=chunk.to_at,
        format=chunk.format,
        content=chunk.content,
    )
