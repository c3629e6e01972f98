"""indexes of lists."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "7be15ac0d264"
down_revision: str | None = "7c2e5d90ab13"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_PROMISED = sa.text("callback_at IS NOT NULL")
_BY_LIST = "ix_lead_list_id_time_zone_next_attempt_at_id"
_BY_CAMPAIGN = "ix_lead_campaign_id_time_zone_next_attempt_at_id"


def upgrade() -> None:
    op.drop_index("ix_lead_list_id_next_attempt_at_id", "lead")
    op.drop_index(_BY_CAMPAIGN, "lead")
    op.create_index(_BY_LIST, "lead", ["list_id", "time_zone", "next_attempt_at", "id"])
    op.create_index("ix_lead_campaign_id_time_zone", "lead", ["campaign_id", "time_zone"])
    op.drop_index("ix_lead_callback", "lead")
    _index_promised("campaign_id", "time_zone", "next_attempt_at", "id")
    # What came of leads that were tried before this was kept with them.
    last = "(SELECT call.{0} FROM call WHERE call.lead_id = lead.id ORDER BY call.placed_at DESC LIMIT 1)"
    for column, told in (("last_outcome", "outcome"), ("last_disposition", "disposition")):
        op.execute(f"UPDATE lead SET {column} = {last.format(told)} WHERE attempts > 0 AND {column} IS NULL")


def _index_promised(*columns: str) -> None:
    op.create_index(
        "ix_lead_callback", "lead", list(columns), sqlite_where=_PROMISED, postgresql_where=_PROMISED
    )


def downgrade() -> None:
    op.drop_index("ix_lead_callback", "lead")
    _index_promised("campaign_id", "next_attempt_at")
    op.drop_index("ix_lead_campaign_id_time_zone", "lead")
    op.drop_index(_BY_LIST, "lead")
    op.create_index(_BY_CAMPAIGN, "lead", ["campaign_id", "time_zone", "next_attempt_at", "id"])
    op.create_index("ix_lead_list_id_next_attempt_at_id", "lead", ["list_id", "next_attempt_at", "id"])
