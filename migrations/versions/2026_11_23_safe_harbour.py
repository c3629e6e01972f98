"""safe-harbour messages."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from core.clock import SystemClock

revision: str = "e07a5c3d9b18"
down_revision: str | None = "b7d40c9e1f62"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    # 16 CFR 310.4(b)(4)(iii): a recorded message within two seconds of the completed greeting.
    _change_policies("us_tsr", lambda document: {**document, "safe_harbour_is_due": True})


def downgrade() -> None:
    _change_policies(None, _without_safe_harbour)


def _without_safe_harbour(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if not name.startswith("safe_harbour")}


def _change_policies(code: str | None, change: Callable[[Mapping[str, Any]], dict[str, Any]]) -> None:
    """A new revision of that policy, or of each that changes."""
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
    rows = op.get_bind().execute(sa.select(policy.c.id, policy.c.code, policy.c.revision, policy.c.document))
    for policy_id, of_code, number, document in rows.all():
        changed = change(document)
        if changed == document or code not in (None, of_code):
            continue
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
