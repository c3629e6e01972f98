"""A caller ID of one campaign, with how much it has been used."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class CallerId(Base):
    __tablename__ = "caller_id"
    __table_args__ = (UniqueConstraint("campaign_id", "phone_number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"))
    phone_number: Mapped[str] = mapped_column(String(16))
    region: Mapped[str] = mapped_column(String(200), default="", server_default="")
    """Whose clients are called with it first; empty: no region's."""
    daily_cap: Mapped[int | None]
    """Calls in one day of the call centre; None: as many as come."""
    rest_hours: Mapped[int] = mapped_column(default=0, server_default="0")
    """For so long it is not used once the cap is reached, and at least until the day is over."""
    is_active: Mapped[bool] = mapped_column(default=True, server_default="1")

    # Kept with the number and not counted from its calls: whoever takes it has it locked.
    used_on: Mapped[date | None] = mapped_column(Date)
    """The day that `used` counts."""
    used: Mapped[int] = mapped_column(default=0, server_default="0")
    last_used_at: Mapped[datetime | None]
    rests_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
