"""What a campaign can show to whoever asks: its calls, its abandon rate by day and window, its policies."""

import json
from collections.abc import AsyncIterator
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call
from core.campaigns.models import Campaign
from core.csv_text import BYTE_ORDER_MARK, csv_text
from core.db import Database
from core.errors import NotFound
from core.law.evidence_days import DAY_COLUMNS, day_rows
from core.law.models import DiallingPolicy, DiallingPolicyRevision
from core.law.period import Period
from core.users.models import User

LONGEST_PERIOD_DAYS: Final = 366
_BATCH: Final = 1000

_CALL_COLUMNS: Final = (
    "call_id", "placed_at", "kind", "mode", "phone_number", "client_id", "lead_id", "reason", "attempt",
    "after", "ringing_at", "answered_at", "answered_by", "grace_began_at", "connected_at", "ended_at",
    "outcome", "disposition", "waited_seconds", "grace_seconds", "connected_within_grace", "abandoned",
    "policy", "policy_revision",
)  # fmt: skip
_POLICY_COLUMNS: Final = (
    "policy", "name", "revision", "made_at", "made_by", "calls", "is_in_force_now", "document",
)  # fmt: skip


class EvidencePart(StrEnum):
    CALLS = "calls"
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
                yield BYTE_ORDER_MARK + csv_text([_CALL_COLUMNS])
                async for rows in _calls(session, campaign_id, period):
                    yield csv_text(rows)
            case EvidencePart.DAYS:
                yield BYTE_ORDER_MARK + csv_text([DAY_COLUMNS])
                yield csv_text(await day_rows(session, campaign, period))
            case EvidencePart.POLICIES:
                yield BYTE_ORDER_MARK + csv_text([_POLICY_COLUMNS])
                yield csv_text(await _policies(session, campaign, period))


def _of_period(campaign_id: UUID, since: datetime, until: datetime) -> tuple[Any, ...]:
    return (Call.campaign_id == campaign_id, Call.placed_at >= since, Call.placed_at < until)


async def _calls(
    session: AsyncSession, campaign_id: UUID, period: Period
) -> AsyncIterator[list[tuple[Any, ...]]]:
    codes = dict((await session.execute(select(DiallingPolicy.id, DiallingPolicy.code))).all())
    wanted = (
        select(Call)
        .where(*_of_period(campaign_id, period.since, period.until))
        .order_by(Call.placed_at, Call.id)
        .limit(_BATCH)
    )
    page = wanted
    while True:
        calls = (await session.scalars(page)).all()
        if calls:
            yield [_call_row(call, codes) for call in calls]
        if len(calls) < _BATCH:
            return
        last = calls[-1]
        page = wanted.where(tuple_(Call.placed_at, Call.id) > tuple_(last.placed_at, last.id))
        session.expunge_all()


def _call_row(call: Call, codes: dict[UUID, str]) -> tuple[Any, ...]:
    reason, progress = call.reason, call.progress
    answered_at, connected_at = call.answered_at, call.connected_at
    waited_until = connected_at or call.ended_at
    waits_since = progress.waits_since
    waited = (waited_until - waits_since).total_seconds() if waited_until and waits_since else None
    abandoned = progress.counts_as_abandoned(call.grace_seconds)
    return (
        call.id,
        call.placed_at,
        call.kind,
        reason and reason.mode,
        call.phone_number,
        call.client_id,
        call.lead_id,
        reason and reason.kind,
        reason and reason.attempt,
        reason and reason.after,
        call.ringing_at,
        answered_at,
        call.answered_by,
        call.grace_began_at,
        connected_at,
        call.ended_at,
        call.outcome,
        call.disposition,
        None if waited is None else round(waited, 3),
        call.grace_seconds,
        not abandoned if progress.counts_as_answered else None,
        abandoned,
        codes.get(reason.policy_id) if reason and reason.policy_id else None,
        reason and reason.policy_revision,
    )


async def _policies(session: AsyncSession, campaign: Campaign, period: Period) -> list[tuple[Any, ...]]:
    """Every revision that calls of the period were dialled under, and the one in force now."""
    policy_id = Call.reason_document["policy_id"].as_string()
    revision = Call.reason_document["policy_revision"].as_integer()
    used: dict[tuple[UUID, int], int] = {
        (UUID(policy), number): calls
        for policy, number, calls in await session.execute(
            select(policy_id, revision, func.count())
            .where(*_of_period(campaign.id, period.since, period.until), policy_id.is_not(None))
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
