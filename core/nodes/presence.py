"""Which switchboards are at work, and this one's place among them.

Each says so every few seconds by its own clock: clocks that differ by as much as `GONE_AFTER` would take a
switchboard for gone that is not.
"""

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
    is_known: bool
    """The others reckon with it for certain; while they may not, nothing is its own to take."""

    @classmethod
    def alone(cls) -> Self:
        return cls(place=0, of=1, is_known=True)


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
    """Who is at work besides `node`.

    If it has itself said nothing for so long that the others take it for gone, as when the database was away,
    they may have been silent for the same reason.
    """
    rows = {row.node: row for row in await session.scalars(select(LiveNode))}
    at_work = {name for name, row in rows.items() if row.seen_at > now - GONE_AFTER}
    own = rows.pop(node, None)
    others = at_work - {node}
    if not rows:
        return Company.alone()
    known_for = now - own.announced_at if own is not None and node in at_work else None
    return Company(
        place=sum(other < node for other in others),
        of=len(others) + 1,
        is_known=known_for is not None and (not others or known_for >= KNOWN_AFTER),
    )
