"""What the columns of a file mean, guessed from their headings and their first values. Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from core.imports.plan import ColumnRole
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


def guess_roles(
    heading: Sequence[str] | None, samples: Sequence[Sequence[str]], home_region: str
) -> list[ColumnRole | None]:
    """Of each column; no role but the telephone number's is given twice."""
    width = max([len(row) for row in samples] + [len(heading or ())], default=0)
    roles: list[ColumnRole | None] = []
    for column in range(width):
        named = role_of_heading(heading[column]) if heading and column < len(heading) else None
        values = [row[column] for row in samples if column < len(row) and row[column]]
        role = named or _role_of_values(values, home_region)
        roles.append(role if role in _SEVERAL or role not in roles else None)
    if ColumnRole.NAME not in roles and not heading:
        _take_texts_for_names(roles, samples)
    return roles


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
