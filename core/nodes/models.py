"""A switchboard that says that it is at work."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class LiveNode(Base):
    __tablename__ = "live_node"

    node: Mapped[str] = mapped_column(String(64), primary_key=True)
    """The switchboard's name, as its calls have it."""
    announced_at: Mapped[datetime]
    """Since when it is at work in this life."""
    seen_at: Mapped[datetime]
    """When it last said so."""
