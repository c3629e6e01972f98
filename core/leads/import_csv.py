"""Filling a campaign's list from a CSV file: good lines in, bad lines named."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.campaigns.models import Campaign
from core.clients.models import Client, ClientKind, ClientNumber
from core.clients.search import search_text, sort_key
from core.error_codes import ErrorCode, Parameters
from core.errors import FieldFault, InvalidInput, NotFound
from core.leads.models import Lead
from core.lists.models import LeadList, ListSource
from core.lists.service import add_list
from core.phone_numbers import e164, is_zone, time_zones_of
from core.texts import is_printed

LARGEST_FILE_BYTES: Final = 20 * 2**20
MOST_REJECTED_SHOWN: Final = 1000
_LONGEST_NAME: Final = 300
_LONGEST_REGION: Final = 200
_LONGEST_VALUE_SHOWN: Final = 80

# Every heading that is understood, in either language.
_COLUMNS: Final[Mapping[str, str]] = {
    "name": "name",
    "имя": "name",
    "название": "name",
    "клиент": "name",
    "phone_number": "phone_number",
    "phone": "phone_number",
    "телефон": "phone_number",
    "номер": "phone_number",
    "region": "region",
    "регион": "region",
    "time_zone": "time_zone",
    "часовой пояс": "time_zone",
}


@dataclass(frozen=True, slots=True)
class RejectedLine:
    line: int
    """As an editor counts; the heading is line 1."""
    field: str
    value: str
    code: ErrorCode
    parameters: Parameters
    reason: str
    """In English, for whoever has no text of their own for the code."""

    @classmethod
    def of(cls, line: int, values: Mapping[str, str], fault: FieldFault) -> "RejectedLine":
        shown = _short(values.get(fault.field, ""))
        return cls(line, fault.field, shown, fault.code, fault.parameters, fault.reason)


@dataclass(frozen=True, slots=True)
class ImportReport:
    imported: int
    rejected_total: int
    rejected: Sequence[RejectedLine]
    """The first thousand."""


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    name: str
    phone_number: str
    region: str
    time_zone: str


async def import_leads(
    session: AsyncSession,
    campaign_id: UUID,
    content: bytes,
    *,
    now: datetime,
    home_region: str,
    home_zone: str,
) -> ImportReport:
    """Add a client and a lead for each good line; a number that is on the list already is refused.

    Raises:
        NotFound: there is no such campaign.
        InvalidInput: not a UTF-8 CSV file with the headings `name` and `phone_number`.
    """
    if await session.get(Campaign, campaign_id) is None:
        raise NotFound("campaign", campaign_id)
    rejected: list[RejectedLine] = []
    rows: list[_Row] = []
    listed = set(await session.scalars(select(Lead.phone_number).where(Lead.campaign_id == campaign_id)))
    for line, values in _lines(content):
        checked = _checked(line, values, home_region, home_zone)
        if isinstance(checked, _Row) and checked.phone_number in listed:
            checked = FieldFault.of("phone_number", ErrorCode.ALREADY_LISTED)
        if isinstance(checked, _Row):
            listed.add(checked.phone_number)
            rows.append(checked)
        else:
            rejected.append(RejectedLine.of(line, values, checked))
    if rows:
        lead_list = await add_list(
            session, campaign_id, f"{now:%Y-%m-%d %H:%M}", now=now, source=ListSource.IMPORT
        )
        await _add(session, lead_list, rows, now)
    return ImportReport(len(rows), len(rejected), rejected[:MOST_REJECTED_SHOWN])


def _lines(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line after the heading: its number and its values by our column names."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput.of("file", ErrorCode.NOT_UTF8, byte=error.start) from error
    heading = text.partition("\n")[0]
    delimiter = max(";,\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        columns = [_COLUMNS.get(title.strip().casefold()) for title in next(reader, [])]
        for needed in ("name", "phone_number"):
            if needed not in columns:
                raise InvalidInput.of("file", ErrorCode.MISSING_COLUMN, column=needed)
        line = reader.line_num + 1
        for values in reader:
            if any(value.strip() for value in values):
                named = zip(columns, values, strict=False)
                yield line, {column: value.strip() for column, value in named if column}
            # A quoted line break makes one entry of several lines; it is known by its first.
            line = reader.line_num + 1
    except csv.Error as error:
        raise InvalidInput.of(
            "file", ErrorCode.UNREADABLE_LINE, line=reader.line_num, detail=str(error)
        ) from error


def _checked(line: int, values: Mapping[str, str], home_region: str, home_zone: str) -> _Row | FieldFault:
    name = values.get("name", "")
    if not name:
        return FieldFault.of("name", ErrorCode.IS_EMPTY)
    if len(name) > _LONGEST_NAME:
        return FieldFault.of("name", ErrorCode.TOO_LONG, max=_LONGEST_NAME)
    region = values.get("region", "")
    for field, value in (("name", name), ("region", region)):
        if not is_printed(value):
            return FieldFault.of(field, ErrorCode.CONTROL_CHARACTERS)
    try:
        number = e164(values.get("phone_number", ""), region=home_region)
    except InvalidInput as error:
        return error.faults[0]
    zone = values.get("time_zone", "")
    if zone and not is_zone(zone):
        return FieldFault.of("time_zone", ErrorCode.UNKNOWN_ZONE)
    return _Row(line, name, number, region[:_LONGEST_REGION], zone or _zone_of(number, home_zone))


def _zone_of(number: str, home_zone: str) -> str:
    """The number's own zone if its prefix leaves no doubt, else that of the call centre."""
    zones = time_zones_of(number)
    return zones[0] if len(zones) == 1 else home_zone


def _short(value: str) -> str:
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in value[:_LONGEST_VALUE_SHOWN])


async def _add(session: AsyncSession, lead_list: LeadList, rows: Sequence[_Row], now: datetime) -> None:
    """A number that a client has already gives a lead of that client, not a second client."""
    known: dict[str, UUID] = {}
    numbers = [row.phone_number for row in rows]
    for start in range(0, len(numbers), 500):
        found = await session.execute(
            select(ClientNumber.e164, ClientNumber.client_id).where(
                ClientNumber.e164.in_(numbers[start : start + 500])
            )
        )
        known |= dict(found.all())
    new = [(uuid4(), row) for row in rows if row.phone_number not in known]
    known |= {row.phone_number: client_id for client_id, row in new}
    session.add_all(_client(client_id, row, now) for client_id, row in new)
    # Flushed in between, since what refers to a client must be inserted after it.
    await session.flush()
    session.add_all(ClientNumber(client_id=client_id, e164=row.phone_number) for client_id, row in new)
    session.add_all(
        Lead(
            campaign_id=lead_list.campaign_id,
            list_id=lead_list.id,
            client_id=known[row.phone_number],
            phone_number=row.phone_number,
            time_zone=row.time_zone,
            next_attempt_at=now,
        )
        for row in rows
    )
    await session.flush()


def _client(client_id: UUID, row: _Row, now: datetime) -> Client:
    return Client(
        id=client_id,
        name=row.name,
        sort_name=sort_key(row.name),
        search_text=search_text(name=row.name, region=row.region, persons=(), numbers=(row.phone_number,)),
        kind=ClientKind.COMPANY,
        region=row.region,
        time_zone=row.time_zone,
        created_at=now,
    )
