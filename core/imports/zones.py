"""Which time zone a client of an imported line is called by. Pure."""


def client_zone(*, said: str, known: str, of_region: str, of_number: str, default: str) -> str:
    """The first of these that says something; each is the name of an IANA zone, or empty.

    `said`: by the line's own column; `known`: of the client to whom one of the line's numbers belongs
    already; `of_region`: of the line's region; `of_number`: the one in which the first number can ring;
    `default`: for whoever none of these tells about.
    """
    return said or known or of_region or of_number or default
