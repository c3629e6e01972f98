"""the holidays of all four nations of the United Kingdom.

A country by itself has the days that all of its parts share: neither Easter Monday nor the August bank
holiday, which Scotland has not or has on another day.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa
from alembic import op

from core.clock import SystemClock

revision: str = "4e81c7d0a95b"
down_revision: str | None = "f3b86c19d47e"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_NATIONS: Final = ("ENG", "NIR", "SCT", "WLS")


def upgrade() -> None:
    _change_holidays(lambda holidays: {**holidays, "subdivisions": list(_NATIONS)})


def downgrade() -> None:
    _change_holidays(lambda holidays: {name: holidays[name] for name in holidays if name != "subdivisions"})


def _change_holidays(change: Callable[[Mapping[str, Any]], dict[str, Any]]) -> None:
    """A new revision of the built-in policy."""
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
    built_in = sa.select(policy.c.id, policy.c.revision, policy.c.document).where(policy.c.code == "uk_ofcom")
    for policy_id, number, document in op.get_bind().execute(built_in).all():
        hours = document["calling_hours"]
        changed = {**document, "calling_hours": {**hours, "holidays": change(hours["holidays"])}}
        op.execute(
            sa.update(policy).where(policy.c.id == policy_id).values(document=changed, revision=number + 1)
        )
        row = {"policy_id": policy_id, "revision": number + 1, "document": changed}
        op.bulk_insert(kept, [row | {"made_at": SystemClock().now()}])
