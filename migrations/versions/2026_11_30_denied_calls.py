"""denied calls."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "a60f3d7be924"
down_revision: str | None = "4e81c7d0a95b"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "denied_call",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("phone_number", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("denied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("because", sa.String(length=16), nullable=False),
        sa.Column("bars", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["user_account.id"], name=op.f("fk_denied_call_operator_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_denied_call")),
    )
    op.create_index("ix_denied_call_phone_number_denied_at", "denied_call", ["phone_number", "denied_at"])


def downgrade() -> None:
    op.drop_table("denied_call")
