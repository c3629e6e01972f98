"""leads of selections."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "a37d90c4e6b1"
down_revision: str | None = "e1c05a7d92f8"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_SELECTED = sa.text("selection_id IS NOT NULL")


def upgrade() -> None:
    op.add_column("lead", sa.Column("selection_id", sa.Uuid(), nullable=True))
    op.create_index(
        "ix_lead_selection_id", "lead", ["selection_id"], sqlite_where=_SELECTED, postgresql_where=_SELECTED
    )


def downgrade() -> None:
    op.drop_index("ix_lead_selection_id", "lead")
    op.drop_column("lead", "selection_id")
