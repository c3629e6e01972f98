"""Checking answers against their questionnaire; pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Final, assert_never

from core.conditions.evaluate import holds, is_empty
from core.error_codes import ErrorCode
from core.errors import FieldFault, InvalidInput
from core.questionnaires.document import Question, QuestionKind, Questionnaire
from core.texts import is_storable

LONGEST_TEXT: Final = 4000
# Every number up to here is kept exactly by JSON readers. NaN and the infinities fail the comparison.
LARGEST_NUMBER: Final = 1e15
_LONGEST_SHOWN: Final = 80

AnswerValue = str | int | float | list[str] | None
Answers = Mapping[str, Any]


def checked(questionnaire: Questionnaire, question_id: str, value: Any) -> AnswerValue:
    """The value as it is to be stored; None clears an answer.

    Raises:
        InvalidInput: no such question, or no answer of its kind; the field is the question's id.
    """
    question = questionnaire.question(question_id)
    if question is None:
        raise InvalidInput.of(question_id, ErrorCode.UNKNOWN_QUESTION)
    if is_empty(value):
        return None
    fault = answer_fault(question, value)
    if fault is not None:
        raise InvalidInput(fault)
    stored: AnswerValue = value
    return stored


def shown_questions(questionnaire: Questionnaire, answers: Answers) -> Sequence[Question]:
    """The questions to ask, given the answers so far. An answer to a hidden question counts for nothing."""
    shown: list[Question] = []
    counted: dict[str, Any] = {}
    for question in questionnaire.questions:
        if holds(question.shown_if, counted):
            shown.append(question)
            counted[question.id] = answers.get(question.id)
    return shown


def missing(questionnaire: Questionnaire, answers: Answers) -> Sequence[FieldFault]:
    """One fault for each required question that is shown and not answered."""
    return [
        FieldFault.of(question.id, ErrorCode.NEEDS_ANSWER)
        for question in shown_questions(questionnaire, answers)
        if question.required and is_empty(answers.get(question.id))
    ]


def as_text(question: Question | None, value: Any, language: str) -> str:
    """The answer as a reader sees it: option labels in place of ids."""
    if question is None or is_empty(value):
        return "" if is_empty(value) else str(value)
    labels: dict[str, str] = {option.id: option.label.in_language(language) for option in question.options}
    if isinstance(value, list):
        return ", ".join(labels.get(str(one), str(one)) for one in value)
    if question.kind is QuestionKind.NUMBER and question.number and question.number.unit:
        return f"{value} {question.number.unit}"
    if question.kind is QuestionKind.DATE and _is_date(value):
        # Day first in both languages, as the questionnaire asks for it.
        return f"{date.fromisoformat(value):%d.%m.%Y}"
    return str(labels.get(str(value), value))


def answer_fault(question: Question, value: Any) -> FieldFault | None:
    """Why a value that is not empty is no answer to the question; the field is the question's id."""
    because = partial(FieldFault.of, question.id)
    match question.kind:
        case QuestionKind.SINGLE:
            return _option_fault(question, [value])
        case QuestionKind.MULTIPLE:
            if not isinstance(value, list):
                return because(ErrorCode.NEEDS_LIST)
            if len(set(map(str, value))) < len(value):
                return because(ErrorCode.OPTION_TWICE)
            return _option_fault(question, value)
        case QuestionKind.SCALE:
            assert question.scale is not None
            if not isinstance(value, int) or isinstance(value, bool):
                return because(ErrorCode.NEEDS_WHOLE_NUMBER)
            return _range_fault(question, value, question.scale.min, question.scale.max)
        case QuestionKind.NUMBER:
            if isinstance(value, bool) or not isinstance(value, int | float):
                return because(ErrorCode.NEEDS_NUMBER)
            if not -LARGEST_NUMBER <= value <= LARGEST_NUMBER:
                return because(ErrorCode.OUT_OF_RANGE, min=-LARGEST_NUMBER, max=LARGEST_NUMBER)
            bounds = question.number
            return _range_fault(question, value, bounds.min, bounds.max) if bounds else None
        case QuestionKind.DATE:
            return None if _is_date(value) else because(ErrorCode.NEEDS_DATE)
        case QuestionKind.TEXT:
            if not isinstance(value, str):
                return because(ErrorCode.NEEDS_TEXT)
            if not is_storable(value):
                return because(ErrorCode.UNSTORABLE_CHARACTERS)
            return because(ErrorCode.TOO_LONG, max=LONGEST_TEXT) if len(value) > LONGEST_TEXT else None
        case _ as unreachable:
            assert_never(unreachable)


def _option_fault(question: Question, values: Sequence[Any]) -> FieldFault | None:
    known = {option.id for option in question.options}
    strange = [value for value in values if not isinstance(value, str) or value not in known]
    if not strange:
        return None
    return FieldFault.of(question.id, ErrorCode.UNKNOWN_OPTION, option=repr(strange[0])[:_LONGEST_SHOWN])


def _range_fault(
    question: Question, value: float, lowest: float | None, highest: float | None
) -> FieldFault | None:
    if lowest is not None and value < lowest:
        return FieldFault.of(question.id, ErrorCode.TOO_LOW, min=lowest)
    if highest is not None and value > highest:
        return FieldFault.of(question.id, ErrorCode.TOO_HIGH, max=highest)
    return None


def _is_date(value: Any) -> bool:
    try:
        # Python also reads weeks, "2027-W04-1", which nobody else would.
        return bool(date.fromisoformat(value).isoformat() == value)
    except (TypeError, ValueError):
        return False
