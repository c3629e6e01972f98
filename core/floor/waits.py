"""What a campaign waits for now: why a lead that nothing stands against is not dialled this moment. Pure."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final
from uuid import UUID

from core.floor.figures import FloorFigures, PaceFigures
from core.trunks.figures import LineLimit


class Wait(StrEnum):
    EXCHANGE_AWAY = "exchange_away"
    """The exchange is not heard."""
    NOBODY_ON_LINE = "nobody_on_line"
    """None of its operators."""
    NOBODY_FREE = "nobody_free"
    NO_TRUNK = "no_trunk"
    TRUNKS_BROKEN = "trunks_broken"
    NO_LINES = "no_lines"
    CALL_RATE = "call_rate"
    CALLER_IDS = "caller_ids"
    CALLER_IDS_OFF = "caller_ids_off"


_LINES: Final = {
    LineLimit.NO_TRUNK: Wait.NO_TRUNK,
    LineLimit.TRUNKS_BROKEN: Wait.TRUNKS_BROKEN,
    LineLimit.NO_LINES: Wait.NO_LINES,
    LineLimit.CALL_RATE: Wait.CALL_RATE,
    LineLimit.CALLER_IDS: Wait.CALLER_IDS,
    LineLimit.CALLER_IDS_OFF: Wait.CALLER_IDS_OFF,
}
"""Not `NO_LEADS`: there is the one that is asked about."""


def waits_of(figures: FloorFigures, campaign_id: UUID) -> Sequence[Wait]:
    """Everything that keeps a running campaign from dialling; nothing: only leads that come before."""
    if not figures.may_dial:
        return [Wait.EXCHANGE_AWAY]
    pace = next((one.pace for one in figures.campaigns if one.id == campaign_id), None)
    if pace is None:
        # It has only begun to run.
        return []
    by_operators = _by_operators(pace)
    by_lines = _LINES.get(pace.limited_by) if pace.limited_by is not None else None
    return [one for one in (by_operators, by_lines) if one is not None]


def _by_operators(pace: PaceFigures) -> Wait | None:
    if pace.counted_elsewhere or pace.available:
        return None
    on_line = pace.previewing + pace.talking + pace.wrapping_up + pace.paused
    return Wait.NOBODY_FREE if on_line else Wait.NOBODY_ON_LINE
