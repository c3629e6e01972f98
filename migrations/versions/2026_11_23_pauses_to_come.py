"""pauses to come."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "e3a96b1f7c58"
down_revision: str | None = "5e2b90d7c614"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("operator_state_change", sa.Column("pausing_reason", sa.String(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column("operator_state_change", "pausing_reason")
