"""Reading a list of leads: good lines in, bad lines named as an editor counts them."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.error_codes import ErrorCode
from core.errors import InvalidInput
from core.leads.import_csv import RejectedLine, _checked, _lines, _Row

NUMBER = "+79161234567"


def read(text: str | bytes) -> list[_Row | RejectedLine]:
    content = text if isinstance(text, bytes) else text.encode()
    return [_read(line, values) for line, values in _lines(content)]


def _read(line: int, values: Mapping[str, str]) -> _Row | RejectedLine:
    checked = _checked(line, values, "RU", "Europe/Moscow")
    return checked if isinstance(checked, _Row) else RejectedLine.of(line, values, checked)


def only(text: str | bytes) -> _Row | RejectedLine:
    [found] = read(text)
    return found


def a_row(line: int = 2, **values: str) -> _Row:
    filled = {"name": "Ёлка", "phone_number": NUMBER, "region": "", "time_zone": "Europe/Moscow"}
    return _Row(line, **(filled | values))


@pytest.mark.parametrize(
    "text",
    [
        "name,phone_number\nЁлка,89161234567\n",
        "name;phone_number\nЁлка;8 (916) 123-45-67\n",
        "name\tphone\nЁлка\t+7 916 123-45-67\n",
        "имя;телефон\nЁлка;9161234567",
        "Название,НОМЕР\r\nЁлка,89161234567\r\n",
        " Клиент , phone_number \n  Ёлка  ,  89161234567  \n",
        "\ufeffname,phone_number\nЁлка,89161234567\n",
        'name,phone_number\n"Ёлка","89161234567"\n',
        "id,phone,name,note\n1,89161234567,Ёлка,x\n",
        "name,phone_number\nЁлка,89161234567,one,too,many\n",
    ],
    ids=[
        "commas",
        "semicolons",
        "tabs",
        "Russian headings",
        "another system's line ends",
        "spaces",
        "a mark at the beginning",
        "quotes",
        "unknown columns",
        "a long line",
    ],
)
def test_one_client_however_the_file_is_written(text: str) -> None:
    assert only(text) == a_row()


def test_region_and_zone_are_read_where_they_are_given() -> None:
    text = "name;phone_number;region;time_zone\nЁлка;89161234567;Приморский край;Asia/Vladivostok\n"

    assert only(text) == a_row(region="Приморский край", time_zone="Asia/Vladivostok")


@pytest.mark.parametrize(
    ("number", "zone"),
    [
        ("89161234567", "Europe/Moscow"),
        ("+7 343 300 00 00", "Asia/Yekaterinburg"),
        ("+44 20 7946 0000", "Europe/London"),
    ],
)
def test_a_prefix_that_leaves_no_doubt_gives_the_zone(number: str, zone: str) -> None:
    found = only(f"name,phone_number\nЁлка,{number}\n")

    assert isinstance(found, _Row)
    assert found.time_zone == zone


@pytest.mark.parametrize(
    "name",
    [
        "=HYPERLINK(1)",
        "+1+1",
        "-5",
        "@SUM(A1)",
        "ООО «Ёлка»",
        "ООО\u00a0Ёлка",
        'ООО ""Ёлка""',
        "<b>",
        "'; DROP TABLE lead; --",
        "👍",
    ],
)
def test_a_name_is_text_whatever_it_looks_like(name: str) -> None:
    found = only(f'name,phone_number\n"{name}",89161234567\n')

    assert isinstance(found, _Row)
    assert found.name == name.replace('""', '"')


@pytest.mark.parametrize(
    ("line", "field", "code"),
    [
        (",89161234567,,", "name", ErrorCode.IS_EMPTY),
        ("   ,89161234567,,", "name", ErrorCode.IS_EMPTY),
        (f"{'x' * 301},89161234567,,", "name", ErrorCode.TOO_LONG),
        ("bell\x07,89161234567,,", "name", ErrorCode.CONTROL_CHARACTERS),
        ("nul\x00,89161234567,,", "name", ErrorCode.CONTROL_CHARACTERS),
        ("right\u202eleft,89161234567,,", "name", ErrorCode.CONTROL_CHARACTERS),
        ('"two\nlines",89161234567,,', "name", ErrorCode.CONTROL_CHARACTERS),
        ("Ёлка,89161234567,nul\x00,", "region", ErrorCode.CONTROL_CHARACTERS),
        ("Ёлка,,,", "phone_number", ErrorCode.IS_EMPTY),
        ("Ёлка", "phone_number", ErrorCode.IS_EMPTY),
        ("Ёлка,call me,,", "phone_number", ErrorCode.NOT_NUMBER_SIGNS),
        ("Ёлка,=89161234567,,", "phone_number", ErrorCode.NOT_NUMBER_SIGNS),
        ("Ёлка,12345,,", "phone_number", ErrorCode.IMPOSSIBLE_NUMBER),
        ("Ёлка,89161234567,,Mars/Olympus", "time_zone", ErrorCode.UNKNOWN_ZONE),
        ("Ёлка,89161234567,,../../etc/passwd", "time_zone", ErrorCode.UNKNOWN_ZONE),
    ],
)
def test_a_bad_line_names_its_field_and_the_reason(line: str, field: str, code: ErrorCode) -> None:
    found = only(f"name,phone_number,region,time_zone\n{line}\n")

    assert isinstance(found, RejectedLine)
    assert (found.line, found.field, found.code) == (2, field, code)
    assert found.reason == code.in_english(found.parameters)
    assert found.value.isprintable()
    assert len(found.value) <= 80


def test_lines_are_numbered_as_an_editor_does() -> None:
    text = (
        "name,phone_number\n"  # 1
        "Ёлка,89161234567\n"  # 2
        "\n"  # 3
        "bad,1\n"  # 4
        '"two\nlines",89161234568\n'  # 5 and 6
        " , \n"  # 7
        "bad,2\n"  # 8
    )

    assert [found.line for found in read(text)] == [2, 4, 5, 8]
    assert read(text.replace("\n", "\r\n"))[-1].line == 8


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no column name"),
        (b"\n\n", "no column name"),
        (b"name\nx\n", "no column phone_number"),
        (b"phone\n89161234567\n", "no column name"),
        (b"name|phone\nx|89161234567\n", "no column name"),
        ("имя;телефон\nЁлка;89161234567".encode("cp1251"), "not UTF-8"),
        ("name,phone\n".encode("utf-16"), "not UTF-8"),
        (b"PK\x03\x04\xff\xff", "not UTF-8"),
        (b'name,phone\n"' + b"x" * 200_000 + b'",1\n', "field larger"),
    ],
)
def test_a_file_that_is_no_list_is_refused_as_a_whole(content: bytes, reason: str) -> None:
    with pytest.raises(InvalidInput, match=f"^file: .*{reason}"):
        read(content)


def test_a_heading_alone_is_an_empty_list() -> None:
    assert read("name,phone_number\n") == []


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_file_does_any_harm(content: bytes) -> None:
    for file in (content, b"name,phone_number,region,time_zone\n" + content):
        try:
            found = read(file)
        except InvalidInput:
            continue
        for one in found:
            shown = one.value if isinstance(one, RejectedLine) else one.name + one.region
            assert all(sign.isprintable() or sign.isspace() for sign in shown)
            assert "\x00" not in shown


@given(st.lists(st.text(st.sampled_from("Ёé7=;,\"'«<@|"), min_size=1, max_size=20), max_size=8))
def test_every_name_comes_through(names: list[str]) -> None:
    quoted = [name.replace('"', '""') for name in names]
    found = read("name,phone_number\n" + "".join(f'"{name}",89161234567\n' for name in quoted))

    assert [one.name for one in found if isinstance(one, _Row)] == names
