"""What was changed of a document, by name, as the audit trail tells it; pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from core.campaigns.dispositions import DispositionChoice
from core.questionnaires.document import Questionnaire, Script, Text

_LONGEST_NAME: Final = 100


@dataclass(frozen=True, slots=True)
class Part:
    """A block, a question or a disposition: what stays itself when it is changed, its name, all of it."""

    identity: object
    name: Text
    content: object


def parts_of_script(script: Script) -> list[Part]:
    """A block has no identity but what it says, and which of those that say the same it is."""
    seen: Counter[object] = Counter()
    parts = []
    for block in script.blocks:
        seen[block] += 1
        parts.append(Part((block, seen[block]), block.text, block))
    return parts


def parts_of_questionnaire(questionnaire: Questionnaire) -> list[Part]:
    return [Part(question.id, question.text, question.model_dump()) for question in questionnaire.questions]


def parts_of_dispositions(choices: Sequence[DispositionChoice]) -> list[Part]:
    return [Part(choice.code, choice.label, choice) for choice in choices]


def difference(before: Sequence[Part], after: Sequence[Part]) -> dict[str, Any]:
    """Names of what was added, removed and changed; of all in their new order, if that is another one."""
    old = {part.identity: part for part in before}
    new = {part.identity: part for part in after}
    kept = [part for part in after if part.identity in old]
    found: Mapping[str, Sequence[Part]] = {
        "added": [part for part in after if part.identity not in old],
        "removed": [part for part in before if part.identity not in new],
        "changed": [part for part in kept if part.content != old[part.identity].content],
        "order": after if _is_reordered(before, kept, new) else [],
    }
    return {word: [_name(part) for part in parts] for word, parts in found.items() if parts}


def _is_reordered(before: Sequence[Part], kept: Sequence[Part], new: Mapping[object, Part]) -> bool:
    return [part.identity for part in kept] != [part.identity for part in before if part.identity in new]


def _name(part: Part) -> dict[str, str]:
    return {"ru": _short(part.name.ru), "en": _short(part.name.en)}


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST_NAME else f"{words[: _LONGEST_NAME - 1]}…"
