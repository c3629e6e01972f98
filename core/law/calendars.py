"""Public holidays by country."""

from collections.abc import Mapping
from datetime import date
from functools import cache

import holidays


@cache
def countries() -> frozenset[str]:
    """ISO 3166 codes of the countries whose holidays are known."""
    return frozenset(code for code in holidays.list_supported_countries(include_aliases=False))


def is_public_holiday(country: str, day: date) -> bool:
    return day in _public_holidays(country)


@cache
def _public_holidays(country: str) -> Mapping[date, str]:
    # The calendar adds a year when it is first asked for a day of it.
    return holidays.country_holidays(country)
