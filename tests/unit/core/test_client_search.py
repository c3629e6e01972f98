"""What a search finds, and where a client stands in the list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clients.search import LONGEST_SORT_KEY, Search, folded, search_for, search_text, sort_key

CARD = search_text(
    name="ООО «Ёлка  и Сын»",
    region="Московская область",
    persons=["Пётр Щукин", "Анна Белова"],
    numbers=["+79161234567", "+442079460000"],
)


def finds(search: str, card: str = CARD) -> bool:
    return all(word in card for word in search_for(search, home_region="RU").words)


@pytest.mark.parametrize(
    "search",
    [
        "ёлка",
        "елка",
        "ЕЛКА",
        "елка сын",
        "сын елка",
        "  петр   белова ",
        "моск",
        "ооо «ёлка",
        "елка 1234567",
        "",
        "\x00",
        "щукин\x00пётр",
    ],
)
def test_it_is_found(search: str) -> None:
    assert finds(search)


@pytest.mark.parametrize("search", ["ромашка", "елка ромашка", "елка 79161234567x"])
def test_it_is_not_found(search: str) -> None:
    assert not finds(search)


def test_nothing_to_search_for_is_no_condition() -> None:
    assert search_for("  ", home_region="RU") == Search(())


@pytest.mark.parametrize(
    ("typed", "search"),
    [
        ("+", Search(("+",))),
        ("+7", Search((), "", frozenset({"7"}))),
        ("24/7", Search(("24/7",), "247", frozenset())),
        ("8 916", Search((), "8916", frozenset({"7916"}))),
        ("+7 (916) 1", Search((), "", frozenset({"79161"}))),
        ("916 123", Search((), "916123", frozenset(), is_number=True)),
        ("8-916-12", Search((), "891612", frozenset({"791612"}), is_number=True)),
        ("00 7 916 1", Search((), "0079161", frozenset({"79161"}), is_number=True)),
        ("школа 1517", Search(("школа", "1517"))),
    ],
)
def test_digits_without_a_letter_are_a_number_too(typed: str, search: Search) -> None:
    assert search_for(typed, home_region="RU") == search


def test_clients_stand_in_the_order_of_a_telephone_book() -> None:
    names = ["Ягода", "ёлка", "«Берёза»", '"Аист"', "Ель", "берег", "Яблоко"]

    assert sorted(names, key=sort_key) == ['"Аист"', "берег", "«Берёза»", "ёлка", "Ель", "Яблоко", "Ягода"]


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text())
def test_a_search_has_no_sign_that_a_database_refuses(search: str) -> None:
    found = search_for(search, home_region="RU")

    assert not any("\x00" in part for part in (*found.words, found.digits, *found.beginnings))


@given(st.text(min_size=1).filter(lambda name: any(sign.isalpha() for sign in name)))
def test_every_client_is_found_by_its_own_name(name: str) -> None:
    assert finds(name, search_text(name=name, region="", persons=(), numbers=("+79161234567",)))


@given(st.text())
def test_a_sort_key_fits_its_column(name: str) -> None:
    assert len(sort_key(name * 300)) <= LONGEST_SORT_KEY
