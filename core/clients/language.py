"""In which language a client is spoken to, after what a list says of them. Pure."""

from collections.abc import Mapping
from typing import Final

from core.users.models import Language

# Where Russian is an official language, or the one in which strangers are commonly called.
_RUSSIAN_SPOKEN: Final = frozenset({"RU", "BY", "KZ", "KG", "TJ", "TM", "UZ", "AM", "AZ", "MD"})
_WORDS: Final[Mapping[str, Language]] = {
    word: language
    for language, words in {
        Language.RUSSIAN: ("ru", "rus", "russian", "ru-ru", "русский", "рус", "ру"),
        Language.ENGLISH: ("en", "eng", "english", "en-gb", "en-us", "английский", "англ"),
    }.items()
    for word in words
}


def language_written(text: str) -> Language | None:
    """The language of that code or name; None: it is none that clients are spoken to in."""
    return _WORDS.get(text.casefold().strip().rstrip(".").replace("_", "-"))


def language_of_country(country: str, *, home: str) -> Language:
    """Of a number's country; of `home`, the call centre's, for a number that belongs to none. ISO 3166."""
    return Language.RUSSIAN if (country or home) in _RUSSIAN_SPOKEN else Language.ENGLISH
