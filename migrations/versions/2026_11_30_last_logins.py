"""last logins."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "7b29e4c6d018"
down_revision: str | None = "7d2e91c6b4f0"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("user_account", sa.Column("last_login_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("user_account", "last_login_at")
