"""audit trail."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "d41f6a0c8b27"
down_revision: str | None = "b7d05c2e9a41"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Whoever can write to the database through the product can add to the trail, and no more.
_KEPT_ON_SQLITE = (
    "CREATE TRIGGER audit_entry_unaltered BEFORE UPDATE ON audit_entry "
    "BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END",
    "CREATE TRIGGER audit_entry_undeleted BEFORE DELETE ON audit_entry "
    "BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END",
)
_KEPT_ON_POSTGRESQL = (
    "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the audit trail is only added to'; END $$",
    "CREATE TRIGGER audit_entry_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()",
)


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("entity", sa.String(length=32), nullable=False),
        sa.Column("entity_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=True),
        sa.Column("change", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_audit_entry_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index("ix_audit_entry_campaign_id_id", "audit_entry", ["campaign_id", "id"])
    op.create_index("ix_audit_entry_entity_entity_id_id", "audit_entry", ["entity", "entity_id", "id"])
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _KEPT_ON_SQLITE if on_sqlite else _KEPT_ON_POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("audit_entry")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_audit_change()")
