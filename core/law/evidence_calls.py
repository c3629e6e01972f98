"""The calls of a campaign's evidence: how each was dialled, who waited how long, what the abandoned heard."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.trail import last_names
from core.calls.models import Call
from core.calls.reason import DialReason
from core.calls.state_machine import CallOutcome
from core.clients.models import Client
from core.law.counted_calls import COUNTED_KINDS
from core.law.models import DiallingPolicy, DiallingPolicyRevision
from core.law.period import Period
from core.law.policy import Policy
from core.law.safe_harbour import SafeHarbourHeard, safe_harbour_heard
from core.trunks.models import Trunk
from core.trunks.service import AUDITED_AS as TRUNK
from core.voice_messages.models import VoiceMessage

CALL_COLUMNS: Final = (
    "call_id", "placed_at", "kind", "mode", "phone_number", "caller_id", "trunk_id", "trunk", "client_id",
    "lead_id", "reason", "attempt", "after", "ringing_at", "answered_at", "answered_by", "grace_began_at",
    "connected_at", "ended_at", "outcome", "disposition", "waited_seconds", "grace_seconds",
    "connected_within_grace", "abandoned", "safe_harbour", "safe_harbour_message_id", "safe_harbour_message",
    "safe_harbour_message_seconds", "stayed_after_grace_seconds", "policy", "policy_revision",
    "overruled",
)  # fmt: skip

_BATCH: Final = 1000


@dataclass(frozen=True, slots=True)
class _Named:
    """What calls name by an id."""

    policy_codes: Mapping[UUID, str]
    rules: Mapping[tuple[UUID, int], Policy | None]
    """What each revision said; None: it cannot be read."""
    trunks: Mapping[str, str]
    messages: Mapping[UUID, VoiceMessage]

    def rules_of(self, reason: DialReason | None) -> Policy | None:
        if reason is None or reason.policy_id is None or reason.policy_revision is None:
            return None
        return self.rules.get((reason.policy_id, reason.policy_revision))


def of_period(campaign_id: UUID, period: Period) -> tuple[ColumnElement[bool], ...]:
    return (
        Call.campaign_id == campaign_id,
        Call.placed_at >= period.since,
        Call.placed_at < period.until,
    )


async def call_rows(
    session: AsyncSession, campaign_id: UUID, period: Period
) -> AsyncIterator[list[tuple[Any, ...]]]:
    """In the order in which they were placed, so many at a time as fit into memory."""
    named = await _named(session)
    wanted = (
        select(Call, Client.language)
        .join(Client, Client.id == Call.client_id)
        .where(*of_period(campaign_id, period))
        .order_by(Call.placed_at, Call.id)
        .limit(_BATCH)
    )
    page = wanted
    while True:
        found = (await session.execute(page)).all()
        if found:
            yield [_row(call, language, named) for call, language in found]
        if len(found) < _BATCH:
            return
        last: Call = found[-1][0]
        page = wanted.where(tuple_(Call.placed_at, Call.id) > tuple_(last.placed_at, last.id))
        session.expunge_all()


async def _named(session: AsyncSession) -> _Named:
    codes = dict((await session.execute(select(DiallingPolicy.id, DiallingPolicy.code))).all())
    revisions = (await session.scalars(select(DiallingPolicyRevision))).all()
    trunks = await session.execute(select(Trunk.id, Trunk.name))
    messages = (await session.scalars(select(VoiceMessage))).all()
    # A trunk that was removed is called what it was called when it was.
    trunk_names = dict(await last_names(session, TRUNK)) | {str(id_): name for id_, name in trunks}
    return _Named(
        policy_codes=codes,
        rules={(one.policy_id, one.revision): one.readable for one in revisions},
        trunks=trunk_names,
        messages={one.id: one for one in messages},
    )


def _row(call: Call, language: str, named: _Named) -> tuple[Any, ...]:
    reason, progress = call.reason, call.progress
    connected_at, waits_since = call.connected_at, progress.waits_since
    waited_until = connected_at or call.ended_at
    waited = (waited_until - waits_since).total_seconds() if waited_until and waits_since else None
    is_counted = call.kind in COUNTED_KINDS
    abandoned = is_counted and progress.counts_as_abandoned(call.grace_seconds)
    return (
        call.id,
        call.placed_at,
        call.kind,
        reason and reason.mode,
        call.phone_number,
        call.caller_id,
        call.trunk_id,
        named.trunks.get(str(call.trunk_id)),
        call.client_id,
        call.lead_id,
        reason and reason.kind,
        reason and reason.attempt,
        reason and reason.after,
        call.ringing_at,
        call.answered_at,
        call.answered_by,
        call.grace_began_at,
        connected_at,
        call.ended_at,
        call.outcome,
        call.disposition,
        None if waited is None else round(waited, 3),
        call.grace_seconds,
        not abandoned if is_counted and progress.counts_as_answered else None,
        abandoned,
        *_safe_harbour_cells(call, language, named, waited),
        named.policy_codes.get(reason.policy_id) if reason and reason.policy_id else None,
        reason and reason.policy_revision,
        " ".join(reason.overruled) if reason and reason.overruled else None,
    )


def _safe_harbour_cells(
    call: Call, language: str, named: _Named, waited: float | None
) -> tuple[SafeHarbourHeard | None, UUID | None, str | None, float | None, float | None]:
    """Of a person to whom no operator was joined; whoever was joined too late heard an operator."""
    policy = named.rules_of(call.reason)
    if call.outcome != CallOutcome.ABANDONED or waited is None or policy is None:
        return (None,) * 5
    heard, message_id = safe_harbour_heard(policy, language)
    message = named.messages.get(message_id) if message_id else None
    return (
        heard,
        message_id,
        message.name if message else None,
        round(message.seconds, 3) if message else None,
        round(max(0.0, waited - call.grace_seconds), 3),
    )
