"""Checking answers against their questionnaire; pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, assert_never

from core.conditions.evaluate import holds, is_empty
from core.errors import FieldFault, InvalidInput
from core.questionnaires.document import Question, QuestionKind, Questionnaire
from core.texts import is_storable

LONGEST_TEXT: Final = 4000
# Every number up to here is kept exactly by JSON readers. NaN and the infinities fail the comparison.
LARGEST_NUMBER: Final = 1e15

AnswerValue = str | int | float | list[str] | None
Answers = Mapping[str, Any]


def checked(questionnaire: Questionnaire, question_id: str, value: Any) -> AnswerValue:
    """The value as it is to be stored; None clears an answer.

    Raises:
        InvalidInput: no such question, or no answer of its kind; the field is the question's id.
    """
    question = questionnaire.question(question_id)
    if question is None:
        raise InvalidInput.of(question_id, "is not a question of this questionnaire")
    if is_empty(value):
        return None
    reason = _fault(question, value)
    if reason is not None:
        raise InvalidInput.of(question_id, reason)
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
        FieldFault(question.id, "needs an answer")
        for question in shown_questions(questionnaire, answers)
        if question.required and is_empty(answers.get(question.id))
    ]


def as_text(question: Question | None, value: Any, language: str) -> str:
    """The answer as a reader sees it: option labels in place of ids."""
    if question is None or is_empty(value):
        return "" if is_empty(value) else str(value)
    labels: dict[str, str] = {option.id: getattr(option.label, language) for option in question.options}
    if isinstance(value, list):
        return ", ".join(labels.get(str(one), str(one)) for one in value)
    if question.kind is QuestionKind.NUMBER and question.number and question.number.unit:
        return f"{value} {question.number.unit}"
    if question.kind is QuestionKind.DATE and _date_fault(value) is None:
        # Day first in both languages, as the questionnaire asks for it.
        return f"{date.fromisoformat(value):%d.%m.%Y}"
    return str(labels.get(str(value), value))


def _fault(question: Question, value: Any) -> str | None:
    match question.kind:
        case QuestionKind.SINGLE:
            return _option_fault(question, [value])
        case QuestionKind.MULTIPLE:
            if not isinstance(value, list):
                return "needs a list of options"
            if len(set(map(str, value))) < len(value):
                return "names an option twice"
            return _option_fault(question, value)
        case QuestionKind.SCALE:
            assert question.scale is not None
            if not isinstance(value, int) or isinstance(value, bool):
                return "needs a whole number"
            return _range_fault(value, question.scale.min, question.scale.max)
        case QuestionKind.NUMBER:
            if isinstance(value, bool) or not isinstance(value, int | float):
                return "needs a number"
            if not -LARGEST_NUMBER <= value <= LARGEST_NUMBER:
                return f"is not between {-LARGEST_NUMBER:g} and {LARGEST_NUMBER:g}"
            bounds = question.number
            return _range_fault(value, bounds.min, bounds.max) if bounds else None
        case QuestionKind.DATE:
            return _date_fault(value)
        case QuestionKind.TEXT:
            if not isinstance(value, str):
                return "needs a text"
            if not is_storable(value):
                return "has signs that cannot be stored"
            return f"is longer than {LONGEST_TEXT} characters" if len(value) > LONGEST_TEXT else None
        case _ as unreachable:
            assert_never(unreachable)


def _option_fault(question: Question, values: Sequence[Any]) -> str | None:
    known = {option.id for option in question.options}
    strange = [value for value in values if not isinstance(value, str) or value not in known]
    return f"has no option {strange[0]!r}" if strange else None


def _range_fault(value: float, lowest: float | None, highest: float | None) -> str | None:
    if lowest is not None and value < lowest:
        return f"is below {lowest:g}"
    if highest is not None and value > highest:
        return f"is above {highest:g}"
    return None


def _date_fault(value: Any) -> str | None:
    try:
        # Python also reads weeks, "2027-W04-1", which nobody else would.
        is_plain = date.fromisoformat(value).isoformat() == value
    except (TypeError, ValueError):
        is_plain = False
    return None if is_plain else "needs a date as YYYY-MM-DD"
