"""lists of leads."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision: str = "d2a91f7c40b6"
down_revision: str | None = "e3a96b1f7c58"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_CALLBACK = sa.text("callback_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "lead_list",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("priority", sa.Integer(), server_default="0", nullable=False),
        sa.Column("weight", sa.Integer(), server_default="1", nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reset_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaign.id"],
            name=op.f("fk_lead_list_campaign_id_campaign"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_list")),
    )
    op.create_index("ix_lead_list_campaign_id", "lead_list", ["campaign_id"])
    op.create_table(
        "lead_number",
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("phone_number", sa.String(length=16), nullable=False),
        sa.Column("is_dead", sa.Boolean(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaign.id"],
            name=op.f("fk_lead_number_campaign_id_campaign"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["lead.id"], name=op.f("fk_lead_number_lead_id_lead"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("lead_id", "rank", name=op.f("pk_lead_number")),
        sa.UniqueConstraint(
            "campaign_id", "phone_number", name=op.f("uq_lead_number_campaign_id_phone_number")
        ),
    )
    _widen_campaign()
    op.add_column("call", sa.Column("callback_is_shared", sa.Boolean(), server_default="0", nullable=False))
    _widen_lead()


def _widen_campaign() -> None:
    """What was two waits becomes a rule for each ending."""
    with op.batch_alter_table("campaign") as batch:
        batch.add_column(sa.Column("recycling_document", sa.JSON(), server_default="{}", nullable=False))
        batch.add_column(
            sa.Column("callback_kept_seconds", sa.Integer(), server_default="3600", nullable=False)
        )
    campaign = sa.table(
        "campaign",
        sa.column("id", sa.Uuid()),
        sa.column("busy_retry_seconds", sa.Integer()),
        sa.column("retry_seconds", sa.Integer()),
        sa.column("recycling_document", sa.JSON()),
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(campaign)).all():
        waits = dict.fromkeys(
            ("no_answer", "busy", "failed", "machine", "abandoned", "verdict"), row.retry_seconds
        ) | {"busy": row.busy_retry_seconds}
        rules = [{"after": after, "wait_seconds": wait, "times": 99} for after, wait in waits.items()]
        connection.execute(
            sa.update(campaign)
            .where(campaign.c.id == row.id)
            .values(recycling_document={"rules": rules, "next_number_seconds": 300})
        )
    with op.batch_alter_table("campaign") as batch:
        batch.drop_column("busy_retry_seconds")
        batch.drop_column("retry_seconds")
        batch.alter_column("recycling_document", existing_type=sa.JSON(), server_default=None)


def _widen_lead() -> None:
    """Every lead gets onto a list: the one its campaign had without a name."""
    op.add_column("lead", sa.Column("list_id", sa.Uuid(), nullable=True))
    op.add_column("lead", sa.Column("endings", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("lead", sa.Column("last_outcome", sa.String(length=16), nullable=True))
    op.add_column("lead", sa.Column("last_disposition", sa.String(length=40), nullable=True))
    op.add_column("lead", sa.Column("callback_at", sa.DateTime(timezone=True), nullable=True))
    lead_list = sa.table(
        "lead_list",
        sa.column("id", sa.Uuid()),
        sa.column("campaign_id", sa.Uuid()),
        sa.column("name", sa.String()),
        sa.column("source", sa.String()),
        sa.column("created_at", sa.DateTime(timezone=True)),
    )
    lead = sa.table("lead", sa.column("campaign_id", sa.Uuid()), sa.column("list_id", sa.Uuid()))
    campaign = sa.table("campaign", sa.column("id", sa.Uuid()), sa.column("name", sa.String()))
    connection = op.get_bind()
    has_leads = sa.exists().where(lead.c.campaign_id == campaign.c.id)
    lists = [
        {
            "id": uuid4(),
            "campaign_id": row.id,
            "name": row.name,
            "source": "manual",
            "created_at": datetime(2026, 11, 23, tzinfo=UTC),
        }
        for row in connection.execute(sa.select(campaign.c.id, campaign.c.name).where(has_leads))
    ]
    if lists:
        connection.execute(sa.insert(lead_list), lists)
        connection.execute(
            sa.update(lead).values(
                list_id=sa.select(lead_list.c.id)
                .where(lead_list.c.campaign_id == lead.c.campaign_id)
                .scalar_subquery()
            )
        )
    op.execute("UPDATE lead SET callback_at = next_attempt_at WHERE callback_operator_id IS NOT NULL")
    with op.batch_alter_table("lead") as batch:
        batch.alter_column("list_id", existing_type=sa.Uuid(), nullable=False)
        batch.create_foreign_key(
            op.f("fk_lead_list_id_lead_list"), "lead_list", ["list_id"], ["id"], ondelete="CASCADE"
        )
    op.create_index("ix_lead_list_id_next_attempt_at_id", "lead", ["list_id", "next_attempt_at", "id"])
    op.create_index(
        "ix_lead_callback",
        "lead",
        ["campaign_id", "next_attempt_at"],
        sqlite_where=_CALLBACK,
        postgresql_where=_CALLBACK,
    )


def downgrade() -> None:
    op.drop_index("ix_lead_callback", "lead")
    op.drop_index("ix_lead_list_id_next_attempt_at_id", "lead")
    with op.batch_alter_table("lead") as batch:
        batch.drop_constraint(op.f("fk_lead_list_id_lead_list"), type_="foreignkey")
        for column in ("callback_at", "last_disposition", "last_outcome", "endings", "list_id"):
            batch.drop_column(column)
    op.drop_column("call", "callback_is_shared")
    with op.batch_alter_table("campaign") as batch:
        batch.add_column(sa.Column("busy_retry_seconds", sa.Integer(), server_default="900", nullable=False))
        batch.add_column(sa.Column("retry_seconds", sa.Integer(), server_default="14400", nullable=False))
        batch.drop_column("callback_kept_seconds")
        batch.drop_column("recycling_document")
    op.drop_table("lead_number")
    op.drop_table("lead_list")
