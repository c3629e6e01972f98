"""Reads the plain ways of writing a country's own numbers some ten times faster than the library does.

Files have them by the million. Whatever is not plain, or not surely a number, is left to the library;
what is read here reads the library just so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from phonenumbers import PhoneMetadata, region_codes_for_country_code

_PLAIN: Final = re.compile(r"(\+?)(\d[\d ()./-]*)", re.ASCII)
_NO_DIGITS: Final = re.compile(r"\D+", re.ASCII)
_KINDS: Final = (
    "fixed_line",
    "mobile",
    "toll_free",
    "premium_rate",
    "shared_cost",
    "personal_number",
    "pager",
    "uan",
    "voicemail",
    "voip",
)


def plain_e164(text: str, region: str) -> str | None:
    """The number in E.164, if it is a plainly written one of that region; None: ask the library."""
    written = _PLAIN.fullmatch(text)
    country = _country(region)
    if written is None or country is None:
        return None
    plus, signs = written.groups()
    digits = _NO_DIGITS.sub("", signs)
    national = country.international(digits) if plus else country.national(digits)
    return f"+{country.code}{national}" if national else None


@dataclass(frozen=True, slots=True)
class _Country:
    code: str
    trunk_prefix: str
    abroad: re.Pattern[str]
    """Dialled before the code of another country."""
    any_number: re.Pattern[str]
    known_number: re.Pattern[str]
    beginning: re.Pattern[str]
    """Tells its numbers from those of the other countries with its code."""

    def international(self, digits: str) -> str | None:
        rest = digits.removeprefix(self.code)
        return rest if digits.startswith(self.code) and self._is_known(rest) else None

    def national(self, digits: str) -> str | None:
        """Of digits without a plus: behind the trunk prefix, or behind the country's code."""
        if self.any_number.fullmatch(digits) or self.abroad.match(digits):
            return None
        for prefix in (self.trunk_prefix, self.code):
            rest = digits.removeprefix(prefix)
            if prefix and digits.startswith(prefix) and self._is_known(rest):
                return rest
        return None

    def _is_known(self, number: str) -> bool:
        # A kind's pattern alone lets through what is no number of the country at all.
        patterns = (self.any_number, self.known_number)
        if not self.beginning.match(number) or not all(one.fullmatch(number) for one in patterns):
            return False
        # A prefix may be written where none should be: then it is a shorter number, or none.
        return not any(
            prefix and number.startswith(prefix) and self.any_number.fullmatch(number.removeprefix(prefix))
            for prefix in (self.trunk_prefix, self.code)
        )


@cache
def _country(region: str) -> _Country | None:
    known = PhoneMetadata.metadata_for_region(region)
    if known is None or known.country_code is None or known.general_desc is None:
        return None
    if known.national_prefix_transform_rule:
        return None
    # Of several countries with one code, the first is asked first.
    regions: Sequence[str] = region_codes_for_country_code(known.country_code)
    if regions[0] != region or known.national_prefix_for_parsing != known.national_prefix:
        return None
    kinds = [getattr(known, kind) for kind in _KINDS]
    patterns = [kind.national_number_pattern for kind in kinds if kind and kind.national_number_pattern]
    return _Country(
        code=str(known.country_code),
        trunk_prefix=known.national_prefix or "",
        # Without one, nothing is: an empty pattern would be before everything.
        abroad=re.compile(known.international_prefix or "(?!)", re.ASCII),
        any_number=re.compile(known.general_desc.national_number_pattern or "", re.ASCII),
        beginning=re.compile(known.leading_digits or "", re.ASCII),
        known_number=re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.ASCII),
    )
