"""Which clients a search finds, as a condition that either database answers quickly.

A few digits are found in many places, and one pass over the search texts is the quickest way to them;
the more of a number is there, the fewer clients have it, and the quicker the index of numbers is.
"""

from typing import Final

from sqlalchemy import ColumnElement, and_, or_, select, true

from core.clients.models import Client, ClientNumber
from core.clients.search import BETWEEN_PARTS, Search

_LONGEST_E164: Final = len("+") + 15


def found_by(search: Search) -> ColumnElement[bool]:
    if search.is_number:
        return Client.id.in_(
            select(ClientNumber.client_id).where(number_fits(search, ClientNumber.e164.expression))
        )
    all_words = and_(true(), *(_says(word) for word in search.words))
    if not (search.digits or search.beginnings):
        return all_words
    ways = [_says(BETWEEN_PARTS + begun) for begun in sorted(search.beginnings)]
    if search.digits:
        ways.append(_says(search.digits))
    if search.words:
        ways.append(all_words)
    return or_(*ways)


def _says(part: str) -> ColumnElement[bool]:
    return Client.search_text.contains(part, autoescape=True)


def number_fits(search: Search, e164: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether the number in that column is one that somebody looks for who typed nothing but a number."""
    # A range is served by the index under every collation; a LIKE, under few.
    ways: list[ColumnElement[bool]] = [
        e164.between(f"+{begun}", f"+{begun}".ljust(_LONGEST_E164, "9"))
        for begun in sorted(search.beginnings)
    ]
    if search.digits:
        ways.append(e164.contains(search.digits))
    return or_(*ways)
