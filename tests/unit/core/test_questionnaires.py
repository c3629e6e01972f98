"""Questionnaires: which documents are taken, which answers, and what is still to be asked."""

import math
from datetime import date
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.errors import InvalidInput
from core.questionnaires.answers import (
    LARGEST_NUMBER,
    LONGEST_TEXT,
    as_text,
    checked,
    missing,
    shown_questions,
)
from core.questionnaires.document import MOST_QUESTIONS, Question, Questionnaire, Script
from core.questionnaires.soundness import questionnaire_faults, script_faults
from zvonar.demo.campaign import QUESTIONNAIRE, SCRIPT

WORDS = {"ru": "Вопрос", "en": "Question"}
YES_NO = [{"id": one, "label": {"ru": one, "en": one.title()}} for one in ("yes", "no")]


def a_question(question_id: str = "q", kind: str = "text", **values: Any) -> dict[str, Any]:
    return {"id": question_id, "kind": kind, "text": WORDS, **values}


def shown_if(field: str, operator: str, value: Any = None) -> dict[str, Any]:
    return {"combinator": "and", "rules": [{"field": field, "operator": operator, "value": value}]}


def a_questionnaire(*questions: dict[str, Any]) -> Questionnaire:
    return Questionnaire.model_validate({"questions": questions})


SINGLE = a_question("single", "single", options=YES_NO)
MULTIPLE = a_question("multiple", "multiple", options=YES_NO)
SCALE = a_question("scale", "scale", scale={"min": 1, "max": 5})
NUMBER = a_question("number", "number")
BUDGET = a_question("budget", "number", number={"min": 0, "max": 1.5, "unit": "₽"})
DATE = a_question("date", "date")
TEXT = a_question("text", "text")
ALL_KINDS = a_questionnaire(SINGLE, MULTIPLE, SCALE, NUMBER, BUDGET, DATE, TEXT)


