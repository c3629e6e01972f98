"""A questionnaire as it is stored and shown: questions in order, each perhaps shown only if.

These are the shapes; what must hold between the parts is in `core/questionnaires/soundness.py`.
"""

from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from core.conditions.tree import Condition

MOST_QUESTIONS: Final = 100
MOST_OPTIONS: Final = 50

Identifier = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(_Frozen):
    """One wording in both languages of the interface; one of them may be empty."""

    ru: str = Field(max_length=2000)
    en: str = Field(max_length=2000)

    def in_language(self, language: str) -> str:
        """In the other one, if there are no words in this."""
        first, second = (self.en, self.ru) if language == "en" else (self.ru, self.en)
        return first or second


class QuestionKind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"


class Option(_Frozen):
    id: Identifier
    label: Text


class Scale(_Frozen):
    min: int = Field(ge=0, le=10)
    max: int = Field(ge=1, le=10)
    min_label: Text | None = None
    max_label: Text | None = None


class NumberRange(_Frozen):
    min: Annotated[float, Field(allow_inf_nan=False)] | None = None
    max: Annotated[float, Field(allow_inf_nan=False)] | None = None
    unit: str | None = Field(default=None, max_length=20)


class Question(_Frozen):
    id: Identifier
    kind: QuestionKind
    text: Text
    required: bool = False
    options: tuple[Option, ...] = Field(default=(), max_length=MOST_OPTIONS)
    scale: Scale | None = None
    number: NumberRange | None = None
    shown_if: Condition | None = None
    """Reads answers to earlier questions; None: always shown."""


class Questionnaire(_Frozen):
    questions: tuple[Question, ...] = Field(default=(), max_length=MOST_QUESTIONS)

    def question(self, question_id: str) -> Question | None:
        return next((question for question in self.questions if question.id == question_id), None)


class ScriptBlock(_Frozen):
    kind: Literal["say", "hint", "heading"]
    text: Text


class Script(_Frozen):
    """What to say, in order. `{client_name}`, `{person_name}`, `{operator_name}` are filled in when shown."""

    blocks: tuple[ScriptBlock, ...] = Field(default=(), max_length=200)
