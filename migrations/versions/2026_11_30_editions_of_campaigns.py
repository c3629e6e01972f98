"""editions of campaigns."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "f3b86c19d47e"
down_revision: str | None = "e83a5d0c7b16"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "campaign_edition",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("script_document", sa.JSON(), nullable=False),
        sa.Column("questionnaire_document", sa.JSON(), nullable=False),
        sa.Column("dispositions_document", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_edition_campaign_id_campaign")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "edition", name=op.f("pk_campaign_edition")),
    )
    op.add_column("campaign", sa.Column("edition", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("call", sa.Column("campaign_edition", sa.Integer(), nullable=False, server_default="1"))


def downgrade() -> None:
    op.drop_column("call", "campaign_edition")
    op.drop_column("campaign", "edition")
    op.drop_table("campaign_edition")
