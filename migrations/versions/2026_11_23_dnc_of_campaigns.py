"""dnc of campaigns."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "5e2b90d7c614"
down_revision: str | None = "d41f6a0c8b27"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_GLOBAL = sa.text("campaign_id IS NULL")
_OF_A_CAMPAIGN = sa.text("campaign_id IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "dnc_number",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("phone_number", sa.String(length=16), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=True),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["user_account.id"], name=op.f("fk_dnc_number_added_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaign.id"],
            name=op.f("fk_dnc_number_campaign_id_campaign"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dnc_number")),
    )
    op.create_index(
        "uq_dnc_number_global",
        "dnc_number",
        ["phone_number"],
        unique=True,
        sqlite_where=_GLOBAL,
        postgresql_where=_GLOBAL,
    )
    op.create_index(
        "uq_dnc_number_phone_number_campaign_id",
        "dnc_number",
        ["phone_number", "campaign_id"],
        unique=True,
    )
    op.create_index(
        "ix_dnc_number_campaign_id_id",
        "dnc_number",
        ["campaign_id", "id"],
        sqlite_where=_OF_A_CAMPAIGN,
        postgresql_where=_OF_A_CAMPAIGN,
    )
    # Until now numbers came from calls alone.
    op.execute(
        "INSERT INTO dnc_number (phone_number, source, reason, added_at, added_by_id) "
        "SELECT phone_number, 'call', '', added_at, added_by_id FROM do_not_call ORDER BY added_at"
    )
    op.drop_table("do_not_call")
    op.add_column(
        "campaign",
        sa.Column("dnc_scope", sa.String(length=8), nullable=False, server_default="global"),
    )


def downgrade() -> None:
    op.drop_column("campaign", "dnc_scope")
    op.create_table(
        "do_not_call",
        sa.Column("phone_number", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["user_account.id"], name=op.f("fk_do_not_call_added_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("phone_number", name=op.f("pk_do_not_call")),
    )
    # What one campaign refused, all refuse: too few calls are lawful, too many are not.
    op.execute(
        "INSERT INTO do_not_call (phone_number, reason, added_at, added_by_id) "
        "SELECT phone_number, reason, added_at, added_by_id FROM dnc_number "
        "WHERE id IN (SELECT min(id) FROM dnc_number GROUP BY phone_number)"
    )
    op.drop_table("dnc_number")
