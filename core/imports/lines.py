"""One line of a file made a client with numbers, or refused with the reason. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any, Final

from core.clients.language import language_of_country, language_written
from core.clients.search import search_text, sort_key
from core.error_codes import ErrorCode
from core.errors import FieldFault
from core.imports.plan import ColumnRole
from core.phone_numbers import country_of, is_zone, own_zone_of
from core.phone_numbers.several import WrittenNumber, numbers_in
from core.regions.zones import zone_of_region
from core.texts import is_printed, is_storable
from core.users.models import Language

LONGEST_VALUE_SHOWN: Final = 80
_LONGEST: Final[Mapping[ColumnRole, int]] = {
    ColumnRole.NAME: 300,
    ColumnRole.REGION: 200,
    ColumnRole.PERSON: 200,
    ColumnRole.EMAIL: 254,
    ColumnRole.NOTE: 4000,
}
_MOST_NUMBERS: Final = 10
_LONGEST_LABEL: Final = 100
_ADDRESS: Final = re.compile(r"[^@\s\"<>]+@[^@\s\"<>]+\.[^@\s\"<>]+")


@dataclass(frozen=True, slots=True)
class GoodLine:
    line: int
    name: str
    sort_name: str
    search_text: str
    phone_numbers: Sequence[str]
    labels: Sequence[str]
    """Of each number the extensions that stand behind it, which are not dialled; empty: none."""
    region: str
    said_zone: str
    """Where the client is, as the line says; empty: it does not."""
    zone_of_region: str
    """Where the line's region is; empty: that is not known."""
    own_zones: Sequence[str]
    """Of each number the one zone in which it can ring; empty: its prefix leaves that open."""
    language: Language
    """In which the client is spoken to: as the line says, or else by the country of the first number."""
    person: str
    email: str
    note: str
    cells: Sequence[str] = attribute(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class BadLine:
    line: int
    field: str
    value: str
    code: ErrorCode
    parameters: Mapping[str, Any]
    cells: Sequence[str] = attribute(default=(), compare=False)

    @classmethod
    def of(cls, line: int, fault: FieldFault, value: str, cells: Sequence[str]) -> "BadLine":
        return cls(line, fault.field, shown(value), fault.code, fault.parameters, cells)

    @classmethod
    def unclosed(cls, first: int, last: int, cells: Sequence[str]) -> "BadLine":
        """Lines of the file that a quote which is not closed has made one entry of."""
        return cls.of(
            first, FieldFault.of("file", ErrorCode.UNCLOSED_QUOTE, first=first, last=last), "", cells
        )


@dataclass(frozen=True, slots=True)
class _Told:
    """By the prefix of a number; each empty where it tells nothing."""

    own_zone: str
    country: str


class LineReader:
    """Reads lines whose columns have these roles."""

    def __init__(self, roles: Sequence[ColumnRole | None], *, home_region: str) -> None:
        self._roles = roles
        self._columns = {
            role: [column for column, given in enumerate(roles) if given is role] for role in ColumnRole
        }
        self._home_region = home_region
        self._tell: dict[str, _Told] = {}

    def all_of(
        self, line: int, cells: Sequence[str], spoiled: Sequence[int] = ()
    ) -> Sequence[GoodLine | BadLine]:
        """What the line comes to: one good one, or one bad one.

        A spoiled column of those that are passed over does no harm.
        """
        for column in spoiled:
            if column < len(self._roles) and (role := self._roles[column]) is not None:
                fault = FieldFault.of(role, ErrorCode.SPOILED_CHARACTERS)
                return [BadLine.of(line, fault, cells[column], cells)]
        return [self.read(line, cells)]

    def read(self, line: int, cells: Sequence[str]) -> GoodLine | BadLine:
        texts = {role: self._first(cells, role) for role in _LONGEST}
        name_is_missing = bool(self._columns[ColumnRole.NAME]) and not texts[ColumnRole.NAME]
        if name_is_missing:
            return BadLine.of(line, FieldFault.of(ColumnRole.NAME, ErrorCode.IS_EMPTY), "", cells)
        for role, text in texts.items():
            if (fault := _fault_of(role, text)) is not None:
                return BadLine.of(line, fault, text, cells)
        numbers: dict[str, dict[str, None]] = {}
        for one in self._numbers(cells):
            if one.fault is not None:
                return BadLine.of(line, one.fault, one.text, cells)
            numbers.setdefault(one.number, {}).update({one.extension: None} if one.extension else {})
        for extensions in numbers.values():
            if len(label := ", ".join(extensions)) > _LONGEST_LABEL:
                fault = FieldFault.of(ColumnRole.PHONE_NUMBER, ErrorCode.TOO_LONG, max=_LONGEST_LABEL)
                return BadLine.of(line, fault, label, cells)
        if len(numbers) > _MOST_NUMBERS:
            # None is left out unseen: whoever has the file decides which.
            fault = FieldFault.of(ColumnRole.PHONE_NUMBER, ErrorCode.TOO_MANY_NUMBERS, max=_MOST_NUMBERS)
            return BadLine.of(line, fault, list(numbers)[_MOST_NUMBERS], cells)
        zone = self._first(cells, ColumnRole.TIME_ZONE)
        if zone and not is_zone(zone):
            return BadLine.of(line, FieldFault.of(ColumnRole.TIME_ZONE, ErrorCode.UNKNOWN_ZONE), zone, cells)
        language = self._first(cells, ColumnRole.LANGUAGE)
        if language and language_written(language) is None:
            fault = FieldFault.of(ColumnRole.LANGUAGE, ErrorCode.UNKNOWN_LANGUAGE)
            return BadLine.of(line, fault, language, cells)
        return self._good(line, texts, numbers, zone, language_written(language), cells)

    def _good(
        self,
        line: int,
        texts: Mapping[ColumnRole, str],
        extensions: Mapping[str, Iterable[str]],
        zone: str,
        language: Language | None,
        cells: Sequence[str],
    ) -> GoodLine:
        phone_numbers = list(extensions)
        name = texts[ColumnRole.NAME] or phone_numbers[0]
        country = self._told_by(phone_numbers[0]).country
        persons = [texts[ColumnRole.PERSON]] if texts[ColumnRole.PERSON] else []
        return GoodLine(
            line=line,
            name=name,
            sort_name=sort_key(name),
            search_text=search_text(
                name=name, region=texts[ColumnRole.REGION], persons=persons, numbers=phone_numbers
            ),
            phone_numbers=phone_numbers,
            labels=[", ".join(extensions[number]) for number in phone_numbers],
            region=texts[ColumnRole.REGION],
            said_zone=zone,
            zone_of_region=zone_of_region(texts[ColumnRole.REGION], country),
            own_zones=[self._told_by(number).own_zone for number in phone_numbers],
            language=language or language_of_country(country, home=self._home_region),
            person=texts[ColumnRole.PERSON],
            email=texts[ColumnRole.EMAIL],
            note=texts[ColumnRole.NOTE],
            cells=cells,
        )

    def _told_by(self, number: str) -> _Told:
        # The last four digits never tell a place, and asking takes longer than all else in a line.
        neighbours = number[:-4]
        if neighbours not in self._tell:
            self._tell[neighbours] = _Told(own_zone_of(number), country_of(number))
        return self._tell[neighbours]

    def _first(self, cells: Sequence[str], role: ColumnRole) -> str:
        """Of several columns with one role, the first that says something."""
        found = (cells[column].strip() for column in self._columns[role] if column < len(cells))
        return next(filter(None, found), "")

    def _numbers(self, cells: Sequence[str]) -> Sequence[WrittenNumber]:
        columns = self._columns[ColumnRole.PHONE_NUMBER]
        return numbers_written(
            (cells[column] for column in columns if column < len(cells)), self._home_region
        )


def numbers_written(cells: Iterable[str], home_region: str) -> Sequence[WrittenNumber]:
    """Every number that is given; one empty one if there is none, which is refused as such."""
    found = [one for cell in cells for one in numbers_in(cell, region=home_region)]
    nothing = FieldFault.of(ColumnRole.PHONE_NUMBER, ErrorCode.IS_EMPTY)
    return found or [WrittenNumber("", "", fault=nothing)]


def _fault_of(role: ColumnRole, text: str) -> FieldFault | None:
    if len(text) > _LONGEST[role]:
        return FieldFault.of(role, ErrorCode.TOO_LONG, max=_LONGEST[role])
    if role is ColumnRole.NOTE:
        return None if is_storable(text) else FieldFault.of(role, ErrorCode.UNSTORABLE_CHARACTERS)
    if not is_printed(text):
        return FieldFault.of(role, ErrorCode.CONTROL_CHARACTERS)
    if role is ColumnRole.EMAIL and text and not _ADDRESS.fullmatch(text):
        return FieldFault.of(role, ErrorCode.MALFORMED)
    return None


def shown(value: str) -> str:
    """A value as a report shows it: one line of print, not too long."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in value[:LONGEST_VALUE_SHOWN])
