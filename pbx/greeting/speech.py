"""When somebody speaks: the loud parts of what was heard so far. Pure.

What is loud is told by comparison with the quietest and the loudest that was heard, and these are known
better with every frame; so all that was heard is looked at anew each time. It is a few seconds at most.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from pbx.greeting.sound import FRAME_SECONDS

_ABOVE_NOISE_DB: Final = 5.0
_LOST_DB: Final = -80.0
"""No line is so quiet: a packet was lost or, if there are many, the network sends no noise."""
_ARRIVE_SHARE: Final = 0.9
_BELOW_LOUDEST_DB: Final = 26.0
_QUIETEST_SPEECH_DB: Final = -50.0
_LEAST_CONTRAST_DB: Final = 9.0
_SPEECH_VARIES_DB: Final = 10.0
"""What is no further below the loudest is no silence."""
_SHORTEST_SOUND_FRAMES: Final = 3
"""What is shorter is a click."""


@dataclass(frozen=True, slots=True)
class Speech:
    """All in seconds."""

    begins: float | None
    """After the answer; None: nobody has spoken."""
    span: float
    """From the first sound to the last, with the pauses in between."""
    voiced: float
    """Without them."""
    silence: float
    """Since the last sound."""


NOBODY_SPOKE: Final = Speech(None, 0.0, 0.0, 0.0)


def speech_in(levels_db: np.ndarray) -> Speech:
    """`levels_db`: of every frame since the answer."""
    if not len(levels_db):
        return NOBODY_SPOKE
    arrived = levels_db[levels_db > _LOST_DB]
    floor, peak = np.percentile(
        arrived if len(arrived) > _ARRIVE_SHARE * len(levels_db) else levels_db, (10, 97)
    )
    if peak < _QUIETEST_SPEECH_DB or peak - floor < _LEAST_CONTRAST_DB:
        return Speech(None, 0.0, 0.0, len(levels_db) * FRAME_SECONDS)
    threshold = max(
        min(floor + _ABOVE_NOISE_DB, peak - _SPEECH_VARIES_DB),
        peak - _BELOW_LOUDEST_DB,
        _QUIETEST_SPEECH_DB,
    )
    loud = _without_clicks(levels_db > threshold)
    places = np.flatnonzero(loud)
    if not len(places):
        return Speech(None, 0.0, 0.0, len(levels_db) * FRAME_SECONDS)
    first, last = int(places[0]), int(places[-1])
    return Speech(
        begins=first * FRAME_SECONDS,
        span=(last + 1 - first) * FRAME_SECONDS,
        voiced=len(places) * FRAME_SECONDS,
        silence=(len(levels_db) - 1 - last) * FRAME_SECONDS,
    )


def _without_clicks(loud: np.ndarray) -> np.ndarray:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], loud.astype(np.int8), [0]))))
    kept = loud.copy()
    # The last sound may not have ended: how long it will be is not known.
    for begins, ends in zip(edges[::2], edges[1::2], strict=True):
        if ends - begins < _SHORTEST_SOUND_FRAMES and ends < len(loud):
            kept[begins:ends] = False
    return kept
