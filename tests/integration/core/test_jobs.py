"""Jobs: done once, in order, whoever dies over them."""

import asyncio
import sys
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from core.db import Database
from core.error_codes import ErrorCode
from core.errors import InvalidInput
from core.jobs.leases import LEASE_LASTS, MOST_ATTEMPTS, Lease, LeaseLost, add_job, take_job, want_cancel
from core.jobs.models import Job, JobState
from core.jobs.runner import JobRunner
from core.lists.models import LeadList
from tests.factories import a_campaign
from tests.fakes.clock import T0, FakeClock
from tests.fixtures.job_worker import Steps

LIMIT_SECONDS = 30.0


async def a_job(database: Database, *, steps: int = 3, subject_id: UUID | None = None) -> UUID:
    async with database.transaction() as session:
        campaign = await a_campaign(session)
        arguments = {"steps": steps, "campaign_id": str(campaign.id)}
        job = add_job(
            session, "steps", subject_id or campaign.id, arguments, now=T0, created_by_id=None, total=steps
        )
    return job.id


async def stored(database: Database, job_id: UUID) -> Job:
    async with database.reading() as session:
        return await session.get_one(Job, job_id)


async def effects(database: Database) -> list[str]:
    async with database.reading() as session:
        return sorted(await session.scalars(select(LeadList.name)), key=int)


def a_runner(database: Database, clock: FakeClock) -> JobRunner:
    return JobRunner(database, clock, {"steps": Steps(database, clock)})


async def test_a_job_is_done_and_says_what_it_came_to(database: Database) -> None:
    job_id = await a_job(database)

    assert await a_runner(database, FakeClock()).run_next()

    job = await stored(database, job_id)
    assert (job.state, job.done, job.result) == (JobState.DONE, 3, {"steps": 3})
    assert not await a_runner(database, FakeClock()).run_next()


async def test_a_worker_killed_leaves_nothing_undone_and_nothing_done_twice(database: Database) -> None:
    job_id = await a_job(database, steps=300)
    worker = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.fixtures.job_worker",
        database.url,
        stderr=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
    )
    async with asyncio.timeout(LIMIT_SECONDS):
        while (await stored(database, job_id)).done < 5:  # noqa: ASYNC110 - another process works
            await asyncio.sleep(0.01)
    worker.kill()
    await worker.wait()
    before = await stored(database, job_id)
    assert 5 <= before.done < 300
    assert len(await effects(database)) == before.done

    assert before.leased_until is not None
    clock = FakeClock(before.leased_until)
    assert not await a_runner(database, clock).run_next(), "taken while the dead one's lease holds"
    clock = FakeClock(before.leased_until + timedelta(seconds=1))
    assert await a_runner(database, clock).run_next()

    assert await effects(database) == [str(step) for step in range(300)]
    after = await stored(database, job_id)
    assert (after.state, after.attempts) == (JobState.DONE, 2)


async def test_whoever_lost_the_lease_stores_nothing_more(database: Database) -> None:
    job_id = await a_job(database)
    async with database.transaction() as session:
        slow = await take_job(session, ["steps"], T0)
    later = T0 + LEASE_LASTS + timedelta(seconds=1)
    async with database.transaction() as session:
        quick = await take_job(session, ["steps"], later)
    assert slow is not None
    assert quick is not None

    clock = FakeClock(later)
    with pytest.raises(LeaseLost):
        await Steps(database, clock)(slow)
    async with database.transaction() as session:
        await slow.end(session, later, JobState.FAILED)
    assert await effects(database) == []
    await Steps(database, clock)(quick)
    assert await effects(database) == ["0", "1", "2"]
    assert (await stored(database, job_id)).state == JobState.RUNNING


