"""The job that takes an import back: all is as it was before, but for what something has happened to."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, delete, exists, func, literal, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.models import AuditEntry
from core.calls.models import Call
from core.clients.models import Client, ClientNumber
from core.clock import Clock
from core.contacts.models import Contact
from core.db import Database, identity_text
from core.imports.models import LeadImport, LeadMove
from core.jobs.leases import Lease
from core.leads.models import Lead, LeadNumber
from core.leads.taking_back import (
    Kept,
    KeptBecause,
    KeptThing,
    kept_things,
    leads_kept,
    remove_untouched,
    touched_because,
)
from core.lists.filling import forget_empty_list

UNDO_JOB: Final = "undo_import"
_STEP: Final = 500

_CALLED: Final = literal(KeptBecause.CALLED.value)
_LISTED: Final = literal(KeptBecause.LISTED.value)
_CORRECTED: Final = literal(KeptBecause.CORRECTED.value)


class ImportUndoer:
    """Does undo jobs; `arguments`: the import."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def __call__(self, lease: Lease) -> Mapping[str, Any]:
        import_id = UUID(lease.arguments["import_id"])
        done = lease.done
        # Clients and numbers after the leads that they belong to.
        for take_back in (
            self._remove_leads,
            self._put_back_moved,
            self._remove_clients,
            self._remove_numbers,
        ):
            while True:
                async with self._database.transaction() as session:
                    count = await take_back(session, import_id)
                    done += count
                    await lease.advance(session, self._clock.now(), done=done)
                if not count:
                    break
        async with self._database.transaction() as session:
            await _forget_empty_list(session, import_id)
            undone = await session.get_one(LeadImport, import_id)
            kept = await self._kept(session, undone)
            return {
                "removed": undone.undone,
                "put_back": undone.put_back,
                "numbers_removed": undone.numbers_removed,
                "kept": [asdict(one) for one in kept],
            }

    async def _remove_leads(self, session: AsyncSession, import_id: UUID) -> int:
        count = await remove_untouched(session, Lead.import_id == import_id, self._clock.now(), limit=_STEP)
        await _count(session, import_id, undone=count)
        return count

    async def _put_back_moved(self, session: AsyncSession, import_id: UUID) -> int:
        """Moved leads that stand where the import put them, onto the list where they stood before."""
        ids = (
            await session.scalars(
                select(Lead.id)
                .join(LeadMove, LeadMove.lead_id == Lead.id)
                .join(LeadImport, LeadImport.id == LeadMove.import_id)
                .where(LeadMove.import_id == import_id, self._moved_kept_because().is_(None))
                .limit(_STEP)
                .with_for_update(skip_locked=True, of=Lead)
            )
        ).all()
        if not ids:
            return 0
        moves = and_(LeadMove.import_id == import_id, LeadMove.lead_id.in_(ids))
        before = select(LeadMove.from_list_id).where(moves, LeadMove.lead_id == Lead.id).scalar_subquery()
        await session.execute(
            update(Lead)
            .where(Lead.id.in_(ids))
            .values(list_id=before)
            .execution_options(synchronize_session=False)
        )
        await session.execute(delete(LeadMove).where(moves))
        await _count(session, import_id, put_back=len(ids))
        return len(ids)

    def _moved_kept_because(self) -> ColumnElement[str | None]:
        """Of each move with its lead and its import."""
        return case(
            (LeadMove.from_list_id.is_(None), literal(KeptBecause.LIST_GONE.value)),
            (Lead.list_id.is_distinct_from(LeadImport.list_id), literal(KeptBecause.MOVED_ON.value)),
            else_=touched_because(self._clock.now(), since=LeadMove.moved_at.expression),
        )

    async def _remove_clients(self, session: AsyncSession, import_id: UUID) -> int:
        """Clients that the import made: without leads and history, and as the import made them."""
        ids = (
            await session.scalars(
                select(Client.id)
                .where(Client.import_id == import_id, _client_kept_because().is_(None))
                .limit(_STEP)
                .with_for_update(skip_locked=True, of=Client)
            )
        ).all()
        if ids:
            # Asked once more, now that they are locked: a correction may just have been made.
            untouched = Client.id.in_(ids), _client_kept_because().is_(None)
            await session.execute(
                delete(Client).where(*untouched).execution_options(synchronize_session=False)
            )
        return len(ids)

    async def _remove_numbers(self, session: AsyncSession, import_id: UUID) -> int:
        """Numbers that the import added to clients who were there before."""
        ids = (
            await session.scalars(
                select(ClientNumber.id)
                .where(ClientNumber.import_id == import_id, _number_kept_because().is_(None))
                .limit(_STEP)
            )
        ).all()
        if ids:
            await session.execute(delete(ClientNumber).where(ClientNumber.id.in_(ids)))
            await _count(session, import_id, numbers_removed=len(ids))
        return len(ids)

    async def _kept(self, session: AsyncSession, one: LeadImport) -> list[Kept]:
        own_lead = exists().where(Lead.client_id == Client.id, Lead.import_id == one.id)
        because = self._moved_kept_because().label("because")
        moved = await session.execute(
            select(because, func.count())
            .select_from(LeadMove)
            .join(Lead, Lead.id == LeadMove.lead_id)
            .join(LeadImport, LeadImport.id == LeadMove.import_id)
            .where(LeadMove.import_id == one.id)
            .group_by(because)
        )
        because = _client_kept_because().label("because")
        clients = await session.execute(
            # Whose lead is kept is kept with it, and that is said of the lead.
            select(because, func.count()).where(Client.import_id == one.id, ~own_lead).group_by(because)
        )
        because = _number_kept_because().label("because")
        numbers = await session.execute(
            select(because, func.count()).where(ClientNumber.import_id == one.id).group_by(because)
        )
        return [
            *await leads_kept(session, Lead.import_id == one.id, self._clock.now()),
            *kept_things(KeptThing.MOVED_LEAD, moved.all()),
            *kept_things(KeptThing.CLIENT, clients.all()),
            *kept_things(KeptThing.NUMBER, numbers.all()),
        ]


