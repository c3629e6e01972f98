"""XLSX workbooks for tests, made by hand: as small as a spreadsheet will take."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def a_workbook(
    sheets: Mapping[str, Sequence[Sequence[str | int]]], *, replacing: Mapping[str, bytes] | None = None
) -> bytes:
    """Sheets of texts and numbers by name; an empty text is no cell at all.

    `replacing` puts other parts in place of those of a path.
    """
    places = list(enumerate(sheets, start=1))
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" '
        f'Type="{_RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}"><sheets>'
        + "".join(f'<sheet name="{name}" sheetId="{place}" r:id="rId{place}"/>' for place, name in places)
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">'
        + "".join(
            f'<Relationship Id="rId{place}" Type="{_RELATED}/worksheet" '
            f'Target="worksheets/sheet{place}.xml"/>'
            for place, _ in places
        )
        + "</Relationships>",
    }
    for place, name in places:
        parts[f"xl/worksheets/sheet{place}.xml"] = _sheet(sheets[name])
    parts |= replacing or {}
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, part in parts.items():
            archive.writestr(path, part)
    return content.getvalue()


def _sheet(rows: Sequence[Sequence[str | int]]) -> str:
    written = "".join(
        f'<row r="{number}">{"".join(_cell(cell, place, number) for place, cell in enumerate(row))}</row>'
        for number, row in enumerate(rows, start=1)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{written}</sheetData></worksheet>'


def _cell(cell: str | int, place: int, row: int) -> str:
    if cell == "":
        return ""
    where = f"{chr(ord('A') + place)}{row}"
    if isinstance(cell, int):
        return f'<c r="{where}"><v>{cell}</v></c>'
    return f'<c r="{where}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
