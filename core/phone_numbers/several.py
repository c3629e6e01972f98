"""All the telephone numbers of one cell, with their extensions. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from core.errors import FieldFault, InvalidInput
from core.phone_numbers import e164
from core.phone_numbers.notation import without_fractions

_EXTENSION_WORD: Final = r"\(?\s*(?:доб(?:авочный)?|вн(?:утр)?|ext(?:ension)?)\b"
_BETWEEN: Final = re.compile(rf"[;,\r\n]+(?!\s*{_EXTENSION_WORD})", re.IGNORECASE)
_EXTENSION: Final = re.compile(
    rf"(?P<number>.*?)[\s,;]*(?P<said>{_EXTENSION_WORD}[\s.:=]*\d{{1,6}}\s*\)?)", re.IGNORECASE | re.DOTALL
)
# The surest sign first: whatever parts a cell into numbers alone, parts it.
_PARTINGS: Final = (
    re.compile(r"\s*[/\\|]\s*"),
    re.compile(r"\s*[/\\|]\s*|\s+(?=\+)"),
    re.compile(r"\s{2,}"),
)
_MOST_WORDS: Final = 30
_FEWEST_DIGITS: Final = 7
_MOST_DIGITS: Final = 17
# Of more text, looking for every way costs more than it finds.
_LONGEST_CELL: Final = 400


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    text: str
    """As it stands in the cell."""
    number: str
    """In E.164; empty: it is none."""
    extension: str = ""
    """What is asked for when somebody answers, as it was written."""
    fault: FieldFault | None = None


def numbers_in(cell: str, *, region: str) -> Sequence[WrittenNumber]:
    """Every number that a cell has; what is none of them comes with its fault.

    What reads as one number is one. Otherwise it is parted where that leaves numbers alone, in one way.
    """
    whole = _read(cell.strip(), region)
    if whole.number or not whole.text:
        return [whole] if whole.text else []
    parts = filter(None, map(str.strip, _BETWEEN.split(without_fractions(cell))))
    return [one for part in parts for one in _parted(part, region)]


def _parted(part: str, region: str) -> Sequence[WrittenNumber]:
    whole = _read(part, region)
    if whole.number or len(part) > _LONGEST_CELL:
        return [whole]
    for parting in _PARTINGS:
        pieces = parting.split(part)
        found = [_read(piece, region) for piece in pieces] if len(pieces) > 1 else []
        if found and all(one.number for one in found):
            return found
    words = part.split()
    ways = list(_ways(words, region)) if 1 < len(words) <= _MOST_WORDS else []
    return ways[0] if len(ways) == 1 else [whole]


def _read(text: str, region: str) -> WrittenNumber:
    extended = _EXTENSION.fullmatch(text) if len(text) <= _LONGEST_CELL else None
    written, extension = (extended["number"], extended["said"]) if extended else (text, "")
    try:
        return WrittenNumber(text, e164(written, region=region), extension.strip("() "))
    except InvalidInput as error:
        return WrittenNumber(text, "", "", error.faults[0])


def _ways(words: Sequence[str], region: str) -> Iterator[list[WrittenNumber]]:
    """How words that are parted by spaces alone can be put together to numbers, up to two ways."""
    ways: list[list[list[WrittenNumber]]] = [[[]]]
    for end in range(1, len(words) + 1):
        here: list[list[WrittenNumber]] = []
        for begin in range(end - 1, -1, -1):
            text = " ".join(words[begin:end])
            digits = sum(sign.isdigit() for sign in text)
            if digits > _MOST_DIGITS:
                break
            if digits >= _FEWEST_DIGITS and ways[begin] and (one := _read(text, region)).number:
                here += [[*way, one] for way in ways[begin]]
        ways.append(here[:2])
    yield from ways[-1]
