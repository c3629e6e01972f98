"""promises of clicked calls."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "7d2e91c6b4f0"
down_revision: str | None = "9d2c6a4be715"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_PROMISED = sa.text("callback_at IS NOT NULL AND campaign_id IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_call_promised",
        "call",
        ["operator_id", "callback_at"],
        sqlite_where=_PROMISED,
        postgresql_where=_PROMISED,
    )


def downgrade() -> None:
    op.drop_index("ix_call_promised", "call")
