"""Making and changing a campaign's lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.campaigns.models import Campaign
from core.error_codes import ErrorCode
from core.errors import InvalidInput, NotFound
from core.lists.models import LONGEST_NAME, LeadList, ListSource
from core.texts import is_printed

MOST_PRIORITY: Final = 100
MOST_WEIGHT: Final = 100


@dataclass(frozen=True, slots=True)
class ListChange:
    """What is to be different about a list; None: nothing."""

    name: str | None = None
    priority: int | None = None
    weight: int | None = None
    is_active: bool | None = None


async def add_list(
    session: AsyncSession,
    campaign_id: UUID,
    name: str,
    *,
    now: datetime,
    source: ListSource = ListSource.MANUAL,
    is_active: bool = True,
) -> LeadList:
    """
    Raises:
        NotFound: there is no such campaign.
        InvalidInput: the name is empty, too long or more than a line of print.
    """
    if await session.get(Campaign, campaign_id) is None:
        raise NotFound("campaign", campaign_id)
    lead_list = LeadList(
        id=uuid4(),
        campaign_id=campaign_id,
        name=_checked_name(name),
        priority=0,
        weight=1,
        is_active=is_active,
        source=source,
        created_at=now,
    )
    session.add(lead_list)
    await session.flush()
    return lead_list


async def list_of(
    session: AsyncSession, campaign_id: UUID, list_id: UUID, *, is_changing: bool = False
) -> LeadList:
    """
    Raises:
        NotFound: this campaign has no such list.
    """
    wanted = select(LeadList).where(LeadList.id == list_id, LeadList.campaign_id == campaign_id)
    lead_list = await session.scalar(wanted.with_for_update(key_share=True) if is_changing else wanted)
    if lead_list is None:
        raise NotFound("list", list_id)
    return lead_list


def change_list(lead_list: LeadList, change: ListChange) -> Mapping[str, tuple[Any, Any]]:
    """Set what is to be different; returns what it was and is, of that which did change.

    Raises:
        InvalidInput: a name that cannot be, a priority or weight beyond what is allowed.
    """
    wanted: dict[str, Any] = {}
    if change.name is not None:
        wanted["name"] = _checked_name(change.name)
    if change.priority is not None:
        wanted["priority"] = _checked_number("priority", change.priority, -MOST_PRIORITY, MOST_PRIORITY)
    if change.weight is not None:
        wanted["weight"] = _checked_number("weight", change.weight, 1, MOST_WEIGHT)
    if change.is_active is not None:
        wanted["is_active"] = change.is_active
    changed: dict[str, tuple[Any, Any]] = {}
    for field, after in wanted.items():
        before = getattr(lead_list, field)
        if before != after:
            setattr(lead_list, field, after)
            changed[field] = (before, after)
    return changed


def _checked_name(name: str) -> str:
    name = name.strip()
    if not name:
        raise InvalidInput.of("name", ErrorCode.IS_EMPTY)
    if len(name) > LONGEST_NAME:
        raise InvalidInput.of("name", ErrorCode.TOO_LONG, max=LONGEST_NAME)
    if not is_printed(name):
        raise InvalidInput.of("name", ErrorCode.CONTROL_CHARACTERS)
    return name


def _checked_number(field: str, number: int, least: int, most: int) -> int:
    if not least <= number <= most:
        raise InvalidInput.of(field, ErrorCode.OUT_OF_RANGE, min=least, max=most)
    return number
