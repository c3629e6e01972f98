"""What the columns of a file mean, guessed from their headings and their first values. Pure."""

import itertools
import re
from collections.abc import Mapping, Sequence
from typing import Final

from core.imports.plan import ColumnRole, Takes
from core.phone_numbers import is_zone
from core.phone_numbers.several import numbers_in

# Every heading that is understood, in either language.
_HEADINGS: Final[Mapping[str, ColumnRole]] = {
    heading: role
    for role, headings in {
        ColumnRole.NAME: "name, client, company, organization, organisation, full name, имя, название,"
        " клиент, фио, организация, компания, наименование",
        ColumnRole.PHONE_NUMBER: "phone number, phone, telephone, mobile, number, tel, телефон, номер,"
        " моб телефон, номер телефона, мобильный, мобильный телефон, сотовый, тел",
        ColumnRole.REGION: "region, area, city, регион, область, город",
        ColumnRole.TIME_ZONE: "time zone, timezone, часовой пояс",
        ColumnRole.LANGUAGE: "language, lang, язык",
        ColumnRole.PERSON: "person, contact, contact person, контактное лицо, контакт",
        ColumnRole.EMAIL: "email, e mail, mail, почта, электронная почта",
        ColumnRole.NOTE: "note, notes, comment, примечание, комментарий, заметка",
    }.items()
    for heading in re.split(r",\s*", headings)
}
# `Phone 2` is a phone, and so is `телефон_1`.
_NUMBERED: Final = re.compile(r"^(.*?)\s*\d{1,2}$")
# `Доп. телефон` and `Mobile (work)` name telephones, in words that are not foreseen as a whole.
_TELEPHONE_WORD: Final = re.compile(
    r"\b(?:тел|телеф\w*|моб|мобил\w*|сот|сотов\w*|tel|\w*phones?|mobile|cell)\b"
)
# Numbers of another kind, some of which could be dialled.
_OTHER_NUMBER: Final = re.compile(
    r"\b(?:инн|кпп|огрн\w*|окпо|бик|снилс|паспорт\w*|сч[её]т\w*|договор\w*|код\w*|артикул\w*|индекс\w*|"
    r"id|inn|vat|tax|account|contract|invoice|code|zip|passport)\b"
)
_LOWEST_HEADING: Final = 10
_MAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_SEVERAL: Final = (ColumnRole.PHONE_NUMBER,)


def role_of_heading(heading: str) -> ColumnRole | None:
    words = re.sub(r"[\s_.\-№#:]+", " ", heading.casefold().replace("ё", "е")).strip()
    if (role := _HEADINGS.get(words)) is not None:
        return role
    numbered = _NUMBERED.match(words)
    return _HEADINGS.get(numbered[1]) if numbered else None


def has_heading(rows: Sequence[Sequence[str]], home_region: str) -> bool:
    """A first line that names a column, or that has no number in it while the second has."""
    if not rows:
        return False
    if any(role_of_heading(cell) is not None for cell in rows[0]):
        return True
    with_number = [any(_is_number(cell, home_region) for cell in row) for row in rows[:2]]
    return with_number == [False, True]


def heading_place(
    rows: Sequence[Sequence[str]], home_region: str, said_heading: bool | None = None
) -> int | None:
    """Which of the first lines is the heading; None: the table has none.

    Above it there may be a title: lines with fewer cells than the table has, and no number among them.
    `said_heading`: whether there is one, if somebody has said so.
    """
    if said_heading is False or not rows:
        return None
    for place in range(1, min(len(rows), _LOWEST_HEADING)):
        roles = [role for cell in rows[place] if (role := role_of_heading(cell)) is not None]
        width = max(_filled(row) for row in rows[place:])
        is_named = len(roles) > 1 or ColumnRole.PHONE_NUMBER in roles
        if is_named and all(_filled(row) < width for row in rows[:place]):
            above = itertools.chain.from_iterable(rows[: place + 1])
            if not any(_is_number(cell, home_region) for cell in above):
                return place
    return 0 if said_heading or has_heading(rows, home_region) else None


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell) for cell in row)


def guess_roles(
    heading: Sequence[str] | None,
    samples: Sequence[Sequence[str]],
    home_region: str,
    *,
    takes: Takes = Takes.CLIENTS,
) -> list[ColumnRole | None]:
    """Of each column; no role but the telephone number's is given twice.

    Where a heading names the telephone numbers, figures under other headings are none, whatever they look
    like: a taxpayer's number can be one that exists. Among refused numbers one too many does no harm, one
    that is passed over does.
    """
    width = max([len(row) for row in samples] + [len(heading or ())], default=0)
    headings = [*(heading or ()), *[""] * (width - len(heading or ()))]
    is_named = any(role_of_heading(one) is ColumnRole.PHONE_NUMBER for one in headings)
    roles: list[ColumnRole | None] = []
    for column, name in enumerate(headings):
        values = [row[column] for row in samples if column < len(row) and row[column]]
        role = role_of_heading(name) or _role_of_values(values, home_region)
        by_value = role is ColumnRole.PHONE_NUMBER and role_of_heading(name) is None
        if by_value and takes is Takes.CLIENTS and not _may_be_telephones(name, is_named=is_named):
            role = None
        roles.append(role if role in _SEVERAL or role not in roles else None)
    if ColumnRole.NAME not in roles and not heading:
        _take_texts_for_names(roles, samples)
    return roles


def _may_be_telephones(heading: str, *, is_named: bool) -> bool:
    """Of a column of figures: whether its heading leaves that open, beside another that names telephones."""
    words = heading.casefold()
    return bool(_TELEPHONE_WORD.search(words)) or not (is_named or _OTHER_NUMBER.search(words))


def _role_of_values(values: Sequence[str], home_region: str) -> ColumnRole | None:
    if not values:
        return None
    if all(is_zone(value) for value in values):
        return ColumnRole.TIME_ZONE
    if all(_MAIL.fullmatch(value) for value in values):
        return ColumnRole.EMAIL
    numbers = sum(_is_number(value, home_region) for value in values)
    return ColumnRole.PHONE_NUMBER if numbers * 2 > len(values) else None


def _take_texts_for_names(roles: list[ColumnRole | None], samples: Sequence[Sequence[str]]) -> None:
    """Without a heading, the first column of words is who they are."""
    for column, role in enumerate(roles):
        values = [row[column] for row in samples if column < len(row)]
        if role is None and any(any(sign.isalpha() for sign in value) for value in values):
            roles[column] = ColumnRole.NAME
            return


def _is_number(text: str, home_region: str) -> bool:
    if sum(sign.isdigit() for sign in text) < 7:
        return False
    return all(one.number for one in numbers_in(text, region=home_region))
