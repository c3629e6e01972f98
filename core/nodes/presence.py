"""Which switchboards are at work, and this one's place among them.

Each says so every few seconds by its own clock: clocks that differ by as much as `GONE_AFTER` would take a
switchboard for gone that is not.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Self

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import insert_statement
from core.nodes.models import LiveNode

SAID_EVERY: Final = timedelta(seconds=5)
GONE_AFTER: Final = timedelta(seconds=20)
"""A switchboard that has said nothing for so long is at work no more."""
KNOWN_AFTER: Final = timedelta(seconds=5)
"""The others look every second, and reckon with a new one after so long at the latest."""


@dataclass(frozen=True, slots=True)
class Company:
    """One switchboard among those at work."""

    place: int
    """From 0, in the order of their names."""
    of: int
    others: Collection[str]
    is_known: bool
    """The others reckon with it; until then nothing is its own to take."""

    @classmethod
    def alone(cls) -> Self:
        return cls(place=0, of=1, others=(), is_known=True)


async def say_at_work(session: AsyncSession, node: str, *, since: datetime, now: datetime) -> None:
    statement = insert_statement(session, LiveNode).values(node=node, announced_at=since, seen_at=now)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[LiveNode.node], set_={"announced_at": since, "seen_at": now}
        )
    )


async def say_gone(session: AsyncSession, node: str) -> None:
    await session.execute(delete(LiveNode).where(LiveNode.node == node))


async def company_of(session: AsyncSession, node: str, now: datetime) -> Company:
    """Who is at work besides `node`, which has said that it is."""
    rows = await session.execute(
        select(LiveNode.node, LiveNode.announced_at).where(LiveNode.seen_at > now - GONE_AFTER)
    )
    announced = dict(rows.all())
    others = sorted(set(announced) - {node})
    if not others:
        return Company.alone()
    since = announced.get(node, now)
    return Company(
        place=sorted([*others, node]).index(node),
        of=len(others) + 1,
        others=others,
        is_known=now - since >= KNOWN_AFTER,
    )
