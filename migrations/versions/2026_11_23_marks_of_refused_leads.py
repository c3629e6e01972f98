"""marks of refused leads."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "58c1e7d2b904"
down_revision: str | None = "c84e0b7f1d93"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_BY_LIST = "ix_lead_list_id_time_zone_next_attempt_at_id"


def upgrade() -> None:
    op.add_column("lead", sa.Column("is_refused", sa.Boolean(), server_default="0", nullable=False))
    op.execute(
        "UPDATE lead SET is_refused = (1 = 1) WHERE EXISTS (SELECT 1 FROM dnc_number"
        " WHERE dnc_number.phone_number = lead.phone_number"
        " AND (dnc_number.campaign_id IS NULL OR dnc_number.campaign_id = lead.campaign_id))"
    )
    op.drop_index(_BY_LIST, "lead")
    op.create_index("ix_lead_hopper", "lead", ["list_id", "is_refused", "time_zone", "next_attempt_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_lead_hopper", "lead")
    op.create_index(_BY_LIST, "lead", ["list_id", "time_zone", "next_attempt_at", "id"])
    op.drop_column("lead", "is_refused")
