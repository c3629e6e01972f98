"""In which language an imported client is spoken to: as the line says, or else by the number's country."""

import pytest

from core.imports.lines import GoodLine, LineReader
from core.imports.plan import ColumnRole
from core.users.models import Language

ROLES = [ColumnRole.PHONE_NUMBER, ColumnRole.LANGUAGE]
RUSSIAN, ENGLISH = Language.RUSSIAN, Language.ENGLISH


@pytest.mark.parametrize(
    ("number", "written", "language"),
    [
        pytest.param("+79161234567", "", RUSSIAN, id="Russia"),
        pytest.param("+375291234567", "", RUSSIAN, id="Belarus"),
        pytest.param("+77011234567", "", RUSSIAN, id="Kazakhstan, which shares the code of Russia"),
        pytest.param("+442079460000", "", ENGLISH, id="Britain"),
        pytest.param("+12125550100", "", ENGLISH, id="the United States"),
        pytest.param("+4930123456", "", ENGLISH, id="Germany"),
        pytest.param("+442079460000", "RU", RUSSIAN, id="as the line says, by code"),
        pytest.param("+79161234567", "English", ENGLISH, id="as the line says, by name"),
        pytest.param("+79161234567", "Англ.", ENGLISH, id="as the line says, abbreviated"),
        pytest.param("+442079460000", " русский ", RUSSIAN, id="as the line says, in Russian"),
    ],
)
def test_a_client_is_spoken_to_as_the_line_says_or_as_in_the_country_of_the_number(
    number: str, written: str, language: Language
) -> None:
    found = LineReader(ROLES, home_region="GB").read(2, [number, written])

    assert isinstance(found, GoodLine)
    assert found.language is language


@pytest.mark.parametrize(("home", "language"), [("RU", RUSSIAN), ("GB", ENGLISH)])
def test_a_number_of_no_country_is_spoken_to_as_at_the_call_centre(home: str, language: Language) -> None:
    found = LineReader(ROLES, home_region=home).read(2, ["+80012345678", ""])

    assert isinstance(found, GoodLine)
    assert found.language is language
