"""A recorded message. Its sound lies under the recordings folder, where the exchange sees it."""

from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base

FOLDER: Final = "voice-messages"


class VoiceMessage(Base):
    __tablename__ = "voice_message"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    seconds: Mapped[float]
    added_at: Mapped[datetime]
    added_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))


def path_of(message_id: UUID) -> str:
    """Under the recordings folder, without its ending, as the exchange is told of it."""
    return f"{FOLDER}/{message_id}"
