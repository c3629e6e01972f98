"""attempts in the hopper's index."""

from collections.abc import Sequence

from alembic import op

revision: str = "1e6f0b93d7a4"
down_revision: str | None = "a94d2e7b61c5"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_BEFORE = ["list_id", "is_refused", "time_zone", "next_attempt_at", "id"]


def upgrade() -> None:
    # So that leads whose attempts are used up are passed over without being read.
    op.drop_index("ix_lead_hopper", "lead")
    op.create_index("ix_lead_hopper", "lead", [*_BEFORE, "attempts"])


def downgrade() -> None:
    op.drop_index("ix_lead_hopper", "lead")
    op.create_index("ix_lead_hopper", "lead", _BEFORE)
