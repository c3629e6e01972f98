"""What a script, a questionnaire and a list of dispositions cannot be, told by its place."""

from typing import Any

import pytest

from core.campaigns.dispositions import STANDARD, WITHOUT_CAMPAIGN, DispositionChoice
from core.campaigns.editing import disposition_faults
from core.errors import FieldFault
from core.questionnaires.document import Questionnaire, Script
from core.questionnaires.soundness import questionnaire_faults, script_faults

WORDS = {"ru": "Вопрос", "en": "Question"}
NO_WORDS = {"ru": " ", "en": ""}
YES_NO = [{"id": one, "label": {"ru": one, "en": one.title()}} for one in ("yes", "no")]


def a_question(question_id: str = "q", kind: str = "text", **values: Any) -> dict[str, Any]:
    return {"id": question_id, "kind": kind, "text": WORDS, **values}


def only_if(field: str, operator: str, value: Any = None) -> dict[str, Any]:
    return {"combinator": "and", "rules": [{"field": field, "operator": operator, "value": value}]}


def told(faults: list[FieldFault]) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in faults]


def faults_of(*questions: dict[str, Any]) -> list[tuple[str, str]]:
    return told(questionnaire_faults(Questionnaire.model_validate({"questions": questions})))


@pytest.mark.parametrize(
    ("question", "place", "code"),
    [
        pytest.param(a_question(text=NO_WORDS), "text", "is_empty", id="no words in any language"),
        pytest.param(
            a_question(text={"ru": "a\0", "en": ""}), "text.ru", "unstorable_characters", id="no text at all"
        ),
        pytest.param(a_question(kind="single"), "options", "needs_one", id="a choice of nothing"),
        pytest.param(a_question(options=YES_NO), "options", "misplaced", id="options of a text"),
        pytest.param(
            a_question(kind="multiple", options=[YES_NO[0], YES_NO[0]]),
            "options.1.id",
            "used_above",
            id="two options of one id",
        ),
        pytest.param(
            a_question(kind="single", options=[{"id": "a", "label": NO_WORDS}]),
            "options.0.label",
            "is_empty",
            id="an option without words",
        ),
        pytest.param(a_question(kind="scale"), "scale", "is_missing", id="a scale without its ends"),
        pytest.param(a_question(scale={"min": 1, "max": 5}), "scale", "misplaced", id="the scale of a text"),
        pytest.param(
            a_question(kind="scale", scale={"min": 5, "max": 5}), "scale.max", "too_low", id="a flat scale"
        ),
        pytest.param(
            a_question(kind="scale", scale={"min": 1, "max": 5, "min_label": NO_WORDS}),
            "scale.min_label",
            "is_empty",
            id="an end without words",
        ),
        pytest.param(a_question(number={"min": 1}), "number", "misplaced", id="the range of a text"),
        pytest.param(
            a_question(kind="number", number={"min": 2, "max": 1}),
            "number.max",
            "too_low",
            id="a range of nothing",
        ),
        pytest.param(
            a_question(shown_if=only_if("q", "null")),
            "shown_if.rules.0.field",
            "not_asked_above",
            id="a question about itself",
        ),
    ],
)
def test_a_question_is_refused_by_its_place(question: dict[str, Any], place: str, code: str) -> None:
    assert faults_of(question) == [(f"questions.0.{place}", code)]


def test_every_fault_is_told_at_once() -> None:
    assert faults_of(a_question("a"), a_question("a", text=NO_WORDS), a_question("b", "single")) == [
        ("questions.1.id", "used_above"),
        ("questions.1.text", "is_empty"),
        ("questions.2.options", "needs_one"),
    ]


ASKED = (
    a_question("single", "single", options=YES_NO),
    a_question("multiple", "multiple", options=YES_NO),
    a_question("scale", "scale", scale={"min": 1, "max": 5}),
    a_question("number", "number"),
    a_question("date", "date"),
    a_question("text", "text"),
)
RULE = f"questions.{len(ASKED)}.shown_if.rules.0"


@pytest.mark.parametrize(
    ("field", "operator", "value"),
    [
        ("single", "=", "yes"),
        ("single", "in", ["yes", "no"]),
        ("multiple", "contains", "yes"),
        ("multiple", "=", ["no"]),
        ("multiple", "notIn", ["no"]),
        ("scale", ">=", 4),
        ("number", "!=", 1.5),
        ("date", "<", "2026-03-02"),
        ("text", "contains", "да"),
        ("text", "notNull", None),
        ("single", "null", ""),
    ],
)
def test_a_question_may_hang_on(field: str, operator: str, value: Any) -> None:
    assert faults_of(*ASKED, a_question("last", shown_if=only_if(field, operator, value))) == []


@pytest.mark.parametrize(
    ("field", "operator", "value", "place", "code"),
    [
        ("later", "=", "x", "field", "not_asked_above"),
        ("single", "<", "yes", "operator", "misfit_rule"),
        ("single", "contains", "yes", "operator", "misfit_rule"),
        ("single", "=", "maybe", "value", "unknown_option"),
        ("single", "=", None, "value", "is_empty"),
        ("single", "in", "yes", "value", "needs_list"),
        ("single", "in", ["yes", "maybe"], "value", "unknown_option"),
        ("single", "notNull", "yes", "value", "misfit_rule"),
        ("multiple", "contains", "maybe", "value", "unknown_option"),
        ("multiple", "=", "yes", "value", "needs_list"),
        ("scale", ">", 6, "value", "too_high"),
        ("scale", "=", "4", "value", "needs_whole_number"),
        ("number", ">", "many", "value", "needs_number"),
        ("date", "<", "tomorrow", "value", "needs_date"),
        ("text", ">", "a", "operator", "misfit_rule"),
        ("text", "=", "half \ud800", "value", "unstorable_characters"),
    ],
)
def test_a_condition_is_refused(field: str, operator: str, value: Any, place: str, code: str) -> None:
    last = a_question("last", shown_if=only_if(field, operator, value))
    assert faults_of(*ASKED, last) == [(f"{RULE}.{place}", code)]


def test_a_condition_in_a_condition_is_read_too() -> None:
    inner = only_if("nobody", "null")
    last = a_question("last", shown_if={"combinator": "or", "rules": [inner]})
    assert faults_of(*ASKED, last) == [(f"{RULE}.rules.0.field", "not_asked_above")]


def test_a_block_of_a_script_needs_words_in_one_language() -> None:
    blocks = [{"kind": "say", "text": {"ru": "", "en": "Hello"}}, {"kind": "hint", "text": NO_WORDS}]
    assert told(script_faults(Script.model_validate({"blocks": blocks}))) == [("blocks.1.text", "is_empty")]


def a_choice(code: str, key: str, **values: Any) -> DispositionChoice:
    return DispositionChoice.model_validate({"code": code, "key": key, "label": WORDS, **values})


@pytest.mark.parametrize(
    ("choices", "faults"),
    [
        ([], [("dispositions", "needs_one")]),
        ([a_choice("a", "1"), a_choice("a", "2")], [("dispositions.1.code", "used_above")]),
        ([a_choice("a", "1"), a_choice("b", "1")], [("dispositions.1.key", "used_above")]),
        ([a_choice("a", "1", label=NO_WORDS)], [("dispositions.0.label", "is_empty")]),
        (STANDARD, []),
        (WITHOUT_CAMPAIGN, []),
    ],
)
def test_dispositions_are_told_what_stands_in_their_way(
    choices: list[DispositionChoice], faults: list[tuple[str, str]]
) -> None:
    assert told(disposition_faults(choices)) == faults
