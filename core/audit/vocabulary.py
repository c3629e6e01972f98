"""Every entity that the audit trail tells about, with its fields: whoever shows it has a word for each."""

from collections.abc import Mapping
from typing import Final

ENTITIES: Final[Mapping[str, frozenset[str]]] = {
    "campaign": frozenset(
        {
            "name",
            "mode",
            "policy",
            "is_running",
            "stopped_at_once",
            "caller_id",
            "ring_seconds",
            "wrap_up_seconds",
            "max_attempts",
            "preview_seconds",
            "preview_timeout",
            "dnc_scope",
            "machine_action",
            "voice_message",
            "copied_from",
            "operators_added",
            "operators_removed",
            "recycling",
            "callback_kept_seconds",
            "script",
            "questionnaire",
            "dispositions_offered",
        }
    ),
    "client": frozenset({"time_zone"}),
    "list": frozenset({"name", "priority", "weight", "is_active", "reset", "selection", "selection_stopped"}),
    "import": frozenset({"file", "imported", "stopped"}),
    "dialling_policy": frozenset(
        {
            "policy",
            "name_ru",
            "name_en",
            "basis",
            "abandon_limit",
            "abandon_window_days",
            "grace_seconds",
            "grace_from",
            "minimum_ring_seconds",
            "calling_hours",
            "attempts_per_day",
            "attempts_per_week",
            "pause_after_abandonment_hours",
            "machine_false_positive_rate",
            "safe_harbour",
            "safe_harbour_is_due",
        }
    ),
    "dnc_number": frozenset(
        {"phone_number", "added_at", "added_by", "source", "reason", "removal_reason", "file", "stopped"}
    ),
    "voice_message": frozenset({"name"}),
    "trunk": frozenset(
        {
            "name",
            "dial_template",
            "weight",
            "channel_limit",
            "calls_per_second",
            "is_active",
            "connection",
            "password",
        }
    ),
    "caller_id": frozenset({"phone_number", "region", "daily_cap", "rest_hours", "is_active"}),
    "user": frozenset({"login", "name", "role", "language", "password", "is_active"}),
}
