"""Every call that is denied to an operator is kept with its reason, so that it can be looked up by number."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import CallKind
from core.db import insert_rows
from core.denials.models import DeniedCall
from core.error_codes import ErrorCode
from core.errors import Conflict
from core.leads.bars import BarCode
from core.users.models import User


class DeniedBecause(StrEnum):
    NUMBER_REFUSED = "number_refused"
    """It is on the register of refused numbers, of all or of a campaign of the operator's."""
    NUMBER_IN_CALL = "number_in_call"
    BARRED = "barred"
    NO_CALLER_ID = "no_caller_id"
    NO_LINE = "no_line"


_BECAUSE: Final[Mapping[ErrorCode, DeniedBecause]] = {
    ErrorCode.NUMBER_REFUSED: DeniedBecause.NUMBER_REFUSED,
    ErrorCode.NUMBER_IN_CALL: DeniedBecause.NUMBER_IN_CALL,
    ErrorCode.CALL_BARRED: DeniedBecause.BARRED,
    ErrorCode.LEAD_BARRED: DeniedBecause.BARRED,
    ErrorCode.NO_CALLER_ID_LEFT: DeniedBecause.NO_CALLER_ID,
    ErrorCode.NO_LINE_FREE: DeniedBecause.NO_LINE,
}


@dataclass(frozen=True, slots=True)
class Denial:
    phone_number: str
    kind: CallKind
    operator_id: UUID
    denied_at: datetime
    because: DeniedBecause
    bars: Sequence[str]

    @classmethod
    def of(
        cls, error: Conflict, *, phone_number: str, kind: CallKind, operator_id: UUID, at: datetime
    ) -> "Denial | None":
        """None: what was wrong was the operator's own state, and the number has nothing to do with it."""
        because = _BECAUSE.get(error.code)
        if because is None:
            return None
        named = error.parameters.get("bars") or error.parameters.get("bar")
        return cls(phone_number, kind, operator_id, at, because, str(named).split(", ") if named else [])


@dataclass(frozen=True, slots=True)
class PastDenial:
    denial_id: UUID
    phone_number: str
    kind: CallKind
    operator_name: str
    denied_at: datetime
    because: DeniedBecause
    bars: Sequence[BarCode]
    """That stood against the call; empty: it was not barred, or by what this version knows no more."""


async def store_denials(session: AsyncSession, denials: Iterable[Denial]) -> None:
    await insert_rows(session, DeniedCall, [{"id": uuid4(), **asdict(denial)} for denial in denials])


async def past_denials(
    session: AsyncSession, phone_numbers: Collection[str], *, limit: int
) -> Sequence[PastDenial]:
    """Of these numbers (E.164), the newest first."""
    rows = await session.execute(
        select(DeniedCall, User.name)
        .join(User, User.id == DeniedCall.operator_id)
        .where(DeniedCall.phone_number.in_(phone_numbers))
        .order_by(DeniedCall.denied_at.desc(), DeniedCall.id)
        .limit(limit)
    )
    return [
        PastDenial(
            denial_id=denied.id,
            phone_number=denied.phone_number,
            kind=CallKind(denied.kind),
            operator_name=operator_name,
            denied_at=denied.denied_at,
            because=DeniedBecause(denied.because),
            bars=[BarCode(bar) for bar in denied.bars if bar in set(BarCode)],
        )
        for denied, operator_name in rows
    ]
