"""The job that puts a list's worked-off leads back on it, to be tried as if they never had been."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call
from core.calls.state_machine import CallOutcome
from core.campaigns.editions import every_choice
from core.campaigns.models import Campaign
from core.clock import Clock
from core.db import Database
from core.error_codes import ErrorCode
from core.errors import Conflict, InvalidInput
from core.jobs.leases import Lease, add_job
from core.jobs.models import UNFINISHED, Job, JobState
from core.leads.closing import ClosedBecause
from core.leads.models import Lead, LeadNumber
from core.lists.models import LeadList

RESET_JOB: Final = "reset_list"
_STEP: Final = 500
VERDICT_COMES_WITHIN: Final = timedelta(days=1)
"""So long a talk waits on its operator's desk for the verdict, and nobody else is sent there."""


class ResetScope(StrEnum):
    UNREACHED = "unreached"
    """Leads that nobody has talked to."""
    CHOSEN = "chosen"
    """Only those whose last verdict was chosen."""


@dataclass(frozen=True, slots=True)
class ResetMeant:
    """Which worked-off leads of a list are put back."""

    scope: ResetScope = ResetScope.UNREACHED
    dispositions: Sequence[str] = ()
    """Of leads that were talked to: those whose last verdict is one of these."""
    without_verdict: bool = False
    """Also those that were talked to, of which nobody gave a verdict within a day."""

    @property
    def arguments(self) -> Mapping[str, Any]:
        return {
            "scope": self.scope,
            "dispositions": list(self.dispositions),
            "without_verdict": self.without_verdict,
        }

    @classmethod
    def of(cls, arguments: Mapping[str, Any]) -> Self:
        # Of a job that an older version has left there are only the first two.
        without_verdict = bool(arguments.get("without_verdict", False))
        return cls(ResetScope(arguments["scope"]), arguments["dispositions"], without_verdict)


async def begin_reset(
    session: AsyncSession,
    lead_list: LeadList,
    wanted: ResetMeant,
    *,
    now: datetime,
    user_id: UUID,
) -> Job:
    """
    Raises:
        InvalidInput: a verdict is named that the campaign never had.
        Conflict: the list is being reset already.
    """
    campaign = await session.get_one(Campaign, lead_list.campaign_id)
    if set(wanted.dispositions) - {one.code for one in await every_choice(session, campaign)}:
        raise InvalidInput.of("dispositions", ErrorCode.UNKNOWN_DISPOSITION)
    running = await last_reset(session, lead_list.id)
    if running is not None and running.state in UNFINISHED:
        raise Conflict(ErrorCode.RESET_GOES_ON)
    meant = Lead.list_id == lead_list.id, _worked_off(wanted, now)
    total = await session.scalar(select(func.count()).select_from(Lead).where(*meant))
    arguments = {"list_id": str(lead_list.id), **wanted.arguments}
    lead_list.reset_at = now
    job = add_job(session, RESET_JOB, lead_list.id, arguments, now=now, created_by_id=user_id, total=total)
    await session.flush()
    return job


@dataclass(frozen=True, slots=True)
class ResetProgress:
    list_id: UUID
    created_at: datetime
    state: JobState
    leads: int
    """Put back so far."""
    total: int | None
    """Leads that were to be put back when it began."""
    faults: Sequence[Any]

    @classmethod
    def of(cls, job: Job) -> "ResetProgress":
        return cls(job.subject_id, job.created_at, JobState(job.state), job.done, job.total, job.faults or [])


async def last_resets(session: AsyncSession, campaign_id: UUID) -> Sequence[ResetProgress]:
    """Of each list of the campaign that was ever reset, the last one."""
    jobs = await session.scalars(
        select(Job)
        .join(LeadList, LeadList.id == Job.subject_id)
        .where(LeadList.campaign_id == campaign_id, Job.kind == RESET_JOB)
        .order_by(Job.created_at, Job.id)
    )
    return [ResetProgress.of(job) for job in {job.subject_id: job for job in jobs}.values()]


async def last_reset(session: AsyncSession, list_id: UUID) -> Job | None:
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
        wanted = ResetMeant.of(lease.arguments)
        done, after = lease.done, UUID(int=0)
        while True:
            async with self._database.transaction() as session:
                now = self._clock.now()
                ids = (
                    await session.scalars(
                        select(Lead.id)
                        .where(Lead.list_id == list_id, Lead.id > after, _worked_off(wanted, now))
                        .order_by(Lead.id)
                        .limit(_STEP)
                        .with_for_update(skip_locked=True)
                    )
                ).all()
                await _put_back(session, ids, now)
                done += len(ids)
                await lease.advance(session, now, done=done)
            if not ids:
                return {"leads": done}
            after = ids[-1]


async def _put_back(session: AsyncSession, ids: Sequence[UUID], now: datetime) -> None:
    """As if they had never been tried: with all their numbers, from the first one on."""
    await session.execute(
        update(Lead)
        .where(Lead.id.in_(ids))
        .values(
            attempts=0,
            endings={},
            not_placed=0,
            next_attempt_at=now,
            held_until=None,
            callback_at=None,
            callback_operator_id=None,
        )
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        update(LeadNumber)
        .where(LeadNumber.lead_id.in_(ids))
        .values(rests_until=None)
        .execution_options(synchronize_session=False)
    )
    first = select(LeadNumber.lead_id, LeadNumber.phone_number, LeadNumber.time_zone).where(
        LeadNumber.lead_id.in_(ids), LeadNumber.is_dead.is_(False)
    )
    # The last that is written of each lead is the first in its order.
    rows = await session.execute(first.order_by(LeadNumber.rank.desc()))
    numbers = {lead_id: {"id_": lead_id, "number_": number, "zone_": zone} for lead_id, number, zone in rows}
    if numbers:
        await (await session.connection()).execute(_AT_FIRST_NUMBER, list(numbers.values()))


_AT_FIRST_NUMBER: Final = (
    update(Lead.__table__)  # type: ignore[arg-type]
    .where(Lead.__table__.c.id == bindparam("id_"))
    .values(phone_number=bindparam("number_"), time_zone=bindparam("zone_"))
)


def _worked_off(wanted: ResetMeant, now: datetime) -> ColumnElement[bool]:
    """Closed, or tried and waiting for another time; never one in a call, or promised.

    A hold that has lapsed is nobody's, and a promise of a lead that is closed will not be kept.
    """
    talked_to = Lead.last_outcome == CallOutcome.HANDLED
    chosen = and_(talked_to, Lead.last_disposition.in_(wanted.dispositions))
    meant = [chosen]
    if wanted.scope is ResetScope.UNREACHED:
        meant.append(~func.coalesce(talked_to, False))
    if wanted.without_verdict:
        meant.append(_without_verdict(now))
    is_held = and_(Lead.held_until.is_not(None), Lead.held_until >= now)
    is_promised = and_(Lead.callback_at.is_not(None), Lead.next_attempt_at.is_not(None))
    return and_(Lead.attempts > 0, ~is_promised, ~is_held, or_(*meant))


def _without_verdict(now: datetime) -> ColumnElement[bool]:
    lately = exists().where(Call.lead_id == Lead.id, Call.placed_at > now - VERDICT_COMES_WITHIN)
    return and_(Lead.next_attempt_at.is_(None), Lead.closed_because == ClosedBecause.TALKED, ~lately)
