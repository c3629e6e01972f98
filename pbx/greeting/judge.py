"""Who picked up: a person or a machine, told by how the greeting goes. Pure.

A person says a word or two and then listens; a machine speaks on. Whoever has not given themselves away
when the time is up counts as a person: an operator who hears a machine loses seconds, a person who is taken
for a machine is lost. How long there is depends on when the law begins to count the wait for an operator.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from core.calls.state_machine import AnsweredBy
from pbx.greeting.sound import FRAME_SECONDS, Frame
from pbx.greeting.speech import Speech, speech_in
from pbx.greeting.tone import ToneWatch


@dataclass(frozen=True, slots=True)
class JudgeSettings:
    """All in seconds. Chosen on the tuning part of the measured corpus (`make bench-machines`)."""

    deadline: float
    """After the answer: when it is told at the latest."""
    longest_greeting: float
    """Whoever has spoken for longer is a machine."""
    silent: float = 1.3
    """Whoever has not begun to speak by then waits for us to begin: a person."""
    least_silence: float = 0.5
    """Whoever is silent for so long after a short word, listens."""
    silence_per_second: float = 0.2
    """So much more for each second that was spoken: between sentences machines pause as well."""
    tone: float = 0.14
    """Networks and machines whistle; people do not for so long."""


FROM_ANSWER: Final = JudgeSettings(deadline=1.8, longest_greeting=1.4)
"""Where an operator must be there two seconds after the answer, however long the greeting."""
FROM_GREETING: Final = JudgeSettings(deadline=3.5, longest_greeting=2.0)
"""Where the two seconds begin when the person has greeted."""


@dataclass(frozen=True, slots=True)
class Judgement:
    by: AnsweredBy
    seconds: float
    """After the answer: when it was clear."""
    greeted_seconds: float | None
    """After the answer: when whoever greeted was last heard; None: nobody has spoken."""


class GreetingJudge:
    """Hears a call frame by frame, from the answer on."""

    def __init__(self, settings: JudgeSettings = FROM_ANSWER) -> None:
        self._settings = settings
        self._levels_db: list[float] = []
        self._tone = ToneWatch(settings.tone)

    @property
    def heard_seconds(self) -> float:
        return len(self._levels_db) * FRAME_SECONDS

    def hear(self, frame: Frame) -> Judgement | None:
        """None: not yet clear. Once it is, nothing more need be heard."""
        self._levels_db.append(frame.level_db)
        speech = speech_in(np.array(self._levels_db))
        by = AnsweredBy.MACHINE if self._tone.hear(frame) else self._judged(speech)
        if by is None:
            return None
        now = self.heard_seconds
        return Judgement(by, now, None if speech.begins is None else now - speech.silence)

    def _judged(self, speech: Speech) -> AnsweredBy | None:
        limits = self._settings
        if speech.begins is not None:
            if speech.silence >= limits.least_silence + limits.silence_per_second * speech.span:
                return AnsweredBy.PERSON
            if speech.span > limits.longest_greeting:
                return AnsweredBy.MACHINE
        latest = limits.deadline if speech.begins is not None else min(limits.silent, limits.deadline)
        return AnsweredBy.PERSON if self.heard_seconds >= latest - FRAME_SECONDS / 2 else None
