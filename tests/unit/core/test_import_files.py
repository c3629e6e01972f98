"""Reading whatever somebody calls a list: encodings, delimiters, workbooks, and files made to harm."""

import io
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.error_codes import ErrorCode
from core.errors import InvalidInput
from core.imports import files
from core.imports.encoding import delimiter_of, encoding_of
from core.imports.files import open_file
from core.imports.lines import BadLine, GoodLine, LineReader
from core.imports.plan import ENCODINGS, MOST_COLUMNS, ColumnRole, FileForm
from tests.workbooks import a_workbook

RUSSIAN = "Имя;Телефон\nООО «Ёлка»;8 916 123-45-67\nПётр Кузнецов;+7 (916) 765-43-21\nЗАВОД;84951234567\n"
NAMES = st.lists(
    st.sampled_from(["Иванов Сергей Петрович", "Общество Ромашка", "ПЁТР", "Наталья Орлова", "Завод"]),
    min_size=2,
    max_size=20,
)


def lines(path: Path, **form: object) -> list[tuple[int, list[str]]]:
    file = open_file(path, FileForm.model_validate(form))
    return [(line.number, list(line.cells)) for line in file.lines()]


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "file"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "cp866", "koi8-r"])
def test_a_russian_list_is_read_in_whatever_encoding_it_comes(tmp_path: Path, encoding: str) -> None:
    found = lines(written(tmp_path, RUSSIAN.replace("«", "").replace("»", "").encode(encoding)))

    assert found[1] == (2, ["ООО Ёлка", "8 916 123-45-67"])
    assert found[2][1][0] == "Пётр Кузнецов"


@given(NAMES, st.sampled_from(["cp1251", "cp866", "koi8-r"]))
def test_russian_names_give_their_encoding_away(names: list[str], encoding: str) -> None:
    assert encoding_of(["\n".join(["Иванова Мария", *names]).encode(encoding)]) == encoding


def test_western_letters_are_not_taken_for_russian_ones() -> None:
    text = "name;phone\nMüller GmbH;+49 30 123456\nCafé Zürich;+41 44 668 18 00\nNuñez;+34 91 123 45 67\n"

    assert encoding_of([text.encode("cp1252")]) == "cp1252"


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("name,phone\nA,1\nB,2\n", ","),
        ("name;phone\nA, Ltd;1\nB, C, D;2\n", ";"),
        ("name\tphone\nA;B\t1\n", "\t"),
        ("name|phone\nA|1\n", "|"),
        ('"a;b",1\n"c;d",2\n', ","),
    ],
)
def test_the_delimiter_is_the_one_that_cuts_evenly(text: str, delimiter: str) -> None:
    assert delimiter_of(text) == delimiter


def test_lines_are_numbered_as_an_editor_does(tmp_path: Path) -> None:
    text = 'name,phone\nA,1\n\n"two\nlines",2\n , \nB,3\n'

    for ends in ("\n", "\r\n"):
        found = lines(written(tmp_path, text.replace("\n", ends).encode()))
        assert [number for number, _ in found] == [1, 2, 4, 7]


FULL = "".join(f"Acme {n};8916{n:07};note\n" for n in range(4, 104))


@pytest.mark.parametrize(
    ("text", "unclosed"),
    [
        ('name;phone;note\nA;89160000001;x\n"B;89160000002;y\n' + FULL + 'C;89160000003;"z"\n', (3, 104)),
        ('name;phone;note\nA;89160000001;x\nB;89160000002;"y\n' + FULL, (3, 103)),
        ('"name;phone;note\nA;89160000001;x\nB;89160000002;y\n', (1, 3)),
        ('name;phone;note\nA;89160000001;"x\nB;89160000002;y\nC;89160000003;"z"\n', (2, 4)),
        ('name;phone;note\nA;89160000001;"x\ny; z\n\nand more"\n', None),
        ('name;phone;note\nA;89160000001;"x\nB;1;2\ny"\n', None),
        ('"name\nof client";"phone\nnumber\nwith code"\nA;89160000001\n', None),
        ('name;phone;note\nA;89160000001;"x""y\nz"\n', None),
    ],
)
def test_a_quote_that_swallows_lines_is_told_with_the_first_and_the_last(
    tmp_path: Path, text: str, unclosed: tuple[int, int] | None
) -> None:
    for ends in ("\n", "\r\n"):
        file = open_file(written(tmp_path, text.replace("\n", ends).encode()), FileForm(delimiter=";"))
        found = [(line.number, line.unclosed_to) for line in file.lines() if line.unclosed_to]
        assert found == ([unclosed] if unclosed else [])


