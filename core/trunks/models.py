"""A trunk as it is stored."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.trunks.connection import TrunkConnection


class Trunk(Base):
    __tablename__ = "trunk"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    dial_template: Mapped[str] = mapped_column(String(200))
    """The channel that is dialled, by the rules of `core.trunks.connection`."""
    weight: Mapped[int] = mapped_column(default=1, server_default="1")
    """Trunks that have room share the calls in proportion."""
    channel_limit: Mapped[int | None]
    """Calls that may ring or talk at once; None: as many as come."""
    calls_per_second: Mapped[int | None]
    """Calls that may begin in any second; None: as many as come."""
    is_active: Mapped[bool] = mapped_column(default=True, server_default="1")
    connection_document: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """None: the exchange knows the trunk by its own configuration."""
    password: Mapped[str | None] = mapped_column(String(200))
    """What proves us to the carrier. It leaves the database for the exchange alone."""
    created_at: Mapped[datetime]

    @property
    def connection(self) -> TrunkConnection | None:
        document = self.connection_document
        return TrunkConnection.model_validate(document) if document else None