@pytest.mark.parametrize(
    ("questions", "reason"),
    [
        pytest.param([a_question("Q-1")], "pattern", id="an id that is none"),
        pytest.param([a_question("q" * 41)], "pattern", id="an id that is too long"),
        pytest.param([a_question(kind="essay")], "kind", id="an unknown kind"),
        pytest.param([a_question(text={"ru": "Вопрос"})], "en", id="one language missing"),
        pytest.param([a_question(text={**WORDS, "de": "Frage"})], "de", id="a language nobody speaks here"),
        pytest.param([a_question(hint="?")], "hint", id="an unknown key"),
        pytest.param([a_question(kind="scale", scale={"min": 0, "max": 11})], "max", id="a scale too long"),
        pytest.param(
            [a_question("a"), a_question("b", shown_if=shown_if("a", "~"))],
            "operator",
            id="a faulty condition",
        ),
        pytest.param(
            [a_question("a"), a_question("b", shown_if={"field": "a", "operator": "null"})],
            "has rules",
            id="a rule in place of a condition",
        ),
        pytest.param(
            [a_question(f"q{n}") for n in range(MOST_QUESTIONS + 1)], "100", id="too many questions"
        ),
    ],
)
def test_a_document_is_refused(questions: list[dict[str, Any]], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        a_questionnaire(*questions)


def test_the_demos_documents_are_taken_as_they_are() -> None:
    assert questionnaire_faults(Questionnaire.model_validate(QUESTIONNAIRE)) == []
    assert script_faults(Script.model_validate(SCRIPT)) == []
    assert len(Questionnaire.model_validate(QUESTIONNAIRE).questions) == len(QUESTIONNAIRE["questions"])
    assert len(Script.model_validate(SCRIPT).blocks) == len(SCRIPT["blocks"])


def test_stored_and_read_again_a_questionnaire_is_the_same() -> None:
    stored = Questionnaire.model_validate(QUESTIONNAIRE)

    assert Questionnaire.model_validate(stored.model_dump(mode="json", by_alias=True)) == stored


@pytest.mark.parametrize(
    ("question_id", "value"),
    [
        ("single", "yes"),
        ("multiple", ["yes"]),
        ("multiple", ["no", "yes"]),
        ("scale", 1),
        ("scale", 5),
        ("number", 0),
        ("number", -2.5),
        ("number", 10**15),
        ("budget", 1.5),
        ("date", "2026-03-02"),
        ("date", "2028-02-29"),
        ("text", "да"),
        ("text", "two\nlines"),
        ("text", "x" * LONGEST_TEXT),
        ("text", "=HYPERLINK(1)"),
    ],
)
def test_an_answer_is_kept_as_it_was_given(question_id: str, value: Any) -> None:
    assert checked(ALL_KINDS, question_id, value) == value


@pytest.mark.parametrize("empty", [None, "", []])
@pytest.mark.parametrize("question", ALL_KINDS.questions, ids=lambda question: question.id)
def test_an_empty_answer_takes_the_old_one_back(question: Question, empty: Any) -> None:
    assert checked(ALL_KINDS, question.id, empty) is None


@pytest.mark.parametrize(
    ("question_id", "value", "reason"),
    [
        ("shoe_size", 43, "not a question"),
        ("", "x", "not a question"),
        ("single", "maybe", "no option 'maybe'"),
        ("single", "YES", "no option"),
        ("single", ["yes"], "no option"),
        ("single", True, "no option"),
        ("single", 1, "no option"),
        ("multiple", "yes", "needs a list"),
        ("multiple", {"yes": True}, "needs a list"),
        ("multiple", ["yes", "yes"], "twice"),
        ("multiple", ["yes", "maybe"], "no option 'maybe'"),
        ("multiple", [["yes"]], "no option"),
        ("multiple", ["yes", None], "no option None"),
        ("scale", 0, "below 1"),
        ("scale", 6, "above 5"),
        ("scale", 10**400, "above 5"),
        ("scale", -(10**400), "below 1"),
        ("scale", 2.5, "whole number"),
        ("scale", 3.0, "whole number"),
        ("scale", True, "whole number"),
        ("scale", "3", "whole number"),
        ("scale", math.nan, "whole number"),
        ("number", "7", "needs a number"),
        ("number", True, "needs a number"),
        ("number", [7], "needs a number"),
        ("number", math.nan, "is not between"),
        ("number", math.inf, "is not between"),
        ("number", -math.inf, "is not between"),
        ("number", 10**400, "is not between"),
        ("number", LARGEST_NUMBER * 1.1, "is not between"),
        ("budget", -0.01, "below 0"),
        ("budget", 1.51, "above 1.5"),
        ("date", "02.03.2026", "YYYY-MM-DD"),
        ("date", "2026-02-29", "YYYY-MM-DD"),
        ("date", "2026-3-2", "YYYY-MM-DD"),
        ("date", "20260302", "YYYY-MM-DD"),
        ("date", "2026-W10-1", "YYYY-MM-DD"),
        ("date", "2026-03-02T10:00:00Z", "YYYY-MM-DD"),
        ("date", "٢٠٢٦-٠٣-٠٢", "YYYY-MM-DD"),
        ("date", 20260302, "YYYY-MM-DD"),
        ("date", ["2026-03-02"], "YYYY-MM-DD"),
        ("text", 7, "needs a text"),
        ("text", ["да"], "needs a text"),
        ("text", {"ru": "да"}, "needs a text"),
        ("text", "x" * (LONGEST_TEXT + 1), "longer than"),
        ("text", "nul\x00", "cannot be stored"),
        ("text", "half a sign \ud800", "cannot be stored"),
    ],
)
def test_an_answer_is_refused_by_the_name_of_its_question(question_id: str, value: Any, reason: str) -> None:
    with pytest.raises(InvalidInput, match=reason) as refused:
        checked(ALL_KINDS, question_id, value)

    assert [fault.field for fault in refused.value.faults] == [question_id]


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None))
values = (
    scalars | st.lists(scalars, max_size=3) | st.sampled_from(["yes", "2026-03-02", ["yes", "no"], 10**400])
)


