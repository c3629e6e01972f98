"""Sound put on the clock: what does not arrive was silence. Pure.

Asterisk sends nothing while nothing comes from the far end, and what comes late it sends in one piece.
"""

from collections.abc import Iterator
from typing import Final

from pbx.greeting.sound import FRAME_BYTES, FRAME_SECONDS, SILENCE, Frame, frame_of

_LATE_SECONDS: Final = 0.12
"""Sound that is no later is waited for."""


class Timeline:
    def __init__(self) -> None:
        self._unframed = b""
        self._frames = 0

    def frames(self, pcm: bytes, elapsed_seconds: float) -> Iterator[Frame]:
        """What there is to hear, `elapsed_seconds` after the beginning, now that `pcm` has come."""
        self._unframed += pcm
        while len(self._unframed) >= FRAME_BYTES:
            frame, self._unframed = self._unframed[:FRAME_BYTES], self._unframed[FRAME_BYTES:]
            self._frames += 1
            yield frame_of(frame)
        while self._frames * FRAME_SECONDS < elapsed_seconds - _LATE_SECONDS:
            self._frames += 1
            yield SILENCE
