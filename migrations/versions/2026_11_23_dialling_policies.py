"""dialling policies."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from alembic import op

from core.clock import SystemClock

revision: str = "d1a6c3b58e20"
down_revision: str | None = "a6f3c9d1e852"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _week(opens: str, closes: str, **others: dict[str, str]) -> dict[str, Any]:
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    return {day: {"opens": opens, "closes": closes} for day in days} | others


_US_TSR: dict[str, Any] = {
    "basis": {
        "ru": "16 CFR 310.4 (Telemarketing Sales Rule): не больше 3 % потерянных по кампании за 30 дней, "
        "оператор за 2 секунды, не меньше 15 секунд или четырёх гудков, с 8 до 21 часа у абонента. "
        "Три попытки за 24 часа: законы штатов Флорида и Оклахома.",
        "en": "16 CFR 310.4 (Telemarketing Sales Rule): at most 3 % abandoned per campaign over 30 days, "
        "an operator within 2 seconds, at least 15 seconds or four rings, 8 a.m. to 9 p.m. at the called "
        "person's location. Three attempts in 24 hours: state laws of Florida and Oklahoma.",
    },
    "abandon_limit": 0.03,
    "abandon_window_days": 30,
    "grace_seconds": 2.0,
    "minimum_ring_seconds": 15,
    "calling_hours": {
        "week": _week("08:00:00", "21:00:00"),
        "holidays": {"country": None, "dates": [], "hours": None},
    },
    "attempts_per_day": 3,
    "attempts_per_week": None,
    "pause_after_abandonment_hours": 0,
    "machine_false_positive_rate": 0.0,
}

_UK_OFCOM: dict[str, Any] = {
    "basis": {
        "ru": "Ofcom, Persistent misuse policy: не больше 3 % потерянных за 24 часа, включая оценку людей, "
        "принятых за автоответчик; оператор за 2 секунды; не меньше 15 секунд звонка; после потерянного "
        "вызова 72 часа только с оператором наготове. Часы: кодекс DMA, в воскресенья и праздники с 9.",
        "en": "Ofcom, Persistent misuse policy: at most 3 % abandoned in 24 hours, people taken for machines "
        "estimated and included; an operator within 2 seconds; at least 15 seconds of ringing; for 72 hours "
        "after an abandoned call only with an operator guaranteed. Hours: the DMA's code, on Sundays and "
        "holidays from 9.",
    },
    "abandon_limit": 0.03,
    "abandon_window_days": 1,
    "grace_seconds": 2.0,
    "minimum_ring_seconds": 15,
    "calling_hours": {
        "week": _week("08:00:00", "21:00:00", sunday={"opens": "09:00:00", "closes": "21:00:00"}),
        "holidays": {
            "country": "GB",
            "dates": [],
            "hours": {"opens": "09:00:00", "closes": "21:00:00"},
        },
    },
    "attempts_per_day": None,
    "attempts_per_week": None,
    "pause_after_abandonment_hours": 72,
    "machine_false_positive_rate": 0.02,
}

_RUSSIA: dict[str, Any] = {
    "basis": {
        "ru": "Закон «О рекламе» (38-ФЗ, ст. 18): звонить можно тем, кто согласился заранее. Часы: самые "
        "строгие из 230-ФЗ (ст. 7), с 9 до 20 у абонента. Доля потерянных и время до оператора законом не "
        "названы; взяты обычаи отрасли: 3 % в день, 2 секунды.",
        "en": "Advertising Act (38-FZ, article 18): only those who agreed beforehand may be called. Hours: "
        "the strictest of 230-FZ (article 7), 9 to 20 at the called person's location. No law names a limit "
        "of abandoned calls or a time to the operator; the trade's custom is taken: 3 % a day, 2 seconds.",
    },
    "abandon_limit": 0.03,
    "abandon_window_days": 1,
    "grace_seconds": 2.0,
    "minimum_ring_seconds": 15,
    "calling_hours": {
        "week": _week("09:00:00", "20:00:00"),
        "holidays": {
            "country": "RU",
            "dates": [],
            "hours": {"opens": "09:00:00", "closes": "20:00:00"},
        },
    },
    "attempts_per_day": None,
    "attempts_per_week": None,
    "pause_after_abandonment_hours": 0,
    "machine_false_positive_rate": 0.0,
}

_BUILT_IN = (
    ("us_tsr", "США: TSR", "US: TSR", _US_TSR),
    ("uk_ofcom", "Великобритания: Ofcom", "UK: Ofcom", _UK_OFCOM),
    ("russia", "Россия", "Russia", _RUSSIA),
)


def upgrade() -> None:
    op.create_table(
        "dialling_policy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name_ru", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("is_built_in", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialling_policy")),
        sa.UniqueConstraint("code", name=op.f("uq_dialling_policy_code")),
    )
    op.create_table(
        "dialling_policy_revision",
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by_id"],
            ["user_account.id"],
            name=op.f("fk_dialling_policy_revision_made_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"],
            ["dialling_policy.id"],
            name=op.f("fk_dialling_policy_revision_policy_id_dialling_policy"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("policy_id", "revision", name=op.f("pk_dialling_policy_revision")),
    )
    op.add_column(
        "campaign",
        sa.Column(
            "policy_id",
            sa.Uuid(),
            sa.ForeignKey("dialling_policy.id", name="fk_campaign_policy_id_dialling_policy"),
            nullable=True,
        ),
        inline_references=True,
    )
    policies = {code: _add(code, ru, en, document, True) for code, ru, en, document in _BUILT_IN}
    _give_campaigns_what_they_had(policies["russia"])
    for column in ("opens", "closes", "grace_seconds"):
        op.drop_column("campaign", column)


def downgrade() -> None:
    op.add_column("campaign", sa.Column("opens", sa.Time(), nullable=False, server_default="09:00:00"))
    op.add_column("campaign", sa.Column("closes", sa.Time(), nullable=False, server_default="20:00:00"))
    op.add_column("campaign", sa.Column("grace_seconds", sa.Double(), nullable=False, server_default="2"))
    op.drop_column("campaign", "policy_id")
    op.drop_table("dialling_policy_revision")
    op.drop_table("dialling_policy")


def _give_campaigns_what_they_had(russia: UUID) -> None:
    """Hours and grace as before; what differs from the built-in policy becomes one of the house's own."""
    campaign = sa.table(
        "campaign",
        sa.column("policy_id", sa.Uuid()),
        sa.column("opens", sa.Time()),
        sa.column("closes", sa.Time()),
        sa.column("grace_seconds", sa.Double()),
    )
    had = op.get_bind().execute(
        sa.select(campaign.c.opens, campaign.c.closes, campaign.c.grace_seconds).distinct()
    )
    for number, (opens, closes, grace_seconds) in enumerate(had.all(), start=1):
        hours = {"opens": opens.isoformat(), "closes": closes.isoformat()}
        document = _RUSSIA | {
            "basis": {"ru": "", "en": ""},
            "grace_seconds": grace_seconds,
            "minimum_ring_seconds": 0,
            "calling_hours": {
                "week": _week(hours["opens"], hours["closes"]),
                "holidays": {"country": None, "dates": [], "hours": None},
            },
        }
        is_as_built_in = hours == {"opens": "09:00:00", "closes": "20:00:00"} and grace_seconds == 2.0
        name = f"{opens:%H:%M}-{closes:%H:%M}, {grace_seconds:g} s"
        policy_id = russia if is_as_built_in else _add(f"custom_{number}", name, name, document, False)
        op.execute(
            sa.update(campaign)
            .where(
                campaign.c.opens == opens,
                campaign.c.closes == closes,
                campaign.c.grace_seconds == grace_seconds,
            )
            .values(policy_id=policy_id)
        )


def _add(code: str, ru: str, en: str, document: dict[str, Any], is_built_in: bool) -> UUID:
    policy_id = uuid4()
    policies = sa.table(
        "dialling_policy",
        sa.column("id", sa.Uuid()),
        sa.column("code", sa.String()),
        sa.column("name_ru", sa.String()),
        sa.column("name_en", sa.String()),
        sa.column("is_built_in", sa.Boolean()),
        sa.column("revision", sa.Integer()),
        sa.column("document", sa.JSON()),
    )
    revisions = sa.table(
        "dialling_policy_revision",
        sa.column("policy_id", sa.Uuid()),
        sa.column("revision", sa.Integer()),
        sa.column("document", sa.JSON()),
        sa.column("made_at", sa.DateTime(timezone=True)),
    )
    op.bulk_insert(
        policies,
        [
            {
                "id": policy_id,
                "code": code,
                "name_ru": ru,
                "name_en": en,
                "is_built_in": is_built_in,
                "revision": 1,
                "document": document,
            }
        ],
    )
    now = SystemClock().now()
    op.bulk_insert(revisions, [{"policy_id": policy_id, "revision": 1, "document": document, "made_at": now}])
    return policy_id