def _client_kept_because() -> ColumnElement[str | None]:
    has_history = or_(
        exists().where(Contact.client_id == Client.id), exists().where(Call.client_id == Client.id)
    )
    is_corrected = exists().where(
        AuditEntry.entity == "client", AuditEntry.entity_id == identity_text(Client.id)
    )
    return case(
        (exists().where(Lead.client_id == Client.id), _LISTED),
        (has_history, _CALLED),
        (is_corrected, _CORRECTED),
        else_=null(),
    )


def _number_kept_because() -> ColumnElement[str | None]:
    """A call of the client at the number makes it part of a history; a lead of the client dials it."""
    of_client = Lead.client_id == ClientNumber.client_id
    called = exists().where(Call.phone_number == ClientNumber.e164, Call.client_id == ClientNumber.client_id)
    is_next = exists().where(Lead.phone_number == ClientNumber.e164, of_client)
    is_further = exists().where(
        LeadNumber.phone_number == ClientNumber.e164, LeadNumber.lead_id == Lead.id, of_client
    )
    return case((called, _CALLED), (or_(is_next, is_further), _LISTED), else_=null())


async def _count(session: AsyncSession, import_id: UUID, **taken_back: int) -> None:
    """Together with the step itself, so that a job that is begun again counts nothing twice."""
    await session.execute(
        update(LeadImport)
        .where(LeadImport.id == import_id)
        .values({name: getattr(LeadImport, name) + count for name, count in taken_back.items()})
        .execution_options(synchronize_session=False)
    )


async def _forget_empty_list(session: AsyncSession, import_id: UUID) -> None:
    """The list that was made for the import goes with its last lead, unless another is to be put onto it."""
    done = await session.get_one(LeadImport, import_id)
    if done.made_list and done.list_id is not None:
        await forget_empty_list(session, done.list_id)
