"""numbers of leads."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "a94d2e7b61c5"
down_revision: str | None = "e07a5c3d9b18"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("lead", sa.Column("has_several_zones", sa.Boolean(), server_default="0", nullable=False))
    op.create_index(
        "ix_lead_several_zones",
        "lead",
        ["list_id", "is_refused", "next_attempt_at", "id"],
        sqlite_where=sa.text("has_several_zones = 1"),
        postgresql_where=sa.text("has_several_zones"),
    )
    op.add_column("lead_number", sa.Column("rests_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("lead_number", sa.Column("time_zone", sa.String(length=64), nullable=True))
    op.execute(
        "UPDATE lead_number SET time_zone ="
        " (SELECT lead.time_zone FROM lead WHERE lead.id = lead_number.lead_id)"
    )
    with op.batch_alter_table("lead_number") as batch:
        batch.alter_column("time_zone", existing_type=sa.String(length=64), nullable=False)
    op.create_index("ix_lead_number_phone_number", "lead_number", ["phone_number"])
    op.create_index("ix_lead_number_campaign_id_time_zone", "lead_number", ["campaign_id", "time_zone"])
    # A mark says from now on that there is no number at which the lead may be called.
    op.execute(
        "UPDATE lead SET is_refused = (1 = 0) WHERE is_refused AND EXISTS (SELECT 1 FROM lead_number AS one"
        " WHERE one.lead_id = lead.id AND NOT one.is_dead AND NOT EXISTS (SELECT 1 FROM dnc_number"
        " WHERE dnc_number.phone_number = one.phone_number"
        " AND (dnc_number.campaign_id IS NULL OR dnc_number.campaign_id = lead.campaign_id)))"
    )


def downgrade() -> None:
    op.execute(
        "UPDATE lead SET is_refused = (1 = 1) WHERE EXISTS (SELECT 1 FROM dnc_number"
        " WHERE dnc_number.phone_number = lead.phone_number"
        " AND (dnc_number.campaign_id IS NULL OR dnc_number.campaign_id = lead.campaign_id))"
    )
    op.drop_index("ix_lead_number_campaign_id_time_zone", "lead_number")
    op.drop_index("ix_lead_number_phone_number", "lead_number")
    with op.batch_alter_table("lead_number") as batch:
        batch.drop_column("time_zone")
        batch.drop_column("rests_until")
    op.drop_index("ix_lead_several_zones", "lead")
    op.drop_column("lead", "has_several_zones")
