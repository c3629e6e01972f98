"""A call as it is committed before it is dialled, and what its lead has a say in: caller ID and trunk."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.caller_ids.rotation import Today
from core.caller_ids.service import Pool, locked_pool
from core.calls.models import Call, CallKind
from core.calls.reason import DialReason
from core.calls.state_machine import CallProgress, CallState
from core.campaigns.models import Campaign
from core.clients.models import Client
from core.db import insert_statement
from core.error_codes import ErrorCode
from core.errors import Conflict
from core.leads.hopper import give_leads_back
from core.leads.models import Lead


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCall:
    """All that is known of a call before it is dialled."""

    node: str
    kind: CallKind
    placed_at: datetime
    reason: DialReason
    grace_seconds: float
    phone_number: str
    client_id: UUID
    id: UUID = field(default_factory=uuid4)
    campaign_id: UUID | None = None
    campaign_edition: int = 1
    lead_id: UUID | None = None
    operator_id: UUID | None = None
    intended_operator_id: UUID | None = None
    trunk_id: UUID | None = None
    caller_id: str | None = None

    @property
    def recording(self) -> str:
        """Path under the recordings folder."""
        day = self.placed_at.date().isoformat().replace("-", "/")
        return f"{day}/{self.id}.wav"

    @property
    def progress(self) -> CallProgress:
        return CallProgress(self.id, self.placed_at)

    @property
    def row(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "node": self.node,
            "kind": self.kind,
            "phone_number": self.phone_number,
            "client_id": self.client_id,
            "campaign_id": self.campaign_id,
            "campaign_edition": self.campaign_edition,
            "lead_id": self.lead_id,
            "operator_id": self.operator_id,
            "intended_operator_id": self.intended_operator_id,
            "trunk_id": self.trunk_id,
            "caller_id": self.caller_id,
            "reason_document": self.reason.model_dump(mode="json", exclude_none=True),
            "grace_seconds": self.grace_seconds,
            "recording": self.recording,
            "placed_at": self.placed_at,
            "state": CallState.ORIGINATING,
            "note": "",
        }


async def commit_calls(session: AsyncSession, calls: Sequence[NewCall]) -> Collection[UUID]:
    """Have them stored when the transaction ends: after that those that are returned may be dialled.

    The others are not stored: their numbers are in a call already. Where another transaction is about to
    place one, this waits for its end, and so comes last of all that locks something.
    """
    if not calls:
        return []
    # The table and no objects: a dialler's calls come by the hundred.
    table = Call.__table__
    statement = insert_statement(session, table).on_conflict_do_nothing(  # type: ignore[arg-type]
        index_elements=[table.c.phone_number], index_where=table.c.ended_at.is_(None)
    )
    # Everybody in one order, so that nobody waits for somebody who waits for him.
    rows = [call.row for call in sorted(calls, key=lambda call: call.phone_number)]
    connection = await session.connection()
    return frozenset((await connection.execute(statement.returning(table.c.id), rows)).scalars())


async def caller_ids_for(
    session: AsyncSession, campaign: Campaign, pool: Pool, leads: Sequence[Lead]
) -> list[str | None]:
    """What each lead's client sees: of the campaign's pool, or its one number, or none of ours."""
    if not pool.is_used:
        return [campaign.caller_id] * len(leads)
    regions = dict(
        (
            await session.execute(
                select(Client.id, Client.region).where(Client.id.in_([lead.client_id for lead in leads]))
            )
        ).all()
    )
    return [pool.take(regions.get(lead.client_id, ""), lead.phone_number) for lead in leads]


async def caller_id_for(session: AsyncSession, campaign: Campaign, lead: Lead, today: Today) -> str | None:
    """The same for the one call that a person waits for, counted; the pool is locked after the lead.

    `today`: of when the call is placed, by which its use is found again should it be given back.

    Raises:
        Conflict: the campaign has caller IDs, and none of them may make a call now.
    """
    pool = await locked_pool(session, campaign.id, today)
    if pool.is_used and not pool.calls_left:
        raise Conflict(ErrorCode.NO_CALLER_ID_LEFT, campaign=campaign.name)
    [caller_id] = await caller_ids_for(session, campaign, pool, [lead])
    return caller_id


async def give_back(session: AsyncSession, pool: Pool, calls: Sequence[NewCall]) -> None:
    """What calls were given that are not placed after all; their places on trunks are given back anyway."""
    if calls:
        await give_leads_back(session, [call.lead_id for call in calls if call.lead_id is not None])
    for call in calls:
        pool.give_back(call.caller_id)


async def trunk_to_avoid(session: AsyncSession, lead: Lead) -> UUID | None:
    """The trunk that could not place the lead's last call."""
    if not lead.not_placed:
        return None
    trunk_id: UUID | None = await session.scalar(
        select(Call.trunk_id).where(Call.lead_id == lead.id).order_by(Call.placed_at.desc()).limit(1)
    )
    return trunk_id
