"""Whether a condition holds for a set of values; pure, and total: it never raises on a value.

The console evaluates the same trees with the same rules (`operator_ui/src/questionnaire`), and both
are held to one table, `tests/parity/conditions.json`:
a missing or empty value is equal to nothing, less than nothing and contained in nothing, so only
`null`, `!=` and `notIn` hold for it.
"""

import json
import math
import re
from collections.abc import Mapping
from typing import Any, Final, assert_never

from core.conditions.tree import Condition, Operator, Rule

# Python alone would also read `1_000`, `inf` and the digits of every script.
_DECIMAL: Final = re.compile(r"[ \t]*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?[ \t]*", re.ASCII | re.IGNORECASE)
# From here on a browser writes numbers with an exponent.
_LARGEST_PLAIN: Final = 1e21


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
    if isinstance(value, str):
        return float(value) if _DECIMAL.fullmatch(value) else None
    if isinstance(value, int | float):
        try:
            return float(value)
        except OverflowError:
            return math.inf if value > 0 else -math.inf
    return None


def _text(value: Any) -> str:
    """A value as a browser would write it."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int | float) and (number := _number(value)) is not None:
        is_plain = abs(number) < _LARGEST_PLAIN and number.is_integer()
        return str(int(number) if is_plain else number)
    return str(value)


def _equal(actual: Any, expected: Any) -> bool:
    if is_empty(actual):
        return False
    if isinstance(actual, list):
        return isinstance(expected, list) and sorted(map(_text, actual)) == sorted(map(_text, expected))
    left, right = _number(actual), _number(expected)
    if left is not None and right is not None:
        return left == right
    return _text(actual) == _text(expected)


def _one_of(actual: Any, expected: Any) -> bool:
    options = expected if isinstance(expected, list | tuple) else [expected]
    actuals = actual if isinstance(actual, list) else [actual]
    return any(_equal(one, option) for one in actuals for option in options)


def _contains(actual: Any, expected: Any) -> bool:
    if is_empty(actual) or is_empty(expected):
        return False
    if isinstance(actual, list):
        return any(_equal(one, expected) for one in actual)
    return _text(expected).lower() in _text(actual).lower()


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
