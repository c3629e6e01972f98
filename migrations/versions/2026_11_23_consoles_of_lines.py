"""consoles of lines."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "b7d05c2e9a41"
down_revision: str | None = "4c1f0a6f2d5e"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("operator_line", sa.Column("console_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("operator_line", "console_id")
