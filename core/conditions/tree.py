"""A condition: a tree of rules in react-querybuilder's JSON form, checked and bounded.

{"combinator": "and", "not": false,
 "rules": [{"field": "age", "operator": ">=", "value": 18}, {"combinator": "or", "rules": [...]}]}
"""

from enum import StrEnum
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

# No screen shows more, and a deeper tree could exhaust the stack of whoever evaluates it.
DEEPEST: Final = 8
MOST_RULES: Final = 100


class Operator(StrEnum):
    EQUAL = "="
    NOT_EQUAL = "!="
    LESS = "<"
    LESS_OR_EQUAL = "<="
    GREATER = ">"
    GREATER_OR_EQUAL = ">="
    ONE_OF = "in"
    NONE_OF = "notIn"
    CONTAINS = "contains"
    IS_EMPTY = "null"
    IS_FILLED = "notNull"


class Rule(BaseModel):
    """One comparison of one field. Keys that only the editor needs (`id`, `valueSource`) are dropped."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    field: str = Field(min_length=1, max_length=100)
    operator: Operator
    value: Any = None


class Condition(BaseModel):
    """All (`and`) or any (`or`) of the rules; no rules at all are true."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    combinator: Literal["and", "or"] = "and"
    negated: Annotated[bool, Field(alias="not", strict=True)] = False
    rules: tuple["Condition | Rule", ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _is_group_and_bounded(cls, tree: Any) -> Any:
        if isinstance(tree, dict) and "rules" not in tree:
            # A rule with a fault in it would otherwise pass for a group without rules, which is true.
            raise ValueError("a condition has rules")
        _check_bounds(tree)
        return tree

    @property
    def fields(self) -> frozenset[str]:
        """Every field that some rule reads."""
        found: set[str] = set()
        for rule in self.rules:
            found |= rule.fields if isinstance(rule, Condition) else {rule.field}
        return frozenset(found)


def _check_bounds(tree: Any) -> None:
    # Level by level, not by recursion: the tree is not yet known to be shallow.
    level, depth, rules = [tree], 0, 0
    while level:
        depth += 1
        below = [
            rule
            for node in level
            if isinstance(node, dict) and isinstance(node.get("rules"), list | tuple)
            for rule in node["rules"]
        ]
        rules += len(below)
        if depth > DEEPEST or rules > MOST_RULES:
            raise ValueError(f"a condition has at most {DEEPEST} levels and {MOST_RULES} rules")
        level = below
