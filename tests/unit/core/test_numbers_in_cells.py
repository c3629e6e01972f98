"""What programmes, telephones and people put around numbers, and several numbers in one cell."""

import re

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat

from core.errors import InvalidInput
from core.imports.lines import BadLine, GoodLine, LineReader
from core.imports.number_lines import NumberLine, NumberReader
from core.imports.plan import ColumnRole
from core.phone_numbers import e164
from core.phone_numbers.several import numbers_in

ONE, TWO, THREE = "+79161234567", "+74951234567", "+442079460000"
BIDI = ["\u200e", "\u200f", "\u202a", "\u2066", "\ufeff", "\u200b", ""]


@pytest.mark.parametrize(
    "written",
    [
        "79161234567.0",
        "9161234567.0",
        "89161234567.00",
        "79161234567,0",
        "+7 916 123\u201345\u201367",
        "8\u2011916\u2011123\u201145\u201167",
        "8 (916) 123\u221245\u221267",
        "+7\u202f916\u202f123\u202f45\u202f67",
        "+7\u2009916\u30001234567",
        "+7\t916 1234567",
        "\u202a+7 916 123-45-67\u202c",
        "\u2068+79161234567\u2069",
        "+7916\u200b1234567",
        '="89161234567"',
        '= "+7 916 123-45-67"',
        "'89161234567",
        "'+79161234567",
        "\u201989161234567",
        "tel:+7-916-123-45-67",
        "TEL: 89161234567",
        "тел. 8 916 123-45-67",
        "89161234567,",
        "8 (916) 123-45-67.",
        "8~10 7 916 123 45 67",
        "8 ~ 10-7-9161234567",
    ],
)
def test_what_stands_around_a_number_is_passed_over_everywhere(written: str) -> None:
    assert e164(written, region="RU") == ONE
    assert [one.number for one in numbers_in(written, region="RU")] == [ONE]


@pytest.mark.parametrize(
    "written",
    [
        "",
        "'",
        "''89161234567",
        "'89161234567'",
        '=""',
        "=89161234567+1",
        '=HYPERLINK("89161234567")',
        "7.91612E+10",
        "7916123456.0",
        "79161234567.5",
        "tel:",
        "tel:tel:89161234567",
        "89161234567,,1",
        "8916~1234567",
        "89161234567 доб.",
        "89161234567#12",
        "12.03.2024",
        "12/03/2024 15/04/2025",
        "1 234 567 890 123",
        "89161234567 / 68",
        "89161234567 или завтра",
        "+7\u202e9161234567",
    ],
)
def test_what_is_no_number_stays_none(written: str) -> None:
    with pytest.raises(InvalidInput):
        e164(written, region="RU")
    found = numbers_in(written, region="RU")
    assert not found or any(one.fault is not None for one in found)


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("+79161234567 / +74951234567", [ONE, TWO]),
        ("+79161234567/+74951234567", [ONE, TWO]),
        ("8 (916) 123-45-67 / 8 (495) 123-45-67", [ONE, TWO]),
        ("+7 916 123-45-67 +7 495 123-45-67", [ONE, TWO]),
        ("89161234567 84951234567", [ONE, TWO]),
        ("8 916 123 45 67 8 495 123 45 67", [ONE, TWO]),
        ("8 916 123-45-67   8 495 123-45-67", [ONE, TWO]),
        ("9161234567 4951234567", [ONE, TWO]),
        ("89161234567\n84951234567", [ONE, TWO]),
        ("89161234567\r\n84951234567\r\n", [ONE, TWO]),
        ("89161234567, 84951234567; +44 20 7946 0000", [ONE, TWO, THREE]),
        ("79161234567.0, 74951234567.0", [ONE, TWO]),
        ("79161234567,0; 74951234567,0", [ONE, TWO]),
        ("'89161234567; tel:84951234567.", [ONE, TWO]),
        ("+79161234567 | +74951234567 +442079460000", [ONE, TWO, THREE]),
        ("8 (916) 123/45/67", [ONE]),
        (" ; ,\n", []),
    ],
)
def test_several_numbers_of_one_cell_are_parted(cell: str, numbers: list[str]) -> None:
    assert [one.number for one in numbers_in(cell, region="RU")] == numbers


