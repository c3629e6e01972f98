"""Telephone numbers: every way of writing one number becomes one E.164 string."""

import re
from functools import cache
from typing import Final
from zoneinfo import available_timezones

import phonenumbers
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumberFormat, timezone

from core.error_codes import ErrorCode
from core.errors import InvalidInput
from core.phone_numbers.notation import undecorated
from core.phone_numbers.plain import plain_e164

# Longer input is no number in any notation, and parsing it would only cost time.
_LONGEST_INPUT: Final = 40
_LONGEST_DECORATED: Final = 120
_LONGEST_E164: Final = len("+") + 15
_DIGITS: Final = frozenset("0123456789")
_ALLOWED: Final = _DIGITS | frozenset("+-(). \u00a0/")


def e164(text: str, *, region: str, field: str = "phone_number") -> str:
    """The number in E.164 with the plus; national notation is read as of `region` (ISO 3166).

    A leading 00 is read as the plus, whatever is dialled to leave `region`. What programmes and telephones
    put around a number is passed over (`core/phone_numbers/notation.py`). An extension is refused: it is for
    whoever can keep it to take it off before (`core/phone_numbers/several.py`).

    Raises:
        InvalidInput: letters or signs in it, or no number that could exist.
    """
    stripped = undecorated(text) if len(text) <= _LONGEST_DECORATED else text
    if not stripped:
        raise InvalidInput.of(field, ErrorCode.IS_EMPTY)
    # Checked before parsing: the library would read letters as a keypad and cut at `;` or `x`.
    if len(stripped) > _LONGEST_INPUT or not _ALLOWED.issuperset(stripped):
        raise InvalidInput.of(field, ErrorCode.NOT_NUMBER_SIGNS)
    if stripped.startswith("00"):
        stripped = "+" + stripped[2:]
    if plain := plain_e164(stripped, region):
        return plain
    try:
        number = phonenumbers.parse(stripped, region)
    except NumberParseException as error:
        raise InvalidInput.of(field, ErrorCode.NOT_A_NUMBER) from error
    if not phonenumbers.is_valid_number(number):
        raise InvalidInput.of(field, ErrorCode.IMPOSSIBLE_NUMBER)
    formatted = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    # A few national plans know longer numbers, for machines; E.164 and our columns do not.
    if len(formatted) > _LONGEST_E164:
        raise InvalidInput.of(field, ErrorCode.NUMBER_TOO_LONG)
    return formatted


def beginnings(written: str, *, region: str) -> frozenset[str]:
    """The digits with which an E.164 number may begin, after the plus, if its writing begins so.

    What is written is international or, as of `region`, national notation, broken off anywhere. Several
    answers are the rule: in Russia, "8 35" may begin +7 35, +7 835 or, its plus left out, +8 35.
    """
    digits = "".join(sign for sign in written if sign in _DIGITS)
    abroad = digits[2:] if digits.startswith("00") else digits
    if abroad != digits or written.lstrip().startswith("+") or not digits:
        return frozenset({abroad} - {""})
    country = str(phonenumbers.country_code_for_region(region))
    found = {digits, country + digits}
    plan = PhoneMetadata.metadata_for_region(region)
    if plan is not None:
        found |= {country + rest for rest in _without(plan.national_prefix_for_parsing, digits)}
        found |= set(_without(plan.international_prefix, digits))
    return frozenset(found - {""})


def _without(prefix: str | None, digits: str) -> list[str]:
    """What follows the prefix, if it is there; a regular expression of the numbering plan."""
    match = re.match(prefix, digits) if prefix else None
    return [digits[match.end() :]] if match else []


def time_zones_of(number: str) -> tuple[str, ...]:
    """IANA zones in which an E.164 number may ring; empty when its prefix says nothing.

    A Russian mobile number maps to sixteen: the client's own region is the better source.
    """
    zones = timezone.time_zones_for_number(phonenumbers.parse(number))
    return tuple(zone for zone in zones if is_zone(zone))


def own_zone_of(number: str) -> str:
    """The one zone in which an E.164 number can ring; empty: its prefix leaves that open."""
    zones = time_zones_of(number)
    return zones[0] if len(zones) == 1 else ""


def country_of(number: str) -> str:
    """ISO 3166 code of the country of an E.164 number; empty: it belongs to none, or to the whole world."""
    code: str | None = phonenumbers.region_code_for_number(phonenumbers.parse(number))
    return code if code and code.isalpha() else ""


def is_zone(name: str) -> bool:
    """Whether the IANA database has a zone of that name."""
    return name in _known_zones()


@cache
def _known_zones() -> frozenset[str]:
    # Asked once: the answer is gathered from some hundreds of files.
    return frozenset(available_timezones())