def test_a_workbook_is_read_as_its_owner_sees_it(tmp_path: Path) -> None:
    rows: list[list[str | int]] = [["Имя", "Телефон"], ["Ёлка", 79161234567], [], ["Пётр", "8 916 765-43-21"]]
    path = written(tmp_path, a_workbook({"Первый": [["x"]], "Второй": rows}))

    found = lines(path, sheet="Второй")

    assert found == [
        (1, ["Имя", "Телефон"]),
        (2, ["Ёлка", "79161234567"]),
        (4, ["Пётр", "8 916 765-43-21"]),
    ]
    assert lines(path) == [(1, ["x"])]
    with pytest.raises(InvalidInput, match="sheet"):
        lines(path, sheet="Третий")


@pytest.mark.parametrize(("above", "before"), [(0, 0), (1, 0), (3, 0), (0, 2), (3, 2)])
def test_a_table_may_begin_anywhere_in_its_sheet(tmp_path: Path, above: int, before: int) -> None:
    table = [["Имя", "Телефон"], ["Ёлка", "89161234567"], [], ["Пётр", "89167654321"]]
    rows = [[""] * before + row if row else [] for row in table]
    found = lines(written(tmp_path, a_workbook({"A": [*([[]] * above), *rows]})))

    assert [number - above for number, _ in found] == [1, 2, 4]
    assert [cells for _, cells in found] == [row for row in table if row]


def _archive(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def _with_entities() -> bytes:
    sheet = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet>&e;</worksheet>'
    return a_workbook({"A": [["x"]]}, replacing={"xl/worksheets/sheet1.xml": sheet})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (_archive(bomb=bytes(500 * 2**20)), ErrorCode.UNSAFE_WORKBOOK),
        (_with_entities(), ErrorCode.UNSAFE_WORKBOOK),
        (_archive(**{f"part{number}": b"" for number in range(3000)}), ErrorCode.UNSAFE_WORKBOOK),
        (_archive(other=b"no workbook"), ErrorCode.UNREADABLE_WORKBOOK),
        (b"PK\x03\x04 and nothing more", ErrorCode.UNREADABLE_WORKBOOK),
        (a_workbook({"A": [["x"]]})[:-40], ErrorCode.UNREADABLE_WORKBOOK),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ErrorCode.UNSUPPORTED_FILE),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", ErrorCode.UNSUPPORTED_FILE),
        (b";".join([b"x"] * (MOST_COLUMNS + 1)), ErrorCode.TOO_MANY_COLUMNS),
        (b'name;phone\n"' + b"x" * 200_000, ErrorCode.UNREADABLE_LINE),
    ],
    ids=[
        "a bomb",
        "entities",
        "thousands of parts",
        "another archive",
        "a broken archive",
        "a workbook cut off",
        "an old workbook",
        "a picture",
        "a thousand columns",
        "a quotation without an end",
    ],
)
def test_a_file_made_to_harm_is_refused(tmp_path: Path, content: bytes, code: ErrorCode) -> None:
    with pytest.raises(InvalidInput) as refused:
        lines(written(tmp_path, content), delimiter=";")

    assert [fault.code for fault in refused.value.faults] == [code]


PLAIN_LINES = "Acme;89161234567\n" * 5_000


@pytest.mark.parametrize("encoding", ["cp1251", "cp866", "koi8-r", "utf-8"])
def test_the_encoding_is_that_of_the_whole_file(tmp_path: Path, encoding: str) -> None:
    path = written(
        tmp_path, (PLAIN_LINES + "Иванова Мария;89161234568\nПетров;89161234569\n").encode(encoding)
    )

    assert open_file(path, FileForm()).encoding == encoding
    assert lines(path)[-2:] == [
        (5_001, ["Иванова Мария", "89161234568"]),
        (5_002, ["Петров", "89161234569"]),
    ]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [RUSSIAN, "name;phone\nAcme;89161234567\n", RUSSIAN * 3_000])
