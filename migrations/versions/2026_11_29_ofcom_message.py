"""the message that Ofcom asks for."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa
from alembic import op

from core.clock import SystemClock

revision: str = "b2f97e06c5d1"
down_revision: str | None = "6c4d81f2a0e9"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Ofcom, Persistent misuse (20 December 2016, in force from 1 March 2017), on abandoned calls.
_MESSAGE: Final = {
    "ru": " Потерянному вызову за 2 секунды после ответа включается записанное сообщение: кто звонил и по "
    "какому номеру попросить больше не звонить.",
    "en": " An abandoned call is played a recorded information message within 2 seconds of being picked up: "
    "who called, and the number at which to ask for no more calls.",
}


def upgrade() -> None:
    _change_ofcom(_with_message)


def downgrade() -> None:
    _change_ofcom(_without_message)


def _with_message(document: Mapping[str, Any]) -> dict[str, Any]:
    basis = {language: document["basis"][language] + said for language, said in _MESSAGE.items()}
    return {**document, "basis": basis, "safe_harbour_is_due": True}


def _without_message(document: Mapping[str, Any]) -> dict[str, Any]:
    basis = {language: document["basis"][language].removesuffix(said) for language, said in _MESSAGE.items()}
    return {**document, "basis": basis, "safe_harbour_is_due": False}


def _change_ofcom(change: Callable[[Mapping[str, Any]], dict[str, Any]]) -> None:
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
        changed, following = change(document), number + 1
        op.execute(
            sa.update(policy).where(policy.c.id == policy_id).values(document=changed, revision=following)
        )
        row = {"policy_id": policy_id, "revision": following, "document": changed}
        op.bulk_insert(kept, [row | {"made_at": SystemClock().now()}])
