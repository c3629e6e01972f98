"""Whether an operator may have a client's number dialled by a click."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.clients.models import ClientNumber
from core.dnc.clauses import is_refused
from core.error_codes import ErrorCode
from core.errors import Conflict, InvalidInput


async def check_may_be_clicked(session: AsyncSession, client_id: UUID, number: str) -> None:
    """Whether it is in a call already is for `commit_calls` to say.

    Raises:
        InvalidInput: it is not one of this client's.
        Conflict: it is refused.
    """
    numbers: Collection[str] = (
        await session.scalars(select(ClientNumber.e164).where(ClientNumber.client_id == client_id))
    ).all()
    if number not in numbers:
        raise InvalidInput.of("phone_number", ErrorCode.NOT_CLIENTS_NUMBER)
    if await is_refused(session, number):
        raise Conflict(ErrorCode.NUMBER_REFUSED)
