"""When to speak to a machine: after its beep. Pure."""

from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from pbx.greeting.sound import FRAME_SECONDS, Frame
from pbx.greeting.speech import speech_in
from pbx.greeting.tone import ToneWatch

_REMEMBERED_SECONDS: Final = 6.0
_LOOK_EVERY_FRAMES: Final = 5
_QUIETER_THAN_TONE_DB: Final = 8.0
_LOUD_FRAMES_ALLOWED: Final = 2
"""Between a tone and the pause after it: its own end."""


class Invitation(StrEnum):
    """What a machine did to make us speak."""

    BEEP = "beep"
    SILENCE = "silence"
    """It has been silent for long: it records without having whistled."""
    NONE = "none"
    """It went on and on."""


@dataclass(frozen=True, slots=True)
class BeepSettings:
    """All in seconds."""

    tone: float = 0.14
    pause_after_tone: float = 0.3
    """Some whistle twice, and networks whistle before they speak."""
    silence: float = 3.0
    patience: float = 60.0


class BeepWait:
    """Hears a machine frame by frame, from wherever its greeting is."""

    def __init__(self, settings: BeepSettings | None = None) -> None:
        self._settings = settings or BeepSettings()
        self._levels_db: deque[float] = deque(maxlen=round(_REMEMBERED_SECONDS / FRAME_SECONDS))
        self._tone = ToneWatch(self._settings.tone)
        self._frames = 0
        self._tone_db: float | None = None
        """How loud the last tone was; None: none was heard, or it was not the last of the greeting."""
        self._quiet_frames = 0
        self._loud_frames = 0

    @property
    def heard_seconds(self) -> float:
        return self._frames * FRAME_SECONDS

    def hear(self, frame: Frame) -> Invitation | None:
        """None: not yet. Once it is said, nothing more need be heard."""
        self._frames += 1
        self._levels_db.append(frame.level_db)
        now, limits = self.heard_seconds, self._settings
        if self._tone.hear(frame):
            self._tone_db, self._quiet_frames, self._loud_frames = frame.level_db, 0, 0
            return None
        if self._pause_after_tone(frame) >= limits.pause_after_tone:
            return Invitation.BEEP
        if self._frames % _LOOK_EVERY_FRAMES == 0 and self._silence() >= limits.silence:
            return Invitation.SILENCE
        return Invitation.NONE if now >= limits.patience else None

    def _pause_after_tone(self, frame: Frame) -> float:
        if self._tone_db is None:
            return 0.0
        if frame.level_db <= self._tone_db - _QUIETER_THAN_TONE_DB:
            self._quiet_frames += 1
        else:
            self._loud_frames += 1
            if self._loud_frames > _LOUD_FRAMES_ALLOWED:
                self._tone_db = None
        return self._quiet_frames * FRAME_SECONDS

    def _silence(self) -> float:
        return speech_in(np.array(self._levels_db)).silence
