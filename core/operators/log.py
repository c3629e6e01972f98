"""Writing and reading what operators did and when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call
from core.clients.models import Client
from core.db import insert_statement
from core.operators.models import OperatorLine, OperatorStateChange
from core.operators.state_machine import CalledClient, OperatorNow, OperatorState, PauseReason
from core.telephony.port import LineId
from core.users.models import User


async def store_changes(session: AsyncSession, changes: Sequence[OperatorNow]) -> None:
    """Append what became of operators, in order."""
    if not changes:
        return
    rows = [
        {
            "operator_id": now.operator_id,
            "since_at": now.since_at,
            "state": now.state,
            "reason": now.reason,
            "call_id": now.call_id,
            "wrap_up_ends_at": now.wrap_up_ends_at,
            "pausing_reason": now.pausing_reason,
        }
        for now in changes
    ]
    # Into the table, not the class: for a class every change of the set of columns that have a value
    # begins a statement of its own.
    await session.execute(insert(OperatorStateChange.__table__), rows)  # type: ignore[arg-type]


async def last_known(session: AsyncSession) -> list[OperatorNow]:
    """Every operator who was not logged out when last heard of; lines are taken to be down."""
    newest = select(func.max(OperatorStateChange.id)).group_by(OperatorStateChange.operator_id)
    rows = await session.execute(
        select(OperatorStateChange, User.name, Client.id, Client.name, Call.phone_number)
        .join(User, User.id == OperatorStateChange.operator_id)
        .outerjoin(Call, Call.id == OperatorStateChange.call_id)
        .outerjoin(Client, Client.id == Call.client_id)
        .where(OperatorStateChange.id.in_(newest), OperatorStateChange.state != OperatorState.LOGGED_OUT)
    )
    return [
        OperatorNow(
            operator_id=change.operator_id,
            name=name,
            state=OperatorState(change.state),
            since_at=change.since_at,
            reason=PauseReason(change.reason) if change.reason else None,
            call_id=change.call_id,
            client=CalledClient(client_id, client_name, phone_number) if phone_number else None,
            wrap_up_ends_at=change.wrap_up_ends_at,
            pausing_reason=PauseReason(change.pausing_reason) if change.pausing_reason else None,
        )
        for change, name, client_id, client_name, phone_number in rows
    ]


async def remember_line(
    session: AsyncSession, operator_id: UUID, line_id: LineId, console_id: UUID, opened_at: datetime
) -> None:
    """One line an operator: a newer one takes the place of the older."""
    line = {"line_id": line_id, "console_id": console_id, "opened_at": opened_at}
    statement = insert_statement(session, OperatorLine).values(operator_id=operator_id, **line)
    await session.execute(statement.on_conflict_do_update(index_elements=["operator_id"], set_=line))


async def forget_lines(session: AsyncSession, operator_ids: Iterable[UUID]) -> None:
    await session.execute(delete(OperatorLine).where(OperatorLine.operator_id.in_(list(operator_ids))))


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A softphone that was let in and not logged out."""

    line_id: LineId
    operator_id: UUID
    operator_name: str
    console_id: UUID | None
    opened_at: datetime


async def open_lines(session: AsyncSession) -> list[OpenLine]:
    rows = await session.execute(
        select(OperatorLine, User.name).join(User, User.id == OperatorLine.operator_id)
    )
    return [
        OpenLine(LineId(line.line_id), line.operator_id, name, line.console_id, line.opened_at)
        for line, name in rows
    ]
