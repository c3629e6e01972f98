"""closings of leads."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "c2f8b41d7e09"
down_revision: str | None = "b2f97e06c5d1"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """What closed the leads that are closed already, nobody knows: it was not kept."""
    op.add_column("lead", sa.Column("closed_because", sa.String(length=16), nullable=True))
    op.add_column("lead", sa.Column("closed_detail", sa.String(length=40), nullable=True))


def downgrade() -> None:
    op.drop_column("lead", "closed_detail")
    op.drop_column("lead", "closed_because")
