"""By which clock a client of an imported line is called: the first source that says something."""

import pytest

from core.imports.zones import client_zone, numbers_without_zone
from core.leads.numbers import ringing_zones

SAID, KNOWN, OF_REGION = "Asia/Omsk", "Asia/Vladivostok", "Asia/Irkutsk"
OF_NUMBER = "Asia/Yekaterinburg"


@pytest.mark.parametrize(
    ("said", "known", "of_region", "of_number", "zone"),
    [
        pytest.param(SAID, KNOWN, OF_REGION, OF_NUMBER, SAID, id="the zone column wins"),
        pytest.param(
            "", KNOWN, OF_REGION, OF_NUMBER, KNOWN, id="a known client is where they are known to be"
        ),
        pytest.param("", "", OF_REGION, OF_NUMBER, OF_REGION, id="a region tells more than a number"),
        pytest.param("", "", "", OF_NUMBER, OF_NUMBER, id="a landline rings where its code is"),
        pytest.param("", "", "", "", "", id="nothing tells"),
    ],
)
def test_the_zone_of_a_client_is_the_first_that_is_told(
    said: str, known: str, of_region: str, of_number: str, zone: str
) -> None:
    told = {"said": said, "known": known, "of_region": of_region, "of_number": of_number}
    assert client_zone(**told) == zone


@pytest.mark.parametrize(
    ("told", "without"),
    [
        pytest.param("", ["+79160000001", "+79160000003"], id="nothing tells where the client is"),
        pytest.param(SAID, [], id="they ring where the client is"),
    ],
)
def test_a_number_is_without_a_zone_if_neither_it_nor_its_client_has_one(
    told: str, without: list[str]
) -> None:
    numbers = ["+79160000001", "+73433000000", "+79160000003"]

    assert numbers_without_zone(numbers, ["", OF_NUMBER, ""], told) == without


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
