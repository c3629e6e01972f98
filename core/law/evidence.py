"""What a campaign can show to whoever asks: its calls, offers, policies, and abandon rate by day and window.

What each column says is told in `docs/evidence.md`.
"""

import json
from collections.abc import AsyncIterator
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call
from core.campaigns.models import Campaign
from core.csv_text import BYTE_ORDER_MARK, csv_text
from core.db import Database
from core.errors import NotFound
from core.law.evidence_calls import CALL_COLUMNS, call_rows, of_period
from core.law.evidence_days import DAY_COLUMNS, day_rows
from core.law.evidence_previews import PREVIEW_COLUMNS, preview_rows
from core.law.models import DiallingPolicy, DiallingPolicyRevision
from core.law.period import Period
from core.users.models import User

LONGEST_PERIOD_DAYS: Final = 366

_POLICY_COLUMNS: Final = (
    "policy", "name", "revision", "made_at", "made_by", "calls", "is_in_force_now", "document",
)  # fmt: skip


class EvidencePart(StrEnum):
    CALLS = "calls"
    PREVIEWS = "previews"
    """Apart from the calls: most offers that are skipped come to none, and no line of the calls may be one
    that nobody was called by."""
    DAYS = "days"
    POLICIES = "policies"


async def evidence(
    database: Database, campaign_id: UUID, part: EvidencePart, period: Period
) -> AsyncIterator[str]:
    """One CSV file, piece by piece.

    Raises:
        NotFound: there is no such campaign.
    """
    async with database.reading() as session:
        campaign = await session.get(Campaign, campaign_id)
        if campaign is None:
            raise NotFound("campaign", campaign_id)
        match part:
            case EvidencePart.CALLS:
                yield BYTE_ORDER_MARK + csv_text([CALL_COLUMNS])
                async for rows in call_rows(session, campaign_id, period):
                    yield csv_text(rows)
            case EvidencePart.PREVIEWS:
                yield BYTE_ORDER_MARK + csv_text([PREVIEW_COLUMNS])
                async for rows in preview_rows(session, campaign_id, period):
                    yield csv_text(rows)
            case EvidencePart.DAYS:
                yield BYTE_ORDER_MARK + csv_text([DAY_COLUMNS])
                yield csv_text(await day_rows(session, campaign, period))
            case EvidencePart.POLICIES:
                yield BYTE_ORDER_MARK + csv_text([_POLICY_COLUMNS])
                yield csv_text(await _policies(session, campaign, period))


async def _policies(session: AsyncSession, campaign: Campaign, period: Period) -> list[tuple[Any, ...]]:
    """Every revision that calls of the period were dialled under, and the one in force now."""
    policy_id = Call.reason_document["policy_id"].as_string()
    revision = Call.reason_document["policy_revision"].as_integer()
    used: dict[tuple[UUID, int], int] = {
        (UUID(policy), number): calls
        for policy, number, calls in await session.execute(
            select(policy_id, revision, func.count())
            .where(*of_period(campaign.id, period), policy_id.is_not(None))
            .group_by(policy_id, revision)
        )
    }
    rows = await session.execute(
        select(DiallingPolicy, DiallingPolicyRevision, User.name)
        .join(DiallingPolicyRevision, DiallingPolicyRevision.policy_id == DiallingPolicy.id)
        .outerjoin(User, User.id == DiallingPolicyRevision.made_by_id)
        .where(DiallingPolicy.id.in_({one for one, _ in used} | {campaign.policy_id}))
        .order_by(DiallingPolicy.code, DiallingPolicyRevision.revision)
    )
    found = [_policy_row(*row, campaign, used) for row in rows]
    return [row for row in found if row is not None]


def _policy_row(
    policy: DiallingPolicy,
    revision: DiallingPolicyRevision,
    made_by: str | None,
    campaign: Campaign,
    used: dict[tuple[UUID, int], int],
) -> tuple[Any, ...] | None:
    is_in_force = policy.id == campaign.policy_id and policy.revision == revision.revision
    calls = used.get((policy.id, revision.revision), 0)
    if not calls and not is_in_force:
        return None
    return (
        policy.code,
        policy.name_en,
        revision.revision,
        revision.made_at,
        made_by,
        calls,
        is_in_force,
        _as_it_reads(revision),
    )


def _as_it_reads(revision: DiallingPolicyRevision) -> str:
    """With what was not yet asked for when it was made; what cannot be read, as it is stored."""
    policy = revision.readable
    return (
        policy.model_dump_json() if policy is not None else json.dumps(revision.document, ensure_ascii=False)
    )
