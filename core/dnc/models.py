"""One refused number. The claim of leads and click-to-dial both look here before anything rings."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, insert_statement


class DoNotCall(Base):
    __tablename__ = "do_not_call"

    phone_number: Mapped[str] = mapped_column(String(16), primary_key=True)
    """E.164, so every notation of one number is one entry."""
    reason: Mapped[str] = mapped_column(String(200), default="")
    added_at: Mapped[datetime]
    added_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))


async def refuse_number(
    session: AsyncSession, phone_number: str, *, now: datetime, added_by_id: UUID | None, reason: str
) -> None:
    """Enter a number; entering it twice keeps the first entry."""
    statement = insert_statement(session, DoNotCall).values(
        phone_number=phone_number, reason=reason, added_at=now, added_by_id=added_by_id
    )
    await session.execute(statement.on_conflict_do_nothing())


async def is_refused(session: AsyncSession, phone_number: str) -> bool:
    return await session.get(DoNotCall, phone_number) is not None
