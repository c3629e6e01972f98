"""How answers are checked and how they are read afterwards."""

from typing import Any

import pytest

from core.errors import InvalidInput
from core.questionnaires.answers import as_text, checked
from core.questionnaires.document import Questionnaire
from zvonar.demo.campaign import QUESTIONNAIRE

DEMO = Questionnaire.model_validate(QUESTIONNAIRE)
QUESTIONS = {question.id: question for question in DEMO.questions}


@pytest.mark.parametrize(
    ("question_id", "value", "russian", "english"),
    [
        ("has_internet", "mobile", "Только мобильный", "Mobile only"),
        ("satisfaction", 4, "4", "4"),
        ("services", ["internet", "tv"], "Интернет, Телевидение", "Internet, Television"),
        ("budget", 1500, "1500 ₽", "1500 ₽"),
        ("install_date", "2027-12-05", "05.12.2027", "05.12.2027"),
        ("comment", "2027-12-05", "2027-12-05", "2027-12-05"),
        ("comment", None, "", ""),
        ("has_internet", "an option of yesterday", "an option of yesterday", "an option of yesterday"),
        ("install_date", "soon", "soon", "soon"),
    ],
)
def test_an_answer_reads_as_a_person_would_write_it(
    question_id: str, value: Any, russian: str, english: str
) -> None:
    question = QUESTIONS[question_id]
    assert (as_text(question, value, "ru"), as_text(question, value, "en")) == (russian, english)


@pytest.mark.parametrize(
    "value", ["2027-W04-1", "20271205", "2027-13-01", "2027-02-29", "5.12.2027", 20271205, True]
)
def test_a_date_that_is_not_written_plainly_is_refused(value: Any) -> None:
    with pytest.raises(InvalidInput, match="YYYY-MM-DD"):
        checked(DEMO, "install_date", value)


def test_a_plain_date_is_kept_as_it_is() -> None:
    assert checked(DEMO, "install_date", "2028-02-29") == "2028-02-29"
