"""espeak-ng's voices as samples of 8000 a second, between -1 and 1."""

import io
import json
import subprocess
import wave
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float64]

RATE: Final = 8000
_LAUNCH: Final = Path(__file__).parents[3] / "var" / "espeak" / "espeak-run.json"


@lru_cache(maxsize=1)
def _argv() -> tuple[str, ...]:
    return tuple(json.loads(_LAUNCH.read_text()))


def speak(text: str, *, voice: str, words_per_minute: int, pitch: int) -> Sound:
    """The text said once, without the silence around it."""
    options = ["-v", voice, "-s", str(words_per_minute), "-p", str(pitch), "--stdout", text]
    said = subprocess.run([*_argv(), *options], capture_output=True, check=True, timeout=20).stdout
    with wave.open(io.BytesIO(said)) as spoken:
        rate = spoken.getframerate()
        samples = np.frombuffer(spoken.readframes(10**9), dtype="<i2") / 32768
    return _trimmed(_resampled(samples, rate))


def _resampled(samples: Sound, rate: int) -> Sound:
    """By way of the spectrum, cut where a telephone line ends."""
    spectrum = np.fft.rfft(samples)
    hertz = np.fft.rfftfreq(len(samples), 1 / rate)
    spectrum[(hertz < 250) | (hertz > 3400)] = 0
    length = round(len(samples) * RATE / rate)
    cut = spectrum[: length // 2 + 1]
    return np.fft.irfft(np.pad(cut, (0, max(0, length // 2 + 1 - len(cut)))), length) * length / len(samples)


def _trimmed(samples: Sound) -> Sound:
    loud = np.flatnonzero(np.abs(samples) > 0.02 * np.abs(samples).max())
    return samples[loud[0] : loud[-1] + 1]
