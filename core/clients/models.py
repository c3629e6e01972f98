"""A client, the persons at it, and the ways to reach them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class ClientKind(StrEnum):
    COMPANY = "company"
    HOUSEHOLD = "household"


class Client(Base):
    __tablename__ = "client"
    __table_args__ = (
        Index("ix_client_sort_name_id", "sort_name", "id"),
        Index(
            "ix_client_import_id",
            "import_id",
            sqlite_where=text("import_id IS NOT NULL"),
            postgresql_where=text("import_id IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(300))
    sort_name: Mapped[str] = mapped_column(String(300))
    """`sort_key(name)`: neither database sorts Russian by itself."""
    search_text: Mapped[str] = mapped_column(Text, default="")
    """Folded name, persons, region and the digits of every number; `core.clients.search` writes it."""
    kind: Mapped[str] = mapped_column(String(16))
    region: Mapped[str] = mapped_column(String(200), default="")
    time_zone: Mapped[str] = mapped_column(String(64))
    """IANA name of the place where the client is."""
    language: Mapped[str] = mapped_column(String(2), default="ru")
    note: Mapped[str] = mapped_column(Text, default="")
    responsible_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    import_id: Mapped[UUID | None]
    """The import that made it, so that it can be taken back."""


class Person(Base):
    __tablename__ = "person"
    __table_args__ = (Index("ix_person_client_id", "client_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID] = mapped_column(ForeignKey("client.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[str] = mapped_column(String(200), default="")
    rank: Mapped[int] = mapped_column(default=0)
    """Order on the card, the first one first."""


class ClientNumber(Base):
    """One telephone number of a client, perhaps of one person there."""

    __tablename__ = "client_number"
    __table_args__ = (
        Index("ix_client_number_client_id", "client_id"),
        Index("ix_client_number_e164", "e164"),
        # A person who goes lets go of numbers; without it each would be looked for among all of them.
        Index(
            "ix_client_number_person_id",
            "person_id",
            sqlite_where=text("person_id IS NOT NULL"),
            postgresql_where=text("person_id IS NOT NULL"),
        ),
        Index(
            "ix_client_number_import_id",
            "import_id",
            sqlite_where=text("import_id IS NOT NULL"),
            postgresql_where=text("import_id IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID] = mapped_column(ForeignKey("client.id", ondelete="CASCADE"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    e164: Mapped[str] = mapped_column(String(16))
    label: Mapped[str] = mapped_column(String(100), default="")
    rank: Mapped[int] = mapped_column(default=0)
    import_id: Mapped[UUID | None]
    """The import that added it to a client who was there before, so that it can be taken back."""


class ClientEmail(Base):
    __tablename__ = "client_email"
    __table_args__ = (Index("ix_client_email_client_id", "client_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID] = mapped_column(ForeignKey("client.id", ondelete="CASCADE"))
    address: Mapped[str] = mapped_column(String(254))
    label: Mapped[str] = mapped_column(String(100), default="")
