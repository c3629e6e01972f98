"""The demo's invented clients: always the same ones, no number twice, both languages."""

from datetime import timedelta
from random import Random

import pytest

from core.campaigns.dispositions import STANDARD, WITHOUT_CAMPAIGN, DispositionChoice, choice
from core.clients.models import ClientKind
from core.phone_numbers import e164, is_zone
from zvonar.demo.people import DemoClient, _number, demo_clients


@pytest.fixture(scope="module")
def clients() -> list[DemoClient]:
    return list(demo_clients(300))


def test_one_seed_gives_one_list_and_another_another() -> None:
    assert list(demo_clients(50, seed=1)) == list(demo_clients(50, seed=1))
    assert list(demo_clients(50, seed=1)) != list(demo_clients(50, seed=2))


def test_a_longer_list_begins_as_the_shorter_one_does(clients: list[DemoClient]) -> None:
    assert list(demo_clients(20)) == clients[:20]


def test_no_number_belongs_to_two_clients_and_each_can_exist(clients: list[DemoClient]) -> None:
    numbers = [number for client in clients for number in client.numbers]

    assert len(set(numbers)) == len(numbers)
    for number in numbers:
        assert e164(number, region="RU") == number


@pytest.mark.parametrize("russian", [True, False])
def test_a_number_that_is_taken_is_not_given_again(russian: bool) -> None:
    taken: set[str] = set()
    first, second = (_number(Random(1), taken, russian) for _ in range(2))

    assert first != second


def test_four_clients_in_five_are_russian_and_each_speaks_the_language_of_its_place(
    clients: list[DemoClient],
) -> None:
    russian = [client for client in clients if client.language == "ru"]
    english = [client for client in clients if client.language == "en"]

    assert (len(russian), len(english)) == (240, 60)
    assert all(number.startswith("+7") for client in russian for number in client.numbers)
    assert all(number.startswith("+44") for client in english for number in client.numbers)
    assert {client.time_zone for client in english} == {"Europe/London"}
    assert not any("а" <= sign.lower() <= "я" for client in english for sign in client.name + client.note)


def test_there_are_companies_with_staff_and_households_of_one(clients: list[DemoClient]) -> None:
    kinds = {client.kind for client in clients}

    assert kinds == set(ClientKind)
    for client in clients:
        assert client.persons
        if client.kind is ClientKind.HOUSEHOLD:
            assert [(person.name, person.position) for person in client.persons] == [(client.name, "")]


def test_every_client_has_a_place_and_an_address_nobody_owns(clients: list[DemoClient]) -> None:
    for client in clients:
        assert is_zone(client.time_zone)
        assert client.region
        assert client.email.partition("@")[2].startswith("example.")


def test_what_was_talked_before_is_in_the_past_newest_first_and_ended_with_a_known_verdict(
    clients: list[DemoClient],
) -> None:
    assert any(len(client.contacts) > 1 for client in clients)
    for client in clients:
        ages = [contact.before for contact in client.contacts]
        assert all(age >= timedelta(days=2) for age in ages)
        assert [age.days for age in ages] == sorted(age.days for age in ages)
        assert all(choice(STANDARD, contact.disposition) for contact in client.contacts)


@pytest.mark.parametrize("choices", [STANDARD, WITHOUT_CAMPAIGN], ids=["campaign", "no campaign"])
def test_every_verdict_has_a_code_and_a_key_of_its_own(choices: tuple[DispositionChoice, ...]) -> None:
    assert len({one.code for one in choices}) == len({one.key for one in choices}) == len(choices)
