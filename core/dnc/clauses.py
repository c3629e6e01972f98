"""Whether a number is refused, as SQL: for the claim of leads, for cards, for a single number."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Exists, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.dnc.models import DncNumber

Column = ColumnElement[Any] | Any


def refused_by_all(phone_number: Column) -> Exists:
    """The number, a column or a value, is on the list that holds for every campaign."""
    return exists().where(DncNumber.phone_number == phone_number, DncNumber.campaign_id.is_(None))


def refused_by_campaign(phone_number: Column, campaign_id: Column) -> Exists:
    """The number is on that campaign's own list."""
    return exists().where(DncNumber.phone_number == phone_number, DncNumber.campaign_id == campaign_id)


async def is_refused(session: AsyncSession, phone_number: str, campaign_id: UUID | None = None) -> bool:
    """Whether the number may not be dialled: by anybody, or by that campaign."""
    refused: ColumnElement[bool] = refused_by_all(phone_number)
    if campaign_id is not None:
        refused = or_(refused, refused_by_campaign(phone_number, campaign_id))
    return bool(await session.scalar(select(refused)))
