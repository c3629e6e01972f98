"""days of operators."""

from collections.abc import Sequence

from alembic import op

revision: str = "7c2e5d90ab13"
down_revision: str | None = "f84b1d07a392"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_INDEX = "ix_operator_state_change_operator_id_since_at"


def upgrade() -> None:
    op.create_index(_INDEX, "operator_state_change", ["operator_id", "since_at"])


def downgrade() -> None:
    op.drop_index(_INDEX, "operator_state_change")
