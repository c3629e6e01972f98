"""Whether a condition holds for a set of values; pure, and total: it never raises on a value.

The console evaluates the same trees with the same rules (`operator_ui/src/questionnaire`):
a missing or empty value is equal to nothing, less than nothing and contained in nothing, so only
`null`, `!=` and `notIn` hold for it.
"""

from collections.abc import Mapping
from typing import Any, assert_never

from core.conditions.tree import Condition, Operator, Rule


def holds(condition: Condition | None, values: Mapping[str, Any]) -> bool:
    """True for no condition at all, and for a group without rules."""
    if condition is None or not condition.rules:
        return True
    verdicts = (
        holds(rule, values) if isinstance(rule, Condition) else _rule_holds(rule, values)
        for rule in condition.rules
    )
    verdict = all(verdicts) if condition.combinator == "and" else any(verdicts)
    return verdict is not condition.negated


def _rule_holds(rule: Rule, values: Mapping[str, Any]) -> bool:
    actual = values.get(rule.field)
    match rule.operator:
        case Operator.IS_EMPTY:
            return is_empty(actual)
        case Operator.IS_FILLED:
            return not is_empty(actual)
        case Operator.EQUAL:
            return _equal(actual, rule.value)
        case Operator.NOT_EQUAL:
            return not _equal(actual, rule.value)
        case Operator.ONE_OF:
            return _one_of(actual, rule.value)
        case Operator.NONE_OF:
            return not _one_of(actual, rule.value)
        case Operator.CONTAINS:
            return _contains(actual, rule.value)
        case Operator.LESS:
            return (order := _order(actual, rule.value)) is not None and order < 0
        case Operator.LESS_OR_EQUAL:
            return (order := _order(actual, rule.value)) is not None and order <= 0
        case Operator.GREATER:
            return (order := _order(actual, rule.value)) is not None and order > 0
        case Operator.GREATER_OR_EQUAL:
            return (order := _order(actual, rule.value)) is not None and order >= 0
        case _ as unreachable:
            assert_never(unreachable)


def is_empty(value: Any) -> bool:
    """None, an empty text and an empty list are no answer; zero and false are."""
    return value is None or value == "" or value == []


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return None
    return None


def _equal(actual: Any, expected: Any) -> bool:
    if is_empty(actual):
        return False
    if isinstance(actual, list):
        return isinstance(expected, list) and sorted(map(str, actual)) == sorted(map(str, expected))
    left, right = _number(actual), _number(expected)
    if left is not None and right is not None:
        return left == right
    return str(actual) == str(expected)


def _one_of(actual: Any, expected: Any) -> bool:
    options = expected if isinstance(expected, list | tuple) else [expected]
    actuals = actual if isinstance(actual, list) else [actual]
    return any(_equal(one, option) for one in actuals for option in options)


def _contains(actual: Any, expected: Any) -> bool:
    if is_empty(actual) or is_empty(expected):
        return False
    if isinstance(actual, list):
        return any(_equal(one, expected) for one in actual)
    return str(expected).casefold() in str(actual).casefold()


def _order(actual: Any, expected: Any) -> int | None:
    """-1, 0 or 1; None when the two cannot be compared. ISO dates compare as texts do."""
    if is_empty(actual) or is_empty(expected):
        return None
    left, right = _number(actual), _number(expected)
    if left is not None and right is not None:
        return (left > right) - (left < right)
    if left is None and right is None and isinstance(actual, str) and isinstance(expected, str):
        return (actual > expected) - (actual < expected)
    return None
