"""headings of imports."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "5b7e90d3a1c4"
down_revision: str | None = "c2f8b41d7e09"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("lead_import", sa.Column("heading", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("lead_import", "heading")
