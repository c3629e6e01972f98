"""previews."""

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "9d3e71b60c2f"
down_revision: str | None = "b61f4e9a7c25"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_OPEN = sa.text("ended_at IS NULL")
_SKIPPED = {"after": "skipped", "wait_seconds": 3600, "times": 99}


def upgrade() -> None:
    op.add_column("campaign", sa.Column("preview_seconds", sa.Integer(), server_default="60", nullable=False))
    op.add_column(
        "campaign", sa.Column("preview_timeout", sa.String(length=8), server_default="pause", nullable=False)
    )
    op.create_table(
        "preview",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("node", sa.String(length=64), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("phone_number", sa.String(length=16), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_timeout", sa.String(length=8), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ending", sa.String(length=16), nullable=True),
        sa.Column("skip_reason", sa.String(length=32), nullable=True),
        sa.Column("call_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_preview_call_id_call"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_preview_campaign_id_campaign"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_preview_client_id_client"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["lead.id"], name=op.f("fk_preview_lead_id_lead"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["user_account.id"], name=op.f("fk_preview_operator_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preview")),
    )
    op.create_index("ix_preview_campaign_id_offered_at", "preview", ["campaign_id", "offered_at"])
    op.create_index("ix_preview_lead_id", "preview", ["lead_id"])
    op.create_index("ix_preview_open_node", "preview", ["node"], sqlite_where=_OPEN, postgresql_where=_OPEN)
    _let_skipped_leads_come_again()


def _let_skipped_leads_come_again() -> None:
    """An ending without a rule closes the lead."""
    _change_rules(lambda rules: [*rules, _SKIPPED])


def _change_rules(change: Callable[[list[Any]], list[Any]]) -> None:
    campaign = sa.table("campaign", sa.column("id", sa.Uuid()), sa.column("recycling_document", sa.JSON()))
    connection = op.get_bind()
    for campaign_id, document in connection.execute(sa.select(campaign)).all():
        changed = {**document, "rules": change(document.get("rules", []))}
        connection.execute(
            sa.update(campaign).where(campaign.c.id == campaign_id).values(recycling_document=changed)
        )


def downgrade() -> None:
    _change_rules(lambda rules: [one for one in rules if one["after"] != _SKIPPED["after"]])
    op.drop_index("ix_preview_open_node", "preview")
    op.drop_index("ix_preview_lead_id", "preview")
    op.drop_index("ix_preview_campaign_id_offered_at", "preview")
    op.drop_table("preview")
    op.drop_column("campaign", "preview_timeout")
    op.drop_column("campaign", "preview_seconds")
