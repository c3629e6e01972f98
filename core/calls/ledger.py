"""Storing how far calls have come: many at once, and each ending exactly once.

The exchange's news reaches us on two ways (its event stream, and after a crash its outbox), so the
same ending may come twice; the first one counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call
from core.calls.state_machine import CallOutcome, CallProgress, CallState
from core.campaigns.models import Campaign
from core.contacts.models import Contact, ContactKind, Direction
from core.db import insert_statement
from core.leads.models import Lead
from core.leads.rules import RetryPolicy

_TALKED_OR_TRIED: Final = (CallOutcome.HANDLED, CallOutcome.ABANDONED)
# Stays well below the number of variables that either database takes in one statement.
_IDS_IN_ONE_STATEMENT: Final = 500


@dataclass(frozen=True, slots=True)
class CallChange:
    """A call as the switchboard knows it now."""

    progress: CallProgress
    operator_id: UUID | None = None


@dataclass(slots=True)
class Stored:
    """What a batch came to."""

    contacts: list[tuple[UUID, UUID]] = field(default_factory=list)
    """(client, contact) of each contact that was written."""
    ended: list[UUID] = field(default_factory=list)
    """Calls that are stored as ended, by this batch or before."""


class _StoredCall(NamedTuple):
    """What was known of a call before it was dialled."""

    id: UUID
    client_id: UUID
    campaign_id: UUID | None
    lead_id: UUID | None
    phone_number: str
    placed_at: datetime


async def store_progress(session: AsyncSession, changes: Sequence[CallChange]) -> Stored:
    """Write one change for each call; changes of calls that are stored as ended are passed over."""
    stored = Stored(ended=[one.progress.call_id for one in changes if _is_ended(one)])
    open_calls = await _open_calls(session, [one.progress.call_id for one in changes])
    news = [one for one in changes if one.progress.call_id in open_calls]
    if not news:
        return stored
    await _update_calls(session, news)
    reached = [one for one in news if _reached_somebody(one.progress)]
    stored.contacts = await _write_contacts(session, reached, open_calls)
    await _settle_leads(session, [one for one in news if _is_ended(one)], open_calls)
    return stored


def _is_ended(change: CallChange) -> bool:
    return change.progress.state is CallState.ENDED


def _reached_somebody(progress: CallProgress) -> bool:
    return progress.connected_at is not None or progress.outcome in _TALKED_OR_TRIED


async def _open_calls(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, _StoredCall]:
    # Columns, not objects: this is done for every call, several times.
    columns = select(
        Call.id, Call.client_id, Call.campaign_id, Call.lead_id, Call.phone_number, Call.placed_at
    )
    found: dict[UUID, _StoredCall] = {}
    for start in range(0, len(ids), _IDS_IN_ONE_STATEMENT):
        rows = await session.execute(
            columns.where(
                Call.id.in_(ids[start : start + _IDS_IN_ONE_STATEMENT]), Call.state != CallState.ENDED
            ).with_for_update()
        )
        found |= {row.id: _StoredCall(*row) for row in rows}
    return found


async def _update_calls(session: AsyncSession, changes: Sequence[CallChange]) -> None:
    rows = [
        {
            "id_": one.progress.call_id,
            "state_": one.progress.state,
            "ringing_at_": one.progress.ringing_at,
            "answered_by_": one.progress.answered_by,
            "answered_at_": one.progress.answered_at,
            "connected_at_": one.progress.connected_at,
            "ended_at_": one.progress.ended_at,
            "outcome_": one.progress.outcome,
            "cause_": one.progress.cause,
            "operator_id_": one.operator_id,
        }
        for one in changes
    ]
    columns = [name.removesuffix("_") for name in rows[0] if name != "id_"]
    statement = (
        update(Call.__table__)  # type: ignore[arg-type]
        .where(Call.__table__.c.id == bindparam("id_"))
        .values({column: bindparam(f"{column}_") for column in columns})
    )
    connection = await session.connection()
    await connection.execute(statement, rows)


async def _write_contacts(
    session: AsyncSession, changes: Sequence[CallChange], calls: Mapping[UUID, _StoredCall]
) -> list[tuple[UUID, UUID]]:
    """A contact begins when somebody is reached and is completed when the call ends."""
    if not changes:
        return []
    rows: list[dict[str, Any]] = []
    for one in changes:
        call = calls[one.progress.call_id]
        rows.append(
            {
                # One call is one contact: the call's own id makes that plain, whoever writes first.
                "id": call.id,
                "kind": ContactKind.CALL,
                "direction": Direction.OUTBOUND,
                "client_id": call.client_id,
                "responsible_id": one.operator_id,
                "campaign_id": call.campaign_id,
                "call_id": call.id,
                "phone_number": call.phone_number,
                "started_at": call.placed_at,
                "ended_at": one.progress.ended_at,
                "outcome": one.progress.outcome,
                "note": "",
            }
        )
    statement = insert_statement(session, Contact)
    newer = {column: statement.excluded[column] for column in ("responsible_id", "ended_at", "outcome")}
    await session.execute(
        statement.on_conflict_do_update(index_elements=["call_id"], set_=newer),
        rows,
    )
    return [(row["client_id"], row["id"]) for row in rows]


async def _settle_leads(
    session: AsyncSession, ended: Sequence[CallChange], calls: Mapping[UUID, _StoredCall]
) -> None:
    """Count the attempt and plan the next one. A handled lead stays closed until its verdict says else."""
    outcomes: dict[UUID, tuple[CallOutcome, datetime]] = {}
    for one in ended:
        lead_id, outcome, ended_at = (
            calls[one.progress.call_id].lead_id,
            one.progress.outcome,
            one.progress.ended_at,
        )
        if lead_id is not None and outcome is not None and ended_at is not None:
            outcomes[lead_id] = (outcome, ended_at)
    if not outcomes:
        return
    leads = (
        await session.execute(
            select(Lead.id, Lead.campaign_id, Lead.attempts).where(Lead.id.in_(list(outcomes)))
        )
    ).all()
    policies = await _retry_policies(session, {lead.campaign_id for lead in leads})
    handled: list[dict[str, Any]] = []
    tried: list[dict[str, Any]] = []
    for lead in leads:
        outcome, ended_at = outcomes[lead.id]
        settled = {"id_": lead.id, "attempts_": lead.attempts + 1}
        if outcome is CallOutcome.HANDLED:
            handled.append(settled)
        else:
            again_at = policies[lead.campaign_id].next_attempt_at(outcome, lead.attempts + 1, ended_at)
            tried.append({**settled, "next_attempt_at_": again_at})
    connection = await session.connection()
    if handled:
        await connection.execute(_LEAD.values(next_attempt_at=None, callback_operator_id=None), handled)
    if tried:
        await connection.execute(_LEAD.values(next_attempt_at=bindparam("next_attempt_at_")), tried)


_LEAD: Final = (
    update(Lead.__table__)  # type: ignore[arg-type]
    .where(Lead.__table__.c.id == bindparam("id_"))
    .values(attempts=bindparam("attempts_"), held_until=None)
)


async def _retry_policies(session: AsyncSession, campaign_ids: set[UUID]) -> dict[UUID, RetryPolicy]:
    rows = await session.execute(
        select(Campaign.id, Campaign.max_attempts, Campaign.busy_retry_seconds, Campaign.retry_seconds).where(
            Campaign.id.in_(campaign_ids)
        )
    )
    return {
        campaign_id: RetryPolicy.in_seconds(max_attempts=attempts, busy=busy, otherwise=otherwise)
        for campaign_id, attempts, busy, otherwise in rows
    }
