"""What the audit trail says of a changed document."""

from core.campaigns.document_changes import Part, difference, parts_of_script
from core.questionnaires.document import Script, Text


def a_part(name: str, content: str = "") -> Part:
    return Part(name, Text(ru=name, en=""), content)


def names(found: dict[str, list[dict[str, str]]]) -> dict[str, str]:
    return {word: "".join(name["ru"] for name in parts) for word, parts in found.items()}


def test_each_part_is_named_by_what_became_of_it() -> None:
    before = [a_part("a"), a_part("b", "old"), a_part("c")]
    after = [a_part("b", "new"), a_part("c"), a_part("d")]

    assert names(difference(before, after)) == {"added": "d", "removed": "a", "changed": "b"}


def test_another_order_alone_is_a_change_and_the_same_document_is_none() -> None:
    before = [a_part("a"), a_part("b"), a_part("c")]

    assert names(difference(before, [before[0], before[2], before[1]])) == {"order": "acb"}
    assert difference(before, before) == {}


def test_a_line_that_is_said_twice_is_a_line_more() -> None:
    line = {"kind": "say", "text": {"ru": "Алло", "en": ""}}
    once, twice = (Script.model_validate({"blocks": [line] * count}) for count in (1, 2))

    assert names(difference(parts_of_script(once), parts_of_script(twice))) == {"added": "Алло"}


def test_a_long_text_is_named_by_its_beginning() -> None:
    [name] = difference([], [Part("a", Text(ru="x" * 500, en=""), "")])["added"]

    assert len(name["ru"]) == 100
    assert name["ru"].endswith("x…")
