"""How a client is found and sorted: folded text, the same on every database."""

from collections.abc import Iterable
from typing import Final

LONGEST_SORT_KEY: Final = 300


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
    return " | ".join([folded(part) for part in (name, region, *persons)] + digits)


def search_words(search: str) -> list[str]:
    """The parts that must all be found: words folded; a number written in any notation as bare digits."""
    digits = "".join(sign for sign in search if sign.isdigit())
    if len(digits) >= 4 and not any(sign.isalpha() for sign in search):
        # 8 903 ... and +7 903 ... are one Russian number.
        return [digits[1:] if len(digits) == 11 and digits[0] in "78" else digits]
    return folded(search).split()
