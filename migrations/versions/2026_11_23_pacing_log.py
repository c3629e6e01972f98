"""pacing log."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "3f9d7a60e8c5"
down_revision: str | None = "58c1e7d2b904"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "pacing_chunk",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("node", sa.String(length=64), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaign.id"],
            name=op.f("fk_pacing_chunk_campaign_id_campaign"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pacing_chunk")),
    )
    op.create_index("ix_pacing_chunk_campaign_id_from_at", "pacing_chunk", ["campaign_id", "from_at"])
    op.create_index("ix_pacing_chunk_to_at", "pacing_chunk", ["to_at"])


def downgrade() -> None:
    op.drop_index("ix_pacing_chunk_to_at", "pacing_chunk")
    op.drop_index("ix_pacing_chunk_campaign_id_from_at", "pacing_chunk")
    op.drop_table("pacing_chunk")
