"""The pacing log as it is stored: about a minute of one campaign's decisions in one row."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class PacingChunk(Base):
    __tablename__ = "pacing_chunk"
    __table_args__ = (
        Index("ix_pacing_chunk_campaign_id_from_at", "campaign_id", "from_at"),
        Index("ix_pacing_chunk_to_at", "to_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"))
    node: Mapped[str] = mapped_column(String(64))
    """Whose switchboard decided."""
    from_at: Mapped[datetime]
    """Of the first decision in it."""
    to_at: Mapped[datetime]
    """Of the last one."""
    format: Mapped[int]
    """Of `content`, which `dialer/pacing_log.py` writes and reads."""
    content: Mapped[bytes] = mapped_column(LargeBinary)
    """Compressed; begins with what had been learned before, so that it can be replayed by itself."""
