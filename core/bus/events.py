"""Every event that a console can receive. Each carries absolute values, so that twice is once.

The rule that makes consoles simple, and that is tested for every event: the snapshot before plus
the event is the snapshot after. `LineOpened` alone stays among our own processes.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from core.calls.card import CallCard
from core.calls.state_machine import CallOutcome, CallState
from core.floor.figures import FloorFigures
from core.operators.state_machine import OperatorNow
from core.previews.card import PreviewCard
from core.telephony.port import LineId


@dataclass(frozen=True, slots=True)
class OperatorChanged:
    operator: OperatorNow
    type: Literal["operator_changed"] = "operator_changed"


@dataclass(frozen=True, slots=True)
class ScreenPop:
    """A call is about to be this operator's."""

    call: CallCard
    type: Literal["screen_pop"] = "screen_pop"


@dataclass(frozen=True, slots=True)
class PreviewOffered:
    """A lead to look at; on the screen until the operator's `preview_id` is another."""

    preview: PreviewCard
    type: Literal["preview_offered"] = "preview_offered"


@dataclass(frozen=True, slots=True)
class CallChanged:
    call_id: UUID
    state: CallState
    outcome: CallOutcome | None
    at: datetime
    answered_at: datetime | None
    connected_at: datetime | None
    ended_at: datetime | None
    wrap_up_ends_at: datetime | None
    type: Literal["call_changed"] = "call_changed"


@dataclass(frozen=True, slots=True)
class AnswerSaved:
    call_id: UUID
    question_id: str
    value: Any
    """As stored; None: the answer was taken back."""
    type: Literal["answer_saved"] = "answer_saved"


@dataclass(frozen=True, slots=True)
class CallDisposed:
    call_id: UUID
    disposition: str
    note: str
    type: Literal["call_disposed"] = "call_disposed"


@dataclass(frozen=True, slots=True)
class FloorFiguresChanged:
    figures: FloorFigures
    type: Literal["floor_figures"] = "floor_figures"


@dataclass(frozen=True, slots=True)
class ContactChanged:
    """A client's history has a new or a changed contact."""

    client_id: UUID
    contact_id: UUID
    type: Literal["contact_changed"] = "contact_changed"


LiveEvent = (
    OperatorChanged
    | ScreenPop
    | PreviewOffered
    | CallChanged
    | AnswerSaved
    | CallDisposed
    | FloorFiguresChanged
    | ContactChanged
)


@dataclass(frozen=True, slots=True)
class LineOpened:
    """An operator's softphone was let in: consoles of this operator ask whose line it is now."""

    operator_id: UUID
    line_id: LineId
    type: Literal["line_opened"] = "line_opened"


Published = LiveEvent | LineOpened
