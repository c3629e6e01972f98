"""Storing how far calls have come: many at once, and each ending exactly once.

The exchange's news reaches us on two ways (its event stream, and after a crash its outbox), so the
same ending may come twice; the first one counts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.caller_ids.service import CallerIdUse
from core.calls.models import Call, CallKind
from core.calls.state_machine import CallOutcome, CallProgress, CallState
from core.contacts.models import Contact, ContactKind, Direction
from core.db import insert_statement
from core.leads.clicked import leave_alone
from core.leads.settling import Attempt, settle_attempts

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
    not_placed: list[CallerIdUse] = field(default_factory=list)
    """What was counted of the caller IDs for calls that this batch stores as not placed."""


class _StoredCall(NamedTuple):
    """What was known of a call before it was dialled."""

    id: UUID
    kind: str
    client_id: UUID
    campaign_id: UUID | None
    lead_id: UUID | None
    phone_number: str
    placed_at: datetime
    caller_id: str | None


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
    attempts = _attempts([one for one in news if _is_ended(one)], open_calls)
    await settle_attempts(session, attempts)
    await leave_alone(session, _clicked_talks(news, open_calls))
    stored.not_placed = list(_not_placed(news, open_calls))
    return stored


def _is_ended(change: CallChange) -> bool:
    return change.progress.state is CallState.ENDED


def _not_placed(changes: Sequence[CallChange], calls: Mapping[UUID, _StoredCall]) -> Iterator[CallerIdUse]:
    for one in changes:
        call = calls[one.progress.call_id]
        if one.progress.outcome is CallOutcome.NOT_PLACED and call.campaign_id and call.caller_id:
            yield CallerIdUse(call.campaign_id, call.caller_id, call.placed_at)


def _clicked_talks(changes: Sequence[CallChange], calls: Mapping[UUID, _StoredCall]) -> dict[UUID, datetime]:
    """When a talk that somebody had by click-to-dial ended, by client."""
    return {
        calls[one.progress.call_id].client_id: one.progress.ended_at
        for one in changes
        if one.progress.ended_at is not None
        and one.progress.outcome is CallOutcome.HANDLED
        and calls[one.progress.call_id].kind == CallKind.CLICK_TO_DIAL
    }


def _reached_somebody(progress: CallProgress) -> bool:
    return progress.connected_at is not None or progress.outcome in _TALKED_OR_TRIED


# Columns and no objects, put together once: this is done for every call, several times.
_OPEN: Final = (
    select(
        Call.id,
        Call.kind,
        Call.client_id,
        Call.campaign_id,
        Call.lead_id,
        Call.phone_number,
        Call.placed_at,
        Call.caller_id,
    )
    .where(Call.id.in_(bindparam("call_ids", expanding=True)), Call.state != CallState.ENDED)
    .with_for_update()
)
_PROGRESS: Final = {
    f"{column}_": column
    for column in (
        "state",
        "ringing_at",
        "answered_by",
        "answered_at",
        "grace_began_at",
        "connected_at",
        "ended_at",
        "outcome",
        "cause",
    )
}
_PROGRESSED: Final = (
    update(Call.__table__)  # type: ignore[arg-type]
    .where(Call.__table__.c.id == bindparam("id_"))
    .values({column: bindparam(f"{column}_") for column in (*_PROGRESS.values(), "operator_id")})
)


async def _open_calls(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, _StoredCall]:
    found: dict[UUID, _StoredCall] = {}
    for start in range(0, len(ids), _IDS_IN_ONE_STATEMENT):
        rows = await session.execute(_OPEN, {"call_ids": ids[start : start + _IDS_IN_ONE_STATEMENT]})
        found |= {row.id: _StoredCall(*row) for row in rows}
    return found


async def _update_calls(session: AsyncSession, changes: Sequence[CallChange]) -> None:
    rows = [
        {
            "id_": one.progress.call_id,
            "operator_id_": one.operator_id,
            **{parameter: getattr(one.progress, column) for parameter, column in _PROGRESS.items()},
        }
        for one in changes
    ]
    connection = await session.connection()
    await connection.execute(_PROGRESSED, rows)


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


def _attempts(ended: Sequence[CallChange], calls: Mapping[UUID, _StoredCall]) -> list[Attempt]:
    """What these endings were to leads; a call that served no lead is none."""
    attempts: list[Attempt] = []
    for one in ended:
        call, outcome, ended_at = calls[one.progress.call_id], one.progress.outcome, one.progress.ended_at
        if call.lead_id is not None and outcome is not None and ended_at is not None:
            attempts.append(Attempt(call.lead_id, call.phone_number, outcome, ended_at))
    return attempts