@given(st.sampled_from([question.id for question in ALL_KINDS.questions]), values)
def test_whatever_is_answered_is_refused_or_can_be_stored_and_shown(question_id: str, value: Any) -> None:
    try:
        stored = checked(ALL_KINDS, question_id, value)
    except InvalidInput:
        return
    assert stored is None or stored == value
    assert orjson.loads(orjson.dumps(stored)) == stored
    for language in ("ru", "en"):
        assert isinstance(as_text(ALL_KINDS.question(question_id), stored, language), str)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_can_be_answered(day: date) -> None:
    assert checked(ALL_KINDS, "date", day.isoformat()) == day.isoformat()


CHAIN = a_questionnaire(
    a_question("uses", "single", options=YES_NO, required=True),
    a_question("why", required=True, shown_if=shown_if("uses", "=", "yes")),
    a_question("how", required=True, shown_if=shown_if("why", "notNull")),
    a_question("wishes"),
)


@pytest.mark.parametrize(
    ("answers", "shown", "open_"),
    [
        pytest.param({}, ["uses", "wishes"], ["uses"], id="nothing answered yet"),
        pytest.param({"uses": "yes"}, ["uses", "why", "wishes"], ["why"], id="the next question opens"),
        pytest.param(
            {"uses": "yes", "why": "cheap"}, ["uses", "why", "how", "wishes"], ["how"], id="and the one after"
        ),
        pytest.param(
            {"uses": "yes", "why": ""}, ["uses", "why", "wishes"], ["why"], id="an empty answer is none"
        ),
        pytest.param(
            {"uses": "no", "why": "cheap"}, ["uses", "wishes"], [], id="a hidden answer opens nothing further"
        ),
        pytest.param(
            {"uses": "no", "how": "late"}, ["uses", "wishes"], [], id="a hidden question is not missing"
        ),
        pytest.param(
            {"uses": "yes", "why": "cheap", "how": "x"},
            ["uses", "why", "how", "wishes"],
            [],
            id="all is said",
        ),
        pytest.param({"uses": "no", "stranger": 1}, ["uses", "wishes"], [], id="an answer to no question"),
    ],
)
def test_what_is_asked_follows_from_what_was_answered(
    answers: dict[str, Any], shown: list[str], open_: list[str]
) -> None:
    assert [question.id for question in shown_questions(CHAIN, answers)] == shown
    assert [fault.field for fault in missing(CHAIN, answers)] == open_


@given(st.dictionaries(st.sampled_from(["uses", "why", "how"]), st.sampled_from(["yes", "no", "", None])))
def test_only_required_questions_that_are_shown_are_missing(answers: dict[str, Any]) -> None:
    shown = {question.id for question in shown_questions(CHAIN, answers) if question.required}

    assert {fault.field for fault in missing(CHAIN, answers)} <= shown


@pytest.mark.parametrize(
    ("question", "value", "ru", "en"),
    [
        (SINGLE, "yes", "yes", "Yes"),
        (MULTIPLE, ["yes", "no"], "yes, no", "Yes, No"),
        (SINGLE, "gone", "gone", "gone"),
        (SCALE, 4, "4", "4"),
        (BUDGET, 1.5, "1.5 ₽", "1.5 ₽"),
        (NUMBER, 7, "7", "7"),
        (TEXT, "да", "да", "да"),
        (TEXT, None, "", ""),
        (None, ["a"], "['a']", "['a']"),
        (None, None, "", ""),
    ],
)
def test_an_answer_is_read_as(question: dict[str, Any] | None, value: Any, ru: str, en: str) -> None:
    asked = Question.model_validate(question) if question else None

    assert (as_text(asked, value, "ru"), as_text(asked, value, "en")) == (ru, en)
