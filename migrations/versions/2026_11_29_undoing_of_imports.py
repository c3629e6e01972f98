"""undoing of imports."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "e1c05a7d92f8"
down_revision: str | None = "5b7e90d3a1c4"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_IMPORTED = sa.text("import_id IS NOT NULL")
_COUNTS = ("numbers_added", "put_back", "numbers_removed")


def upgrade() -> None:
    op.create_table(
        "lead_move",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("from_list_id", sa.Uuid(), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_list_id"],
            ["lead_list.id"],
            name=op.f("fk_lead_move_from_list_id_lead_list"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["lead_import.id"],
            name=op.f("fk_lead_move_import_id_lead_import"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["lead.id"], name=op.f("fk_lead_move_lead_id_lead"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("import_id", "lead_id", name=op.f("pk_lead_move")),
    )
    op.create_index("ix_lead_move_lead_id", "lead_move", ["lead_id"])
    for count in _COUNTS:
        op.add_column("lead_import", sa.Column(count, sa.Integer(), nullable=False, server_default="0"))
    op.add_column("client_number", sa.Column("import_id", sa.Uuid(), nullable=True))
    for table in ("client", "client_number"):
        op.create_index(
            f"ix_{table}_import_id", table, ["import_id"], sqlite_where=_IMPORTED, postgresql_where=_IMPORTED
        )


def downgrade() -> None:
    for table in ("client_number", "client"):
        op.drop_index(f"ix_{table}_import_id", table)
    op.drop_column("client_number", "import_id")
    for count in reversed(_COUNTS):
        op.drop_column("lead_import", count)
    op.drop_index("ix_lead_move_lead_id", "lead_move")
    op.drop_table("lead_move")
