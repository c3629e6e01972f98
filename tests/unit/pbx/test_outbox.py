"""The outbox's entries, as the dialplan writes them, and the list of those to forget."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calls.state_machine import AnsweredBy, CallOutcome, Ended
from core.telephony.port import FinalFacts, LineId
from pbx.outbox import BATCH, StoredCalls, final_facts, read

CALL = UUID("5d0c7a52-6a3f-4f0e-9d0a-0d6f2a5b7c11")
KEY = f"/zvonar-outbox/{CALL}"


def at(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@pytest.mark.parametrize(
    ("value", "facts"),
    [
        pytest.param(
            "1795440010.500|16||1795440001.250|person||1795440001.254|line-0123456789ab",
            FinalFacts(
                call_id=CALL,
                ended=Ended(at(1795440010.5), CallOutcome.FAILED, 16),
                answered_at=at(1795440001.25),
                answered_by=AnsweredBy.PERSON,
                connected_at=at(1795440001.254),
                line_id=LineId("line-0123456789ab"),
            ),
            id="talked",
        ),
        pytest.param(
            "1795440010.500|16||1795440001.250|machine|||",
            FinalFacts(
                call_id=CALL,
                ended=Ended(at(1795440010.5), CallOutcome.FAILED, 16),
                answered_at=at(1795440001.25),
                answered_by=AnsweredBy.MACHINE,
            ),
            id="a machine",
        ),
        pytest.param(
            "1795440010.500|0|3|||||",
            FinalFacts(CALL, Ended(at(1795440010.5), CallOutcome.NO_ANSWER, 19)),
            id="no answer",
        ),
        pytest.param(
            "1795440010.500|0|5|||||",
            FinalFacts(CALL, Ended(at(1795440010.5), CallOutcome.BUSY, 17)),
            id="busy",
        ),
        pytest.param(
            "1795440010.500|0|0|||||",
            FinalFacts(CALL, Ended(at(1795440010.5), CallOutcome.NOT_PLACED, None)),
            id="there was no channel to be had",
        ),
        pytest.param(
            "1795440010.500|0||||||",
            FinalFacts(CALL, Ended(at(1795440010.5), CallOutcome.NOT_PLACED, None)),
            id="there was no room, not for the stand-in either",
        ),
        pytest.param(
            "1795440010.500|0|1|||||",
            FinalFacts(CALL, Ended(at(1795440010.5), CallOutcome.FAILED, None)),
            id="failed, nobody knows why",
        ),
    ],
)
def test_an_entry_is_read(value: str, facts: FinalFacts) -> None:
    assert final_facts(KEY, value) == facts


@given(st.text(), st.text())
def test_an_unreadable_entry_is_passed_over_and_the_rest_is_read(key: str, value: str) -> None:
    good = {"Key": KEY, "Val": "1795440010.500|0|5|||||"}

    facts = read([{"Key": key, "Val": value}, {}, good])

    assert [fact.call_id for fact in facts][-1] == CALL


def test_stored_calls_are_forgotten_in_batches_oldest_first() -> None:
    stored = StoredCalls()
    call_ids = [uuid4() for _ in range(BATCH + 3)]
    stored.add(call_ids)
    stored.add(call_ids[:5])

    first = stored.batch()
    assert list(first) == call_ids[:BATCH]
    assert list(stored.batch()) == call_ids[:BATCH], "nothing is gone until Asterisk says so"
    stored.remove(first)

    assert list(stored.batch()) == call_ids[BATCH:]
