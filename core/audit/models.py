"""One change of settings, as it was made. Rows are only added: the database itself refuses all else."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class AuditEntry(Base):
    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_campaign_id_id", "campaign_id", "id"),
        Index("ix_audit_entry_entity_entity_id_id", "entity", "entity_id", "id"),
    )

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    """Rises with time: the trail is read by it, newest first."""
    at: Mapped[datetime]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    """None: no person did it."""
    entity: Mapped[str] = mapped_column(String(32))
    """The kind of thing that was changed, by its word in the glossary."""
    entity_id: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(300), default="")
    """What the thing was called at that moment."""
    # No foreign key: the trail outlives what it tells about.
    campaign_id: Mapped[UUID | None]
    """The campaign on whose page the entry is shown; None: it concerns all of them."""
    change: Mapped[dict[str, list[Any]]] = mapped_column(JSON)
    """Before and after by field; before is null for what is new, after for what is gone."""
