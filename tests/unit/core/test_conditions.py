"""Conditions: which trees are taken, and that each has a verdict for whatever was answered."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.conditions.evaluate import holds, is_empty
from core.conditions.tree import DEEPEST, MOST_RULES, Condition, Operator

# The console's evaluator is held to the same table: operator_ui/src/questionnaire/condition.test.ts.
PARITY = json.loads((Path(__file__).parents[2] / "parity" / "conditions.json").read_text("utf-8"))

YES = {"field": "a", "operator": "=", "value": 1}
NO = {"field": "a", "operator": "=", "value": 2}


def group(*rules: Any, combinator: str = "and", negated: bool = False) -> dict[str, Any]:
    return {"combinator": combinator, "not": negated, "rules": list(rules)}


def verdict(tree: dict[str, Any] | None, **values: Any) -> bool:
    return holds(Condition.model_validate(tree) if tree is not None else None, values)


def nested(levels: int) -> dict[str, Any]:
    tree = group(YES)
    for _ in range(levels - 1):
        tree = group(tree)
    return tree


@pytest.mark.parametrize(("actual", "operator", "expected", "holds_"), PARITY)
def test_one_rule_as_the_console_has_it(actual: Any, operator: str, expected: Any, holds_: bool) -> None:
    assert verdict(group({"field": "a", "operator": operator, "value": expected}), a=actual) is holds_


@pytest.mark.parametrize(
    ("tree", "holds_"),
    [
        pytest.param(None, True, id="no condition at all"),
        pytest.param(group(), True, id="no rules"),
        pytest.param(group(negated=True), True, id="no rules, negated"),
        pytest.param(group(YES, YES), True, id="both hold"),
        pytest.param(group(YES, NO), False, id="one of two holds"),
        pytest.param(group(NO, YES, combinator="or"), True, id="one is enough"),
        pytest.param(group(NO, NO, combinator="or"), False, id="one would be enough"),
        pytest.param(group(YES, negated=True), False, id="negated"),
        pytest.param(group(NO, YES, negated=True), True, id="not both"),
        pytest.param(group(YES, group(NO, YES, combinator="or")), True, id="a group in a group"),
        pytest.param(group(group(YES, negated=True)), False, id="a negated group in a group"),
    ],
)
def test_a_group(tree: dict[str, Any] | None, holds_: bool) -> None:
    assert verdict(tree, a=1) is holds_


@pytest.mark.parametrize(
    ("tree", "reason"),
    [
        pytest.param(group({"field": "a", "operator": "~", "value": 1}), "operator", id="unknown operator"),
        pytest.param(group({"field": "a"}), "operator", id="a rule without operator"),
        pytest.param(group({"operator": "="}), "field", id="a rule without field"),
        pytest.param(group({"field": "", "operator": "="}), "field", id="a rule with an empty field"),
        pytest.param(group({}), "field", id="an empty rule"),
        pytest.param(group("a = 1"), "valid dictionary", id="a rule that is a text"),
        pytest.param(YES, "has rules", id="a rule in place of a group"),
        pytest.param({}, "has rules", id="nothing"),
        pytest.param({"rules": None}, "rules", id="no list of rules"),
        pytest.param(group(YES, combinator="xor"), "combinator", id="unknown combinator"),
        pytest.param(nested(DEEPEST), "levels", id="too deep"),
        pytest.param(nested(5000), "levels", id="very much too deep"),
        pytest.param(group(*[YES] * (MOST_RULES + 1)), "rules", id="too many rules"),
        pytest.param(group(*[group(YES)] * (MOST_RULES // 2 + 1)), "rules", id="too many rules in groups"),
        pytest.param([YES], "valid dictionary", id="a list"),
    ],
)
def test_a_tree_is_refused(tree: Any, reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        Condition.model_validate(tree)


def test_the_largest_trees_are_taken() -> None:
    assert verdict(nested(DEEPEST - 1), a=1)
    assert verdict(group(*[YES] * MOST_RULES), a=1)


def test_what_only_the_editor_needs_is_dropped() -> None:
    tree = {"id": "r-1", "rules": [{"id": "r-2", "valueSource": "value", **YES}]}

    assert "id" not in json.dumps(Condition.model_validate(tree).model_dump(by_alias=True))


def test_a_tree_names_every_field_it_reads() -> None:
    fields = [{"field": name, "operator": "null"} for name in ("a", "b", "c")]
    tree = group(fields[0], group(fields[1], group(fields[2]), combinator="or"))

    assert Condition.model_validate(tree).fields == {"a", "b", "c"}


def test_stored_and_read_again_a_tree_is_the_same() -> None:
    tree = Condition.model_validate(group(YES, group(NO, negated=True), combinator="or"))

    assert Condition.model_validate_json(tree.model_dump_json(by_alias=True)) == tree


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(10**400)
json_values = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=5
)
operators = st.sampled_from(Operator)
OPPOSITES = [("=", "!="), ("in", "notIn"), ("null", "notNull")]


@given(json_values, operators, json_values)
def test_there_is_a_verdict_for_every_value(actual: Any, operator: Operator, expected: Any) -> None:
    assert verdict(group({"field": "a", "operator": operator, "value": expected}), a=actual) in (True, False)


@given(json_values, st.sampled_from(OPPOSITES), json_values)
def test_opposite_operators_never_agree(actual: Any, pair: tuple[str, str], expected: Any) -> None:
    one, other = (
        verdict(group({"field": "a", "operator": operator, "value": expected}), a=actual) for operator in pair
    )

    assert one is not other


@given(json_values, operators, json_values)
def test_not_turns_every_verdict_round(actual: Any, operator: Operator, expected: Any) -> None:
    rule = {"field": "a", "operator": operator, "value": expected}

    assert verdict(group(rule), a=actual) is not verdict(group(rule, negated=True), a=actual)


@given(st.sampled_from([None, "", []]), operators, json_values)
def test_a_missing_answer_is_only_missing_or_different(
    missing: Any, operator: Operator, expected: Any
) -> None:
    rule = group({"field": "a", "operator": operator, "value": expected})
    only = operator in (Operator.IS_EMPTY, Operator.NOT_EQUAL, Operator.NONE_OF)

    assert verdict(rule, a=missing) is only
    assert verdict(rule) is only


@given(st.floats(allow_nan=False) | st.integers(), st.floats(allow_nan=False) | st.integers())
def test_exactly_one_of_less_equal_and_greater_holds_for_numbers(actual: float, expected: float) -> None:
    holding = [
        operator
        for operator in ("<", "=", ">")
        if verdict(group({"field": "a", "operator": operator, "value": expected}), a=actual)
    ]

    assert len(holding) == 1


@given(json_values)
def test_zero_and_false_are_answers(value: Any) -> None:
    assert is_empty(value) is (value is None or (isinstance(value, str | list) and not value))
