"""The list that a job fills: kept while such a job is to come, and told of when it is gone all the same."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import Database
from core.error_codes import ErrorCode
from core.errors import InvalidInput
from core.jobs.leases import Lease
from core.jobs.models import UNFINISHED, Job
from core.jobs.runner import JobHandler
from core.leads.models import Lead
from core.lists.models import LeadList


class OntoList:
    """Does a job that puts leads onto the list of its `arguments`.

    Raises:
        InvalidInput: there is no such list any more.
    """

    def __init__(self, database: Database, fill: JobHandler) -> None:
        self._database = database
        self._fill = fill

    async def __call__(self, lease: Lease) -> Mapping[str, Any]:
        try:
            return await self._fill(lease)
        except IntegrityError as error:
            async with self._database.reading() as session:
                if await session.get(LeadList, UUID(lease.arguments["list_id"])) is not None:
                    raise
            raise InvalidInput.of("list", ErrorCode.LIST_GONE) from error


async def forget_empty_list(session: AsyncSession, list_id: UUID) -> None:
    """Remove a list without leads, unless a job of its campaign is still to put some onto it.

    Whoever begins such a job locks the list: either the job is seen here, or the list is not there for it.
    """
    # A statement of its own: the next one then sees what was committed while this one waited.
    await session.execute(select(LeadList.id).where(LeadList.id == list_id).with_for_update())
    is_to_be_filled = exists().where(
        Job.subject_id == LeadList.campaign_id,
        Job.state.in_(UNFINISHED),
        Job.arguments["list_id"].as_string() == str(list_id),
    )
    await session.execute(
        delete(LeadList).where(
            LeadList.id == list_id, ~exists().where(Lead.list_id == LeadList.id), ~is_to_be_filled
        )
    )
