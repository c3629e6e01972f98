"""one open call of a number."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "e83a5d0c7b16"
down_revision: str | None = "c4d8f1b27a95"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.execute(_END_ALL_BUT_ONE)
    op.drop_index("ix_call_open_phone_number", "call")
    _index("uq_call_open_phone_number", unique=True)


def downgrade() -> None:
    op.drop_index("uq_call_open_phone_number", "call")
    _index("ix_call_open_phone_number", unique=False)


def _index(name: str, *, unique: bool) -> None:
    op.create_index(name, "call", ["phone_number"], unique=unique, sqlite_where=_OPEN, postgresql_where=_OPEN)


# Of several open calls of a number the one that has come furthest stays open, or the newest of those. The
# others end as a call does that the exchange has lost, when anything was last heard of them.
_END_ALL_BUT_ONE = """
UPDATE call SET
    state = 'ended',
    outcome = CASE
        WHEN connected_at IS NOT NULL THEN 'handled'
        WHEN answered_by = 'machine' THEN 'machine'
        WHEN answered_at IS NOT NULL THEN 'abandoned'
        ELSE 'failed'
    END,
    ended_at = COALESCE(connected_at, answered_at, ringing_at, placed_at)
WHERE ended_at IS NULL AND id <> (
    SELECT other.id FROM call AS other
    WHERE other.phone_number = call.phone_number AND other.ended_at IS NULL
    ORDER BY
        CASE other.state WHEN 'connected' THEN 3 WHEN 'answered' THEN 2 WHEN 'ringing' THEN 1 ELSE 0 END DESC,
        other.placed_at DESC,
        other.id DESC
    LIMIT 1
)
"""
