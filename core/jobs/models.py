"""A job as it is stored: what is to be done, who does it until when, and how far it is."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNFINISHED: Final = (JobState.WAITING, JobState.RUNNING)


class Job(Base):
    __tablename__ = "job"
    __table_args__ = (Index("ix_job_state_created_at", "state", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[UUID]
    """What it works on. Jobs of one subject are done one after the other, in the order they came."""
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(16), default=JobState.WAITING)
    lease_id: Mapped[UUID | None]
    """Of whoever works on it. Who holds an older one has lost the job and stores nothing more."""
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    """How many have begun it; more than one: the one before died over it, or was told to end."""
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    is_cancel_wanted: Mapped[bool] = mapped_column(default=False)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    faults: Mapped[list[Any] | None] = mapped_column(JSON)
    """Of a job that failed: what was wrong with what it was given; empty: something of ours."""
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
