"""The job that puts a file's lines onto a list: batch by batch, each stored once."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.clients.models import Client, ClientEmail, ClientKind, ClientNumber, Person
from core.clock import Clock
from core.db import Base, Database, insert_rows, planned_each_time
from core.dnc.marks import refused_among
from core.error_codes import ErrorCode
from core.errors import FieldFault
from core.ids import OrderedIds
from core.imports.models import LeadImport, LeadMove, RejectedLine
from core.imports.plan import Duplicates, ImportPlan
from core.imports.reading import Batch, FileReader
from core.imports.rejected import kept
from core.imports.zones import client_zone, numbers_without_zone
from core.jobs.leases import Lease
from core.kept_files import copy_file, forget_file
from core.leads.models import Lead, LeadNumber
from core.leads.numbers import ringing_zones, rows_of_numbers

IMPORT_JOB: Final = "import_leads"
# Of the refused lines, as many are kept to be given back.
MOST_REJECTED_KEPT: Final = 50_000


class LeadImporter:
    """Does import jobs; `arguments`: the import, the list, and the plan."""

    def __init__(self, database: Database, clock: Clock, reader: FileReader, home_zone: str) -> None:
        self._database = database
        self._clock = clock
        self._reader = reader
        self._home_zone = home_zone

    async def __call__(self, lease: Lease) -> Mapping[str, Any]:
        import_id = UUID(lease.arguments["import_id"])
        list_id = UUID(lease.arguments["list_id"])
        plan = ImportPlan.model_validate(lease.arguments["plan"])
        with tempfile.TemporaryDirectory(prefix="zvonar-import-") as folder:
            path = Path(folder) / "file"
            await copy_file(self._database, import_id, path)
            async for batch in self._reader.batches(path, plan, done=lease.done):
                async with self._database.transaction() as session:
                    now = self._clock.now()
                    target = _Target(
                        lease.subject_id,
                        list_id,
                        import_id,
                        plan.duplicates,
                        plan.default_zone or self._home_zone,
                        now,
                        OrderedIds(now),
                    )
                    await target.store(session, batch)
                    await _keep_heading(session, import_id, batch.heading)
                    await lease.advance(session, now, done=batch.done)
        async with self._database.transaction() as session:
            await forget_file(session, import_id)
            done = await session.get_one(LeadImport, import_id)
            return {
                "imported": done.imported,
                "moved": done.moved,
                "numbers_added": done.numbers_added,
                "numbers_without_zone": done.numbers_without_zone,
                "rejected": done.rejected,
            }


@dataclass(slots=True)
class _Rows:
    """What is to be inserted, table by table, in the order in which they refer to each other."""

    clients: list[dict[str, Any]] = field(default_factory=list)
    persons: list[dict[str, Any]] = field(default_factory=list)
    numbers: list[dict[str, Any]] = field(default_factory=list)
    emails: list[dict[str, Any]] = field(default_factory=list)
    leads: list[dict[str, Any]] = field(default_factory=list)
    lead_numbers: list[dict[str, Any]] = field(default_factory=list)
    rejected: list[dict[str, Any]] = field(default_factory=list)
    numbers_without_zone: int = 0

    async def insert(self, session: AsyncSession) -> None:
        tables: tuple[tuple[type[Base], list[dict[str, Any]]], ...] = (
            (Client, self.clients),
            (Person, self.persons),
            (ClientNumber, self.numbers),
            (ClientEmail, self.emails),
            (Lead, self.leads),
            (LeadNumber, self.lead_numbers),
            (RejectedLine, self.rejected),
        )
        for table, rows in tables:
            await insert_rows(session, table, rows)


@dataclass(frozen=True, slots=True)
class _Owner:
    """The client who has a number already."""

    client_id: UUID
    time_zone: str


@dataclass(frozen=True, slots=True)
class _Listed:
    """A lead on another list of the campaign."""

    list_id: UUID
    owner: _Owner


@dataclass(frozen=True, slots=True)
class _Target:
    """Where the lines of one batch go."""

    campaign_id: UUID
    list_id: UUID
    import_id: UUID
    duplicates: Duplicates
    default_zone: str
    """Where a client is of whom nothing tells it."""
    now: datetime
    ids: OrderedIds

    async def store(self, session: AsyncSession, batch: Batch) -> None:
        numbers = sorted({number for line in batch.good for number in line["phone_numbers"]})
        async with planned_each_time(session):
            listed = await self._listed(session, numbers)
            known, made_before = await self._clients_of(session, numbers)
            refused = await refused_among(session, numbers, self.campaign_id)
        elsewhere = await self._elsewhere(session, listed, batch)
        rows, moved = _Rows(), dict[UUID, UUID]()
        for line in batch.good:
            first = line["phone_numbers"][0]
            if first not in listed:
                lead_id = self._add(rows, line, known, listed, refused)
                listed |= dict.fromkeys(line["phone_numbers"], lead_id)
            elif (there := elsewhere.pop(listed[first], None)) is not None:
                moved[listed[first]] = there.list_id
                self._add_numbers(rows, line, known, there.owner)
            else:
                fault = FieldFault.of("phone_number", ErrorCode.ALREADY_LISTED)
                rows.rejected.append(self._rejected(line, fault.field, first, fault.code, {}))
        rows.rejected += [
            self._rejected(line, line["field"], line["value"], line["code"], line["parameters"])
            for line in batch.bad
        ]
        await self._move(session, moved)
        own = made_before | {row["id"] for row in rows.clients}
        for number in rows.numbers:
            number["import_id"] = None if number["client_id"] in own else self.import_id
        await self._count(
            session,
            imported=len(rows.leads),
            moved=len(moved),
            numbers_added=sum(number["import_id"] is not None for number in rows.numbers),
            numbers_without_zone=rows.numbers_without_zone,
            rejected=rows.rejected,
        )
        await rows.insert(session)

    def _add(
        self,
        rows: _Rows,
        line: Mapping[str, Any],
        known: dict[str, _Owner],
        listed: Mapping[str, UUID],
        refused: set[str],
    ) -> UUID:
        """A number that a client has already gives a lead of that client, not a second client."""
        numbers: Sequence[str] = line["phone_numbers"]
        owner = next((known[number] for number in numbers if number in known), None)
        told = client_zone(
            said=line["said_zone"],
            known=owner.time_zone if owner else "",
            of_region=line["zone_of_region"],
            of_number=line["own_zones"][0],
        )
        zone = told or self.default_zone
        if owner is None:
            owner = _Owner(self._add_client(rows, line, zone), zone)
        self._add_numbers(rows, line, known, owner)
        lead_id = self.ids.next()
        # Another lead of the campaign may have one of them: each number is dialled for one lead only.
        by_number = zip(numbers, ringing_zones(line["own_zones"], zone), strict=True)
        own = {number: ringing_at for number, ringing_at in by_number if number not in listed}
        rows.numbers_without_zone += sum(
            number in own for number in numbers_without_zone(numbers, line["own_zones"], told)
        )
        lead = {
            "id": lead_id,
            "campaign_id": self.campaign_id,
            "list_id": self.list_id,
            "client_id": owner.client_id,
            "phone_number": numbers[0],
            "is_refused": refused.issuperset(own),
            "time_zone": zone,
            "has_several_zones": len(set(own.values())) > 1,
            "attempts": 0,
            "endings": {},
            "next_attempt_at": self.now,
            "import_id": self.import_id,
        }
        rows.leads.append(lead)
        rows.lead_numbers += rows_of_numbers(lead, own)
        return lead_id

    def _add_numbers(
        self, rows: _Rows, line: Mapping[str, Any], known: dict[str, _Owner], owner: _Owner
    ) -> None:
        """Those that nobody has yet."""
        numbers = list(zip(line["phone_numbers"], line["labels"], strict=True))
        rows.numbers += [
            {
                "id": self.ids.next(),
                "client_id": owner.client_id,
                "e164": number,
                "label": label,
                "rank": rank,
            }
            for rank, (number, label) in enumerate(numbers)
            if number not in known
        ]
        known |= dict.fromkeys((number for number, _ in numbers if number not in known), owner)

    def _add_client(self, rows: _Rows, line: Mapping[str, Any], zone: str) -> UUID:
        client_id = self.ids.next()
        rows.clients.append(
            {
                "id": client_id,
                "name": line["name"],
                "sort_name": line["sort_name"],
                "search_text": line["search_text"],
                "kind": ClientKind.COMPANY,
                "region": line["region"],
                "time_zone": zone,
                "language": line["language"],
                "note": line["note"],
                "created_at": self.now,
                "import_id": self.import_id,
            }
        )
        if line["person"]:
            rows.persons.append(
                {
                    "id": self.ids.next(),
                    "client_id": client_id,
                    "name": line["person"],
                    "position": "",
                    "rank": 0,
                }
            )
        if line["email"]:
            rows.emails.append(
                {"id": self.ids.next(), "client_id": client_id, "address": line["email"], "label": ""}
            )
        return client_id

    def _rejected(
        self, line: Mapping[str, Any], field: str, value: str, code: str, parameters: Mapping[str, Any]
    ) -> dict[str, Any]:
        return {
            "import_id": self.import_id,
            "line": line["line"],
            "field": field,
            "value": value,
            "code": code,
            "parameters": dict(parameters),
            "cells": [kept(cell) for cell in line["cells"]],
        }

    async def _listed(self, session: AsyncSession, numbers: Sequence[str]) -> dict[str, UUID]:
        """Which of these numbers the campaign has already, and whose they are."""
        found: dict[str, UUID] = {}
        for number, lead_id in (
            (LeadNumber.phone_number, LeadNumber.lead_id),
            (Lead.phone_number, Lead.id),
        ):
            campaign_id = number.class_.campaign_id
            rows = await session.execute(
                select(number, lead_id).where(campaign_id == self.campaign_id, number.in_(numbers))
            )
            found |= dict(rows.all())
        return found

    async def _clients_of(
        self, session: AsyncSession, numbers: Sequence[str]
    ) -> tuple[dict[str, _Owner], set[UUID]]:
        """Whose these numbers are, and which of those clients this very import has made."""
        rows = (
            await session.execute(
                select(ClientNumber.e164, ClientNumber.client_id, Client.time_zone, Client.import_id)
                .join(Client, Client.id == ClientNumber.client_id)
                .where(ClientNumber.e164.in_(numbers))
            )
        ).all()
        own = {client_id for _, client_id, _, import_id in rows if import_id == self.import_id}
        return {number: _Owner(client_id, zone) for number, client_id, zone, _ in rows}, own

    async def _elsewhere(
        self, session: AsyncSession, listed: Mapping[str, UUID], batch: Batch
    ) -> dict[UUID, _Listed]:
        """Leads of these lines that are to come onto this list from another one, held until they do."""
        if self.duplicates is not Duplicates.MOVE:
            return {}
        firsts = (line["phone_numbers"][0] for line in batch.good)
        lead_ids = {listed[first] for first in firsts if first in listed}
        if not lead_ids:
            return {}
        rows = await session.execute(
            select(Lead.id, Lead.list_id, Lead.client_id, Lead.time_zone)
            .where(Lead.id.in_(lead_ids), Lead.list_id != self.list_id)
            .order_by(Lead.id)
            .with_for_update()
        )
        return {
            lead_id: _Listed(list_id, _Owner(client_id, zone)) for lead_id, list_id, client_id, zone in rows
        }

    async def _move(self, session: AsyncSession, from_lists: Mapping[UUID, UUID]) -> None:
        if not from_lists:
            return
        moves = [
            {"import_id": self.import_id, "lead_id": lead_id, "from_list_id": list_id, "moved_at": self.now}
            for lead_id, list_id in from_lists.items()
        ]
        await insert_rows(session, LeadMove, moves)
        await session.execute(
            update(Lead)
            .where(Lead.id.in_(from_lists))
            .values(list_id=self.list_id)
            .execution_options(synchronize_session=False)
        )

    async def _count(
        self,
        session: AsyncSession,
        *,
        imported: int,
        moved: int,
        numbers_added: int,
        numbers_without_zone: int,
        rejected: list[dict[str, Any]],
    ) -> None:
        counted = await session.scalar(
            update(LeadImport)
            .where(LeadImport.id == self.import_id)
            .values(
                imported=LeadImport.imported + imported,
                moved=LeadImport.moved + moved,
                numbers_added=LeadImport.numbers_added + numbers_added,
                numbers_without_zone=LeadImport.numbers_without_zone + numbers_without_zone,
                rejected=LeadImport.rejected + len(rejected),
            )
            .returning(LeadImport.rejected)
            .execution_options(synchronize_session=False)
        )
        kept = MOST_REJECTED_KEPT - ((counted or 0) - len(rejected))
        del rejected[max(kept, 0) :]


async def _keep_heading(session: AsyncSession, import_id: UUID, heading: Sequence[str] | None) -> None:
    """So that refused lines are given back under it."""
    if heading is not None:
        stored = await session.get_one(LeadImport, import_id)
        stored.heading = [kept(cell) for cell in heading]
