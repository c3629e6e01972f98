"""An import as it is stored: what came of it, what it moved, and the lines that were refused."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class LeadImport(Base):
    __tablename__ = "lead_import"
    __table_args__ = (Index("ix_lead_import_campaign_id_created_at", "campaign_id", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"))
    list_id: Mapped[UUID | None] = mapped_column(ForeignKey("lead_list.id", ondelete="SET NULL"))
    """None: not begun yet, or the list is gone."""
    made_list: Mapped[bool] = mapped_column(default=False)
    """Whether the list was made for it."""
    file_name: Mapped[str] = mapped_column(String(200))
    size_bytes: Mapped[int]
    heading: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """What the file calls its columns; None: nothing, or it was not kept."""
    job_id: Mapped[UUID | None] = mapped_column(ForeignKey("job.id"))
    undo_job_id: Mapped[UUID | None] = mapped_column(ForeignKey("job.id"))
    imported: Mapped[int] = mapped_column(default=0)
    moved: Mapped[int] = mapped_column(default=0)
    """Leads that stood on another list of the campaign before."""
    numbers_added: Mapped[int] = mapped_column(default=0, server_default="0")
    """To clients that were there before."""
    default_zone: Mapped[str] = mapped_column(String(64), default="", server_default="")
    """IANA name of the zone by which those are called of whom nothing tells one; empty: not begun yet, or
    begun before it was kept."""
    numbers_without_zone: Mapped[int] = mapped_column(default=0, server_default="0")
    """Of the imported leads' numbers, those that are called by that zone."""
    rejected: Mapped[int] = mapped_column(default=0)
    undone: Mapped[int] = mapped_column(default=0)
    """Leads that were taken back."""
    put_back: Mapped[int] = mapped_column(default=0, server_default="0")
    """Of the moved leads, onto the list where they stood before."""
    numbers_removed: Mapped[int] = mapped_column(default=0, server_default="0")
    """Of the added numbers."""
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]


class LeadMove(Base):
    """A lead that an import moved, until it is put back."""

    __tablename__ = "lead_move"
    __table_args__ = (Index("ix_lead_move_lead_id", "lead_id"),)

    import_id: Mapped[UUID] = mapped_column(
        ForeignKey("lead_import.id", ondelete="CASCADE"), primary_key=True
    )
    lead_id: Mapped[UUID] = mapped_column(ForeignKey("lead.id", ondelete="CASCADE"), primary_key=True)
    from_list_id: Mapped[UUID | None] = mapped_column(ForeignKey("lead_list.id", ondelete="SET NULL"))
    """None: that list is gone."""
    moved_at: Mapped[datetime]


class RejectedLine(Base):
    __tablename__ = "rejected_line"

    import_id: Mapped[UUID] = mapped_column(
        ForeignKey("lead_import.id", ondelete="CASCADE"), primary_key=True
    )
    line: Mapped[int] = mapped_column(primary_key=True)
    """As an editor or a spreadsheet counts, from 1."""
    field: Mapped[str] = mapped_column(String(40))
    value: Mapped[str] = mapped_column(String(100))
    code: Mapped[str] = mapped_column(String(40))
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON)
    cells: Mapped[list[str]] = mapped_column(JSON)
    """The line as it was read, whole, so that it can be given back to be corrected."""
