"""Steady tones: the beep after which a machine records, and those by which networks announce. Pure."""

from typing import Final

from pbx.greeting.sound import FRAME_SECONDS, Frame

_SAME_HERTZ: Final = 40.0


class ToneWatch:
    """Waits for one steady tone of some length."""

    def __init__(self, seconds: float) -> None:
        self._frames = round(seconds / FRAME_SECONDS)
        self._hertz: float | None = None
        self._lasted = 0

    def hear(self, frame: Frame) -> bool:
        """Whether such a tone sounds, and has sounded for long enough."""
        hertz = frame.tone_hertz
        if hertz is None:
            self._lasted = 0
        elif self._lasted and self._hertz is not None and abs(hertz - self._hertz) <= _SAME_HERTZ:
            self._lasted += 1
        else:
            self._lasted = 1
        self._hertz = hertz
        return self._lasted >= self._frames