@pytest.mark.parametrize(
    ("cell", "extensions"),
    [
        ("8 495 123-45-67 доб. 12", {TWO: "доб. 12"}),
        ("8 495 123-45-67, доб.12", {TWO: "доб.12"}),
        ("8 495 123-45-67 (доб. 12)", {TWO: "доб. 12"}),
        ("8 495 123-45-67 Добавочный 1234", {TWO: "Добавочный 1234"}),
        ("+7 495 123-45-67 ext. 12", {TWO: "ext. 12"}),
        ("tel:+74951234567;ext=12", {TWO: "ext=12"}),
        ("84951234567 вн. 7", {TWO: "вн. 7"}),
        ("84951234567 доб. 12 / 89161234567", {TWO: "доб. 12", ONE: ""}),
        ("84951234567 доб. 12; 84951234567 доб. 13", {TWO: "доб. 12, доб. 13"}),
    ],
)
def test_an_extension_is_kept_beside_its_number(cell: str, extensions: dict[str, str]) -> None:
    found = LineReader([ColumnRole.PHONE_NUMBER], home_region="RU").read(1, [cell])

    assert isinstance(found, GoodLine)
    assert dict(zip(found.phone_numbers, found.labels, strict=True)) == extensions
    refused = NumberReader([ColumnRole.PHONE_NUMBER], home_region="RU").all_of(1, [cell])
    assert [list(one.phone_numbers) for one in refused if isinstance(one, NumberLine)] == [list(extensions)]


def test_more_extensions_than_can_be_kept_refuse_the_line() -> None:
    cell = "; ".join(f"84951234567 доб. {number}" for number in range(100, 120))

    assert isinstance(LineReader([ColumnRole.PHONE_NUMBER], home_region="RU").read(1, [cell]), BadLine)


PLACES = st.sampled_from(
    [("RU", "+7916"), ("RU", "+7495"), ("GB", "+4420"), ("DE", "+4930"), ("US", "+1212")]
)
NUMBERS = (
    st.tuples(PLACES, st.integers(2_000_000, 9_999_999))
    .map(lambda given: (given[0][0], f"{given[0][1]}{given[1]}"))
    .filter(lambda one: phonenumbers.is_valid_number(phonenumbers.parse(one[1])))
)
FORMATS = st.sampled_from(
    [PhoneNumberFormat.NATIONAL, PhoneNumberFormat.INTERNATIONAL, PhoneNumberFormat.E164]
)
DECORATIONS = st.sampled_from(
    ["{}", "'{}", '="{}"', "tel:{}", "{}.", "{},", " {} ", "\u202a{}\u202c", "\ufeff{}\u200b", "\u00a0{}"]
)


@given(
    NUMBERS, FORMATS, DECORATIONS, DECORATIONS, st.sampled_from("-\u2010\u2011\u2013\u2014\u2212"), st.data()
)
def test_any_decoration_of_a_number_is_that_number(
    given_number: tuple[str, str], form: int, inner: str, outer: str, dash: str, data: st.DataObject
) -> None:
    region, number = given_number
    written = phonenumbers.format_number(phonenumbers.parse(number), form)
    space = data.draw(st.sampled_from(" \u00a0\u202f\u2009"))
    unseen = data.draw(st.lists(st.sampled_from(BIDI), min_size=len(written), max_size=len(written)))
    written = "".join(map("".join, zip(written.replace("-", dash).replace(" ", space), unseen, strict=True)))
    decorated = inner.format(written)
    if "\u202a" in outer or outer.strip() == "{}":
        decorated = outer.format(decorated)

    assert e164(decorated, region=region) == e164(written, region=region) == number
    assert [one.number for one in numbers_in(decorated, region=region)] == [number]


@given(st.lists(NUMBERS.filter(lambda one: one[0] == "RU"), min_size=2, max_size=4), FORMATS, st.data())
def test_several_numbers_are_each_read_whatever_parts_them(
    given_numbers: list[tuple[str, str]], form: int, data: st.DataObject
) -> None:
    between = data.draw(st.sampled_from([";", ", ", "\n", " / ", "/", " ", "  ", " | ", ";\n"]))
    numbers = [number for _, number in given_numbers]
    cell = between.join(phonenumbers.format_number(phonenumbers.parse(number), form) for number in numbers)

    assert [one.number for one in numbers_in(cell, region="RU")] == numbers


@given(
    st.text(st.sampled_from("0123456789+-(). /;,\n'\"=~телtel:добxЁ\u2011\u200e"), max_size=60) | st.text()
)
def test_every_digit_of_what_is_taken_stands_in_the_cell(cell: str) -> None:
    for one in numbers_in(cell, region="RU"):
        digits = re.sub(r"\D", "", one.text, flags=re.ASCII)
        assert (one.fault is None) == bool(one.number)
        assert one.number[-9:] in digits
