"""Every way of writing one number is one number, and nothing else is a number."""

import re

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidInput
from core.phone_numbers import beginnings, e164, time_zones_of


@pytest.mark.parametrize(
    "written",
    [
        "+79161234567",
        "+7 916 123-45-67",
        "+7 (916) 123-45-67",
        "+7(916)1234567",
        "+7.916.123.45.67",
        "+7\u00a0916\u00a01234567",
        "8 (916) 123-45-67",
        "89161234567",
        "8-916-123-45-67",
        "9161234567",
        "79161234567",
        "0079161234567",
        "00 7 916 123 45 67",
        "8 10 7 916 123 45 67",
        "  +79161234567\t",
        "89161234567\n",
    ],
)
def test_a_russian_number_is_one_however_it_is_written(written: str) -> None:
    assert e164(written, region="RU") == "+79161234567"


@pytest.mark.parametrize(
    ("written", "region", "number"),
    [
        ("+44 20 7946 0000", "RU", "+442079460000"),
        ("0044 20 7946 0000", "RU", "+442079460000"),
        ("020 7946 0000", "GB", "+442079460000"),
        ("+44 (0)20 7946 0000", "GB", "+442079460000"),
        ("+375 29 123-45-67", "RU", "+375291234567"),
        ("8 (029) 123-45-67", "BY", "+375291234567"),
        ("8 495 123-45-67", "RU", "+74951234567"),
        ("+39 06 1234 5678", "RU", "+390612345678"),
    ],
)
def test_a_number_of_any_country(written: str, region: str, number: str) -> None:
    assert e164(written, region=region) == number


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        pytest.param("", "empty", id="nothing"),
        pytest.param(" \n", "empty", id="blank"),
        pytest.param("8-800-FLOWERS", "signs", id="letters"),
        pytest.param("+7916123456O", "signs", id="the letter O"),
        pytest.param("+79161234567 доб. 12", "signs", id="an extension"),
        pytest.param("+79161234567x12", "signs", id="an extension with x"),
        pytest.param("*100#", "signs", id="a code for the network"),
        pytest.param("+79161234567#", "signs", id="a hash at the end"),
        pytest.param("+79161234567;phone-context=evil", "signs", id="a parameter"),
        pytest.param("79161234567@trunk", "signs", id="an address"),
        pytest.param("+79161234567,,1", "signs", id="pauses"),
        pytest.param("+79161234567&PJSIP/other", "signs", id="a second channel"),
        pytest.param("+7916123\r\nAction: Command", "signs", id="a second line"),
        pytest.param("+7916\n1234567", "signs", id="a line break inside"),
        pytest.param("+7916\x001234567", "signs", id="a control sign"),
        pytest.param("+7916\u202e1234567", "signs", id="a sign that turns the direction"),
        pytest.param("+٧٩١٦١٢٣٤٥٦٧", "signs", id="Arabic-Indic digits"),
        pytest.param("+７９１６１２３４５６７", "signs", id="wide digits"),
        pytest.param("9" * 64, "signs", id="sixty-four digits"),
        pytest.param("+", "not a telephone number", id="a plus alone"),
        pytest.param("00", "not a telephone number", id="a prefix alone"),
        pytest.param("+7+9161234567", "not a telephone number", id="two pluses"),
        pytest.param("12", "can exist", id="too short"),
        pytest.param("112", "can exist", id="an emergency number"),
        pytest.param("+7916123456789", "can exist", id="too long for its country"),
        pytest.param("+79161234567/8", "can exist", id="a second number begun"),
        pytest.param("+999 123456789", "not a telephone number", id="no such country"),
        pytest.param("+62 001 803 12345678901", "longer than", id="longer than E.164 allows"),
    ],
)
def test_it_is_refused(written: str, reason: str) -> None:
    with pytest.raises(InvalidInput, match=f"^mobile: .*{reason}"):
        e164(written, region="RU", field="mobile")


