"""Beginning selections and their undoing, and telling how far they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import Clock
from core.conditions.tree import Condition
from core.error_codes import ErrorCode
from core.errors import Conflict, NotFound
from core.jobs.leases import add_job
from core.jobs.models import UNFINISHED, Job, JobState
from core.leads.models import Lead
from core.leads.taking_back import Kept, kept_in
from core.lists.models import LeadList
from core.selections.run import SELECTION_JOB, count_selected
from core.selections.undo import UNDO_SELECTION_JOB

_MOST_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class SelectionProgress:
    id: UUID
    list_id: UUID | None
    """None: the list is gone."""
    list_name: str
    """As it is now, or was when the selection began."""
    condition: Mapping[str, Any]
    created_at: datetime
    state: JobState
    done: int
    """Leads that were put on the list."""
    total: int | None
    """Clients for whom the condition held when it began."""
    faults: Sequence[Any]
    undo_state: JobState | None
    undo_done: int
    undo_total: int | None
    undone: int
    """Leads that were removed again, by every undoing."""
    kept: Sequence[Kept]
    """What the last undoing could not take back, and why."""


async def begin_selection(
    session: AsyncSession,
    target: LeadList,
    condition: Condition,
    clock: Clock,
    *,
    user_id: UUID,
    is_list_new: bool = False,
) -> Job:
    """The job's id is the selection's. `is_list_new`: the list was made for it, and goes with its leads.

    Raises:
        InvalidInput: the condition asks for what clients do not have.
    """
    total = await count_selected(session, target.campaign_id, condition, clock)
    arguments = {
        "list_id": str(target.id),
        "list_name": target.name,
        "is_list_new": is_list_new,
        "condition": condition.model_dump(mode="json", by_alias=True),
    }
    job = add_job(
        session,
        SELECTION_JOB,
        target.campaign_id,
        arguments,
        now=clock.now(),
        created_by_id=user_id,
        total=total,
    )
    await session.flush()
    return job


async def selection_of(session: AsyncSession, campaign_id: UUID, selection_id: UUID) -> Job:
    """
    Raises:
        NotFound: this campaign has no such selection.
    """
    job = await session.get(Job, selection_id)
    if job is None or job.kind != SELECTION_JOB or job.subject_id != campaign_id:
        raise NotFound("selection", selection_id)
    return job


async def begin_undo_selection(session: AsyncSession, done: Job, *, now: datetime, user_id: UUID) -> Job:
    """
    Raises:
        Conflict: the selection goes on, or is being undone.
    """
    undoings = (await _undoings(session, done.subject_id)).get(done.id, ())
    if any(job.state in UNFINISHED for job in (done, *undoings)):
        raise Conflict(ErrorCode.SELECTION_NOT_ENDED)
    arguments = {
        "selection_id": str(done.id),
        "made_list_id": done.arguments["list_id"] if done.arguments.get("is_list_new") else None,
    }
    total = await session.scalar(select(func.count()).where(Lead.selection_id == done.id))
    job = add_job(
        session,
        UNDO_SELECTION_JOB,
        done.subject_id,
        arguments,
        now=now,
        created_by_id=user_id,
        total=total,
    )
    await session.flush()
    return job


async def selection_progress(
    session: AsyncSession, campaign_id: UUID, selection_id: UUID | None = None
) -> Sequence[SelectionProgress]:
    """The campaign's selections, the newest first; or that one."""
    statement = select(Job).where(Job.subject_id == campaign_id, Job.kind == SELECTION_JOB)
    if selection_id is not None:
        statement = statement.where(Job.id == selection_id)
    jobs = (await session.scalars(statement.order_by(Job.created_at.desc(), Job.id).limit(_MOST_SHOWN))).all()
    undoings = await _undoings(session, campaign_id)
    names = dict(
        (
            await session.execute(
                select(LeadList.id, LeadList.name).where(LeadList.campaign_id == campaign_id)
            )
        ).all()
    )
    return [_progress(job, undoings.get(job.id, ()), names) for job in jobs]


async def _undoings(session: AsyncSession, campaign_id: UUID) -> Mapping[UUID, Sequence[Job]]:
    """Of each selection, the first one first."""
    found: dict[UUID, list[Job]] = {}
    jobs = await session.scalars(
        select(Job)
        .where(Job.subject_id == campaign_id, Job.kind == UNDO_SELECTION_JOB)
        .order_by(Job.created_at, Job.id)
    )
    for job in jobs:
        found.setdefault(UUID(job.arguments["selection_id"]), []).append(job)
    return found


def _progress(job: Job, undoings: Sequence[Job], names: Mapping[UUID, str]) -> SelectionProgress:
    list_id = UUID(job.arguments["list_id"])
    last = undoings[-1] if undoings else None
    return SelectionProgress(
        id=job.id,
        list_id=list_id if list_id in names else None,
        list_name=names.get(list_id, job.arguments.get("list_name", "")),
        condition=job.arguments["condition"],
        created_at=job.created_at,
        state=JobState(job.state),
        done=job.done,
        total=job.total,
        faults=job.faults or [],
        undo_state=JobState(last.state) if last else None,
        undo_done=last.done if last else 0,
        undo_total=last.total if last else None,
        undone=sum(one.done for one in undoings),
        kept=kept_in(last.result if last else None),
    )
