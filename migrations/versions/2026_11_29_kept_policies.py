"""kept policies."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "6c4d81f2a0e9"
down_revision: str | None = "1e6f0b93d7a4"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_REVISION_OF = "fk_dialling_policy_revision_policy_id_dialling_policy"


def upgrade() -> None:
    op.add_column("dialling_policy", sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True))
    _keep_revisions("RESTRICT")


def downgrade() -> None:
    _keep_revisions("CASCADE")
    op.drop_column("dialling_policy", "archived_at")


def _keep_revisions(ondelete: str) -> None:
    # A revision is evidence of what calls were dialled under: it does not go with its policy.
    with op.batch_alter_table("dialling_policy_revision") as batch:
        batch.drop_constraint(_REVISION_OF, type_="foreignkey")
        batch.create_foreign_key(_REVISION_OF, "dialling_policy", ["policy_id"], ["id"], ondelete=ondelete)
