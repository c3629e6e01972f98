"""Which encoding and which delimiter a text file was written with. Pure."""

import csv
import io
import itertools
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from core.imports.plan import DELIMITERS

PIECE_BYTES: Final = 64 * 1024
"""A file is looked at in pieces of this size, so that a large one takes no more memory than a small one."""
_SAMPLE_LINES: Final = 30
# Of these, two thirds of any Russian text are made; in the wrong encoding they turn into others.
_FREQUENT: Final = frozenset("оеаинтсрвлкм")
_PUNCTUATION: Final = frozenset("«»№\u00a0–—…’“”€")
_WESTERN: Final = "cp1252"
# Of a Russian text in UTF-16, delimiters, digits and line ends; of a picture, zeros stand anywhere.
_LEAST_ZEROS: Final = 0.02
_MOST_ASTRAY: Final = 50
# Of DOS Cyrillic, one letter in ten may happen to be.
_LEAST_RIGHT: Final = 3
_EIGHT_BIT: Final = ("cp1251", "cp866", "koi8-r", _WESTERN)


def encoding_of(pieces: Iterable[bytes]) -> str:
    """One of `core.imports.plan.ENCODINGS`, of a whole file; a guess where the bytes leave a choice.

    No guess has to fit every byte: a few spoiled ones in a file of thousands of lines change nothing.
    """
    rest = iter(pieces)
    first = next(rest, b"")
    if first.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) or _unmarked_utf_16(first):
        return "utf-16"
    if first.startswith(BOM_UTF8):
        return "utf-8"
    decoder = getincrementaldecoder("utf-8")("surrogateescape")
    right = spoiled = 0
    sample = bytearray()
    for piece, is_last in _with_last(itertools.chain([first], rest)):
        text = decoder.decode(piece, final=is_last)
        if not text.isascii():
            proper = text.encode("utf-8", "ignore").decode()
            spoiled += len(text) - len(proper)
            right += len(proper) - len(proper.encode("ascii", "ignore"))
        if len(sample) < PIECE_BYTES and not piece.isascii():
            # Plain letters and digits are the same in all of them.
            sample += b"".join(line for line in piece.splitlines(keepends=True) if not line.isascii())
    # Of what was written in eight bits hardly a letter happens to be UTF-8.
    if right >= _LEAST_RIGHT * spoiled:
        return "utf-8"
    return max(_EIGHT_BIT, key=lambda name: _plausibility(sample.decode(name, "replace"), name))


def _with_last(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    for piece, following in itertools.pairwise(itertools.chain(pieces, [None])):
        if piece is not None:
            yield piece, following is None


def codec_of(encoding: str, beginning: bytes) -> str:
    """Python's name of how a file is to be read that begins so."""
    if encoding == "utf-8":
        # This one passes over the mark at the beginning, whose absence it does not mind.
        return "utf-8-sig"
    if encoding != "utf-16" or beginning.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return encoding
    return _unmarked_utf_16(beginning) or "utf-16-le"


def _unmarked_utf_16(beginning: bytes) -> str | None:
    """UTF-16 is known by its zeros: every other byte of plain signs is one, which says the order."""
    even, odd = beginning[::2].count(0), beginning[1::2].count(0)
    fewest = len(beginning) * _LEAST_ZEROS
    is_in_pairs = len(beginning) % 2 == 0 and max(even, odd) >= max(fewest, 1)
    if not is_in_pairs or min(even, odd) * _MOST_ASTRAY > max(even, odd):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _plausibility(text: str, name: str) -> float:
    """How much this looks like words that people write: the higher, the likelier."""
    foreign = [sign for sign in text if sign > "\x7f"]
    strange = sum(not sign.isalpha() and sign not in _PUNCTUATION for sign in foreign)
    if name == _WESTERN:
        # Latin letters with marks stand among plain ones; of Russian bytes they would be all there is.
        letters = sum(0.5 for sign in foreign if sign.isalpha())
        return letters - 2 * strange - 2 * _side_by_side(_foreign_letters(text))
    score = sum(1.0 if sign in _FREQUENT else 0.7 * (sign.lower() in _FREQUENT) for sign in foreign)
    score -= 2 * strange
    words_in_two_scripts = sum(
        (one.isascii() != other.isascii()) and one.isalpha() and other.isalpha()
        for one, other in itertools.pairwise(text)
    )
    capitals_within = sum(one.islower() and other.isupper() for one, other in itertools.pairwise(text))
    return score - 2 * words_in_two_scripts - capitals_within


def _foreign_letters(text: str) -> list[bool]:
    return [sign > "\x7f" and sign.isalpha() for sign in text]


def _side_by_side(is_meant: Sequence[bool]) -> int:
    return sum(one and other for one, other in itertools.pairwise(is_meant))


def delimiter_of(sample: str) -> str:
    """The one that cuts most lines into equally many columns."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(sample: str, delimiter: str) -> tuple[float, int]:
    counts: Counter[int] = Counter()
    try:
        for values in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            counts[len(values)] += bool(values)
            if counts.total() >= _SAMPLE_LINES:
                break
    except csv.Error:
        return (0.0, 0)
    columns, lines = max(counts.items(), key=lambda item: (item[0] > 1, item[1]), default=(0, 0))
    if columns < 2:
        return (0.0, columns)
    return (lines / counts.total(), columns)