def test_utf_16_is_known_without_its_mark(tmp_path: Path, encoding: str, text: str) -> None:
    path = written(tmp_path, text.encode(encoding))

    assert open_file(path, FileForm()).encoding == "utf-16"
    assert lines(path) == lines(path, encoding="utf-16") == lines(written(tmp_path, text.encode()))


@pytest.mark.parametrize(
    ("encoding", "spoiled"),
    [("utf-8", b"\xff"), ("utf-8", b"\xd0"), ("cp1251", b"\x98"), ("utf-16", b"\x00\xd8")],
)
def test_one_spoiled_byte_changes_no_other_line(tmp_path: Path, encoding: str, spoiled: bytes) -> None:
    good = RUSSIAN.replace("«", "").replace("»", "")
    codec = "utf-16-le" if encoding == "utf-16" else encoding
    content = good.encode(codec) + spoiled + "Орлова;84951234568\n".encode(codec) + good.encode(codec)
    file = open_file(written(tmp_path, content), FileForm())

    found = list(file.lines())

    assert file.encoding == encoding
    assert [(line.number, line.spoiled) for line in found if line.spoiled] == [(5, [0])]
    assert found[4].cells == ["\ufffdОрлова", "84951234568"]
    assert [line.cells for line in found[5:]] == [line.cells for line in found[:4]]


def test_an_encoding_that_is_chosen_is_kept_to_whatever_it_comes_to(tmp_path: Path) -> None:
    path = written(tmp_path, RUSSIAN.encode())

    for encoding in ENCODINGS:
        file = open_file(path, FileForm.model_validate({"encoding": encoding}))
        assert file.encoding == encoding
        assert list(file.lines())


@given(
    st.sampled_from([b"x", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"]),
    st.binary(max_size=300).filter(lambda content: b"\0" not in content),
)
def test_no_bytes_of_text_fail_as_a_whole(beginning: bytes, rest: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = open_file(written(Path(folder), beginning + rest), FileForm(delimiter=";"))
        assert all("\udcff" not in "".join(line.cells) for line in file.lines())


def test_a_line_is_refused_for_spoiled_characters_that_would_be_imported() -> None:
    reader = LineReader([ColumnRole.NAME, None, ColumnRole.PHONE_NUMBER], home_region="RU")
    cells = ["Ёлк\ufffd", "x\ufffd", "89161234567"]

    [refused] = reader.all_of(5, cells, [0, 1])
    [taken] = reader.all_of(6, cells, [1])

    assert isinstance(refused, BadLine)
    assert (refused.line, refused.field, refused.code) == (5, "name", ErrorCode.SPOILED_CHARACTERS)
    assert isinstance(taken, GoodLine)


def test_a_file_of_too_many_lines_is_refused_and_one_of_just_as_many_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_LINES", 3)
    file = tmp_path / "list.csv"
    file.write_text("Телефон\n+79160000001\n+79160000002\n")
    assert len(lines(file)) == 3
    file.write_text(file.read_text() + "+79160000003\n")
    with pytest.raises(InvalidInput) as refused:
        lines(file)
    [fault] = refused.value.faults
    assert (fault.code, fault.parameters) == (ErrorCode.TOO_MANY_LINES, {"max": 3})


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("sep=;\nname;phone\nA, B, C;1\n", ";"),
        ("sep=,\nname,phone\nA,1\n", ","),
        ("SEP=\t\nname\tphone\nA;B;C\t1\n", "\t"),
        ('"sep=|"\nname|phone\nA|1\n', "|"),
        ("sep=#\nname;phone\nA;1\n", ";"),
    ],
)
def test_a_first_line_that_says_the_delimiter_is_no_line_of_the_table(
    tmp_path: Path, text: str, delimiter: str
) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        path = written(tmp_path, text.replace("\n", "\r\n").encode(encoding))
        assert open_file(path, FileForm()).delimiter == delimiter
        assert [(number, cells[-1]) for number, cells in lines(path)] == [(2, "phone"), (3, "1")]


ROLES = [
    ColumnRole.NAME,
    ColumnRole.PHONE_NUMBER,
    ColumnRole.REGION,
    ColumnRole.TIME_ZONE,
    ColumnRole.PHONE_NUMBER,
    ColumnRole.EMAIL,
    ColumnRole.LANGUAGE,
]
READER = LineReader(ROLES, home_region="RU")


def numbers(how_many: int) -> str:
    return ";".join(f"8916000{place:04}" for place in range(how_many))


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["Ёлка", "8 (916) 123-45-67"], ["+79161234567"]),
        (["Ёлка", "89161234567; 84951234567"], ["+79161234567", "+74951234567"]),
        (["Ёлка", "", "", "", "84951234567"], ["+74951234567"]),
        (["Ёлка", "89161234567", "", "", "+79161234567"], ["+79161234567"]),
        (["=HYPERLINK(1)", "89161234567"], ["+79161234567"]),
    ],
)
def test_a_good_line_becomes_a_client_with_numbers(cells: list[str], numbers: list[str]) -> None:
    found = READER.read(2, cells)

    assert isinstance(found, GoodLine)
    assert (found.name, list(found.phone_numbers)) == (cells[0], numbers)


