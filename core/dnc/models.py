"""One refused number: by everybody, or by one campaign. Nothing that is listed here is ever dialled."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base

_GLOBAL = text("campaign_id IS NULL")
_OF_A_CAMPAIGN = text("campaign_id IS NOT NULL")


class DncSource(StrEnum):
    """How a number came onto the list."""

    CALL = "call"
    HAND = "hand"
    FILE = "file"


class DncNumber(Base):
    __tablename__ = "dnc_number"
    __table_args__ = (
        # Two, because for the one over both columns no two NULLs are alike.
        Index(
            "uq_dnc_number_global",
            "phone_number",
            unique=True,
            sqlite_where=_GLOBAL,
            postgresql_where=_GLOBAL,
        ),
        Index("uq_dnc_number_phone_number_campaign_id", "phone_number", "campaign_id", unique=True),
        Index(
            "ix_dnc_number_campaign_id_id",
            "campaign_id",
            "id",
            sqlite_where=_OF_A_CAMPAIGN,
            postgresql_where=_OF_A_CAMPAIGN,
        ),
    )

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    """Rises with time."""
    phone_number: Mapped[str] = mapped_column(String(16))
    """E.164, so every notation of one number is one entry."""
    campaign_id: Mapped[UUID | None] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"))
    """None: no campaign may call it, nor may anybody by hand."""
    source: Mapped[str] = mapped_column(String(8), default=DncSource.HAND)
    reason: Mapped[str] = mapped_column(String(200), default="")
    added_at: Mapped[datetime]
    added_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
