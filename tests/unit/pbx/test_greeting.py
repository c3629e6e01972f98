"""Greetings made of tones and noise: who is a person, who a machine, and when a machine is spoken to."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calls.state_machine import AnsweredBy
from pbx.greeting.beep import BeepSettings, BeepWait, Invitation
from pbx.greeting.judge import FROM_ANSWER, FROM_GREETING, GreetingJudge, Judgement, JudgeSettings
from pbx.greeting.sound import FRAME_BYTES, FRAME_SAMPLES, FRAME_SECONDS, RATE, SILENT_DB, Frame, frame_of
from pbx.greeting.speech import speech_in
from pbx.greeting.timeline import Timeline

QUIET = Frame(-60.0)
VOICE = Frame(-20.0)
PERSON, MACHINE = AnsweredBy.PERSON, AnsweredBy.MACHINE


def frames(*parts: tuple[Frame, float]) -> list[Frame]:
    return [frame for frame, seconds in parts for _ in range(round(seconds / FRAME_SECONDS))]


def spoken(seconds: float) -> list[Frame]:
    """A voice: loud and less loud by turns, a syllable about every fifth of a second."""
    return [VOICE if place % 10 < 8 else Frame(-38.0) for place in range(round(seconds / FRAME_SECONDS))]


def tone(hertz: float, seconds: float, level: float = 0.3) -> list[Frame]:
    samples = level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)
    pcm = (samples * 32767).astype("<i2").tobytes()
    return [frame_of(pcm[start : start + FRAME_BYTES]) for start in range(0, len(pcm), FRAME_BYTES)]


def judged(settings: JudgeSettings, heard: list[Frame]) -> Judgement | None:
    judge = GreetingJudge(settings)
    return next((told for told in map(judge.hear, heard) if told is not None), None)


@pytest.mark.parametrize("settings", [FROM_ANSWER, FROM_GREETING], ids=["from answer", "from greeting"])
@pytest.mark.parametrize(
    ("heard", "by"),
    [
        pytest.param([*frames((QUIET, 0.4)), *spoken(0.4), *frames((QUIET, 4))], PERSON, id="hello?"),
        pytest.param([*frames((QUIET, 0.2)), *spoken(5)], MACHINE, id="speaks on and on"),
        pytest.param(frames((QUIET, 5)), PERSON, id="says nothing"),
        pytest.param(frames((Frame(SILENT_DB), 5)), PERSON, id="sends nothing"),
        pytest.param([*frames((QUIET, 0.3)), *tone(950, 0.3), *spoken(3)], MACHINE, id="a network's tone"),
        pytest.param([*frames((QUIET, 1.2)), *spoken(0.2), *frames((QUIET, 4))], PERSON, id="a late yes"),
    ],
)
def test_who_greets(settings: JudgeSettings, heard: list[Frame], by: AnsweredBy) -> None:
    told = judged(settings, heard)

    assert told is not None
    assert told.by is by
    assert told.seconds <= settings.deadline


def test_a_greeting_is_over_when_its_last_sound_is() -> None:
    told = judged(FROM_GREETING, [*frames((QUIET, 0.4)), *spoken(0.6), *frames((QUIET, 4))])

    assert told is not None
    assert told.greeted_seconds == pytest.approx(1.0, abs=0.1)
    assert told.seconds == pytest.approx(1.0 + 0.5 + 0.2 * 0.6, abs=0.1)


def test_nobody_waits_longer_than_for_a_start_for_somebody_who_says_nothing() -> None:
    told = judged(FROM_GREETING, frames((QUIET, 5)))

    assert told is not None
    assert told.seconds == pytest.approx(FROM_GREETING.silent)
    assert told.greeted_seconds is None


@given(
    levels=st.lists(st.floats(-96, 0), max_size=200),
    settings=st.sampled_from([FROM_ANSWER, FROM_GREETING]),
)
def test_every_sound_is_judged_by_the_deadline_and_not_twice(
    levels: list[float], settings: JudgeSettings
) -> None:
    judge = GreetingJudge(settings)
    told = []
    for place, level in enumerate(levels, start=1):
        told.append(judge.hear(Frame(level)))
        if told[-1] is not None:
            assert told[-1].seconds == pytest.approx(place * FRAME_SECONDS)
            break
    is_late = len(levels) * FRAME_SECONDS >= settings.deadline
    assert not is_late or told[-1] is not None
    assert all(one is None for one in told[:-1])


@given(st.lists(st.floats(-96, 0), min_size=1, max_size=200))
def test_speech_lies_within_what_was_heard(levels: list[float]) -> None:
    speech = speech_in(np.array(levels))

    heard = len(levels) * FRAME_SECONDS
    assert 0 <= speech.voiced <= speech.span + 1e-9
    assert (speech.begins or 0) + speech.span + speech.silence == pytest.approx(heard)


@given(st.binary(max_size=2 * FRAME_BYTES))
def test_any_bytes_are_a_frame(pcm: bytes) -> None:
    assert SILENT_DB <= frame_of(pcm).level_db <= 0.1


@given(hertz=st.floats(400, 2500), level=st.floats(0.05, 0.9))
def test_a_sine_is_a_tone_of_its_frequency(hertz: float, level: float) -> None:
    heard = tone(hertz, 0.1, level)

    assert all(frame.tone_hertz is not None and abs(frame.tone_hertz - hertz) < 20 for frame in heard)


def test_noise_is_no_tone() -> None:
    noise = np.random.default_rng(1).normal(0, 3000, (50, FRAME_SAMPLES)).astype("<i2")

    assert {frame_of(one.tobytes()).tone_hertz for one in noise} == {None}


@pytest.mark.parametrize(
    ("heard", "invitation", "after"),
    [
        pytest.param([*spoken(3), *tone(1000, 0.4), *frames((QUIET, 4))], Invitation.BEEP, 3.7, id="a beep"),
        pytest.param(
            [*spoken(3), *tone(1000, 0.2), *frames((QUIET, 0.1)), *tone(1000, 0.2), *frames((QUIET, 4))],
            Invitation.BEEP,
            3.8,
            id="two beeps",
        ),
        pytest.param([*spoken(3), *frames((QUIET, 8))], Invitation.SILENCE, 6.1, id="records without a beep"),
        pytest.param(
            [*tone(950, 0.33), *tone(1400, 0.33), *spoken(3), *tone(425, 0.5), *frames((QUIET, 4))],
            Invitation.BEEP,
            4.5,
            id="a network's tones before it speaks",
        ),
    ],
)
def test_when_a_machine_is_to_be_spoken_to(heard: list[Frame], invitation: Invitation, after: float) -> None:
    wait = BeepWait()
    told = next((told, wait.heard_seconds) for told in map(wait.hear, heard) if told is not None)

    assert told[0] is invitation
    assert told[1] == pytest.approx(after, abs=0.15)


def test_a_machine_that_never_ends_is_not_spoken_to() -> None:
    wait = BeepWait(BeepSettings(patience=5.0))
    told = [wait.hear(frame) for frame in spoken(5)]

    assert told[-1] is Invitation.NONE
    assert not any(told[:-1])


def pieces(heard: Iterator[Frame]) -> int:
    return sum(1 for _ in heard)


def test_what_does_not_come_is_silence_and_what_comes_late_is_waited_for() -> None:
    timeline = Timeline()

    assert pieces(timeline.frames(b"", 0.1)) == 0
    assert pieces(timeline.frames(bytes(5 * FRAME_BYTES), 0.12)) == 5
    assert pieces(timeline.frames(b"", 0.2)) == 0
    assert pieces(timeline.frames(b"", 1.0)) == pytest.approx((1.0 - 0.3 - 0.1) / FRAME_SECONDS, abs=1)


def test_when_the_time_is_up_nothing_is_waited_for() -> None:
    timeline = Timeline(all_by_seconds=1.8)

    assert pieces(timeline.frames(b"", 1.78)) == pytest.approx(1.48 / FRAME_SECONDS, abs=1)
    assert pieces(timeline.frames(b"", 1.8)) == pytest.approx(0.32 / FRAME_SECONDS, abs=1)


@given(st.lists(st.binary(max_size=1000), max_size=20))
def test_sound_cut_anyhow_gives_the_same_frames(cuts: list[bytes]) -> None:
    timeline = Timeline()
    heard = [frame for cut in cuts for frame in timeline.frames(cut, 0.0)]
    whole = b"".join(cuts)
    starts = range(0, len(whole) - FRAME_BYTES + 1, FRAME_BYTES)
    expected = [frame_of(whole[start : start + FRAME_BYTES]) for start in starts]

    assert heard == expected


def test_a_voice_that_begins_at_once_and_hardly_pauses_is_no_silence() -> None:
    """Nothing but the voice itself is there to be compared with."""
    told = judged(FROM_GREETING, [*frames((Frame(SILENT_DB), 0.3)), *frames((VOICE, 0.2), (Frame(-24.0), 4))])

    assert told is not None
    assert told.by is MACHINE
