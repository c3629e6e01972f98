"""indexes of the hopper."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "4c1f0a6f2d5e"
down_revision: str | None = "9b7c383dd627"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_OPEN = sa.text("ended_at IS NULL")
_PROMISED = sa.text("callback_operator_id IS NOT NULL")


def upgrade() -> None:
    op.drop_index("ix_call_state", "call")
    op.create_index(
        "ix_call_open_phone_number", "call", ["phone_number"], sqlite_where=_OPEN, postgresql_where=_OPEN
    )
    op.drop_index("ix_lead_campaign_id_next_attempt_at", "lead")
    op.create_index(
        "ix_lead_campaign_id_next_attempt_at_id", "lead", ["campaign_id", "next_attempt_at", "id"]
    )
    op.create_index("ix_lead_campaign_id_time_zone", "lead", ["campaign_id", "time_zone"])
    op.create_index(
        "ix_lead_promised",
        "lead",
        ["callback_operator_id", "next_attempt_at"],
        sqlite_where=_PROMISED,
        postgresql_where=_PROMISED,
    )


def downgrade() -> None:
    op.drop_index("ix_lead_promised", "lead")
    op.drop_index("ix_lead_campaign_id_time_zone", "lead")
    op.drop_index("ix_lead_campaign_id_next_attempt_at_id", "lead")
    op.create_index("ix_lead_campaign_id_next_attempt_at", "lead", ["campaign_id", "next_attempt_at"])
    op.drop_index("ix_call_open_phone_number", "call")
    op.create_index("ix_call_state", "call", ["state"])
