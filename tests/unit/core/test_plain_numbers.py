"""Plain numbers are read quickly, and just as the library reads them."""

import phonenumbers
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumberFormat

from core.phone_numbers.plain import plain_e164

# Codes, trunk prefixes and international prefixes, in and out of place.
BEGINNINGS = ["", "+7", "8", "7", "+78", "87", "+1", "1", "+49", "0", "049", "+490", "+39", "+62", "810"]
REGIONS = ["RU", "US", "DE", "IT", "FR", "UA", "KZ", "GB"]


def as_the_library_reads(text: str, region: str) -> str | None:
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


@settings(max_examples=1500)
@given(
    st.sampled_from(BEGINNINGS),
    st.from_regex(r"[349]?[0-9][0-9 ()-]{5,12}", fullmatch=True),
    st.sampled_from(REGIONS),
)
@example("0", "49373540361", "DE")
@example("+7", "8001234567", "RU")
@example("8", "8001234567", "RU")
@example("049", "4930000", "DE")
@example("0", "15112344000", "IL")
@example("0", "06317078", "RW")
def test_what_is_read_plainly_is_what_the_library_reads(beginning: str, rest: str, region: str) -> None:
    text = beginning + rest
    plain = plain_e164(text, region)
    assert plain in (None, as_the_library_reads(text, region))


@pytest.mark.parametrize("kind", range(11))
def test_each_countrys_own_numbers_are_read_as_the_library_reads_them(kind: int) -> None:
    for region in phonenumbers.SUPPORTED_REGIONS:
        known = PhoneMetadata.metadata_for_region(region)
        example_number = phonenumbers.example_number_for_type(region, kind)
        if known is None or example_number is None:
            continue
        prefix, code = known.national_prefix or "", str(known.country_code)
        for beginning in ("", prefix, code, f"+{code}", f"+{code}{prefix}", prefix + code):
            text = f"{beginning}{example_number.national_number}"
            assert plain_e164(text, region) in (None, as_the_library_reads(text, region)), region


@pytest.mark.parametrize(
    "written", ["+79161234567", "89161234567", "79161234567", "8 (916) 123-45-67", "8 800 123 45 67"]
)
def test_what_files_are_full_of_is_plain(written: str) -> None:
    assert plain_e164(written, "RU") == as_the_library_reads(written, "RU")
    assert plain_e164(written, "RU")


@pytest.mark.parametrize(
    "written", ["", "+", "+7+9161234567", "9161234567x1", "112", "+79161234567\n", "9161234567"]
)
def test_what_is_not_plain_is_left_to_the_library(written: str) -> None:
    assert plain_e164(written, "RU") is None
