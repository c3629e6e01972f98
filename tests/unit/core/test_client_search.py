"""What a search finds, and where a client stands in the list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clients.search import LONGEST_SORT_KEY, folded, search_text, search_words, sort_key

CARD = search_text(
    name="ООО «Ёлка  и Сын»",
    region="Московская область",
    persons=["Пётр Щукин", "Анна Белова"],
    numbers=["+79161234567", "+442079460000"],
)


def finds(search: str, card: str = CARD) -> bool:
    return all(word in card for word in search_words(search))


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
        "+7 916 123-45-67",
        "8 (916) 123-45-67",
        "89161234567",
        "79161234567",
        "9161234567",
        "123-45-67",
        "4567",
        "+44 20 7946 0000",
        "+7 916",
        "",
        "\x00",
        "щукин\x00пётр",
    ],
)
def test_it_is_found(search: str) -> None:
    assert finds(search)


@pytest.mark.parametrize(
    "search", ["ромашка", "елка ромашка", "79161234568", "8 916 765", "елка 79161234567x"]
)
def test_it_is_not_found(search: str) -> None:
    assert not finds(search)


def test_nothing_to_search_for_is_no_condition() -> None:
    assert search_words("  ") == []


def test_clients_stand_in_the_order_of_a_telephone_book() -> None:
    names = ["Ягода", "ёлка", "«Берёза»", '"Аист"', "Ель", "берег", "Яблоко"]

    assert sorted(names, key=sort_key) == ['"Аист"', "берег", "«Берёза»", "ёлка", "Ель", "Яблоко", "Ягода"]


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text())
def test_a_search_has_no_sign_that_a_database_refuses(search: str) -> None:
    assert not any("\x00" in word for word in search_words(search))


@given(st.text(min_size=1).filter(lambda name: any(sign.isalpha() for sign in name)))
def test_every_client_is_found_by_its_own_name(name: str) -> None:
    assert finds(name, search_text(name=name, region="", persons=(), numbers=("+79161234567",)))


@given(st.integers(10**9, 10**10 - 1))
def test_every_russian_number_is_found_in_every_notation(number: int) -> None:
    card = search_text(name="x", region="", persons=(), numbers=(f"+7{number}",))

    for written in (f"+7{number}", f"8{number}", f"8 ({number // 10**7}) {number % 10**7:07}", str(number)):
        assert finds(written, card)


@given(st.text())
def test_a_sort_key_fits_its_column(name: str) -> None:
    assert len(sort_key(name * 300)) <= LONGEST_SORT_KEY
