"""The job that takes an import back: its leads and clients, but for those to whom something has happened."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call
from core.clients.models import Client
from core.clock import Clock
from core.contacts.models import Contact
from core.db import Database
from core.imports.models import LeadImport
from core.jobs.leases import Lease
from core.leads.models import Lead
from core.lists.models import LeadList

UNDO_JOB: Final = "undo_import"
_STEP: Final = 500


class ImportUndoer:
    """Does undo jobs; `arguments`: the import."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def __call__(self, lease: Lease) -> Mapping[str, Any]:
        import_id = UUID(lease.arguments["import_id"])
        done = lease.done
        while True:
            async with self._database.transaction() as session:
                removed = await self._remove_some(session, import_id)
                done += removed
                await lease.advance(session, self._clock.now(), done=done)
                if not removed:
                    await _forget_empty_list(session, import_id)
                    break
        async with self._database.reading() as session:
            kept = await session.scalar(
                select(func.count()).select_from(Lead).where(Lead.import_id == import_id)
            )
        return {"removed": done, "kept": kept or 0}

    async def _remove_some(self, session: AsyncSession, import_id: UUID) -> int:
        """Leads nobody has tried nor holds, and their clients if those are on no other list."""
        untouched = (
            Lead.attempts == 0,
            or_(Lead.held_until.is_(None), Lead.held_until < self._clock.now()),
            ~exists().where(Call.lead_id == Lead.id),
        )
        leads = (
            await session.execute(
                select(Lead.id, Lead.client_id)
                .where(Lead.import_id == import_id, *untouched)
                .limit(_STEP)
                .with_for_update(skip_locked=True, of=Lead)
            )
        ).all()
        if not leads:
            return 0
        await session.execute(delete(Lead).where(Lead.id.in_([lead.id for lead in leads])))
        await session.execute(
            delete(Client).where(
                Client.id.in_({lead.client_id for lead in leads}),
                Client.import_id == import_id,
                ~exists().where(Lead.client_id == Client.id),
                ~exists().where(Contact.client_id == Client.id),
                ~exists().where(Call.client_id == Client.id),
            )
        )
        await session.execute(
            update(LeadImport)
            .where(LeadImport.id == import_id)
            .values(undone=LeadImport.undone + len(leads))
            .execution_options(synchronize_session=False)
        )
        return len(leads)


async def _forget_empty_list(session: AsyncSession, import_id: UUID) -> None:
    """The list that was made for the import goes with its last lead."""
    done = await session.get_one(LeadImport, import_id)
    if done.made_list and done.list_id is not None:
        await session.execute(
            delete(LeadList).where(LeadList.id == done.list_id, ~exists().where(Lead.list_id == LeadList.id))
        )
