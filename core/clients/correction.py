"""Correcting what is known of a client, with everything that follows from it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.trail import record
from core.clients.models import Client
from core.error_codes import ErrorCode
from core.errors import InvalidInput, NotFound
from core.leads.zones import ring_where_client_is
from core.phone_numbers import is_zone


class ClientCorrection(BaseModel):
    model_config = ConfigDict(extra="forbid")

    time_zone: Annotated[str, Field(max_length=64)]
    """IANA name of the place where the client is. From then on their leads are called by its clock."""


async def correct_client(
    session: AsyncSession, client_id: UUID, wanted: ClientCorrection, *, user_id: UUID, now: datetime
) -> None:
    """
    Raises:
        NotFound: there is no such client.
        InvalidInput: there is no zone of that name.
    """
    if not is_zone(wanted.time_zone):
        raise InvalidInput.of("time_zone", ErrorCode.UNKNOWN_ZONE)
    client = await session.get(Client, client_id, with_for_update=True)
    if client is None:
        raise NotFound("client", client_id)
    before, client.time_zone = client.time_zone, wanted.time_zone
    await ring_where_client_is(session, client_id, client.time_zone)
    record(
        session,
        user_id=user_id,
        entity="client",
        entity_id=client_id,
        name=client.name,
        change={"time_zone": (before, client.time_zone)},
        now=now,
    )
