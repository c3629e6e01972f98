"""The mark of a lead whose every number is refused, which lets the hopper pass it by along its index.

The register decides: the claim of leads asks it of each lead that it takes. The mark only keeps ten
thousands of refused leads from standing first in a list and being asked about before each call. Whoever
changes what it follows from, the register or a lead's numbers, says so here, in the same transaction.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Update, and_, exists, or_, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import rows_of
from core.dnc.clauses import refused_by_all, refused_by_campaign
from core.dnc.models import DncNumber
from core.leads.models import Lead, LeadNumber


def _is_refused(of: type[Lead | LeadNumber]) -> ColumnElement[bool]:
    return or_(refused_by_all(of.phone_number), refused_by_campaign(of.phone_number, of.campaign_id))


_REFUSED: ColumnElement[bool] = and_(
    _is_refused(Lead),
    ~exists().where(LeadNumber.lead_id == Lead.id, LeadNumber.is_dead.is_(False), ~_is_refused(LeadNumber)),
)
_MARK: Update = (
    update(Lead)
    .where(Lead.is_refused != _REFUSED)
    .values(is_refused=_REFUSED)
    .execution_options(synchronize_session=False)
)


async def mark_numbers(session: AsyncSession, numbers: Collection[str]) -> None:
    """The register has changed for these numbers."""
    if numbers:
        meant = _has_one_of(select(rows_of(session, [*numbers])))
        # An update locks in whatever order it reads; of two with many leads in common one would be aborted.
        await session.execute(_in_one_order(meant).with_for_update(key_share=True))
        await session.execute(_MARK.where(meant))


async def refused_among(session: AsyncSession, numbers: Collection[str], campaign_id: UUID) -> set[str]:
    """Which of the numbers are to be marked in new leads of that campaign."""
    if not numbers:
        return set()
    entries = select(DncNumber.phone_number).where(
        DncNumber.phone_number.in_(select(rows_of(session, [*numbers]))),
        or_(DncNumber.campaign_id.is_(None), DncNumber.campaign_id == campaign_id),
    )
    return set(await session.scalars(entries.with_for_update(read=True, key_share=True)))


async def mark_leads(session: AsyncSession, lead_ids: Collection[UUID]) -> None:
    """These leads are new, or have lost a number."""
    if not lead_ids:
        return
    meant = Lead.id.in_(lead_ids)
    # An entry that is just being removed: wait until it is gone, or else whoever removes it would not
    # see these leads yet, and they would stay marked for ever.
    further = select(LeadNumber.phone_number).where(LeadNumber.lead_id.in_(lead_ids))
    numbers = union_all(select(Lead.phone_number).where(meant), further)
    entries = select(DncNumber.id).where(DncNumber.phone_number.in_(numbers))
    await session.execute(entries.with_for_update(read=True, key_share=True))
    await session.execute(_MARK.where(meant))


async def hold_leads(session: AsyncSession, number: str) -> None:
    """Before an entry is removed: leads first, then the register, as `mark_leads` goes about it."""
    await session.execute(_in_one_order(_has_one_of([number])).with_for_update())


def _in_one_order(meant: ColumnElement[bool]) -> Select[UUID]:
    """To lock leads as everybody does, so that nobody waits for somebody who waits for him."""
    return select(Lead.id).where(meant).order_by(Lead.id)


def _has_one_of(numbers: Any) -> ColumnElement[bool]:
    """Along the indexes: of an OR of both, PostgreSQL would read every lead."""
    holders = union_all(
        select(Lead.id).where(Lead.phone_number.in_(numbers)),
        select(LeadNumber.lead_id).where(LeadNumber.phone_number.in_(numbers)),
    )
    return Lead.id.in_(holders)
