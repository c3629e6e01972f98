"""how many of the detected machines are people, as measured.

Where the wait is counted from the answer, the greeting is heard for 1.8 s and few machines are found: of
those that are taken for one more are people (docs/decisions/0007-who-greets.md).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa
from alembic import op

from core.clock import SystemClock

revision: str = "d5b82c4f90a7"
down_revision: str | None = "e83a5d0c7b16"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# People mistaken / (people mistaken + machines found), of as many people as machines.
_MEASURED: Final = {
    "answer": round(2.8 / (2.8 + 35.7), 3),
    "greeting": round(9.8 / (9.8 + 90.7), 3),
}
_BEFORE: Final = 0.02


def upgrade() -> None:
    _change_built_in(lambda document: _MEASURED[document.get("grace_from", "answer")])


def downgrade() -> None:
    _change_built_in(lambda _: _BEFORE)


def _change_built_in(rate_of: Callable[[Mapping[str, Any]], float]) -> None:
    """A new revision of each built-in policy."""
    policy = sa.table(
        "dialling_policy",
        sa.column("id", sa.Uuid()),
        sa.column("is_built_in", sa.Boolean()),
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
    built_in = sa.select(policy.c.id, policy.c.revision, policy.c.document).where(
        policy.c.is_built_in.is_(True)
    )
    for policy_id, number, document in op.get_bind().execute(built_in).all():
        changed = {**document, "machine_false_positive_rate": rate_of(document)}
        op.execute(
            sa.update(policy).where(policy.c.id == policy_id).values(document=changed, revision=number + 1)
        )
        row = {"policy_id": policy_id, "revision": number + 1, "document": changed}
        op.bulk_insert(kept, [row | {"made_at": SystemClock().now()}])