async def test_jobs_of_one_subject_come_one_after_the_other_and_others_beside(database: Database) -> None:
    shared = uuid4()
    first = await a_job(database, subject_id=shared)
    async with database.transaction() as session:
        row = await session.get_one(Job, first)
        row.created_at = T0 - timedelta(seconds=1)
    second = await a_job(database, subject_id=shared)
    other = await a_job(database)
    taken = []
    for _ in range(3):
        async with database.transaction() as session:
            lease = await take_job(session, ["steps"], T0)
            taken.append(lease and lease.job_id)

    assert taken[:2] == [first, other]
    assert taken[2] is None
    await a_runner(database, FakeClock(T0 + timedelta(hours=1))).run_next()
    async with database.transaction() as session:
        lease = await take_job(session, ["steps"], T0, job_id=second)
    assert lease is not None


async def test_ten_workers_at_once_do_each_job_once(database: Database) -> None:
    for _ in range(6):
        await a_job(database, steps=2)
    clock = FakeClock()
    async with asyncio.timeout(LIMIT_SECONDS):
        await asyncio.gather(*(_until_idle(a_runner(database, clock)) for _ in range(10)))

    assert len(await effects(database)) == 12


async def _until_idle(runner: JobRunner) -> None:
    while await runner.run_next():
        pass


async def test_a_cancelled_job_keeps_the_steps_it_has_done(database: Database) -> None:
    clock = FakeClock()
    job_id = await a_job(database, steps=5)

    async def cancelled_after_two(lease: Lease) -> Mapping[str, Any]:
        for step in range(5):
            if step == 2:
                async with database.transaction() as session:
                    assert await want_cancel(session, job_id, clock.now())
            async with database.transaction() as session:
                await lease.advance(session, clock.now(), done=step + 1)
        return {}

    assert await JobRunner(database, clock, {"steps": cancelled_after_two}).run_next()

    job = await stored(database, job_id)
    assert (job.state, job.done) == (JobState.CANCELLED, 2)
    async with database.transaction() as session:
        assert not await want_cancel(session, job_id, clock.now())


async def test_a_job_that_nobody_has_begun_is_cancelled_at_once(database: Database) -> None:
    job_id = await a_job(database)
    async with database.transaction() as session:
        assert await want_cancel(session, job_id, T0)

    assert not await a_runner(database, FakeClock()).run_next()
    assert (await stored(database, job_id)).state == JobState.CANCELLED


async def test_a_worker_told_to_end_gives_its_job_back(database: Database) -> None:
    job_id = await a_job(database)
    begun = asyncio.Event()

    async def endless(_lease: Lease) -> Mapping[str, Any]:
        begun.set()
        await asyncio.Event().wait()
        return {}

    # owner: this test
    working = asyncio.create_task(JobRunner(database, FakeClock(), {"steps": endless}).run())
    await asyncio.wait_for(begun.wait(), LIMIT_SECONDS)
    working.cancel()
    await asyncio.wait([working])

    assert await a_runner(database, FakeClock()).run_next()
    job = await stored(database, job_id)
    assert (job.state, job.attempts) == (JobState.DONE, 1)


async def test_a_job_fails_by_its_input_by_a_fault_or_by_killing_everybody(database: Database) -> None:
    async def refuses(_lease: Lease) -> Mapping[str, Any]:
        raise InvalidInput.of("file", ErrorCode.IS_EMPTY)

    async def breaks(_lease: Lease) -> Mapping[str, Any]:
        raise ZeroDivisionError

    for handler, field in ((refuses, "file"), (breaks, None)):
        job_id = await a_job(database)
        await JobRunner(database, FakeClock(), {"steps": handler}).run_next()
        job = await stored(database, job_id)
        assert job.state == JobState.FAILED
        assert [fault["field"] for fault in job.faults or []] == ([field] if field else [])

    job_id = await a_job(database)
    now = T0
    for _ in range(MOST_ATTEMPTS):
        async with database.transaction() as session:
            assert await take_job(session, ["steps"], now) is not None
        now += LEASE_LASTS + timedelta(seconds=1)
    await a_runner(database, FakeClock(now)).run_next()
    assert (await stored(database, job_id)).state == JobState.FAILED