@pytest.mark.parametrize(
    ("cells", "said", "of_region", "own"),
    [
        (["Ёлка", "+7 343 300 00 00"], "", "", ["Asia/Yekaterinburg"]),
        (["Ёлка", "+44 20 7946 0000"], "", "", ["Europe/London"]),
        (["Ёлка", "89161234567; 83433000000"], "", "", ["", "Asia/Yekaterinburg"]),
        (["Ёлка", "89161234567", "", "Asia/Omsk"], "Asia/Omsk", "", [""]),
        (["Ёлка", "89161234567", "Приморский край"], "", "Asia/Vladivostok", [""]),
        (["Fir", "+1 512 555 0100", "CA"], "", "America/Los_Angeles", ["America/Chicago"]),
    ],
)
def test_a_line_tells_a_zone_by_its_columns_and_by_the_prefix_of_each_number(
    cells: list[str], said: str, of_region: str, own: list[str]
) -> None:
    found = READER.read(2, cells)

    assert isinstance(found, GoodLine)
    assert (found.said_zone, found.zone_of_region, list(found.own_zones)) == (said, of_region, own)


@pytest.mark.parametrize(
    ("cells", "field", "code"),
    [
        (["", "89161234567"], "name", ErrorCode.IS_EMPTY),
        (["x" * 301, "89161234567"], "name", ErrorCode.TOO_LONG),
        (["bell\x07", "89161234567"], "name", ErrorCode.CONTROL_CHARACTERS),
        (["right\u202eleft", "89161234567"], "name", ErrorCode.CONTROL_CHARACTERS),
        (["Ёлка", "89161234567", "nul\x00"], "region", ErrorCode.CONTROL_CHARACTERS),
        (["Ёлка", ""], "phone_number", ErrorCode.IS_EMPTY),
        (["Ёлка"], "phone_number", ErrorCode.IS_EMPTY),
        (["Ёлка", "call me"], "phone_number", ErrorCode.NOT_NUMBER_SIGNS),
        (["Ёлка", "12345"], "phone_number", ErrorCode.IMPOSSIBLE_NUMBER),
        (["Ёлка", "89161234567", "", "", "12345"], "phone_number", ErrorCode.IMPOSSIBLE_NUMBER),
        (["Ёлка", numbers(11)], "phone_number", ErrorCode.TOO_MANY_NUMBERS),
        (["Ёлка", "89161234567", "", "Mars/Olympus"], "time_zone", ErrorCode.UNKNOWN_ZONE),
        (["Ёлка", "89161234567", "", "", "", "nobody"], "email", ErrorCode.MALFORMED),
        (["Ёлка", "89161234567", "", "", "", "", "fr"], "language", ErrorCode.UNKNOWN_LANGUAGE),
    ],
)
def test_a_bad_line_names_its_field(cells: list[str], field: str, code: ErrorCode) -> None:
    found = READER.read(7, cells)

    assert isinstance(found, BadLine)
    assert (found.line, found.field, found.code) == (7, field, code)
    assert found.value.isprintable()
    assert len(found.value) <= 80


def test_a_line_may_have_ten_numbers_each_written_twice() -> None:
    found = READER.read(2, ["Ёлка", f"{numbers(10)};{numbers(10)}"])

    assert isinstance(found, GoodLine)
    assert len(found.phone_numbers) == 10


@given(st.lists(st.text(max_size=30), max_size=8))
def test_no_line_does_any_harm(cells: list[str]) -> None:
    found = READER.read(1, cells)

    assert isinstance(found, GoodLine | BadLine)
