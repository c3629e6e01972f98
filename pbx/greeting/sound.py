"""Sound in pieces of 20 ms: how loud each is, and whether it is a pure tone. Pure."""

from dataclasses import dataclass
from typing import Final

import numpy as np

RATE: Final = 8000
FRAME_SAMPLES: Final = 160
FRAME_BYTES: Final = 2 * FRAME_SAMPLES
FRAME_SECONDS: Final = FRAME_SAMPLES / RATE
SILENT_DB: Final = -96.0
"""Below everything that 16 bits can say."""

_FULL_SCALE: Final = 32768.0
_WINDOW: Final = np.hanning(FRAME_SAMPLES)
_SPECTRUM_POINTS: Final = 512
_HERTZ_A_POINT: Final = RATE / _SPECTRUM_POINTS
# A tone's energy lies in the window's main lobe, four points of 160, which are thirteen of 512.
_LOBE_POINTS: Final = 7
_LOWEST_TONE_HERTZ: Final = 300.0
_HIGHEST_TONE_HERTZ: Final = 3000.0
_TONE_SHARE: Final = 0.85
_QUIETEST_TONE_DB: Final = -45.0


@dataclass(frozen=True, slots=True)
class Frame:
    level_db: float
    """Of full scale."""
    tone_hertz: float | None = None
    """Of the one tone that it is, if it is one."""


SILENCE: Final = Frame(SILENT_DB)


def frame_of(pcm: bytes) -> Frame:
    """Measure one frame; one that was cut short is filled with silence."""
    samples = np.zeros(FRAME_SAMPLES)
    given = np.frombuffer(pcm[: min(len(pcm), FRAME_BYTES) // 2 * 2], dtype="<i2")
    samples[: len(given)] = given / _FULL_SCALE
    power = float(samples @ samples) / FRAME_SAMPLES
    level_db = 10 * np.log10(power) if power > 0 else SILENT_DB
    level_db = max(float(level_db), SILENT_DB)
    return Frame(level_db, _tone(samples) if level_db > _QUIETEST_TONE_DB else None)


def _tone(samples: np.ndarray) -> float | None:
    spectrum = np.abs(np.fft.rfft(samples * _WINDOW, _SPECTRUM_POINTS)) ** 2
    loudest = int(spectrum.argmax())
    hertz = loudest * _HERTZ_A_POINT
    if not _LOWEST_TONE_HERTZ <= hertz <= _HIGHEST_TONE_HERTZ:
        return None
    around = spectrum[max(0, loudest - _LOBE_POINTS) : loudest + _LOBE_POINTS + 1]
    return hertz if float(around.sum()) >= _TONE_SHARE * float(spectrum.sum()) else None
