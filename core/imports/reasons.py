"""Why a line was refused, in the words of the pages and in either of their languages. Pure.

Whoever corrects a file of refused lines has no page beside it that says its codes. Of all the codes these
are the ones that a line can be refused with; each text is the page's own (`operator_ui/src/app/errorCodes.ts`
and the Russian catalogue), in the same notation, and a test compares them.
"""

import re
from collections.abc import Mapping
from typing import Final

from core.error_codes import ErrorCode, Parameter, Parameters
from core.questionnaires.document import Text
from core.users.models import Language

REASONS: Final[Mapping[ErrorCode, Text]] = {
    ErrorCode.IS_EMPTY: Text(en="is empty", ru="пусто"),
    ErrorCode.TOO_LONG: Text(
        en="is longer than {max, plural, one {# character} few {# characters} many {# characters} "
        "other {# characters}}",
        ru="длиннее {max, plural, one {# знака} few {# знаков} many {# знаков} other {# знака}}",
    ),
    ErrorCode.MALFORMED: Text(en="is not written as it should be", ru="записано не так, как нужно"),
    ErrorCode.CONTROL_CHARACTERS: Text(en="has control characters", ru="содержит управляющие символы"),
    ErrorCode.UNSTORABLE_CHARACTERS: Text(
        en="has characters that cannot be stored", ru="содержит знаки, которые нельзя сохранить"
    ),
    ErrorCode.SPOILED_CHARACTERS: Text(
        en="has characters that are not in the file's encoding",
        ru="содержит знаки не в кодировке файла",
    ),
    ErrorCode.UNCLOSED_QUOTE: Text(
        en="unclosed quote, lines {first, number}–{last, number}",
        ru="незакрытая кавычка, строки {first, number}–{last, number}",
    ),
    ErrorCode.NOT_NUMBER_SIGNS: Text(
        en="has signs that are not part of a telephone number",
        ru="содержит знаки, которых в номере телефона не бывает",
    ),
    ErrorCode.NOT_A_NUMBER: Text(en="is not a telephone number", ru="не похоже на номер телефона"),
    ErrorCode.IMPOSSIBLE_NUMBER: Text(
        en="is not a number that can exist in its country",
        ru="такого номера в этой стране быть не может",
    ),
    ErrorCode.NUMBER_TOO_LONG: Text(
        en="is longer than an international number can be",
        ru="длиннее, чем бывают международные номера",
    ),
    ErrorCode.TOO_MANY_NUMBERS: Text(
        en="has more than {max, number} numbers in one line",
        ru="содержит больше {max, number} номеров в одной строке",
    ),
    ErrorCode.UNKNOWN_ZONE: Text(en="is not a known time zone", ru="неизвестный часовой пояс"),
    ErrorCode.UNKNOWN_LANGUAGE: Text(
        en="is not a language in which clients are spoken to: ru, en",
        ru="не язык, на котором говорят с клиентами: ru, en",
    ),
    ErrorCode.ALREADY_LISTED: Text(
        en="is on this campaign's list already", ru="уже есть в списке этой кампании"
    ),
}

# As much of ICU's message format as the texts above use.
_ARGUMENT: Final = re.compile(r"\{(\w+), (?:number|plural, ((?:\w+ \{[^{}]*\} ?)+))\}")
_FORM: Final = re.compile(r"(\w+) \{([^{}]*)\}")
_GROUPS: Final[Mapping[Language, str]] = {Language.ENGLISH: ",", Language.RUSSIAN: "\u00a0"}


def reason_in(language: Language, code: ErrorCode, parameters: Parameters) -> str:
    """In English from the code itself, where a line was refused for something that has no text here."""
    text = REASONS.get(code)
    if text is None:
        return code.in_english(parameters)

    def put(argument: re.Match[str]) -> str:
        value = parameters[argument[1]]
        forms: dict[str, str] = dict(_FORM.findall(argument[2] or ""))
        form = forms.get(_form_of(language, value), "#")
        return form.replace("#", _written(language, value))

    return _ARGUMENT.sub(put, text.ru if language is Language.RUSSIAN else text.en)


def _form_of(language: Language, value: Parameter) -> str:
    """Which plural a whole number takes, by its name in CLDR."""
    if not isinstance(value, int):
        return "other"
    if language is Language.ENGLISH:
        return "one" if value == 1 else "other"
    if 11 <= value % 100 <= 14:
        return "many"
    match value % 10:
        case 1:
            return "one"
        case 2 | 3 | 4:
            return "few"
        case _:
            return "many"


def _written(language: Language, value: Parameter) -> str:
    return f"{value:,}".replace(",", _GROUPS[language]) if isinstance(value, int) else str(value)
