"""zones of imports."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "9d2c6a4be715"
down_revision: str | None = "d5b82c4f90a7"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "lead_import", sa.Column("default_zone", sa.String(length=64), nullable=False, server_default="")
    )
    op.add_column(
        "lead_import", sa.Column("numbers_without_zone", sa.Integer(), nullable=False, server_default="0")
    )


def downgrade() -> None:
    op.drop_column("lead_import", "numbers_without_zone")
    op.drop_column("lead_import", "default_zone")
