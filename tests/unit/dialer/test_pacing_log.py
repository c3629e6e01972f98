"""The pacing log keeps what was decided to the last bit, and in little room."""

import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.campaigns.models import DialMode
from core.floor.figures import PaceReason
from core.pacing.look_back import PacingNewsKind
from core.trunks.figures import LineLimit
from dialer.pace import PaceDecision, PaceInputs, decide_pace
from dialer.pacing import Floor, PacingPolicy, PredictivePacer
from dialer.pacing_log import Chunk, Decided, News, UnreadableChunk, read, written
from tests.factories import some_id
from tests.load.pacing.day import SimulatedDay
from tests.load.pacing.scenario import Scenario

BEGAN_AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
MOMENTS = st.integers(-600_000_000, 600_000_000).map(
    lambda micro: (BEGAN_AT + timedelta(microseconds=micro)).timestamp()
)
SECONDS = st.integers(0, 7_200_000_000).map(lambda micro: timedelta(microseconds=micro).total_seconds())


@st.composite
def any_floor(draw: st.DrawFn) -> Floor:
    operators = draw(st.integers(0, 12))

    def moments(count: int) -> np.ndarray:
        return np.array(draw(st.lists(MOMENTS, min_size=count, max_size=count)), dtype=float)

    return Floor(
        now=draw(MOMENTS),
        operator_state=np.array(
            draw(st.lists(st.integers(0, 3), min_size=operators, max_size=operators)), np.int8
        ),
        operator_since=moments(operators),
        operator_leaving=np.array(
            draw(st.lists(st.booleans(), min_size=operators, max_size=operators)), bool
        ),
        ringing_since=moments(draw(st.integers(0, 9))),
        waiting_since=moments(draw(st.integers(0, 2))),
        answered=draw(st.integers(0, 10**6)),
        abandoned=draw(st.integers(0, 10**4)),
        launched=draw(st.integers(0, 10**7)),
        max_new=draw(st.integers(0, 100)),
    )


def decided(floor: Floor, calls: int = 3, launched: int | None = None) -> Decided:
    inputs = PaceInputs(floor, DialMode.PREDICTIVE, 2, 0.0123456789012345, 0.03)
    return Decided(inputs, PaceDecision(calls, PaceReason.PREDICTED, calls), launched)


NEWS = st.builds(News, st.sampled_from(PacingNewsKind), MOMENTS, SECONDS, st.sampled_from([None, "busy"]))


def comparable(entry: News | Decided) -> Any:
    if isinstance(entry, News):
        return entry
    floor = entry.inputs.floor
    arrays = [getattr(floor, name) for name in Floor.__dataclass_fields__]
    seen = [one.tolist() if isinstance(one, np.ndarray) else one for one in arrays]
    came_of_it = entry.launched, entry.limited_by
    return seen, replace(entry.inputs, floor=None), entry.decision, came_of_it  # type: ignore[arg-type]


def a_chunk(*entries: News | Decided) -> Chunk:
    policy = PacingPolicy(0.03, 2.0, 20.0)
    return Chunk(some_id(1), policy, PredictivePacer(policy).snapshot(), list(entries))


@given(any_floor(), st.lists(st.one_of(NEWS, any_floor().map(decided)), max_size=6))
def test_what_is_read_is_what_was_written(first: Floor, others: list[News | Decided]) -> None:
    chunk = a_chunk(decided(first), *others)

    again = read(written(chunk, "node-1"))

    assert list(map(comparable, again.entries)) == list(map(comparable, chunk.entries))
    assert (again.policy, again.campaign_id, again.id) == (chunk.policy, chunk.campaign_id, chunk.id)
    assert again.snapshot == chunk.snapshot


@pytest.mark.parametrize(
    ("launched", "limit"), [(None, None), (0, LineLimit.NO_LEADS), (2, LineLimit.CALL_RATE), (3, None)]
)
def test_what_came_of_a_decision_is_kept_beside_it(launched: int | None, limit: LineLimit | None) -> None:
    chunk = a_chunk(replace(decided(Recorder().floor_at(0.0), calls=3, launched=launched), limited_by=limit))

    [again] = read(written(chunk, "node-1")).decisions

    assert (again.decision.calls, again.launched, again.limited_by) == (3, launched, limit)


@pytest.mark.parametrize(("came_of_it", "launched"), [(b"]", None), (b",3]", 3)])
def test_what_was_written_when_less_of_it_was_kept_can_be_read(
    came_of_it: bytes, launched: int | None
) -> None:
    stored = written(a_chunk(decided(Recorder().floor_at(0.0), launched=3)), "node-1")
    lines = zlib.decompress(stored.content)
    assert b'"predicted",3,3,null]' in lines
    lines = lines.replace(b'"predicted",3,3,null]', b'"predicted",3' + came_of_it)

    [again] = read(replace(stored, content=zlib.compress(lines))).decisions

    assert (again.decision.calls, again.launched, again.limited_by) == (3, launched, None)


