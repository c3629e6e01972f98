"""Dialling policies as they are stored, and what each said at any time."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.law.policy import Policy


class DiallingPolicy(Base):
    __tablename__ = "dialling_policy"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name_ru: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    is_built_in: Mapped[bool] = mapped_column(default=False)
    """Comes with the product and is changed by its migrations alone; to differ, copy it."""
    revision: Mapped[int] = mapped_column(default=1)
    """Rises with every change of the document."""
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    archived_at: Mapped[datetime | None]
    """Removed: no campaign may choose it any more. It stays, since calls may have been dialled under it."""

    @property
    def policy(self) -> Policy:
        """
        Raises:
            ValueError: what is stored is no policy.
        """
        return Policy.model_validate(self.document)

    @property
    def readable(self) -> Policy | None:
        """None: what is stored is no policy, as after a change by another hand than ours."""
        return _readable(self.document)


class DiallingPolicyRevision(Base):
    """What a policy said; every call names the revision it was dialled under."""

    __tablename__ = "dialling_policy_revision"

    policy_id: Mapped[UUID] = mapped_column(
        ForeignKey("dialling_policy.id", ondelete="RESTRICT"), primary_key=True
    )
    revision: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))

    @property
    def readable(self) -> Policy | None:
        """None: what is stored is no policy."""
        return _readable(self.document)


def _readable(document: dict[str, Any]) -> Policy | None:
    try:
        return Policy.model_validate(document)
    except ValueError:
        return None
