"""Sound put on the clock: what does not arrive was silence. Pure.

Asterisk sends nothing while nothing comes from the far end, and what comes late it sends in one piece.
"""

from collections.abc import Iterator
from math import inf
from typing import Final

from pbx.greeting.sound import FRAME_BYTES, FRAME_SECONDS, SILENCE, Frame, frame_of

_LATE_SECONDS: Final = 0.3
"""Sound that is no later is waited for: a pause that was none makes a person of a machine."""


class Timeline:
    def __init__(self, all_by_seconds: float = inf) -> None:
        """`all_by_seconds`: from then on nothing is waited for."""
        self._all_by_seconds = all_by_seconds
        self._unframed = b""
        self._frames = 0

    def frames(self, pcm: bytes, elapsed_seconds: float) -> Iterator[Frame]:
        """What there is to hear, `elapsed_seconds` after the beginning, now that `pcm` has come."""
        self._unframed += pcm
        while len(self._unframed) >= FRAME_BYTES:
            frame, self._unframed = self._unframed[:FRAME_BYTES], self._unframed[FRAME_BYTES:]
            self._frames += 1
            yield frame_of(frame)
        late_seconds = _LATE_SECONDS if elapsed_seconds < self._all_by_seconds else 0.0
        while self._frames * FRAME_SECONDS < elapsed_seconds - late_seconds:
            self._frames += 1
            yield SILENCE
