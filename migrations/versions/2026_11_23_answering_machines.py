"""answering machines.

What becomes of them is a campaign's setting. The TSR counts the wait from the end of the greeting (16 CFR
310.4(b)(4)(iii)). Every built-in policy reckons with people who are taken for machines, or nobody may listen.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from core.clock import SystemClock

revision: str = "b7d40c9e1f62"
down_revision: str | None = "3f7a9c2e61d8"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_CHANGES: Mapping[str, Mapping[str, Any]] = {
    "us_tsr": {"grace_from": "greeting", "machine_false_positive_rate": 0.02},
    "russia": {"machine_false_positive_rate": 0.02},
}
_BEFORE: Mapping[str, Mapping[str, Any]] = {
    "us_tsr": {"grace_from": "answer", "machine_false_positive_rate": 0.0},
    "russia": {"machine_false_positive_rate": 0.0},
}


def upgrade() -> None:
    op.create_table(
        "voice_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["user_account.id"], name=op.f("fk_voice_message_added_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_message")),
        sa.UniqueConstraint("name", name=op.f("uq_voice_message_name")),
    )
    op.add_column("call", sa.Column("grace_began_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "campaign",
        sa.Column("machine_action", sa.String(length=16), server_default="off", nullable=False),
    )
    op.add_column(
        "campaign",
        sa.Column(
            "voice_message_id",
            sa.Uuid(),
            sa.ForeignKey("voice_message.id", name="fk_campaign_voice_message_id_voice_message"),
            nullable=True,
        ),
        inline_references=True,
    )
    _change_policies(_CHANGES)


def downgrade() -> None:
    _change_policies(_BEFORE)
    op.drop_column("campaign", "voice_message_id")
    op.drop_column("campaign", "machine_action")
    op.drop_column("call", "grace_began_at")
    op.drop_table("voice_message")


def _change_policies(changes: Mapping[str, Mapping[str, Any]]) -> None:
    """A new revision of each built-in policy that is named."""
    policy = sa.table(
        "dialling_policy",
        sa.column("id", sa.Uuid()),
        sa.column("code", sa.String()),
        sa.column("revision", sa.Integer()),
        sa.column("document", sa.JSON()),
    )
    kept = sa.table(
        "dialling_policy_revision",
        sa.column("policy_id", sa.Uuid()),
        sa.column("revision", sa.Integer()),
        sa.column("document", sa.JSON()),
        sa.column("made_at", sa.DateTime(timezone=True)),
    )
    rows = op.get_bind().execute(
        sa.select(policy.c.id, policy.c.code, policy.c.revision, policy.c.document).where(
            policy.c.code.in_(list(changes))
        )
    )
    for policy_id, code, number, document in rows.all():
        changed = {**document, **changes[code]}
        op.execute(
            sa.update(policy).where(policy.c.id == policy_id).values(document=changed, revision=number + 1)
        )
        op.bulk_insert(
            kept,
            [
                {
                    "policy_id": policy_id,
                    "revision": number + 1,
                    "document": changed,
                    "made_at": SystemClock().now(),
                }
            ],
        )
