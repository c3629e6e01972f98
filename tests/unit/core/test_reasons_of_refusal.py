"""The reasons for which lines of an import are refused: all are said, and in the words of the pages."""

import ast
import re
from collections.abc import Mapping

import pytest

from core.error_codes import ErrorCode
from core.imports.reasons import REASONS, reason_in
from core.users.models import Language
from scripts.steps import ROOT

# Where a line is judged.
JUDGES = ("core/imports/lines.py", "core/imports/run.py", "core/phone_numbers/__init__.py")
PAGES = ROOT / "operator_ui" / "src"
RUSSIAN, ENGLISH = Language.RUSSIAN, Language.ENGLISH


def words_of_the_pages() -> Mapping[str, str]:
    """By code, as the source of the pages says it."""
    source = (PAGES / "app" / "errorCodes.ts").read_text("utf-8")
    plain = re.findall(r"^  (\w+): msg`([^`]*)`", source, re.MULTILINE)
    composed = re.findall(r'^  (\w+): msg\(\{\s*message:\s*"((?:[^"\\]|\\.)*)"', source, re.MULTILINE)
    return dict(plain + composed)


def russian_words() -> Mapping[str, str]:
    """By English text, of the pages' catalogue."""
    catalogue = (PAGES / "locales" / "ru.po").read_text("utf-8")
    return dict(re.findall(r'^msgid "(.*)"\nmsgstr "(.*)"$', catalogue, re.MULTILINE))


def test_every_code_that_a_line_can_be_refused_with_has_a_text_and_no_other() -> None:
    given = {
        ErrorCode[node.attr]
        for judge in JUDGES
        for node in ast.walk(ast.parse((ROOT / judge).read_text("utf-8")))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == ErrorCode.__name__
    }

    assert given == set(REASONS)


@pytest.mark.parametrize("code", REASONS)
def test_a_reason_is_said_as_on_the_page(code: ErrorCode) -> None:
    on_the_page = words_of_the_pages()[code]

    assert REASONS[code].en == on_the_page
    assert REASONS[code].ru == russian_words()[on_the_page]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("code", REASONS)
def test_nothing_of_the_notation_is_left(code: ErrorCode, language: Language) -> None:
    said = reason_in(language, code, dict.fromkeys(code.parameter_names, 7))

    assert not set(said) & set("{}#")
    assert ("7" in said) == bool(code.parameter_names)


@pytest.mark.parametrize(
    ("language", "most", "said"),
    [
        (ENGLISH, 1, "is longer than 1 character"),
        (ENGLISH, 4000, "is longer than 4,000 characters"),
        (RUSSIAN, 1, "длиннее 1 знака"),
        (RUSSIAN, 11, "длиннее 11 знаков"),
        (RUSSIAN, 254, "длиннее 254 знаков"),
        (RUSSIAN, 300, "длиннее 300 знаков"),
        (RUSSIAN, 321, "длиннее 321 знака"),
        (RUSSIAN, 4000, "длиннее 4\u00a0000 знаков"),
    ],
)
def test_numbers_are_written_and_counted_as_the_language_does(
    language: Language, most: int, said: str
) -> None:
    assert reason_in(language, ErrorCode.TOO_LONG, {"max": most}) == said


def test_a_reason_of_another_version_is_said_in_english() -> None:
    assert reason_in(RUSSIAN, ErrorCode.TOO_LOW, {"min": 3}) == "is below 3"
