"""The job that puts a list's worked-off leads back on it, to be tried as if they never had been."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.state_machine import CallOutcome
from core.clock import Clock
from core.db import Database
from core.error_codes import ErrorCode
from core.errors import Conflict
from core.jobs.leases import Lease, add_job
from core.jobs.models import UNFINISHED, Job
from core.leads.models import Lead, LeadNumber
from core.lists.models import LeadList

RESET_JOB: Final = "reset_list"
_STEP: Final = 500


class ResetScope(StrEnum):
    UNREACHED = "unreached"
    """Leads that nobody has talked to."""
    CHOSEN = "chosen"
    """Only those whose last verdict was chosen."""


async def begin_reset(
    session: AsyncSession,
    lead_list: LeadList,
    scope: ResetScope,
    dispositions: Sequence[str],
    *,
    now: datetime,
    user_id: UUID,
) -> Job:
    """
    Raises:
        Conflict: the list is being reset already.
    """
    running = await resets_of(session, lead_list.id)
    if running is not None and running.state in UNFINISHED:
        raise Conflict(ErrorCode.RESET_GOES_ON)
    arguments = {"list_id": str(lead_list.id), "scope": scope, "dispositions": list(dispositions)}
    lead_list.reset_at = now
    job = add_job(session, RESET_JOB, lead_list.id, arguments, now=now, created_by_id=user_id)
    await session.flush()
    return job


async def resets_of(session: AsyncSession, list_id: UUID) -> Job | None:
    """The last one."""
    return await session.scalar(
        select(Job)
        .where(Job.subject_id == list_id, Job.kind == RESET_JOB)
        .order_by(Job.created_at.desc())
        .limit(1)
    )


class ListResetter:
    """Does reset jobs."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def __call__(self, lease: Lease) -> Mapping[str, Any]:
        list_id = UUID(lease.arguments["list_id"])
        worked_off = _worked_off(ResetScope(lease.arguments["scope"]), lease.arguments["dispositions"])
        done, after = lease.done, UUID(int=0)
        while True:
            async with self._database.transaction() as session:
                now = self._clock.now()
                ids = (
                    await session.scalars(
                        select(Lead.id)
                        .where(Lead.list_id == list_id, Lead.id > after, worked_off)
                        .order_by(Lead.id)
                        .limit(_STEP)
                        .with_for_update(skip_locked=True)
                    )
                ).all()
                await session.execute(
                    update(Lead)
                    .where(Lead.id.in_(ids))
                    .values(attempts=0, endings={}, next_attempt_at=now)
                    .execution_options(synchronize_session=False)
                )
                await session.execute(
                    update(LeadNumber).where(LeadNumber.lead_id.in_(ids)).values(rests_until=None)
                )
                done += len(ids)
                await lease.advance(session, now, done=done)
            if not ids:
                return {"leads": done}
            after = ids[-1]


def _worked_off(scope: ResetScope, dispositions: Sequence[str]) -> ColumnElement[bool]:
    """Closed, or tried and waiting for another time; never one in a call, or promised."""
    talked_to = Lead.last_outcome == CallOutcome.HANDLED
    chosen = and_(talked_to, Lead.last_disposition.in_(dispositions))
    meant = chosen if scope is ResetScope.CHOSEN else or_(~func.coalesce(talked_to, False), chosen)
    return and_(Lead.attempts > 0, Lead.callback_at.is_(None), Lead.held_until.is_(None), meant)
