"""Lines of refused numbers: nothing that can be read as a number is lost for what stands beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.imports.lines import BadLine
from core.imports.number_lines import NumberLine, NumberReader
from core.imports.plan import ColumnRole

READER = NumberReader([ColumnRole.PHONE_NUMBER, None, ColumnRole.PHONE_NUMBER], home_region="RU")
ONE, TWO = "+79160000001", "+79160000002"


@pytest.mark.parametrize(
    ("cells", "numbers", "refused"),
    [
        pytest.param([ONE, "", TWO], [ONE, TWO], [], id="two columns"),
        pytest.param([ONE, "", "n/a"], [ONE], ["n/a"], id="a good one before a bad one"),
        pytest.param(["n/a", "", TWO], [TWO], ["n/a"], id="a bad one before a good one"),
        pytest.param([f"{ONE}; 12; {TWO}"], [ONE, TWO], ["12"], id="three in one cell"),
        pytest.param(["x", "", "y"], [], ["x", "y"], id="none that is good"),
        pytest.param(["", "", ""], [], [""], id="nothing at all"),
        pytest.param([ONE, "n/a"], [ONE], [], id="a column of something else"),
        pytest.param([";".join(f"8916000{n:04}" for n in range(12))], 12, [], id="more than a lead may have"),
    ],
)
def test_each_number_is_taken_or_refused_by_itself(
    cells: list[str], numbers: list[str] | int, refused: list[str]
) -> None:
    found = READER.all_of(7, cells)

    taken = [number for one in found if isinstance(one, NumberLine) for number in one.phone_numbers]
    assert taken == numbers if isinstance(numbers, list) else len(taken) == numbers
    assert [(one.line, one.value) for one in found if isinstance(one, BadLine)] == [
        (7, bad) for bad in refused
    ]


@given(st.lists(st.text(max_size=30), max_size=6))
def test_whatever_stands_in_the_line_a_number_in_it_is_taken(cells: list[str]) -> None:
    found = READER.all_of(1, [ONE, *cells])

    assert any(isinstance(one, NumberLine) and ONE in one.phone_numbers for one in found)
