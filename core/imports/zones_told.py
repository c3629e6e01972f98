"""Of how many numbers a file tells no time zone, asked before it is imported."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.clients.models import ClientNumber
from core.imports.reading import Batch
from core.imports.zones import client_zone, numbers_without_zone


@dataclass(frozen=True, slots=True)
class ZonesTold:
    lines: int
    """From the beginning of the file, those that were looked at: not more than the first 500."""
    numbers: int
    """In the good ones of them."""
    without_zone: int
    """Of these numbers, those that would be called by the default zone."""


async def zones_told(session: AsyncSession, batch: Batch) -> ZonesTold:
    every = {number for line in batch.good for number in line["phone_numbers"]}
    known = set(await session.scalars(select(ClientNumber.e164).where(ClientNumber.e164.in_(every))))
    without: set[str] = set()
    for line in batch.good:
        if known.isdisjoint(line["phone_numbers"]):
            told = client_zone(
                said=line["said_zone"],
                known="",
                of_region=line["zone_of_region"],
                of_number=line["own_zones"][0],
            )
            without.update(numbers_without_zone(line["phone_numbers"], line["own_zones"], told))
    return ZonesTold(lines=len(batch.good) + len(batch.bad), numbers=len(every), without_zone=len(without))
