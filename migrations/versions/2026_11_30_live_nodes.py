"""live nodes."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "c18e5f92a7d3"
down_revision: str | None = "a60f3d7be924"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "live_node",
        sa.Column("node", sa.String(length=64), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("node", name=op.f("pk_live_node")),
    )


def downgrade() -> None:
    op.drop_table("live_node")
