"""What must hold between the parts of a script and of a questionnaire, beyond their shapes; pure.

Each fault names its place: `questions.2.options.0.label`, counted from 0.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from core.conditions.evaluate import is_empty
from core.conditions.tree import Condition, Operator, Rule
from core.error_codes import ErrorCode
from core.errors import FieldFault
from core.questionnaires.answers import answer_fault
from core.questionnaires.document import Question, QuestionKind, Questionnaire, Script, Text
from core.texts import is_storable

_LONGEST_SHOWN: Final = 40
_OF_ANY: Final = frozenset({Operator.IS_EMPTY, Operator.IS_FILLED})
_EQUAL: Final = _OF_ANY | {Operator.EQUAL, Operator.NOT_EQUAL, Operator.ONE_OF, Operator.NONE_OF}
_ORDERED: Final = _EQUAL | {
    Operator.LESS,
    Operator.LESS_OR_EQUAL,
    Operator.GREATER,
    Operator.GREATER_OR_EQUAL,
}
_FITTING: Final[Mapping[QuestionKind, frozenset[Operator]]] = {
    QuestionKind.SINGLE: _EQUAL,
    QuestionKind.MULTIPLE: _EQUAL | {Operator.CONTAINS},
    QuestionKind.SCALE: _ORDERED,
    QuestionKind.NUMBER: _ORDERED,
    QuestionKind.DATE: _ORDERED,
    QuestionKind.TEXT: _EQUAL | {Operator.CONTAINS},
}
_HAS_OPTIONS: Final = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE})


def script_faults(script: Script) -> list[FieldFault]:
    return [
        fault
        for place, block in enumerate(script.blocks)
        for fault in text_faults(block.text, f"blocks.{place}.text")
    ]


def questionnaire_faults(questionnaire: Questionnaire) -> list[FieldFault]:
    """Each condition reads only questions above it, so that showing is decided in one pass."""
    faults: list[FieldFault] = []
    above: dict[str, Question] = {}
    for place, question in enumerate(questionnaire.questions):
        at = f"questions.{place}"
        if question.id in above:
            faults.append(FieldFault.of(f"{at}.id", ErrorCode.USED_ABOVE))
        faults += text_faults(question.text, f"{at}.text")
        faults += _option_faults(question, f"{at}.options")
        faults += _scale_faults(question, f"{at}.scale")
        faults += _number_faults(question, f"{at}.number")
        if question.shown_if is not None:
            faults += _condition_faults(question.shown_if, f"{at}.shown_if", above)
        above.setdefault(question.id, question)
    return faults


def text_faults(text: Text, at: str) -> Iterator[FieldFault]:
    """It must have words in one language at least."""
    if not text.ru.strip() and not text.en.strip():
        yield FieldFault.of(at, ErrorCode.IS_EMPTY)
    for language, words in (("ru", text.ru), ("en", text.en)):
        if not is_storable(words):
            yield FieldFault.of(f"{at}.{language}", ErrorCode.UNSTORABLE_CHARACTERS)


def _option_faults(question: Question, at: str) -> Iterator[FieldFault]:
    if question.kind not in _HAS_OPTIONS:
        if question.options:
            yield FieldFault.of(at, ErrorCode.MISPLACED)
        return
    if not question.options:
        yield FieldFault.of(at, ErrorCode.NEEDS_ONE)
    above: set[str] = set()
    for place, option in enumerate(question.options):
        if option.id in above:
            yield FieldFault.of(f"{at}.{place}.id", ErrorCode.USED_ABOVE)
        above.add(option.id)
        yield from text_faults(option.label, f"{at}.{place}.label")


def _scale_faults(question: Question, at: str) -> Iterator[FieldFault]:
    scale = question.scale
    if question.kind is not QuestionKind.SCALE:
        if scale is not None:
            yield FieldFault.of(at, ErrorCode.MISPLACED)
        return
    if scale is None:
        yield FieldFault.of(at, ErrorCode.IS_MISSING)
        return
    if scale.max <= scale.min:
        yield FieldFault.of(f"{at}.max", ErrorCode.TOO_LOW, min=scale.min + 1)
    for end, label in (("min_label", scale.min_label), ("max_label", scale.max_label)):
        if label is not None:
            yield from text_faults(label, f"{at}.{end}")


def _number_faults(question: Question, at: str) -> Iterator[FieldFault]:
    number = question.number
    if number is None:
        return
    if question.kind is not QuestionKind.NUMBER:
        yield FieldFault.of(at, ErrorCode.MISPLACED)
    if number.min is not None and number.max is not None and number.max < number.min:
        yield FieldFault.of(f"{at}.max", ErrorCode.TOO_LOW, min=number.min)
    if number.unit is not None and not is_storable(number.unit):
        yield FieldFault.of(f"{at}.unit", ErrorCode.UNSTORABLE_CHARACTERS)


def _condition_faults(condition: Condition, at: str, above: Mapping[str, Question]) -> Iterator[FieldFault]:
    for place, rule in enumerate(condition.rules):
        its_place = f"{at}.rules.{place}"
        if isinstance(rule, Condition):
            yield from _condition_faults(rule, its_place, above)
        else:
            yield from _rule_faults(rule, its_place, above)


def _rule_faults(rule: Rule, at: str, above: Mapping[str, Question]) -> Iterator[FieldFault]:
    asked = above.get(rule.field)
    if asked is None:
        yield FieldFault.of(f"{at}.field", ErrorCode.NOT_ASKED_ABOVE)
    elif rule.operator not in _FITTING[asked.kind]:
        yield FieldFault.of(f"{at}.operator", ErrorCode.MISFIT_RULE, name=asked.id)
    elif (fault := _value_fault(asked, rule)) is not None:
        yield FieldFault(f"{at}.value", fault.code, fault.parameters)


def _value_fault(asked: Question, rule: Rule) -> FieldFault | None:
    """What an answer is compared with must be an answer, or several of them, or a part of one."""
    if rule.operator in _OF_ANY:
        return None if is_empty(rule.value) else FieldFault.of(asked.id, ErrorCode.MISFIT_RULE, name=asked.id)
    if is_empty(rule.value):
        return FieldFault.of(asked.id, ErrorCode.IS_EMPTY)
    if rule.operator in (Operator.ONE_OF, Operator.NONE_OF):
        if not isinstance(rule.value, list):
            return FieldFault.of(asked.id, ErrorCode.NEEDS_LIST)
        return next(filter(None, (_part_fault(asked, one) for one in rule.value)), None)
    if rule.operator is Operator.CONTAINS:
        return _part_fault(asked, rule.value)
    return answer_fault(asked, rule.value)


def _part_fault(asked: Question, value: Any) -> FieldFault | None:
    return answer_fault(asked, [value] if asked.kind is QuestionKind.MULTIPLE else value)
