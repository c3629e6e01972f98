"""Which region is meant, however it is written, and which one a number belongs to. Pure.

Each region has one name here. Of countries without a table nothing is known: there a name means what it says.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Final

from core.regions.north_america import NORTH_AMERICA, SEVERAL_ZONES
from core.regions.russia import NUMBERS, RUSSIA

# What kind of a region it is, or how the kind is joined to the name: it tells no two apart.
_KINDS: Final = frozenset(
    {"область", "обл", "край", "республика", "респ", "автономный", "автономная", "округ", "ао"}
    | {"город", "гор", "г", "oblast", "obl", "krai", "kray", "republic", "rep", "autonomous", "okrug"}
    | {"region", "state", "province", "the", "of"}
)
_BETWEEN_PARTS: Final = re.compile(r"[,;()\n]")
_WORD: Final = re.compile(r"\w+")
# The others whose name is an adjective are an область or a край.
_KIND_OF: Final[Mapping[str, str]] = {
    "Донецкая Народная": "Республика",
    "Луганская Народная": "Республика",
    "Еврейская": "автономная область",
    "Ненецкий": "автономный округ",
    "Ханты-Мансийский": "автономный округ",
    "Чукотский": "автономный округ",
    "Ямало-Ненецкий": "автономный округ",
}
_COUNTRIES: Final = ("RU", "US", "CA")
_LONGEST_CODE: Final = 5


def key_of(name: str) -> str:
    """What two writings of one name have in common."""
    words = _WORD.findall(name.casefold().replace("ё", "е"))
    return " ".join(word for word in words if word not in _KINDS)


def keys_in(written: str) -> Sequence[str]:
    """Of each part, as in "Приморский край, г. Владивосток"."""
    return [key_of(part) for part in _BETWEEN_PARTS.split(written)]


def names_in(line: str) -> list[str]:
    return [name.strip() for name in line.split(",")]


def known_regions(country: str) -> Sequence[str]:
    """Their names, in order; none of a country (ISO 3166 code) that there is no table of."""
    return sorted(set(_regions(country).values()))


def every_region() -> Sequence[str]:
    """The names of all that are known, country by country."""
    return list(dict.fromkeys(name for country in _COUNTRIES for name in known_regions(country)))


def region_of(written: str, country: str) -> str:
    """The region's name; empty: it is not known, or is written against itself."""
    regions = _regions(country)
    found = {regions[key] for key in keys_in(written) if key in regions}
    return found.pop() if len(found) == 1 else ""


def region_of_number(number: str) -> str:
    """In which region of Russia an E.164 number is at home; empty: it may be in any, or abroad."""
    code = number.removeprefix("+7")
    lengths = range(_LONGEST_CODE, 0, -1) if code != number else ()
    return next((_BY_CODE[code[:length]] for length in lengths if code[:length] in _BY_CODE), "")


def _russian(name: str) -> str:
    if name in _KIND_OF:
        return f"{name} {_KIND_OF[name]}"
    kind = "область" if name.endswith("ая") else "край" if name.endswith("ий") else ""
    return f"{name} {kind}".strip()


@cache
def _regions(country: str) -> Mapping[str, str]:
    """Names by the keys of all writings."""
    if country == "RU":
        lines = [names_in(line) for table in RUSSIA.values() for line in table.strip().splitlines()]
        return {key_of(name): _russian(names[0]) for names in lines for name in names}
    if country in ("US", "CA"):
        tables = chain(NORTH_AMERICA.values(), [SEVERAL_ZONES])
        lines = [names_in(line) for table in tables for line in table.strip().splitlines()]
        return {key_of(name): names[0] for names in lines for name in names}
    return {}


_BY_CODE: Final[Mapping[str, str]] = {
    code: _russian(name) for name, codes in NUMBERS.items() for code in codes.split()
}
