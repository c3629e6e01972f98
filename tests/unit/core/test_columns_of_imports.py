"""What the columns of a list mean, by their headings or by what is in them."""

import pytest

from core.imports.columns import guess_roles, has_heading, heading_place, role_of_heading
from core.imports.plan import ColumnRole, Takes


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Имя", ColumnRole.NAME),
        (" НАЗВАНИЕ ", ColumnRole.NAME),
        ("phone_number", ColumnRole.PHONE_NUMBER),
        ("Phone 2", ColumnRole.PHONE_NUMBER),
        ("телефон_1", ColumnRole.PHONE_NUMBER),
        ("Моб. телефон", ColumnRole.PHONE_NUMBER),
        ("E-mail", ColumnRole.EMAIL),
        ("Часовой пояс", ColumnRole.TIME_ZONE),
        ("Город", ColumnRole.REGION),
        ("Язык", ColumnRole.LANGUAGE),
        ("сумма", None),
        ("", None),
    ],
)
def test_a_heading_says_what_its_column_means(heading: str, role: ColumnRole | None) -> None:
    assert role_of_heading(heading) == role


def test_columns_without_a_heading_are_known_by_what_is_in_them() -> None:
    rows = [
        ["1", "ООО Ёлка", "8 916 123-45-67", "a@b.ru", "Europe/Moscow"],
        ["2", "Пётр", "+7 916 765 43 21", "c@d.ru", "Asia/Omsk"],
    ]

    assert not has_heading(rows, "RU")
    assert has_heading([["что-то", "ещё"], ["Пётр", "89161234567"]], "RU")
    assert guess_roles(None, rows, "RU") == [
        None,
        ColumnRole.NAME,
        ColumnRole.PHONE_NUMBER,
        ColumnRole.EMAIL,
        ColumnRole.TIME_ZONE,
    ]


PHONE = ColumnRole.PHONE_NUMBER


@pytest.mark.parametrize(
    ("heading", "dialled"),
    [
        ("Наименование;ИНН;Телефон", [2]),
        ("Наименование;Лицевой счёт;Телефон", [2]),
        ("Наименование;Что-то;Телефон", [2]),
        ("Наименование;;Телефон", [2]),
        ("Наименование;Доп. телефон;Телефон", [1, 2]),
        ("Наименование;Моб. (рабочий);Телефон", [1, 2]),
        ("Наименование;Mobile phone (work);Phone", [1, 2]),
        ("Наименование;Что-то;Ещё", [1, 2]),
        ("Наименование;ИНН;Ещё", [2]),
        ("Наименование;Номер договора;Связь", [2]),
    ],
)
def test_figures_are_telephone_numbers_only_where_the_headings_leave_that_open(
    heading: str, dialled: list[int]
) -> None:
    samples = [["Ёлка", "4951234567", "89161234567"], ["Пётр", "8495123456", "89167654321"]]
    samples = [*samples, ["Завод", "4957654321", "84951112233"]]

    roles = guess_roles(heading.split(";"), samples, "RU")
    refused = guess_roles(heading.split(";"), samples, "RU", takes=Takes.NUMBERS)

    assert [column for column, role in enumerate(roles) if role is PHONE] == dialled
    assert [column for column, role in enumerate(refused) if role is PHONE] == [1, 2]


HEADING = ["Наименование", "ИНН", "Телефон"]


LEAD = ["Ёлка", "7712345678", "89161234567"]


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([HEADING, LEAD], 0),
        ([["База клиентов 2024"], HEADING, LEAD], 1),
        ([["База клиентов 2024", "", ""], ["Москва", "март", ""], HEADING, LEAD], 2),
        ([["Компания"], HEADING, LEAD], 1),
        ([["База"], ["Фирма", "Почта", "Телефон"], LEAD], 1),
        ([*[["x"]] * 9, HEADING, LEAD], 9),
        ([*[["x"]] * 10, HEADING, LEAD], None),
        ([["89161234567"], HEADING, LEAD], None),
        ([LEAD, HEADING, LEAD], None),
        ([["Имя"], ["Компания", "89161234567"]], 0),
        ([LEAD, LEAD], None),
        ([["Телефон"], ["89161234567"]], 0),
        ([["База клиентов"], LEAD], 0),
        ([], None),
    ],
)
def test_the_heading_may_have_a_title_above_it(rows: list[list[str]], place: int | None) -> None:
    assert heading_place(rows, "RU") == place
    assert heading_place(rows, "RU", said_heading=False) is None
    assert heading_place(rows, "RU", said_heading=True) == (place or (0 if rows else None))
