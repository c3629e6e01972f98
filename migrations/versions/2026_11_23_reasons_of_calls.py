"""reasons of calls."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "f84b1d07a392"
down_revision: str | None = "d1a6c3b58e20"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("call", sa.Column("reason_document", sa.JSON(), nullable=True))
    op.add_column("call", sa.Column("grace_seconds", sa.Double(), server_default="2", nullable=False))
    op.create_index("ix_call_phone_number_placed_at", "call", ["phone_number", "placed_at"])
    op.create_index("ix_call_campaign_id_placed_at", "call", ["campaign_id", "placed_at"])
    op.create_index(
        "ix_lead_campaign_id_time_zone_next_attempt_at_id",
        "lead",
        ["campaign_id", "time_zone", "next_attempt_at", "id"],
    )
    op.create_index("ix_lead_phone_number", "lead", ["phone_number"])
    op.drop_index("ix_lead_campaign_id_next_attempt_at_id", "lead")
    op.drop_index("ix_lead_campaign_id_time_zone", "lead")


def downgrade() -> None:
    op.create_index("ix_lead_campaign_id_time_zone", "lead", ["campaign_id", "time_zone"])
    op.create_index(
        "ix_lead_campaign_id_next_attempt_at_id", "lead", ["campaign_id", "next_attempt_at", "id"]
    )
    op.drop_index("ix_lead_phone_number", "lead")
    op.drop_index("ix_lead_campaign_id_time_zone_next_attempt_at_id", "lead")
    op.drop_index("ix_call_campaign_id_placed_at", "call")
    op.drop_index("ix_call_phone_number_placed_at", "call")
    op.drop_column("call", "grace_seconds")
    op.drop_column("call", "reason_document")
