"""Taking a job, holding it, and giving it back: the lease is what makes one worker of many the only one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import exists, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.jobs.models import UNFINISHED, Job, JobState

LEASE_LASTS: Final = timedelta(seconds=30)
# A job that kills its workers is not tried for ever.
MOST_ATTEMPTS: Final = 5


class LeaseLost(Exception):
    """Somebody else works on the job by now: store nothing, do nothing more."""


class JobCancelled(Exception):
    """Somebody wants the job to end where it is."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work on one job, as long as it is renewed."""

    job_id: UUID
    lease_id: UUID
    kind: str
    subject_id: UUID
    arguments: Mapping[str, Any]
    done: int
    """What the workers before have stored already: go on from there."""

    async def advance(
        self, session: AsyncSession, now: datetime, *, done: int | None = None, total: int | None = None
    ) -> None:
        """Renew the lease and say how far the job is.

        Called in the transaction that stores a step's effect, it makes step and progress one: a step
        is stored exactly once, whoever was killed in between.

        Raises:
            LeaseLost: another worker has the job; the transaction must not be committed.
            JobCancelled: somebody asked for it.
        """
        progress = {"done": done, "total": total}
        renewed = await session.execute(
            update(Job)
            .where(Job.id == self.job_id, Job.lease_id == self.lease_id)
            .values(
                leased_until=now + LEASE_LASTS,
                **{name: value for name, value in progress.items() if value is not None},
            )
            .returning(Job.is_cancel_wanted)
        )
        is_cancel_wanted = renewed.scalar_one_or_none()
        if is_cancel_wanted is None:
            raise LeaseLost(f"job {self.job_id}")
        if is_cancel_wanted:
            raise JobCancelled(f"job {self.job_id}")

    async def end(
        self,
        session: AsyncSession,
        now: datetime,
        state: JobState,
        *,
        result: Mapping[str, Any] | None = None,
        faults: Collection[Mapping[str, Any]] | None = None,
    ) -> None:
        """Nothing if the lease is lost: then it is for another to say how the job ended."""
        await session.execute(
            update(Job)
            .where(Job.id == self.job_id, Job.lease_id == self.lease_id)
            .values(
                state=state,
                result=None if result is None else dict(result),
                faults=None if faults is None else [dict(fault) for fault in faults],
                ended_at=now,
                lease_id=None,
                leased_until=None,
            )
        )

    async def give_back(self, session: AsyncSession) -> None:
        """Let another worker go on at once; this attempt is not held against the job."""
        await session.execute(
            update(Job)
            .where(Job.id == self.job_id, Job.lease_id == self.lease_id)
            .values(lease_id=None, leased_until=None, attempts=Job.attempts - 1)
        )


def add_job(
    session: AsyncSession,
    kind: str,
    subject_id: UUID,
    arguments: Mapping[str, Any],
    *,
    now: datetime,
    created_by_id: UUID | None,
    total: int | None = None,
) -> Job:
    job = Job(
        id=uuid4(),
        kind=kind,
        subject_id=subject_id,
        arguments=dict(arguments),
        state=JobState.WAITING,
        attempts=0,
        done=0,
        total=total,
        is_cancel_wanted=False,
        created_by_id=created_by_id,
        created_at=now,
    )
    session.add(job)
    return job


async def take_job(
    session: AsyncSession, kinds: Collection[str], now: datetime, *, job_id: UUID | None = None
) -> Lease | None:
    """Lease the oldest job that nobody works on; None: there is nothing to do.

    With `job_id`, that job or none.
    """
    earlier = aliased(Job)
    # Its subject's oldest only: two workers can then never have two jobs of one subject.
    is_next = ~exists().where(
        earlier.subject_id == Job.subject_id,
        earlier.state.in_(UNFINISHED),
        tuple_(earlier.created_at, earlier.id) < tuple_(Job.created_at, Job.id),
    )
    statement = (
        select(Job)
        .where(
            Job.state.in_(UNFINISHED),
            Job.kind.in_(kinds),
            or_(Job.leased_until.is_(None), Job.leased_until < now),
            is_next,
        )
        .order_by(Job.created_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=Job)
    )
    if job_id is not None:
        statement = statement.where(Job.id == job_id)
    job = await session.scalar(statement)
    if job is None:
        return None
    job.state = JobState.RUNNING
    job.lease_id, job.leased_until = uuid4(), now + LEASE_LASTS
    job.attempts += 1
    return Lease(job.id, job.lease_id, job.kind, job.subject_id, job.arguments, job.done)


async def has_tried_enough(session: AsyncSession, lease: Lease) -> bool:
    attempts = await session.scalar(select(Job.attempts).where(Job.id == lease.job_id))
    return attempts is not None and attempts > MOST_ATTEMPTS


async def want_cancel(session: AsyncSession, job_id: UUID, now: datetime) -> bool:
    """Whether the job was still to be cancelled, by anybody. One that runs ends at its next step."""
    job = await session.scalar(select(Job).where(Job.id == job_id).with_for_update())
    if job is None or job.state not in UNFINISHED:
        return False
    is_new, job.is_cancel_wanted = not job.is_cancel_wanted, True
    if job.leased_until is None or job.leased_until < now:
        job.state, job.ended_at, job.lease_id, job.leased_until = JobState.CANCELLED, now, None, None
    return is_new
