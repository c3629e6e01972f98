"""Which region is meant, however it is written, and which one a number belongs to. Pure.

Each region has one name here. Of countries without a table nothing is known: there a name means what it says.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Final

from core.regions.north_america import CODES, NORTH_AMERICA, SEVERAL_ZONES
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
_LONGEST_PREFIX: Final = len("+781853")
# The bare name says no time zone, so that the two stand apart in the table of zones; it is one state.
_WRITTEN_ALIKE: Final[Mapping[str, str]] = {"WA": "Washington"}


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
    if whole := regions.get(key_of(written)):
        return whole
    found = {regions[key] for key in keys_in(written) if key in regions}
    return found.pop() if len(found) == 1 else ""


def region_of_number(number: str) -> str:
    """In which region an E.164 number is at home by its area code; empty: in any, or nobody knows."""
    prefixes = (number[:length] for length in range(_LONGEST_PREFIX, 0, -1))
    return next((_BY_PREFIX[prefix] for prefix in prefixes if prefix in _BY_PREFIX), "")


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
        return {key_of(name): _WRITTEN_ALIKE.get(names[0], names[0]) for names in lines for name in names}
    return {}


_BY_PREFIX: Final[Mapping[str, str]] = {
    **{f"+7{code}": _russian(name) for name, codes in NUMBERS.items() for code in codes.split()},
    **{f"+1{code}": name for name, codes in CODES.items() for code in codes.split()},
}