REGIONS = st.sampled_from(["RU", "GB", "US", "DE", "ID", "BY"])
LIKE_A_NUMBER = st.text(st.sampled_from("0123456789+-(). /\u00a0"), max_size=30)
PREFIXED = st.builds(
    "".join, st.tuples(st.sampled_from(["+7916", "8", "00", "+44", "+49", "+62"]), LIKE_A_NUMBER)
)


@given(st.text() | LIKE_A_NUMBER | PREFIXED, REGIONS)
def test_whatever_is_written_is_a_number_or_refused(written: str, region: str) -> None:
    try:
        number = e164(written, region=region)
    except InvalidInput:
        return
    assert re.fullmatch(r"\+[1-9][0-9]{4,14}", number)
    for other in ("RU", "GB", region):
        assert e164(number, region=other) == number, "one number became two"


@given(st.integers(0, 10**7 - 1), st.sampled_from(["+7", "8", "7", "007", "8107", ""]), st.data())
def test_signs_between_the_digits_do_not_matter(subscriber: int, prefix: str, data: st.DataObject) -> None:
    digits = f"916{subscriber:07}"
    gaps = data.draw(st.lists(st.sampled_from(["", " ", "-", ".", "\u00a0"]), min_size=10, max_size=10))
    written = prefix + "".join(gap + digit for gap, digit in zip(gaps, digits, strict=True))

    assert e164(written, region="RU") == f"+7{digits}"


@pytest.mark.parametrize(
    ("number", "zones"),
    [
        ("+442079460000", ("Europe/London",)),
        ("+73433000000", ("Asia/Yekaterinburg",)),
        ("+74951234567", ("Europe/Moscow",)),
        ("+80012345678", ()),
    ],
)
def test_a_prefix_that_leaves_no_doubt_tells_the_zone(number: str, zones: tuple[str, ...]) -> None:
    assert time_zones_of(number) == zones


def test_a_russian_mobile_number_may_be_anywhere_in_russia() -> None:
    assert len(time_zones_of("+79161234567")) > 5


@pytest.mark.parametrize(
    ("written", "region", "begun"),
    [
        ("", "RU", set()),
        ("+", "RU", set()),
        ("00", "RU", set()),
        ("call", "RU", set()),
        ("+7 (916", "RU", {"7916"}),
        (" +7916", "GB", {"7916"}),
        ("00 7 916", "RU", {"7916"}),
        ("8 916", "RU", {"7916", "78916", "8916"}),
        ("916", "RU", {"7916", "916"}),
        ("7916", "RU", {"7916", "77916"}),
        ("8 10 44 20", "RU", {"4420", "71044" + "20", "78104420", "8104420"}),
        ("8", "RU", {"7", "78", "8"}),
        ("020 79", "GB", {"442079", "4402079", "02079"}),
        ("06 12", "IT", {"390612", "0612"}),
        ("1 212", "US", {"1212", "11212"}),
        ("011 7 916", "US", {"7916", "10117916", "0117916"}),
    ],
)
def test_a_number_begun_may_go_on_as(written: str, region: str, begun: set[str]) -> None:
    assert beginnings(written, region=region) == begun


FORMATS = [
    phonenumbers.PhoneNumberFormat.NATIONAL,
    phonenumbers.PhoneNumberFormat.INTERNATIONAL,
    phonenumbers.PhoneNumberFormat.E164,
]


@given(
    st.sampled_from([("RU", "+7916"), ("RU", "+7423"), ("GB", "+4420"), ("DE", "+4930"), ("US", "+1212")]),
    st.integers(0, 10**7 - 1),
    st.sampled_from(FORMATS),
    st.data(),
)
def test_a_number_is_foreseen_however_it_is_written_and_wherever_it_breaks_off(
    place: tuple[str, str], subscriber: int, form: int, data: st.DataObject
) -> None:
    region, prefix = place
    number = f"{prefix}{subscriber:07}"
    written = phonenumbers.format_number(phonenumbers.parse(number), form)
    typed = written[: data.draw(st.integers(1, len(written)))]

    if any(sign.isdigit() for sign in typed):
        assert any(number.startswith(f"+{begun}") for begun in beginnings(typed, region=region))
