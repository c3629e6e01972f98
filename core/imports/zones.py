"""Which time zone a client of an imported line is called by, and which numbers none is told of. Pure."""

from collections.abc import Sequence


def client_zone(*, said: str, known: str, of_region: str, of_number: str) -> str:
    """The first of these that says something; each is the name of an IANA zone, or empty as the answer is
    when nothing tells one.

    `said`: by the line's own column; `known`: of the client to whom one of the line's numbers belongs
    already; `of_region`: of the line's region; `of_number`: the one in which the first number can ring.
    """
    return said or known or of_region or of_number


def numbers_without_zone(phone_numbers: Sequence[str], own_zones: Sequence[str], told: str) -> Sequence[str]:
    """Those that are called by the default zone, if this is what is told of the client's."""
    if told:
        return []
    return [number for number, own in zip(phone_numbers, own_zones, strict=True) if not own]
