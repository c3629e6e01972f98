"""A questionnaire as it is stored and shown: questions in order, each perhaps shown only if."""

from enum import StrEnum
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.conditions.tree import Condition

MOST_QUESTIONS: Final = 100

Identifier = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(_Frozen):
    """One wording in both languages of the interface."""

    ru: str = Field(max_length=2000)
    en: str = Field(max_length=2000)


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

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if self.min >= self.max:
            raise ValueError("the scale must rise")
        return self


class NumberRange(_Frozen):
    min: float | None = None
    max: float | None = None
    unit: str | None = Field(default=None, max_length=20)

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("no number is in this range")
        return self


class Question(_Frozen):
    id: Identifier
    kind: QuestionKind
    text: Text
    required: bool = False
    options: tuple[Option, ...] = ()
    scale: Scale | None = None
    number: NumberRange | None = None
    shown_if: Condition | None = None
    """Reads answers to earlier questions; None: always shown."""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        has_options = self.kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE)
        if has_options != bool(self.options):
            raise ValueError(f"question {self.id}: options belong to single and multiple choice")
        if len({option.id for option in self.options}) < len(self.options):
            raise ValueError(f"question {self.id}: two options have one id")
        if (self.kind is QuestionKind.SCALE) != (self.scale is not None):
            raise ValueError(f"question {self.id}: a scale belongs to kind scale")
        if self.number is not None and self.kind is not QuestionKind.NUMBER:
            raise ValueError(f"question {self.id}: a range of numbers belongs to kind number")
        return self


class Questionnaire(_Frozen):
    questions: tuple[Question, ...] = Field(default=(), max_length=MOST_QUESTIONS)

    @model_validator(mode="after")
    def _reads_backwards(self) -> Self:
        """Each condition reads only questions above it, so showing is decided in one pass."""
        above: set[str] = set()
        for question in self.questions:
            if question.id in above:
                raise ValueError(f"two questions have the id {question.id}")
            unknown = question.shown_if.fields - above if question.shown_if else frozenset()
            if unknown:
                raise ValueError(f"question {question.id}: shown_if reads {sorted(unknown)}, not asked above")
            above.add(question.id)
        return self

    def question(self, question_id: str) -> Question | None:
        return next((question for question in self.questions if question.id == question_id), None)


class ScriptBlock(_Frozen):
    kind: Literal["say", "hint", "heading"]
    text: Text


class Script(_Frozen):
    """What to say, in order. `{client_name}`, `{person_name}`, `{operator_name}` are filled in when shown."""

    blocks: tuple[ScriptBlock, ...] = Field(default=(), max_length=200)
