"""A list: leads that came together and are switched, ranked and worked off together."""

from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base

LONGEST_NAME: Final = 200


class ListSource(StrEnum):
    """Where a list's leads come from."""

    MANUAL = "manual"
    IMPORT = "import"
    SELECTION = "selection"


class LeadList(Base):
    __tablename__ = "lead_list"
    __table_args__ = (Index("ix_lead_list_campaign_id", "campaign_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    priority: Mapped[int] = mapped_column(default=0, server_default="0")
    """Lists of a higher one are called first; those of the same one share the calls by weight."""
    weight: Mapped[int] = mapped_column(default=1, server_default="1")
    is_active: Mapped[bool] = mapped_column(default=True, server_default="1")
    """Nobody on a list that is off is called, promised or not."""
    source: Mapped[str] = mapped_column(String(16), default=ListSource.MANUAL)
    created_at: Mapped[datetime]
    reset_at: Mapped[datetime | None]
    """When its worked-off leads were last put back."""
