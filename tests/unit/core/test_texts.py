"""Which text is taken from outside."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.texts import is_printed, is_storable


@pytest.mark.parametrize(
    ("text", "storable", "printed"),
    [
        ("", True, True),
        ("ООО «Ёлка»", True, True),
        ("=HYPERLINK(1)", True, True),
        ("ООО\u00a0«Ёлка»", True, True),
        ("a\u202fb", True, True),
        ("👩‍🚒"[:1], True, True),
        ("two\nlines", True, False),
        ("tab\tbed", True, False),
        ("bell\x07", True, False),
        ("right\u202eleft", True, False),
        ("line\u2028break", True, False),
        ("nul\x00", False, False),
        ("half \ud800", False, False),
    ],
)
def test_a_text(text: str, storable: bool, printed: bool) -> None:
    assert (is_storable(text), is_printed(text)) == (storable, printed)


@given(st.text(st.characters(codec=None), max_size=50))
def test_what_is_storable_can_be_sent_to_every_console(text: str) -> None:
    if is_storable(text):
        assert orjson.loads(orjson.dumps(text)) == text


@given(st.text(st.characters(codec=None), max_size=50))
def test_what_is_printed_is_storable(text: str) -> None:
    assert is_storable(text) or not is_printed(text)
