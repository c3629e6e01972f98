"""How a client is found and sorted: folded text and digits, the same on every database."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from core.phone_numbers import beginnings

LONGEST_SORT_KEY: Final = 300
# Stands in front of every part of a search text but the first.
BETWEEN_PARTS: Final = " | "

# What a short row of digits stands for is anybody's guess: a house, a name, a number begun.
_SURELY_ONE_NUMBER: Final = 4
_SURELY_NO_NAME: Final = 6


def folded(text: str) -> str:
    """Case and the two dots of Ё do not matter to whoever searches."""
    # NUL is a space here, since PostgreSQL takes none.
    return " ".join(text.casefold().replace("ё", "е").replace("\0", " ").split())


def sort_key(name: str) -> str:
    """Quotation marks in front do not count: «Ромашка» stands under Р."""
    # Folding can lengthen: ﬃ is one sign and three letters.
    return folded(name).lstrip("«»\"'„“” ")[:LONGEST_SORT_KEY]


def search_text(*, name: str, region: str, persons: Iterable[str], numbers: Iterable[str]) -> str:
    """All that a search may hit, one part after another."""
    digits = [number.lstrip("+") for number in numbers]
    return BETWEEN_PARTS.join([folded(part) for part in (name, region, *persons)] + digits)


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody looks for: a card with all the words, or with a number that the digits belong to."""

    words: tuple[str, ...]
    digits: str = ""
    """They may stand anywhere in a number; empty if none were typed, or if they are its beginning."""
    beginnings: frozenset[str] = frozenset()
    """How the number may begin in E.164, without the plus; left out where `digits` finds it too."""
    is_number: bool = False
    """Nothing but a telephone number has so many digits in a row."""


def search_for(text: str, *, home_region: str) -> Search:
    """Digits without a letter are looked up as a number too, however it is written and how far."""
    words = tuple(folded(text).split())
    digits = "".join(sign for sign in text if sign in "0123456789")
    if not digits or any(sign.isalpha() for sign in text):
        return Search(words)
    anywhere = "" if text.lstrip().startswith("+") else digits
    return Search(
        words=words if anywhere and len(digits) < _SURELY_ONE_NUMBER else (),
        digits=anywhere,
        beginnings=frozenset(
            begun for begun in beginnings(text, region=home_region) if not anywhere or anywhere not in begun
        ),
        is_number=len(digits) >= _SURELY_NO_NAME,
    )
