"""trunks."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "3f7a9c2e61d8"
down_revision: str | None = "9d3e71b60c2f"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "trunk",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("dial_template", sa.String(length=200), nullable=False),
        sa.Column("weight", sa.Integer(), server_default="1", nullable=False),
        sa.Column("channel_limit", sa.Integer(), nullable=True),
        sa.Column("calls_per_second", sa.Integer(), nullable=True),
        sa.Column("is_active", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("connection_document", sa.JSON(), nullable=True),
        sa.Column("password", sa.String(length=200), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trunk")),
        sa.UniqueConstraint("name", name=op.f("uq_trunk_name")),
    )
    op.create_table(
        "caller_id",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("phone_number", sa.String(length=16), nullable=False),
        sa.Column("region", sa.String(length=200), server_default="", nullable=False),
        sa.Column("daily_cap", sa.Integer(), nullable=True),
        sa.Column("rest_hours", sa.Integer(), server_default="0", nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.Column("used", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rests_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaign.id"],
            name=op.f("fk_caller_id_campaign_id_campaign"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caller_id")),
        sa.UniqueConstraint(
            "campaign_id", "phone_number", name=op.f("uq_caller_id_campaign_id_phone_number")
        ),
    )
    op.add_column("call", sa.Column("trunk_id", sa.Uuid(), nullable=True))
    op.add_column("call", sa.Column("caller_id", sa.String(length=16), nullable=True))
    op.add_column("lead", sa.Column("not_placed", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("lead", "not_placed")
    op.drop_column("call", "caller_id")
    op.drop_column("call", "trunk_id")
    op.drop_table("caller_id")
    op.drop_table("trunk")
