"""Whoever asks why a number is not called finds each answer explained."""

import re
from pathlib import Path

from core.leads.bars import BarCode

DOCUMENT = Path(__file__).parents[3] / "docs" / "bars.md"


def test_every_bar_is_told_of_in_the_documents() -> None:
    first_cells = re.findall(r"^\| (`.*?) \|", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", " ".join(first_cells))) == set(BarCode)
