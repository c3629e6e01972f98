"""The message that an abandoned person hears: which it is, and that there is one where a law asks for it."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.clients.models import Client
from core.error_codes import ErrorCode
from core.errors import FieldFault
from core.law.models import DiallingPolicy
from core.law.policy import Policy
from core.voice_messages.models import VoiceMessage, path_of

_FIELD = "policy.safe_harbour"


class SafeHarbourHeard(StrEnum):
    MESSAGE = "message"
    """Recorded, and named by the policy."""
    PLAIN_SOUND = "plain_sound"
    """The exchange's own."""


def safe_harbour_heard(policy: Policy, language: str) -> tuple[SafeHarbourHeard, UUID | None]:
    """What the exchange is told to play to an abandoned person, and which message it is; it falls back to its
    own sound where it finds no such file."""
    if not policy.safe_harbour:
        return SafeHarbourHeard.PLAIN_SOUND, None
    return SafeHarbourHeard.MESSAGE, policy.safe_harbour_in(language)


async def safe_harbour_faults(session: AsyncSession, policy: Policy) -> list[FieldFault]:
    """What keeps a policy of the house's own from being saved."""
    wanted = set(policy.safe_harbour.values())
    found = await session.scalars(select(VoiceMessage.id).where(VoiceMessage.id.in_(wanted)))
    if wanted - set(found):
        return [FieldFault.of(_FIELD, ErrorCode.UNKNOWN_MESSAGE)]
    if policy.lacks_safe_harbour:
        return [FieldFault.of(_FIELD, ErrorCode.MESSAGE_MISSING)]
    return []


async def says_message(session: AsyncSession, message_id: UUID) -> bool:
    """Whether some policy has this message played."""
    rows = await session.scalars(select(DiallingPolicy).where(DiallingPolicy.archived_at.is_(None)))
    policies = [one.readable for one in rows]
    return any(policy is not None and message_id in policy.safe_harbour.values() for policy in policies)


async def safe_harbour_paths(
    session: AsyncSession, policy: Policy, client_ids: Collection[UUID]
) -> Mapping[UUID, str]:
    """For each client the message in their language, as the exchange is told of it; none: its own sound."""
    if not policy.safe_harbour:
        return {}
    rows = await session.execute(select(Client.id, Client.language).where(Client.id.in_(client_ids)))
    return {client_id: path_of(policy.safe_harbour_in(language)) for client_id, language in rows}
