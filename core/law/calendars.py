"""Public holidays by country, and by those parts of one that have days of their own."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

import holidays


@cache
def countries() -> frozenset[str]:
    """ISO 3166 codes of the countries whose holidays are known."""
    return frozenset(code for code in holidays.list_supported_countries(include_aliases=False))


@cache
def subdivisions(country: str) -> Mapping[str, str]:
    """The parts of a country whose own holidays are known, by their code in ISO 3166-2, with their names.

    The code stands without the country's; a part that has none there goes by its name.
    """
    parts = holidays.list_supported_countries(include_aliases=False).get(country, ())
    if not parts:
        return {}
    # Of several names the first; of a part without any the code.
    names = {code: name for name, code in reversed(_calendar(country).subdivisions_aliases.items())}
    return {code: names.get(code, code) for code in parts}


def is_public_holiday(country: str, parts: Sequence[str], day: date) -> bool:
    """Whether it is one of the whole country, or of any of these parts of it."""
    return day in _calendar(country) or any(day in _calendar(country, part) for part in parts)


@cache
def _calendar(country: str, part: str | None = None) -> holidays.HolidayBase:
    # It adds a year when it is first asked for a day of it.
    return holidays.country_holidays(country, subdiv=part)
