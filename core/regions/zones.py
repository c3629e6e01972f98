"""In which time zone a client is whose region is written somehow. Pure.

A number's country says whose regions are meant: Georgia with a number of the United States is a state.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from core.regions.names import key_of, keys_in, names_in
from core.regions.north_america import NORTH_AMERICA, SEVERAL_ZONES
from core.regions.russia import RUSSIA


def zone_of_region(written: str, country: str) -> str:
    """The IANA name of its zone; empty: it is not known, has several zones, or is written against itself.

    `written` may have several parts, as in "Приморский край, г. Владивосток"; those that are known must
    agree, unless all of it is a name, as is "Washington, D.C.". `country`: ISO 3166 code of the country of
    the client's number.
    """
    regions = _COUNTRIES.get(country, {})
    if (whole := key_of(written)) in regions:
        return regions[whole]
    zones = {regions[key] for key in keys_in(written) if key in regions}
    return zones.pop() if len(zones) == 1 else ""


def _by_key(names_by_zone: Mapping[str, str], several: Iterable[str] = ()) -> Mapping[str, str]:
    """From a table of names by zone, and names of regions that no one zone holds for."""
    zones = {key_of(name): zone for zone, names in names_by_zone.items() for name in _names(names)}
    return zones | {key_of(name): "" for names in several for name in _names(names)}


def _names(table: str) -> list[str]:
    return [name for line in table.strip().splitlines() for name in names_in(line)]


_OF_NORTH_AMERICA: Final = _by_key(NORTH_AMERICA, [SEVERAL_ZONES])
_COUNTRIES: Final[Mapping[str, Mapping[str, str]]] = {
    "RU": _by_key(RUSSIA),
    "US": _OF_NORTH_AMERICA,
    "CA": _OF_NORTH_AMERICA,
}
