"""The vocabulary of error codes: no code is dead, and whoever gives one gives its parameters."""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest

from core.error_codes import ErrorCode
from scripts import house_rules
from scripts.house_rules import Source
from scripts.steps import ROOT

PRODUCT = [
    Source(PurePosixPath(path.relative_to(ROOT)), path.read_text("utf-8"))
    for folder in house_rules.PRODUCT
    for path in sorted((ROOT / folder).rglob("*.py"))
]
VOCABULARY = PurePosixPath("core/error_codes.py")
# It takes the parameters as one mapping.
PASSES_ON = "problem_response"


def code_in(node: ast.AST) -> ErrorCode | None:
    """The code that an expression is, such as `ErrorCode.TOO_LONG`."""
    if isinstance(node, ast.Attribute) and ast.unparse(node.value) == ErrorCode.__name__:
        return ErrorCode.__members__.get(node.attr)
    return None


def codes_given() -> Iterator[tuple[str, ErrorCode, set[str]]]:
    """Where a code is given, with the names of the parameters beside it."""
    for source in PRODUCT:
        for call, name in source.calls():
            for code in filter(None, map(code_in, call.args)):
                if name != PASSES_ON:
                    yield f"{source.path}:{call.lineno}", code, {word.arg or "**" for word in call.keywords}


@pytest.mark.parametrize(("place", "code", "given"), list(codes_given()))
def test_a_code_comes_with_the_parameters_of_its_sentence(
    place: str, code: ErrorCode, given: set[str]
) -> None:
    assert given == code.parameter_names, place


def test_the_server_can_send_every_code_there_is() -> None:
    others = (source for source in PRODUCT if source.path != VOCABULARY)
    given = {code_in(node) for source in others for node in ast.walk(source.tree)}

    assert given - {None} | {ErrorCode.UNEXPECTED} == set(ErrorCode)


@pytest.mark.parametrize("code", ErrorCode)
def test_a_code_is_its_own_name(code: ErrorCode) -> None:
    assert code.value == code.name.lower()
    assert re.fullmatch("[a-z0-9_]+", code)


@pytest.mark.parametrize("code", ErrorCode)
def test_a_sentence_takes_its_parameters(code: ErrorCode) -> None:
    said = code.in_english(dict.fromkeys(code.parameter_names, 7))

    assert said
    assert "{" not in said


@pytest.mark.parametrize(
    ("highest", "said"),
    [(4000, "4000"), (5.0, "5"), (0.25, "0.25"), (1e15, "1e+15"), (1234567.5, "1234567.5")],
)
def test_a_number_is_written_as_people_write_it(highest: float, said: str) -> None:
    assert ErrorCode.TOO_HIGH.in_english({"max": highest}) == f"is above {said}"


def test_the_code_of_a_newer_version_is_read_as_the_unexpected() -> None:
    assert ErrorCode.of_code("too_long") is ErrorCode.TOO_LONG
    assert ErrorCode.of_code("too_loud") is ErrorCode.UNEXPECTED
