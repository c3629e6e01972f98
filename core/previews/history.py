"""To whom leads were offered before they were dialled, and how each offer ended."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.previews.models import Preview, PreviewEnding, SkipReason
from core.users.models import User

MOST_PREVIEWS: Final = 500
"""Of all the leads that are asked about at once."""


@dataclass(frozen=True, slots=True)
class PastPreview:
    preview_id: UUID
    operator_name: str
    phone_number: str
    offered_at: datetime
    ended_at: datetime | None
    """None: the operator still decides."""
    ending: PreviewEnding | None
    skip_reason: SkipReason | None


async def past_previews(
    session: AsyncSession, lead_ids: Collection[UUID]
) -> Mapping[UUID, Sequence[PastPreview]]:
    """By lead, the newest first; none for a lead that never was offered."""
    rows = await session.execute(
        select(Preview, User.name)
        .join(User, User.id == Preview.operator_id)
        .where(Preview.lead_id.in_(lead_ids))
        .order_by(Preview.offered_at.desc(), Preview.id)
        .limit(MOST_PREVIEWS)
    )
    found: defaultdict[UUID, list[PastPreview]] = defaultdict(list)
    for preview, operator_name in rows:
        found[preview.lead_id].append(_shown(preview, operator_name))
    return found


def _shown(preview: Preview, operator_name: str) -> PastPreview:
    return PastPreview(
        preview_id=preview.id,
        operator_name=operator_name,
        phone_number=preview.phone_number,
        offered_at=preview.offered_at,
        ended_at=preview.ended_at,
        ending=PreviewEnding(preview.ending) if preview.ending else None,
        skip_reason=SkipReason(preview.skip_reason) if preview.skip_reason else None,
    )
