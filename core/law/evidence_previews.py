"""The offers of a campaign's evidence: which leads operators had dialled, which they skipped, and why."""

from collections.abc import AsyncIterator
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from core.law.period import Period
from core.previews.models import Preview
from core.users.models import User

PREVIEW_COLUMNS: Final = (
    "preview_id", "offered_at", "expires_at", "operator_id", "operator", "phone_number", "client_id",
    "lead_id", "ended_at", "decided_seconds", "ending", "skip_reason", "at_expiry", "call_id",
)  # fmt: skip

_BATCH: Final = 1000


async def preview_rows(
    session: AsyncSession, campaign_id: UUID, period: Period
) -> AsyncIterator[list[tuple[Any, ...]]]:
    """In the order in which they were made, so many at a time as fit into memory."""
    wanted = (
        select(Preview, User.name)
        .join(User, User.id == Preview.operator_id)
        .where(
            Preview.campaign_id == campaign_id,
            Preview.offered_at >= period.since,
            Preview.offered_at < period.until,
        )
        .order_by(Preview.offered_at, Preview.id)
        .limit(_BATCH)
    )
    page = wanted
    while True:
        found = (await session.execute(page)).all()
        if found:
            yield [_row(preview, operator) for preview, operator in found]
        if len(found) < _BATCH:
            return
        last: Preview = found[-1][0]
        page = wanted.where(tuple_(Preview.offered_at, Preview.id) > tuple_(last.offered_at, last.id))
        session.expunge_all()


def _row(preview: Preview, operator: str) -> tuple[Any, ...]:
    ended_at = preview.ended_at
    return (
        preview.id,
        preview.offered_at,
        preview.expires_at,
        preview.operator_id,
        operator,
        preview.phone_number,
        preview.client_id,
        preview.lead_id,
        ended_at,
        round((ended_at - preview.offered_at).total_seconds(), 3) if ended_at else None,
        preview.ending,
        preview.skip_reason,
        preview.on_timeout,
        preview.call_id,
    )
