"""By which clock a client of an imported line is called: the first source that says something."""

import pytest

from core.imports.zones import client_zone
from core.leads.numbers import ringing_zones

SAID, KNOWN, OF_REGION = "Asia/Omsk", "Asia/Vladivostok", "Asia/Irkutsk"
OF_NUMBER, DEFAULT = "Asia/Yekaterinburg", "Europe/Moscow"


@pytest.mark.parametrize(
    ("said", "known", "of_region", "of_number", "zone"),
    [
        pytest.param(SAID, KNOWN, OF_REGION, OF_NUMBER, SAID, id="the zone column wins"),
        pytest.param(
            "", KNOWN, OF_REGION, OF_NUMBER, KNOWN, id="a known client is where they are known to be"
        ),
        pytest.param("", "", OF_REGION, OF_NUMBER, OF_REGION, id="a region tells more than a number"),
        pytest.param("", "", "", OF_NUMBER, OF_NUMBER, id="a landline rings where its code is"),
        pytest.param("", "", "", "", DEFAULT, id="nothing tells"),
    ],
)
def test_the_zone_of_a_client_is_the_first_that_is_told(
    said: str, known: str, of_region: str, of_number: str, zone: str
) -> None:
    told = {"said": said, "known": known, "of_region": of_region, "of_number": of_number}
    assert client_zone(**told, default=DEFAULT) == zone


@pytest.mark.parametrize(
    ("own", "zones"),
    [
        (["", "Asia/Yekaterinburg", ""], ["Asia/Omsk", "Asia/Yekaterinburg", "Asia/Omsk"]),
        (["Asia/Yekaterinburg"], ["Asia/Omsk"]),
    ],
)
def test_the_first_number_rings_at_the_client_and_each_other_where_its_prefix_says(
    own: list[str], zones: list[str]
) -> None:
    assert ringing_zones(own, "Asia/Omsk") == zones