def test_a_chunk_says_from_when_to_when_it_decides() -> None:
    first, later = (decided(Recorder().floor_at(second)) for second in (1.25, 31.75))

    stored = written(a_chunk(first, later, News(PacingNewsKind.ANSWERED, later.now + 9, 4.0)), "node-7")

    assert stored.from_at == BEGAN_AT + timedelta(seconds=1.25)
    assert stored.to_at == BEGAN_AT + timedelta(seconds=31.75)
    assert stored.node == "node-7"


@pytest.mark.parametrize("broken", [{"format": 2}, {"content": b"no zlib"}, {"content": b""}])
def test_what_cannot_be_read_is_said_to_be_so(broken: dict[str, Any]) -> None:
    with pytest.raises(UnreadableChunk):
        read(replace(written(a_chunk(decided(Recorder().floor_at(0.0))), "node-1"), **broken))


class Recorder:
    """Decides on a simulated floor, whose moments it takes as whole microseconds, and keeps the log."""

    def __init__(self) -> None:
        policy = PacingPolicy()
        self._pacer = PredictivePacer(policy)
        self.chunk = Chunk(some_id(1), policy, self._pacer.snapshot())

    def floor_at(self, second: float) -> Floor:
        nobody = np.zeros(0)
        return Floor(
            self._moment(second),
            nobody.astype(np.int8),
            nobody,
            nobody.astype(bool),
            nobody,
            nobody,
            0,
            0,
            0,
            9,
        )

    def decide(self, floor: Floor) -> int:
        on_the_clock = replace(
            floor,
            now=self._moment(floor.now),
            operator_state=floor.operator_state.copy(),
            operator_leaving=floor.operator_leaving.copy(),
            operator_since=self._moments(floor.operator_since),
            ringing_since=self._moments(floor.ringing_since),
            waiting_since=self._moments(floor.waiting_since),
        )
        inputs = PaceInputs(on_the_clock, DialMode.PREDICTIVE, 0, 0.0, 0.03)
        decision = decide_pace(inputs, self._pacer)
        self.chunk.entries.append(Decided(inputs, decision))
        return decision.predicted

    def on_answered(self, now: float, ring_seconds: float) -> None:
        self._hear(PacingNewsKind.ANSWERED, now, ring_seconds)

    def on_unanswered(self, now: float, ring_seconds: float, outcome: str) -> None:
        self._hear(PacingNewsKind.UNANSWERED, now, ring_seconds, outcome)

    def on_abandoned(self, now: float, waited_seconds: float) -> None:
        self._hear(PacingNewsKind.ABANDONED, now, waited_seconds)

    def on_talk_ended(self, now: float, talk_seconds: float) -> None:
        self._hear(PacingNewsKind.TALK_ENDED, now, talk_seconds)

    def on_wrap_up_ended(self, now: float, wrap_up_seconds: float) -> None:
        self._hear(PacingNewsKind.WRAP_UP_ENDED, now, wrap_up_seconds)

    def _hear(self, kind: PacingNewsKind, now: float, seconds: float, outcome: str | None = None) -> None:
        news = News(kind, self._moment(now), round(seconds, 6), outcome)
        self.chunk.entries.append(news)
        news.tell(self._pacer)

    def _moments(self, seconds: np.ndarray) -> np.ndarray:
        return np.array([self._moment(one) for one in seconds], dtype=float)

    def _moment(self, second: float) -> float:
        return (BEGAN_AT + timedelta(seconds=float(second))).timestamp()


@pytest.fixture(scope="module")
def shift() -> Chunk:
    """Ten minutes of fifty operators."""
    recorder = Recorder()
    SimulatedDay(Scenario("", 50, hours=1 / 6), 1).run(recorder)
    return recorder.chunk


def test_replayed_from_the_log_every_decision_comes_out_again(shift: Chunk) -> None:
    again = read(written(shift, "node-1"))
    pacer, made = PredictivePacer.restored(again.policy, again.snapshot), []
    for entry in again.entries:
        if isinstance(entry, News):
            entry.tell(pacer)
        else:
            made.append(decide_pace(entry.inputs, pacer))

    assert made == [one.decision for one in shift.decisions]
    assert sum(one.calls for one in made) > 300


def test_an_hour_of_fifty_operators_takes_less_than_a_megabyte(shift: Chunk) -> None:
    """In chunks of a minute, each with a snapshot."""
    minutes: list[Chunk] = []
    pacer = PredictivePacer.restored(shift.policy, shift.snapshot)
    for entry in shift.entries:
        if isinstance(entry, News):
            entry.tell(pacer)
        elif not minutes or entry.now - minutes[-1].entries[0].now >= 60:
            minutes.append(replace(shift, snapshot=pacer.snapshot(), entries=[]))
        if isinstance(entry, Decided):
            decide_pace(entry.inputs, pacer)
        minutes[-1].entries.append(entry)

    sizes = [len(written(one, "node-1").content) for one in minutes]
    assert len(sizes) == 10
    assert 6 * sum(sizes) < 1_000_000
