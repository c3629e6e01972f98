"""imports of refused numbers, and kept files."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from core.db import UtcDateTime

revision: str = "b61f4e9a7c25"
down_revision: str | None = "3f9d7a60e8c5"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "dnc_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("rejected_lines", sa.JSON(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaign.id"],
            name=op.f("fk_dnc_import_campaign_id_campaign"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_dnc_import_job_id_job")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user_account.id"], name=op.f("fk_dnc_import_created_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dnc_import")),
    )
    op.create_index("ix_dnc_import_created_at", "dnc_import", ["created_at"])
    op.create_table(
        "kept_file_part",
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("file_id", "number", name=op.f("pk_kept_file_part")),
    )
    op.create_index("ix_kept_file_part_kept_at", "kept_file_part", ["kept_at"])
    # Files that wait for their import come along.
    op.execute(
        "INSERT INTO kept_file_part (file_id, number, content, kept_at)"
        " SELECT import_part.import_id, import_part.number, import_part.content, lead_import.created_at"
        " FROM import_part JOIN lead_import ON lead_import.id = import_part.import_id"
    )
    op.drop_table("import_part")


def downgrade() -> None:
    op.create_table(
        "import_part",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["lead_import.id"],
            name=op.f("fk_import_part_import_id_lead_import"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("import_id", "number", name=op.f("pk_import_part")),
    )
    op.drop_table("kept_file_part")
    op.drop_table("dnc_import")
