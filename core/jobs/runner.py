"""The worker: takes one job after another, keeps its lease while it works, and says how it ended."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError

from core.clock import Clock
from core.db import Database
from core.errors import InvalidInput
from core.jobs.leases import LEASE_LASTS, JobCancelled, Lease, LeaseLost, has_tried_enough, take_job
from core.jobs.models import JobState

_LOOK_EVERY_SECONDS: Final = 0.5
_OUTAGE_PAUSE_SECONDS: Final = 5.0
_RENEW_EVERY_SECONDS: Final = LEASE_LASTS.total_seconds() / 3
# The database does not answer; any other error of it is a fault in the job.
_AWAY: Final = (OperationalError, InterfaceError, OSError)

log = structlog.get_logger()


JobHandler = Callable[[Lease], Awaitable[Mapping[str, Any]]]
"""Does the jobs of one kind and returns what each came to.

It stores each step together with `lease.advance`, and can go on from any step. `InvalidInput` from
it means that what was to be worked on cannot be: the job has failed for good.
"""


@dataclass(frozen=True, slots=True)
class _Ending:
    state: JobState
    result: Mapping[str, Any] | None = None
    faults: Sequence[Mapping[str, Any]] = ()


class JobRunner:
    def __init__(self, database: Database, clock: Clock, handlers: Mapping[str, JobHandler]) -> None:
        self._database = database
        self._clock = clock
        self._handlers = handlers

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            try:
                if await self.run_next():
                    continue
                await self._clock.sleep(_LOOK_EVERY_SECONDS)
            except _AWAY as error:
                # The lease runs out, and whoever is there then goes on.
                log.error("jobs.database_away", error=str(error))
                await self._clock.sleep(_OUTAGE_PAUSE_SECONDS)

    async def run_next(self, job_id: UUID | None = None) -> bool:
        """Do the next job, or that one; False: there is none to do."""
        async with self._database.transaction() as session:
            lease = await take_job(session, list(self._handlers), self._clock.now(), job_id=job_id)
        if lease is None:
            return False
        log.info("jobs.begun", job_id=str(lease.job_id), kind=lease.kind, done=lease.done)
        try:
            ending = await self._work(lease)
        except LeaseLost:
            log.warning("jobs.lease_lost", job_id=str(lease.job_id))
            return True
        except (asyncio.CancelledError, *_AWAY):
            # We are told to end, or the database is away: whoever is there next goes on.
            await self._give_back(lease)
            raise
        async with self._database.transaction() as session:
            await lease.end(
                session, self._clock.now(), ending.state, result=ending.result, faults=ending.faults
            )
        log.info("jobs.ended", job_id=str(lease.job_id), kind=lease.kind, state=ending.state)
        return True

    async def _work(self, lease: Lease) -> _Ending:
        async with self._database.reading() as session:
            if await has_tried_enough(session, lease):
                return _Ending(JobState.FAILED)
        # owner: this call, which ends it.
        renewing = asyncio.create_task(self._renew(lease))
        try:
            return _Ending(JobState.DONE, await self._handlers[lease.kind](lease))
        except JobCancelled:
            return _Ending(JobState.CANCELLED)
        except InvalidInput as error:
            return _Ending(JobState.FAILED, faults=[asdict(fault) for fault in error.faults])
        except (LeaseLost, *_AWAY):
            raise
        except Exception:  # edge: one broken job must not end the worker
            log.exception("jobs.broken", job_id=str(lease.job_id), kind=lease.kind)
            return _Ending(JobState.FAILED)
        finally:
            renewing.cancel()
            await asyncio.wait([renewing])

    async def _renew(self, lease: Lease) -> None:
        """Keep the lease through a step that takes long; the steps themselves notice when it is lost."""
        while True:
            await self._clock.sleep(_RENEW_EVERY_SECONDS)
            try:
                async with self._database.transaction() as session:
                    await lease.advance(session, self._clock.now())
            except (LeaseLost, JobCancelled):
                return
            except _AWAY as error:
                log.warning("jobs.not_renewed", job_id=str(lease.job_id), error=str(error))

    async def _give_back(self, lease: Lease) -> None:
        # If even that cannot be stored, the lease runs out by itself.
        with contextlib.suppress(*_AWAY):
            async with self._database.transaction() as session:
                await lease.give_back(session)
