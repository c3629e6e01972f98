"""imports."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "c84e0b7f1d93"
down_revision: str | None = "7be15ac0d264"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_IMPORTED = sa.text("import_id IS NOT NULL")

_OF_PERSON = sa.text("person_id IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "lead_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=True),
        sa.Column("made_list", sa.Boolean(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("undo_job_id", sa.Uuid(), nullable=True),
        sa.Column("imported", sa.Integer(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("undone", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaign.id"],
            name=op.f("fk_lead_import_campaign_id_campaign"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user_account.id"], name=op.f("fk_lead_import_created_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_lead_import_job_id_job")),
        sa.ForeignKeyConstraint(
            ["list_id"], ["lead_list.id"], name=op.f("fk_lead_import_list_id_lead_list"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["undo_job_id"], ["job.id"], name=op.f("fk_lead_import_undo_job_id_job")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_import")),
    )
    op.create_index("ix_lead_import_campaign_id_created_at", "lead_import", ["campaign_id", "created_at"])
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
    op.create_table(
        "rejected_line",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=100), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["lead_import.id"],
            name=op.f("fk_rejected_line_import_id_lead_import"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("import_id", "line", name=op.f("pk_rejected_line")),
    )
    with op.batch_alter_table("lead") as batch:
        batch.add_column(sa.Column("import_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_lead_import_id_lead_import"), "lead_import", ["import_id"], ["id"], ondelete="SET NULL"
        )
    op.create_index(
        "ix_lead_import_id", "lead", ["import_id"], sqlite_where=_IMPORTED, postgresql_where=_IMPORTED
    )
    op.create_index(
        "ix_client_number_person_id",
        "client_number",
        ["person_id"],
        sqlite_where=_OF_PERSON,
        postgresql_where=_OF_PERSON,
    )
    op.add_column("client", sa.Column("import_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("client", "import_id")
    op.drop_index("ix_client_number_person_id", "client_number")
    op.drop_index("ix_lead_import_id", "lead")
    with op.batch_alter_table("lead") as batch:
        batch.drop_constraint(op.f("fk_lead_import_id_lead_import"), type_="foreignkey")
        batch.drop_column("import_id")
    op.drop_table("rejected_line")
    op.drop_table("import_part")
    op.drop_table("lead_import")
