"""Which encoding and which delimiter a text file was written with. Pure, from its beginning."""

import csv
import io
import itertools
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections import Counter
from collections.abc import Sequence
from typing import Final

from core.imports.plan import DELIMITERS

SAMPLE_BYTES: Final = 64 * 1024
_SAMPLE_LINES: Final = 30
# Of these, two thirds of any Russian text are made; in the wrong encoding they turn into others.
_FREQUENT: Final = frozenset("оеаинтсрвлкм")
_PUNCTUATION: Final = frozenset("«»№\u00a0–—…’“”€")
_WESTERN: Final = "cp1252"
_EIGHT_BIT: Final = ("cp1251", "cp866", "koi8-r", _WESTERN)


def encoding_of(sample: bytes) -> str:
    """One of `core.imports.plan.ENCODINGS`; a guess where the bytes leave a choice."""
    if sample.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    if sample.startswith(BOM_UTF8) or _is_utf8(sample):
        return "utf-8"
    return max(_EIGHT_BIT, key=lambda name: _plausibility(sample.decode(name, "replace"), name))


def _is_utf8(sample: bytes) -> bool:
    try:
        # The sample may end within a character.
        getincrementaldecoder("utf-8")().decode(sample, final=False)
    except UnicodeDecodeError:
        return False
    return True


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
