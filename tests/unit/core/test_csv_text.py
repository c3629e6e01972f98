"""A spreadsheet shows what is in a file of ours and does nothing that it says."""

import csv
import io
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.csv_text import csv_text


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        (True, "1"),
        (False, "0"),
        (-3, "-3"),
        (0.5, "0.5"),
        (datetime(2026, 3, 2, 10, tzinfo=UTC), "2026-03-02T10:00:00+00:00"),
        ("+79161234567", "'+79161234567"),
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("-1+1", "'-1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ('a "quoted", word', 'a "quoted", word'),
        ("две\nстроки", "две\nстроки"),
    ],
)
def test_a_cell_is_written(value: Any, written: str) -> None:
    assert list(csv.reader(io.StringIO(csv_text([[value, "end"]]), newline=""))) == [[written, "end"]]


@given(st.lists(st.text(alphabet=st.characters(exclude_characters="\0")), min_size=1))
def test_no_text_begins_like_a_formula_and_none_is_lost(texts: list[str]) -> None:
    [row] = csv.reader(io.StringIO(csv_text([[*texts, "end"]]), newline=""))

    assert len(row) == len(texts) + 1
    for text, cell in zip(texts, row, strict=False):
        assert cell in (text, f"'{text}")
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
