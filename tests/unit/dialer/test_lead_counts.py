"""Leads are counted where that is the most overdue, and counting takes a small share of the time."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer.lead_counts import CountedCampaign, next_to_count, rest_after

RUNNING, RESTING = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("running", "resting", "counted"),
    [
        pytest.param(None, None, RUNNING, id="neither was counted: the one that dials"),
        pytest.param(60.0, None, RESTING, id="nothing is known of one"),
        pytest.param(4.0, 20.0, None, id="both were counted lately"),
        pytest.param(6.0, 20.0, RUNNING, id="the one that dials is counted more often"),
        pytest.param(6.0, 60.0, RESTING, id="the one that rests is not forgotten"),
    ],
)
def test_the_next_count_is_of(running: float | None, resting: float | None, counted: UUID | None) -> None:
    campaigns = {RESTING: CountedCampaign(False, resting), RUNNING: CountedCampaign(True, running)}

    assert next_to_count(campaigns) == counted


@given(took=st.floats(0.001, 100), share=st.floats(0.001, 1))
def test_a_count_and_the_rest_after_it_keep_to_the_share(took: float, share: float) -> None:
    assert took / (took + rest_after(took, share)) == pytest.approx(share)
