"""A condition as a WHERE clause over declared fields: the same rows as `evaluate.holds` would let through.

What can be asked is declared once, in a catalogue; a rule about anything else, or with a value that
does not fit its field, is refused by name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, false, func, literal, not_, or_, true

from core.clients.search import folded
from core.conditions.tree import Condition, Operator, Rule
from core.error_codes import ErrorCode
from core.errors import InvalidInput

_LONGEST_TEXT: Final = 300
_MOST_OPTIONS: Final = 500
_LARGEST_NUMBER: Final = 10**9


class FieldKind(StrEnum):
    TEXT = "text"
    """Compared without regard to case; the column holds folded text."""
    CHOICE = "choice"
    NUMBER = "number"
    DAYS_AGO = "days_ago"
    """A moment, asked for by how many days ago it was; None: it never was."""
    MEMBERSHIP = "membership"
    """Whether the row belongs to any of several things; the expression takes them."""


@dataclass(frozen=True, slots=True)
class Field:
    kind: FieldKind
    expression: ColumnElement[Any] | None = None
    belongs: Callable[[Sequence[str]], ColumnElement[bool]] | None = None
    """Of a membership."""
    choices: Sequence[str] = ()
    """All there are, where they are few."""


Catalogue = Mapping[str, Field]

_ALLOWED: Final[Mapping[FieldKind, frozenset[Operator]]] = {
    FieldKind.TEXT: frozenset(
        {Operator.EQUAL, Operator.NOT_EQUAL, Operator.CONTAINS, Operator.IS_EMPTY, Operator.IS_FILLED}
        | {Operator.ONE_OF, Operator.NONE_OF}
    ),
    FieldKind.CHOICE: frozenset(
        {Operator.EQUAL, Operator.NOT_EQUAL, Operator.ONE_OF, Operator.NONE_OF}
        | {Operator.IS_EMPTY, Operator.IS_FILLED}
    ),
    FieldKind.NUMBER: frozenset(Operator) - {Operator.CONTAINS, Operator.ONE_OF, Operator.NONE_OF},
    FieldKind.DAYS_AGO: frozenset(
        {Operator.LESS, Operator.LESS_OR_EQUAL, Operator.GREATER, Operator.GREATER_OR_EQUAL}
        | {Operator.IS_EMPTY, Operator.IS_FILLED}
    ),
    FieldKind.MEMBERSHIP: frozenset({Operator.ONE_OF, Operator.NONE_OF}),
}


def allowed_operators(kind: FieldKind) -> Sequence[Operator]:
    return [operator for operator in Operator if operator in _ALLOWED[kind]]


def clause(condition: Condition | None, catalogue: Catalogue, *, now: datetime) -> ColumnElement[bool]:
    """
    Raises:
        InvalidInput: a field that is not declared, an operator or a value that does not fit it.
    """
    if condition is None or not condition.rules:
        return true()
    parts = [
        clause(rule, catalogue, now=now) if isinstance(rule, Condition) else _rule(rule, catalogue, now)
        for rule in condition.rules
    ]
    joined = and_(*parts) if condition.combinator == "and" else or_(*parts)
    return not_(joined) if condition.negated else joined


def _rule(rule: Rule, catalogue: Catalogue, now: datetime) -> ColumnElement[bool]:
    field = catalogue.get(rule.field)
    if field is None:
        raise InvalidInput.of("condition", ErrorCode.UNKNOWN_FIELD, name=rule.field)
    if rule.operator not in _ALLOWED[field.kind]:
        raise _misfit(rule)
    if field.kind is FieldKind.MEMBERSHIP:
        return _membership(rule, field)
    value = field.expression
    assert value is not None
    is_empty = value.is_(None) if field.kind in _NEVER_BLANK else or_(value.is_(None), value == "")
    if rule.operator is Operator.IS_EMPTY:
        return is_empty
    if rule.operator is Operator.IS_FILLED:
        return not_(is_empty)
    if field.kind is FieldKind.DAYS_AGO:
        return _days_ago(rule, value, now)
    return _compared(rule, field, value, is_empty)


_NEVER_BLANK: Final = (FieldKind.NUMBER, FieldKind.DAYS_AGO)


def _compared(
    rule: Rule, field: Field, value: ColumnElement[Any], is_empty: ColumnElement[bool]
) -> ColumnElement[bool]:
    """Nothing but `!=` and `notIn` holds for what is empty."""
    filled = not_(is_empty)
    match rule.operator:
        case Operator.EQUAL:
            return and_(filled, value == _operand(rule, field))
        case Operator.NOT_EQUAL:
            return or_(is_empty, value != _operand(rule, field))
        case Operator.ONE_OF:
            return and_(filled, value.in_(_operands(rule, field)))
        case Operator.NONE_OF:
            return or_(is_empty, value.not_in(_operands(rule, field)))
        case Operator.CONTAINS:
            part = _operand(rule, field)
            return and_(filled, value.contains(part, autoescape=True)) if part else false()
        case Operator.LESS:
            return and_(filled, value < _operand(rule, field))
        case Operator.LESS_OR_EQUAL:
            return and_(filled, value <= _operand(rule, field))
        case Operator.GREATER:
            return and_(filled, value > _operand(rule, field))
        case _:
            return and_(filled, value >= _operand(rule, field))


def _days_ago(rule: Rule, value: ColumnElement[Any], now: datetime) -> ColumnElement[bool]:
    """Less than so many days ago is later than that moment, and what never was is neither."""
    moment = literal(now - timedelta(days=_number(rule, most=36_500)), value.type)
    match rule.operator:
        case Operator.LESS:
            return func.coalesce(value > moment, false())
        case Operator.LESS_OR_EQUAL:
            return func.coalesce(value >= moment, false())
        case Operator.GREATER:
            return func.coalesce(value < moment, false())
        case _:
            return func.coalesce(value <= moment, false())


def _membership(rule: Rule, field: Field) -> ColumnElement[bool]:
    assert field.belongs is not None
    belongs = field.belongs([_text(rule, option) for option in _options(rule)])
    return belongs if rule.operator is Operator.ONE_OF else not_(belongs)


def _operand(rule: Rule, field: Field) -> str | float:
    if field.kind is FieldKind.NUMBER:
        return _number(rule, most=_LARGEST_NUMBER)
    return _fitting(rule, field, rule.value)


def _operands(rule: Rule, field: Field) -> Sequence[str]:
    return [_fitting(rule, field, option) for option in _options(rule)]


def _fitting(rule: Rule, field: Field, value: Any) -> str:
    text = _text(rule, value)
    if field.choices and text not in field.choices:
        raise _misfit(rule)
    return folded(text) if field.kind is FieldKind.TEXT else text


def _text(rule: Rule, value: Any) -> str:
    if not isinstance(value, str) or not value or len(value) > _LONGEST_TEXT or "\0" in value:
        raise _misfit(rule)
    return value


def _number(rule: Rule, *, most: float) -> float:
    value = rule.value
    if isinstance(value, str) and value.strip().lstrip("-").replace(".", "", 1).isdecimal():
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not -most <= value <= most:
        raise _misfit(rule)
    return value


def _options(rule: Rule) -> Sequence[Any]:
    options = rule.value if isinstance(rule.value, list | tuple) else [rule.value]
    if len(options) > _MOST_OPTIONS:
        raise _misfit(rule)
    return options


def _misfit(rule: Rule) -> InvalidInput:
    return InvalidInput.of("condition", ErrorCode.MISFIT_RULE, name=rule.field)
