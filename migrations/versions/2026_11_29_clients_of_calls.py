"""clients of calls and previews."""

from collections.abc import Sequence

from alembic import op

revision: str = "c4d8f1b27a95"
down_revision: str | None = "a37d90c4e6b1"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_index("ix_call_client_id", "call", ["client_id"])
    op.create_index("ix_preview_client_id", "preview", ["client_id"])


def downgrade() -> None:
    op.drop_index("ix_preview_client_id", "preview")
    op.drop_index("ix_call_client_id", "call")
