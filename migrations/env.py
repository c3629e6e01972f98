"""Runs migrations on the connection that `zvonar.migration` hands over."""

from typing import Literal

from alembic import context

from core.db import UtcDateTime
from core.schema import metadata


def in_plain_words(kind: str, item: object, _context: object) -> str | Literal[False]:
    """A step must stay true when the code moves on, so it names no type of ours."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    # SQLite cannot alter a table; alembic copies it instead.
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    render_item=in_plain_words,
)
with context.begin_transaction():
    context.run_migrations()
